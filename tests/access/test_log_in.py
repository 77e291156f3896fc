"""Who gets in, and in which language."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from lhl_portal.access.models import Region
from lhl_portal.access.roles import Role
from lhl_portal.audit.models import AccessEvent
from tests import factories

LOGIN = reverse("account_login")
DEMO_LOGIN = reverse("access:demo_login")
PASSWORD = "en lang nok setning 12"


@pytest.fixture(autouse=True)
def no_earlier_attempts(db):
    """allauth counts log-ins in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def office(county, region):
    return region.office


def with_password(role, office, **kwargs):
    user = factories.member(role, office, **kwargs)
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in(user, client=None):
    client = client or Client()
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    return client


def test_a_demo_user_with_a_right_password_gets_nowhere_outside_a_demo(office):
    user = with_password(Role.ADVISER, office, is_demo=True)

    client = log_in(user)

    assert client.get("/").status_code == 302
    assert "_auth_user_id" not in client.session
    assert list(AccessEvent.objects.values_list("kind", flat=True)) == ["login_failed"]
    user.refresh_from_db()
    assert user.last_login is None


def test_a_demo_user_gets_no_mail_about_passwords_outside_a_demo(client, office, settings):
    user = with_password(Role.ADVISER, office, is_demo=True)

    client.post(reverse("account_reset_password"), {"email": user.email})
    assert mail.outbox == []

    settings.DEMO = True
    client.post(reverse("account_reset_password"), {"email": user.email})
    assert [message.to for message in mail.outbox] == [[user.email]]


def test_a_session_from_a_demo_is_worth_nothing_when_the_demo_is_over(client, office, settings):
    settings.DEMO = True
    user = factories.member(Role.ADVISER, office, is_demo=True)
    client.post(DEMO_LOGIN, {"user": user.pk})
    assert client.get("/").status_code == 200

    settings.DEMO = False
    assert client.get("/").status_code == 302


def test_a_nynorsk_office_is_met_in_nynorsk_until_its_people_choose(office):
    Region.objects.filter(pk=office.region_id).update(language="nn")
    user = with_password(Role.ADVISER, office)

    client = log_in(user)
    assert '<html lang="nn"' in client.get("/").content.decode()

    client.post(reverse("set_language"), {"language": "nb"})
    client.post(reverse("account_logout"))
    log_in(user, client)
    assert '<html lang="nb"' in client.get("/").content.decode()


def test_other_offices_are_met_in_bokmaal(office):
    client = log_in(with_password(Role.ADVISER, office))

    assert '<html lang="nb"' in client.get("/").content.decode()
    assert "django_language" not in client.cookies


def test_a_demo_log_in_suggests_the_language_of_the_office_too(client, office, settings):
    settings.DEMO = True
    Region.objects.filter(pk=office.region_id).update(language="nn")
    user = factories.member(Role.READER, office, is_demo=True)

    client.post(DEMO_LOGIN, {"user": user.pk})

    assert client.cookies["django_language"].value == "nn"


def test_a_wrong_password_suggests_no_language(client, office):
    Region.objects.filter(pk=office.region_id).update(language="nn")
    user = with_password(Role.ADVISER, office)

    client.post(LOGIN, {"login": user.email, "password": "galt"})

    assert "django_language" not in client.cookies
