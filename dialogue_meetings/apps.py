from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DialogueMeetingsConfig(AppConfig):
    name = "dialogue_meetings"
    verbose_name = _("Møter og støtte")
