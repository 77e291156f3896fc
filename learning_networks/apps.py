from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningNetworksConfig(AppConfig):
    name = "learning_networks"
    verbose_name = _("Læringsnettverk")

    def ready(self) -> None:
        from learning_networks.groups import members_of_networks
        from learning_networks.key_facts import networks
        from municipalities import groups, key_facts

        groups.offer(members_of_networks)
        key_facts.offer(networks)
