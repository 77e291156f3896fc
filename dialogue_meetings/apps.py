from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DialogueMeetingsConfig(AppConfig):
    name = "dialogue_meetings"
    verbose_name = _("Møter og støtte")

    def ready(self) -> None:
        from dialogue_meetings.key_facts import contact
        from dialogue_meetings.notices import KINDS, to_tell
        from lhl_portal.notices import kinds
        from municipalities import key_facts

        key_facts.offer(contact)
        kinds.offer(KINDS, to_tell)
