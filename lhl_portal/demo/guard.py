"""Where the demo may be written: never into a database with real work."""

from django.conf import settings
from django.db import connection, models

from dialogue_meetings.models import Meeting
from learning_networks.models import Network
from lhl_portal.access.models import User
from reform_phases.models import Measure, Plan, Treatment
from reporting.models import Round

_ACTIVITY: tuple[type[models.Model], ...] = (Meeting, Network, Treatment, Plan, Measure, Round)


class Refused(Exception):
    """The demo must not be written into this database. The text says why, in Norwegian."""


def demo_is_there_already() -> bool:
    """`Refused` where the demo could mix with real work. Works as well before the first migration."""
    if not (settings.DEMO or settings.PORTAL_MODE == "test"):
        raise Refused("Demodata kan bare lages i demomodus (PORTAL_MODE=demo). Ingenting er skrevet.")
    tables = set(connection.introspection.table_names())
    if User._meta.db_table in tables:
        if User.objects.filter(is_demo=True).exists():
            return True
        if User.objects.exists():
            raise Refused("Databasen har brukere som ikke er demobrukere. Ingenting er skrevet.")
    if any(model._meta.db_table in tables and model._base_manager.exists() for model in _ACTIVITY):
        raise Refused("Databasen har allerede registreringer som ikke er demodata. Ingenting er skrevet.")
    return False
