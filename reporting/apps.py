from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = _("Rapportering")

    def ready(self) -> None:
        from lhl_portal.notices import kinds
        from reporting.notices import KINDS, to_tell

        kinds.offer(KINDS, to_tell)
