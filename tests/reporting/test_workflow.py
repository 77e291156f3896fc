"""From not opened to accepted and on: who may do what, when, with which comment, and what it leaves."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.db.utils import InternalError
from django.test import Client
from django.urls import reverse

from lhl_portal.access.roles import PERMISSIONS, Role
from reporting.models import Edition, State, Transition
from reporting.workflow import ACTIONS, TURN, Refused, available, build, open_round, perform, signable
from tests import factories as f

NOW = datetime(2021, 11, 20, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def report(county, region):
    return f.ReportFactory(region=region)


def sent_back(report, at=NOW):
    edition = f.edition(report, at)
    perform(report, "return", by=None, at=at, comment="Voss mangler.")
    report.refresh_from_db()
    return edition


def test_every_state_is_reached_and_left_by_the_table():
    reached = {action.after for action in ACTIONS.values()} | {State.NOT_OPENED}
    left = set().union(*(action.before for action in ACTIONS.values()))

    assert reached == left == set(State) - {State.SUPERSEDED}


def test_every_step_is_somebodys_to_take():
    given = set().union(*PERMISSIONS.values())

    assert {action.permission for action in ACTIONS.values()} <= given
    assert set(TURN.values()) <= given


def test_only_a_leader_signs_and_only_the_directorate_reviews():
    may = {step: {role for role in Role if ACTIONS[step].permission in PERMISSIONS[role]} for step in ACTIONS}

    assert may["submit"] == {Role.LEADER}
    assert may["accept"] == may["return"] == {Role.ANALYST}
    assert may["ready"] == may["reopen"] == may["correct"] == {Role.ADVISER, Role.LEADER}


def test_a_round_is_opened_for_all_at_once_and_only_once(region):
    round = f.RoundFactory()
    for _number in range(3):
        f.ReportFactory(round=round, state=State.NOT_OPENED)

    assert open_round(round=round, by=f.analyst(), at=NOW) == round.reports.count() >= 3
    assert open_round(round=round, by=f.analyst(), at=LATER) == 0
    assert set(round.reports.values_list("state", flat=True)) == {State.DRAFT}


def test_each_step_is_written_with_who_and_when(report):
    adviser, leader, analyst = f.adviser(report.region), f.leader(report.region), f.analyst()
    perform(report, "ready", by=adviser, at=NOW)
    report.builds.active().delete()
    f.snapshot(report, NOW, edition=1)
    perform(report, "submit", by=leader, at=NOW)
    perform(report, "return", by=analyst, at=LATER, comment="Voss mangler.")

    steps = list(report.transitions.values_list("action", "before", "after", "by", "at", "comment", "edition"))

    assert steps == [
        ("ready", "draft", "ready", adviser.pk, NOW, "", None),
        ("submit", "ready", "submitted", leader.pk, NOW, "", 1),
        ("return", "submitted", "returned", analyst.pk, LATER, "Voss mangler.", 1),
    ]


@pytest.mark.parametrize("step", ["submit", "return", "accept", "correct", "reopen", "open"])
def test_a_step_that_the_state_does_not_allow_is_refused_and_writes_nothing(report, step):
    with pytest.raises(Refused, match="Noen andre kom først"):
        perform(report, step, by=f.analyst(), at=NOW)

    assert not Transition.objects.exists()


def test_nobody_is_ready_before_the_cut_off(region):
    report = f.ReportFactory(region=region, round=f.RoundFactory(cut_off=date(2021, 11, 21), due_on=date(2021, 12, 1)))

    with pytest.raises(Refused, match="Skjæringsdatoen er ikke kommet"):
        perform(report, "ready", by=None, at=NOW)


def test_a_build_under_way_is_waited_for(report):
    build(report, by=f.adviser(report.region), at=NOW)

    with pytest.raises(Refused, match="bygges nå"):
        perform(report, "ready", by=None, at=NOW)


def test_nothing_is_signed_before_it_is_built(report):
    perform(report, "ready", by=None, at=NOW)

    with pytest.raises(Refused, match="ikke ferdig bygget"):
        perform(report, "submit", by=f.leader(report.region), at=NOW)


def test_a_draft_is_never_signed(report):
    f.snapshot(report, LATER)
    perform(report, "ready", by=None, at=NOW)
    report.builds.active().delete()
    f.snapshot(report, LATER)

    with pytest.raises(Refused):
        perform(report, "submit", by=f.leader(report.region), at=LATER)


def test_what_was_built_before_the_report_was_taken_back_is_not_signed(report):
    perform(report, "ready", by=None, at=NOW)
    report.builds.active().delete()
    f.snapshot(report, NOW, edition=1)
    perform(report, "reopen", by=None, at=NOW)
    perform(report, "ready", by=None, at=LATER)

    with pytest.raises(Refused):
        perform(report, "submit", by=f.leader(report.region), at=LATER)


def test_what_is_sent_is_what_was_built(report):
    edition = f.edition(report, NOW)

    assert (edition.number, edition.state, edition.snapshot.build.edition) == (1, State.SUBMITTED, 1)


def test_the_next_edition_says_why_it_is_there_and_takes_the_place_of_the_former(report):
    first = sent_back(report)
    second = f.edition(report, LATER)
    assert (second.number, second.reason) == (2, "Helsedirektoratet sendte tilbake utgaven før denne.")
    first.refresh_from_db()
    assert first.state == State.RETURNED

    perform(report, "accept", by=None, at=LATER)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (State.SUPERSEDED, State.ACCEPTED)


def test_an_accepted_edition_holds_until_its_correction_is_accepted(report):
    first = f.edition(report, NOW)
    perform(report, "accept", by=None, at=NOW)
    perform(report, "correct", by=None, at=LATER, comment="Feil dato.")
    report.refresh_from_db()
    second = f.edition(report, LATER)

    assert list(Edition.objects.accepted()) == [first]
    perform(report, "accept", by=None, at=LATER)
    assert list(Edition.objects.accepted()) == [second]
    assert second.reason == "Feil dato."


def test_a_submitted_or_accepted_report_is_not_built_again(report):
    f.edition(report, NOW)

    with pytest.raises(Refused, match="kan ikke bygges på nytt"):
        build(report, by=f.adviser(report.region), at=LATER)


def test_a_report_that_is_ready_is_built_again_as_what_can_be_signed(report):
    perform(report, "ready", by=None, at=NOW)
    report.builds.active().delete()

    assert build(report, by=f.adviser(report.region), at=LATER).edition == 1


FROZEN = {
    "a new number": lambda e: Edition.objects.filter(pk=e.pk).update(number=7),
    "another signature": lambda e: Edition.objects.filter(pk=e.pk).update(signed_by=f.UserFactory()),
    "save": lambda e: (setattr(e, "reason", "x"), e.save()),
    "delete": lambda e: e.delete(),
    "delete of many": lambda e: Edition.objects.all().delete(),
    "a step": lambda e: Transition.objects.update(comment="x"),
    "a step gone": lambda e: Transition.objects.all().delete(),
    "back from returned": lambda e: Edition.objects.filter(pk=e.pk).update(state="submitted"),
    "accepted after returned": lambda e: Edition.objects.filter(pk=e.pk).update(state="accepted"),
}


@pytest.mark.parametrize("route", FROZEN)
def test_the_database_itself_keeps_editions_and_steps_as_they_are(report, route):
    edition = sent_back(report)

    with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
        FROZEN[route](edition)


def test_two_reviewers_at_once_settle_it_once(report):
    f.edition(report, NOW)
    stale = type(report).objects.get(pk=report.pk)
    perform(report, "accept", by=f.analyst(), at=NOW)

    with pytest.raises(Refused):
        perform(stale, "return", by=f.analyst(), at=NOW, comment="For sent.")


def test_what_is_signed_is_the_file_that_was_on_the_page(report):
    """The adviser takes it back, changes it and makes it ready again while the leader has the page open."""
    leader = f.leader(report.region)
    perform(report, "ready", by=None, at=NOW)
    report.builds.active().delete()
    read = f.snapshot(report, NOW, edition=1)
    perform(report, "reopen", by=None, at=NOW)
    perform(report, "ready", by=None, at=LATER)
    report.builds.active().delete()
    f.snapshot(report, LATER, edition=1)
    address = reverse("reporting:report_submit", args=[report.pk])

    page = client_of(leader).post(address, {"sett": read.sha256}).content.decode()

    assert "bygget på nytt siden du åpnet siden" in page
    assert not Edition.objects.exists()
    report.refresh_from_db()
    assert client_of(leader).post(address, {"sett": signable(report).sha256}).status_code == 302


def test_what_is_accepted_is_the_edition_that_was_on_the_page(report):
    first = sent_back(report)
    f.edition(report, LATER)

    page = client_of(f.analyst()).post(
        reverse("reporting:report_accept", args=[report.pk]), {"sett": first.snapshot.sha256}
    )

    assert "siden du åpnet siden" in page.content.decode()
    assert not Edition.objects.accepted().exists()


def test_buttons_follow_the_state_and_the_role(report):
    adviser, leader, analyst = f.adviser(report.region), f.leader(report.region), f.analyst()

    def offered():
        report.refresh_from_db()
        return [available(report, user) for user in (adviser, leader, analyst)]

    assert offered() == [["ready"], ["ready"], []]
    perform(report, "ready", by=adviser, at=NOW)
    assert offered() == [["reopen"], ["submit", "reopen"], []]
    report.builds.active().delete()
    f.snapshot(report, NOW, edition=1)
    perform(report, "submit", by=leader, at=NOW)
    assert offered() == [[], [], ["accept", "return"]]
    perform(report, "accept", by=analyst, at=NOW)
    assert offered() == [["correct"], ["correct"], []]


def test_a_report_is_returned_with_what_must_be_mended(report):
    f.edition(report, NOW)
    client, page = client_of(f.analyst()), reverse("reporting:report_return", args=[report.pk])

    refused = client.post(page, {"comment": " "}).content.decode()
    file = report.editions.get().snapshot
    answer = client.post(page, {"comment": "Tallet for Voss mangler.", "sett": file.sha256})

    assert "Dette feltet er påkrevet" in refused or "må fylles ut" in refused
    assert answer.status_code == 302
    assert "Tallet for Voss mangler." in client.get(answer.url).content.decode()


def test_the_page_of_a_step_somebody_else_has_taken_says_so(report):
    f.edition(report, NOW)
    perform(report, "accept", by=None, at=NOW)

    page = client_of(f.analyst()).get(reverse("reporting:report_accept", args=[report.pk])).content.decode()

    assert "Rapporten er nå «Godtatt»" in page
    assert '<button class="ds-button" type="submit">Godta</button>' not in page


def test_a_locked_report_says_why_and_who_can_open_it(report):
    client = client_of(f.adviser(report.region))
    perform(report, "ready", by=None, at=NOW)

    assert "Embetet kan ta den tilbake til utkast" in client.get(report.get_absolute_url()).content.decode()


@pytest.mark.parametrize("national", [False, True])
def test_htmx_gets_the_progress_alone_while_a_report_is_built(report, national):
    shown = f.ReportFactory(region=None, round=report.round) if national else report
    build(shown, by=f.analyst(), at=NOW)

    client = client_of(f.analyst() if national else f.adviser(report.region))
    part = client.get(shown.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()

    assert "<progress" in part
    assert "<html" not in part
    assert "Slik blir rapporten" not in part
    assert "Slik blir rapporten" in client.get(shown.get_absolute_url()).content.decode()
