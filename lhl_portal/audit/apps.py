from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "lhl_portal.audit"
    label = "audit"
    verbose_name = _("Historikk og hendelser")
