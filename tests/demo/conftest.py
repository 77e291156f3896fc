"""The shipped register and reform with the demo on top, made once for a module."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from tests.demo.fingerprints import fingerprint


def run(command: str) -> str:
    """What a command says."""
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def made_demo(django_db_setup, django_db_blocker):
    """Makes the demo in a transaction that holds for the module, and answers with its fingerprint."""
    with django_db_blocker.unblock():
        module = transaction.atomic()
        module.__enter__()
        found = make_demo()
    yield found
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        module.__exit__(None, None, None)


@pytest.fixture
def demo(made_demo, db):
    """The demo. What a test changes is undone after the test."""


def make_demo() -> dict[str, str]:
    """Answers with its fingerprint."""
    run("load_register")
    run("load_reform")
    assert run("seed_demo").startswith("Demodata er laget")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the server does by itself with rows that are committed
    return fingerprint()
