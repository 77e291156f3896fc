"""Deadlines and turns are told to those who can act on them, once each, and no longer than it matters."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from lhl_portal.access.models import Region
from reporting.models import State
from reporting.notices import KINDS, to_tell
from reporting.workflow import open_round, perform
from tests import factories as f

NOW = datetime(2021, 11, 20, 9, tzinfo=UTC)
TEXT = {kind.key: kind.text for kind in KINDS}


@pytest.fixture
def office(county, region):
    return {"adviser": f.adviser(region), "leader": f.leader(region)}


@pytest.fixture
def report(region, office):
    return f.ReportFactory(
        region=region, round=f.RoundFactory(due_on=date(2021, 12, 1), name_nb="Runde", name_nn="Runde")
    )


def told(at=NOW, kind=None, since=None):
    """Whom, and the text in bokmål."""
    rows = to_tell(since or at - timedelta(hours=1), at)
    return {(row.user, TEXT[row.kind](row.data)) for row in rows if kind in (None, row.kind)}


def people(found):
    return {user for user, _text in found}


@pytest.mark.parametrize(
    ("day", "stage"),
    [(31, None), (30, 30), (15, 30), (14, 14), (7, 7), (2, 7), (1, 1), (0, 1), (-1, -1), (-59, -1), (-61, None)],
)
def test_a_deadline_is_told_at_its_stages(report, day, stage):
    at = NOW.replace(year=2021, month=12, day=1) - timedelta(days=day)

    keys = {row.key for row in to_tell(at, at) if row.kind == "report_due"}

    assert keys == ({f"report_due:{report.pk}:2021-12-01:{stage}"} if stage else set())


def test_a_deadline_is_for_those_whose_turn_it_is_and_quiet_when_done(report, office):
    analyst, stranger = f.analyst(), f.adviser(f.RegionFactory())

    assert people(told(kind="report_due")) == {office["adviser"], office["leader"]}
    perform(report, "ready", by=office["adviser"], at=NOW)
    assert people(told(kind="report_due")) == {office["leader"]}
    report.builds.active().delete()
    f.snapshot(report, NOW, edition=1)
    perform(report, "submit", by=office["leader"], at=NOW)
    assert told(kind="report_due") == set()
    assert not {analyst, stranger} & people(told(kind="report_due"))


def test_a_region_with_another_deadline_is_told_of_that_one(report, office):
    report.round.extensions.create(region=report.region, due_on=date(2022, 3, 1), reason="Sykdom", at=NOW)

    assert told(kind="report_due") == set()


def test_each_step_is_news_for_those_who_go_on_from_it(region, office):
    analyst = f.analyst()
    report = f.ReportFactory(region=region, state=State.NOT_OPENED)
    adviser, leader = office["adviser"], office["leader"]

    open_round(round=report.round, by=analyst, at=NOW)
    assert people(told(kind="report_turn")) == {adviser, leader}
    report.refresh_from_db()
    perform(report, "ready", by=adviser, at=NOW)
    assert people(told(kind="report_turn")) == {leader}
    report.builds.active().delete()
    f.snapshot(report, NOW, edition=1)
    perform(report, "submit", by=leader, at=NOW)
    assert people(told(kind="report_turn")) == {analyst}
    perform(report, "return", by=analyst, at=NOW, comment="Voss mangler.")
    assert people(told(kind="report_turn")) == {adviser, leader}
    assert all("sendt tilbake" in text for _user, text in told(kind="report_turn"))


def test_whoever_took_the_step_is_not_told_of_it(report, office):
    perform(report, "ready", by=office["leader"], at=NOW)

    assert told(kind="report_turn") == set()


def test_a_step_of_long_ago_is_no_news(report, office):
    perform(report, "ready", by=office["adviser"], at=NOW)

    assert told(at=NOW + timedelta(days=31), kind="report_turn", since=NOW - timedelta(days=1)) == set()


def test_it_is_told_in_the_readers_language(report, office):
    report.round.name_nn = "Runden på nynorsk"
    report.round.save()
    Region.objects.update(name="Vestland")
    (row, *_more) = [row for row in to_tell(NOW, NOW) if row.kind == "report_due"]

    with translation.override("nn"):
        assert TEXT["report_due"](row.data) == "Runden på nynorsk, Vestland: rapporten skal sendast innan 1.12.2021."
    with translation.override("nb"):
        assert TEXT["report_due"](row.data) == "Runde, Vestland: rapporten skal sendes innen 1.12.2021."


def test_it_costs_the_same_for_few_and_for_many(report, django_assert_num_queries):
    for _number in range(6):
        region = f.RegionFactory()
        f.leader(region)
        f.ReportFactory(region=region, round=report.round)

    with django_assert_num_queries(3):
        assert len(list(to_tell(NOW, NOW))) > 6
