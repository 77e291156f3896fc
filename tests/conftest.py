"""What every test has: the mode, and tables that Django may empty after a test with transactions of its own."""

import os
import time
from collections.abc import Iterator
from typing import Any

os.environ.setdefault("PORTAL_MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lhl_portal.settings")

import pgtrigger
import pytest
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client
from django.utils import translation

from tests import factories


def end_what_is_left(connection: Any) -> None:
    """A process that a test has stopped or killed may have a statement running in the server, which would stand in the
    way of the emptying of the tables."""
    others = "datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    for _moment in range(100):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE {others}")  # noqa: S608
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.05)


@pytest.fixture(scope="session", autouse=True)
def emptied_by_django_alone() -> Iterator[None]:
    """Frozen tables refuse TRUNCATE, which is how Django clears up after `django_db(transaction=True)`."""
    flush = DatabaseOperations.execute_sql_flush

    def flush_past_triggers(self: DatabaseOperations, statements: list[str]) -> None:
        end_what_is_left(self.connection)
        with pgtrigger.ignore():
            flush(self, statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush_past_triggers)
        yield


@pytest.fixture(autouse=True)
def language_of_before() -> Iterator[None]:
    """A request leaves its language active in the thread, where the next test would meet it."""
    yield
    translation.deactivate()


@pytest.fixture
def region(db):
    return factories.RegionFactory(name="Vestland", code="vestland")


@pytest.fixture
def county(region):
    return factories.CountyFactory(region=region)


@pytest.fixture
def adviser(county, region):
    """An adviser whose office covers `county`."""
    return factories.adviser(region)


@pytest.fixture
def adviser_client(adviser):
    client = Client()
    client.force_login(adviser)
    return client
