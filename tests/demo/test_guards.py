"""Demo data never gets into a database with real work, and demo users never into a real portal."""

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError
from django.db import connection
from django.test import Client
from django.urls import reverse

from lhl_portal.access.models import User
from lhl_portal.demo.checks import no_demo_users_in_production
from lhl_portal.management.commands import prepare_demo
from reform_phases.models import Treatment
from tests import factories
from tests.demo.conftest import run

pytestmark = pytest.mark.django_db


def refuses(words: str):
    return pytest.raises(CommandError, match=words)


@pytest.mark.parametrize("demo_users", [0, 1])
def test_production_is_refused(settings, demo_users):
    settings.PORTAL_MODE, settings.DEMO = "production", False
    factories.UserFactory.create_batch(demo_users, is_demo=True)

    with refuses("demomodus"):
        run("seed_demo")

    assert User.objects.count() == demo_users


def test_a_database_with_a_real_user_is_refused():
    factories.UserFactory()

    with refuses("brukere som ikke er demobrukere"):
        run("seed_demo")

    assert not User.objects.filter(is_demo=True).exists()


@pytest.mark.parametrize(
    "log",
    [
        factories.TreatmentFactory,
        factories.PlanFactory,
        factories.MeasureFactory,
        factories.MeetingFactory,
        factories.support,
        factories.NetworkFactory,
        factories.RoundFactory,
    ],
)
def test_a_database_with_something_logged_is_refused(log):
    log()

    with refuses("registreringer som ikke er demodata"):
        run("seed_demo")

    assert not User.objects.exists()


@pytest.fixture
def steps(settings, monkeypatch):
    """The steps that `prepare_demo` takes in a demo, none of which is carried out."""
    settings.PORTAL_MODE, settings.DEMO = "demo", True
    taken = []
    monkeypatch.setattr(prepare_demo, "call_command", lambda step, **options: taken.append(step))
    return taken


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (factories.UserFactory, "brukere som ikke er demobrukere"),
        (factories.MeetingFactory, "registreringer som ikke er demodata"),
    ],
)
def test_a_demo_is_not_prepared_in_a_real_database_not_even_its_schema(steps, make, words):
    make()

    with refuses(words):
        run("prepare_demo")

    assert steps == []


def test_a_demo_is_prepared_only_in_demo_mode(steps, settings):
    settings.DEMO = False

    with refuses("demoen"):
        run("prepare_demo")

    assert steps == []


@pytest.mark.parametrize("demo_users", [0, 1])
def test_a_demo_is_prepared_in_an_empty_database_and_again_in_its_own(steps, demo_users):
    factories.UserFactory.create_batch(demo_users, is_demo=True)

    run("prepare_demo")

    assert steps == list(prepare_demo.STEPS)


def test_a_demo_is_prepared_in_a_database_without_any_table(steps, monkeypatch):
    monkeypatch.setattr(connection.introspection, "table_names", list)

    run("prepare_demo")

    assert steps[0] == "migrate"


def test_a_database_without_the_register_is_refused():
    factories.SolutionFactory()

    with refuses("load_register"):
        run("seed_demo")

    assert not User.objects.exists()


def test_a_database_without_the_reform_is_refused():
    factories.MunicipalityFactory()

    with refuses("load_reform"):
        run("seed_demo")

    assert not User.objects.exists()


def test_a_demo_that_somebody_works_in_is_left_alone():
    factories.UserFactory(is_demo=True)
    factories.TreatmentFactory()

    assert run("seed_demo").strip() == "Demodata finnes allerede"
    assert Treatment.objects.count() == 1


@pytest.mark.parametrize(
    ("mode", "demo_user", "errors"),
    [
        ("production", True, ["demo.E001"]),
        ("production", False, []),
        ("demo", True, []),
    ],
)
def test_the_system_check_finds_demo_users_in_production(settings, mode, demo_user, errors):
    settings.PORTAL_MODE = mode
    factories.UserFactory(is_demo=demo_user)

    found = no_demo_users_in_production(None, databases=["default"])

    assert [error.id for error in found] == errors


def test_the_system_check_asks_no_database_that_is_not_named(settings, django_assert_num_queries):
    settings.PORTAL_MODE = "production"
    factories.UserFactory(is_demo=True)

    with django_assert_num_queries(0):
        assert no_demo_users_in_production(None, databases=None) == []


def test_the_system_check_is_quiet_before_the_first_migration(settings, monkeypatch):
    settings.PORTAL_MODE = "production"
    monkeypatch.setattr(User._meta, "db_table", "not_made_yet")

    assert no_demo_users_in_production(None, databases=["default"]) == []


@pytest.mark.parametrize(
    ("demo", "is_demo", "works"),
    [
        (False, True, False),
        (True, True, True),
        (False, False, True),
    ],
)
def test_a_demo_user_logs_in_only_in_a_demo(settings, rf, demo, is_demo, works):
    settings.DEMO = demo
    user = User.objects.create_user("noen@example.no", "et-langt-passord", name="Noen", is_demo=is_demo)

    found = authenticate(rf.post("/"), email="noen@example.no", password="et-langt-passord")

    assert found == (user if works else None)


def test_the_session_of_a_demo_user_is_worth_nothing_outside_the_demo(settings):
    client = Client()
    settings.DEMO = True
    client.force_login(factories.UserFactory(is_demo=True))

    settings.DEMO = False
    response = client.get(reverse("start"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_demo_logins_without_a_demo_says_what_to_do():
    assert "seed_demo" in run("demo_logins")
