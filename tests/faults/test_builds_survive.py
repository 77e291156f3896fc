"""Whatever dies, one press of the button ends in exactly one finished report."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from reporting.models import Build, Snapshot
from tests import factories as f
from tests.stack import wait_for

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def report():
    """A report over 40 municipalities: long enough to be caught in the middle."""
    region = f.RegionFactory()
    county = f.CountyFactory(region=region)
    round = f.RoundFactory()
    for _ in range(40):
        municipality = f.MunicipalityFactory(county=county)
        f.TreatmentFactory(municipality=municipality, reform=round.reform)
        f.support(municipality, host=region.office)
    return f.ReportFactory(round=round, region=region)


@pytest.fixture
def adviser(report):
    return f.adviser(report.region)


def build_url(report) -> str:
    return reverse("reporting:build", args=[report.pk])


def is_done(report) -> bool:
    return Build.objects.filter(report=report, state=Build.State.DONE).exists()


def is_in_the_middle() -> bool:
    return Build.objects.filter(state=Build.State.RUNNING, percent__gte=30).exists()


def assert_one_report(report) -> Build:
    build = Build.objects.get(report=report)
    assert build.state == Build.State.DONE, build.error
    assert bytes(Snapshot.objects.get(build=build).pdf).startswith(b"%PDF-")
    return build


def test_a_press_becomes_a_report(stack, report, adviser):
    assert stack.press(adviser, build_url(report)) == 302

    wait_for(lambda: is_done(report), 60)

    assert assert_one_report(report).attempt == 1


@pytest.mark.parametrize("fault", ["kill_child", "kill_worker"])
def test_a_worker_killed_in_the_middle_is_taken_over_from(stack, report, adviser, fault):
    stack.press(adviser, build_url(report))
    wait_for(is_in_the_middle, 30)

    getattr(stack, fault)()

    wait_for(lambda: is_done(report), 90)
    assert assert_one_report(report).attempt == 2


def test_a_press_while_the_broker_is_away_is_built_when_it_is_back(stack, report, adviser):
    stack.broker.stop()
    try:
        assert stack.press(adviser, build_url(report)) == 302
        assert Build.objects.get(report=report).state == Build.State.QUEUED
    finally:
        stack.broker.start()

    wait_for(lambda: is_done(report), 90)
    assert_one_report(report)


def test_many_presses_at_once_make_one_build(stack, report, adviser):
    client = Client()
    client.force_login(adviser)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value

    with ThreadPoolExecutor(8) as presses:
        statuses = list(presses.map(lambda _: stack.post(session, build_url(report)), range(8)))

    wait_for(lambda: is_done(report), 60)
    assert statuses == [302] * 8
    assert_one_report(report)
