"""The shipped register, loaded once for a module."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction


@pytest.fixture(scope="module")
def loaded_register(django_db_setup, django_db_blocker):
    """Loads the register in a transaction that holds for the module and is rolled back after it."""
    with django_db_blocker.unblock():
        module = transaction.atomic()
        module.__enter__()
        call_command("load_register", stdout=StringIO())
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        module.__exit__(None, None, None)


@pytest.fixture
def register(loaded_register, db):
    """The shipped register. What a test changes is undone after the test."""
