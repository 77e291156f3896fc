"""Demo users never belong in production."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from lhl_portal.access.models import User


@register(Tags.database)
def no_demo_users_in_production(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Runs where databases are named: ``check --database default`` and ``migrate``."""
    if settings.PORTAL_MODE != "production":
        return []
    return [
        Error(
            "Databasen har demobrukere, men portalen kjører i produksjon.",
            hint="Bruk en annen database. Demodata og virkelige opplysninger skal aldri stå i den samme.",
            id="demo.E001",
        )
        for alias in databases or ()
        if _has_demo_users(alias)
    ]


def _has_demo_users(alias: str) -> bool:
    """False as well before the first migration, when there is no table to ask."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        if User._meta.db_table not in connection.introspection.table_names(cursor):
            return False
    return User.objects.using(alias).filter(is_demo=True).exists()
