from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReformPhasesConfig(AppConfig):
    name = "reform_phases"
    verbose_name = _("Reformen")

    def ready(self) -> None:
        from municipalities import key_facts
        from reform_phases.key_facts import how_far

        key_facts.offer(how_far)
