"""The command that lets the first user in."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from lhl_portal.access.models import User
from tests import factories as f

PASSWORD = "et langt passord med mening"


@pytest.fixture
def typed(monkeypatch):
    """What stands on standard input."""
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(f"{text}\n"))


def test_the_first_administrator_can_log_in_and_make_users(db, client, typed):
    f.DirectorateFactory()
    typed(PASSWORD)

    call_command("create_administrator", "Kari@example.no", "Kari Nordmann", verbosity=0)

    client.post(reverse("account_login"), {"login": "kari@example.no", "password": PASSWORD})
    assert client.get(reverse("access:user_create")).status_code == 200


@pytest.mark.parametrize(
    ("email", "password", "reason"),
    [("kari@example.no", "739105528461", "tall"), ("ikke en adresse", PASSWORD, "e-post")],
)
def test_a_bad_address_or_password_makes_nobody(db, typed, email, password, reason):
    f.DirectorateFactory()
    typed(password)

    with pytest.raises(CommandError, match=reason):
        call_command("create_administrator", email, "Kari Nordmann")
    assert not User.objects.exists()


def test_an_address_in_use_is_refused(db, typed):
    f.DirectorateFactory()
    f.UserFactory(email="kari@example.no")

    with pytest.raises(CommandError, match="allerede"):
        call_command("create_administrator", "Kari@example.no", "Kari Nordmann")


def test_without_a_register_there_is_nowhere_to_belong(db):
    with pytest.raises(CommandError, match="load_register"):
        call_command("create_administrator", "kari@example.no", "Kari Nordmann")
