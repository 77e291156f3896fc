from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    name = "lhl_portal.access"
    label = "access"
    verbose_name = _("Brukere og tilgang")

    def ready(self) -> None:
        from lhl_portal.access import declarations  # noqa: F401  registers the system checks
