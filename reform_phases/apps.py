from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReformPhasesConfig(AppConfig):
    name = "reform_phases"
    verbose_name = _("Reformen")
