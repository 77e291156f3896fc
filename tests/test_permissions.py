"""Every URL, every method it takes, every role, own and other region. A URL that is missing from the table below
fails the test."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from dialogue_meetings.models import Minutes
from lhl_portal.access.declarations import LIBRARY_PAGES, declaration, walk
from lhl_portal.access.roles import PERMISSIONS, Role
from reform_phases.models import Act
from reform_phases.recording import LOGS
from reporting.models import Build, Snapshot
from tests import factories as f
from tests.factories import START
from tests.pages import shown
from tests.test_history import EVENTS

NOW = "2021-11-20T09:00:00Z"


@dataclass
class Side:
    """One region with one of everything."""

    rows: dict[str, Any]

    def pk(self, name: str) -> int:
        return self.rows[name].pk


def make_side() -> Side:
    region = f.RegionFactory()
    county = f.CountyFactory(region=region)
    municipality = f.MunicipalityFactory(county=county)
    reform = f.ReformFactory()
    meeting = f.MeetingFactory(host=region.office)
    f.InvitationFactory(meeting=meeting, municipality=municipality)
    network = f.NetworkFactory(owner=region.office)
    f.NetworkMembershipFactory(network=network, municipality=municipality)
    solution = f.SolutionFactory(area__reform=reform)
    report = f.ReportFactory(region=region, round=f.RoundFactory(reform=reform))
    build = Build.objects.create(report=report, state=Build.State.DONE, requested_at=NOW, rung_at=NOW)
    snapshot = Snapshot.objects.create(
        build=build, created_at=NOW, manifest=b"{}", sha256="0" * 64, pdf=b"%PDF-", pages=1
    )
    cells = {"municipality": municipality.number, "solution": solution.name, "state": "considered", "on": "2020-06-01"}
    line = {"number": 2, "cells": cells, "shown": {}, "errors": {}, "outcome": "new", "note": ""}
    support = f.support(municipality, host=region.office)
    support.support_number = support.pk
    support.save()
    recorded = f.MeetingFactory(host=region.office)  # one whose minutes are approved, so that it stays
    f.InvitationFactory(meeting=recorded, municipality=municipality)
    return Side(
        {
            "region": region,
            "county": county,
            "municipality": municipality,
            "meeting": meeting,
            "attachment": f.AttachmentFactory(meeting=meeting),
            "follow_up": f.FollowUpFactory(meeting=meeting, municipality=municipality),
            "need": f.NeedFactory(meeting=meeting, municipality=municipality),
            "topic": f.NeedTopicFactory(),
            "offer": f.offer(municipality, START, host=region.office),
            "districted": f.DistrictFactory(municipality=municipality) and f.offer(municipality, START),
            "support": support,
            "recorded": recorded,
            "minutes": f.MinutesFactory(meeting=recorded),
            "act": f.StatusEntryFactory(municipality=municipality, solution__area__reform=reform).act,
            "treatment": f.TreatmentFactory(municipality=municipality, reform=reform),
            "plan": f.PlanFactory(municipality=municipality, reform=reform),
            "measure": f.MeasureFactory(municipality=municipality, reform=reform),
            "network": network,
            "gathering": f.GatheringFactory(network=network),
            "round": report.round,
            "report": report,
            "snapshot": snapshot,
            "solution": solution,
            "area": solution.area,
            "import": f.ImportFactory(organisation=region.office, lines=[line], new=1),
            "meeting_import": f.MeetingImportFactory(
                organisation=region.office,
                lines=[
                    {
                        "number": 2,
                        "written": ["2020-06-01", municipality.number],
                        "shown": {},
                        "errors": {},
                        "outcome": "new",
                        "note": "",
                    }
                ],
                new=1,
            ),
            "user": f.UserFactory(),
            "saved_view": f.SavedViewFactory(),
            "feed": f.FeedFactory(),
            "notice": f.NoticeFactory(),
            "mail": f.MailFactory(state="failed"),
        }
    )


# Which row an address is about. Those in NATIONAL_ROWS belong to no region: whoever has the permission reaches them.
ROW = {
    "overview:municipality": "municipality",
    "overview:timeline": "municipality",
    "municipalities:detail": "municipality",
    "municipalities:history": "municipality",
    "reform_phases:municipality": "municipality",
    "reform_phases:status": "municipality",
    "reform_phases:phase": "municipality",
    "reform_phases:area_phase": "municipality",
    "reform_phases:organising": "municipality",
    "reform_phases:elder_council": "municipality",
    "reform_phases:measures": "municipality",
    "reform_phases:sheet": "municipality",
    "dialogue_meetings:municipality": "municipality",
    "learning_networks:municipality": "municipality",
    "reform_phases:act": "act",
    "reform_phases:act_undo": "act",
    "reform_phases:treatment_detail": "treatment",
    "reform_phases:treatment_update": "treatment",
    "reform_phases:treatment_delete": "treatment",
    "reform_phases:plan_detail": "plan",
    "reform_phases:plan_update": "plan",
    "reform_phases:plan_delete": "plan",
    "reform_phases:measure_detail": "measure",
    "reform_phases:measure_update": "measure",
    "reform_phases:measure_delete": "measure",
    "reform_phases:solution_update": "solution",
    "reform_phases:import": "import",
    "reform_phases:import_errors": "import",
    "reform_phases:import_confirm": "import",
    "reform_phases:import_discard": "import",
    "reform_phases:import_undo": "import",
    "dialogue_meetings:detail": "meeting",
    "dialogue_meetings:update": "meeting",
    "dialogue_meetings:delete": "meeting",
    "dialogue_meetings:held": "meeting",
    "dialogue_meetings:attachment_create": "meeting",
    "dialogue_meetings:attachment": "attachment",
    "dialogue_meetings:attachment_delete": "attachment",
    "dialogue_meetings:agenda": "meeting",
    "dialogue_meetings:agenda_fill": "meeting",
    "dialogue_meetings:agenda_carry": "meeting",
    "dialogue_meetings:minutes": "meeting",
    "dialogue_meetings:minutes_approve": "meeting",
    "dialogue_meetings:minutes_correct": "recorded",
    "dialogue_meetings:minutes_pdf": "minutes",
    "dialogue_meetings:support_detail": "support",
    "dialogue_meetings:offer_answer": "offer",
    "dialogue_meetings:offer_plan": "offer",
    "dialogue_meetings:districts": "districted",
    "dialogue_meetings:need_raise": "meeting",
    "dialogue_meetings:need_answer": "need",
    "dialogue_meetings:need_delete": "need",
    "dialogue_meetings:topic_update": "topic",
    "dialogue_meetings:import": "meeting_import",
    "dialogue_meetings:import_columns": "meeting_import",
    "dialogue_meetings:import_errors": "meeting_import",
    "dialogue_meetings:import_write": "meeting_import",
    "dialogue_meetings:import_discard": "meeting_import",
    "dialogue_meetings:import_undo": "meeting_import",
    "dialogue_meetings:follow_up_done": "follow_up",
    "dialogue_meetings:follow_up_update": "follow_up",
    "dialogue_meetings:follow_up_verify": "follow_up",
    "dialogue_meetings:follow_up_reopen": "follow_up",
    "learning_networks:detail": "network",
    "learning_networks:update": "network",
    "learning_networks:invite": "network",
    "learning_networks:gathering_create": "network",
    "learning_networks:gathering_update": "gathering",
    "reporting:round": "round",
    "reporting:round_update": "round",
    "reporting:report": "report",
    "reporting:answers": "report",
    "reporting:build": "report",
    "reporting:snapshot_pdf": "snapshot",
    "access:user_update": "user",
    "access:user_anonymise": "user",
    "access:view_update": "saved_view",
    "access:view_delete": "saved_view",
    "calendar:meeting_file": "meeting",
    "calendar:gathering_file": "gathering",
    "calendar:feed_delete": "feed",
    "notices:read": "notice",
    "notices:failed_mail_retry": "mail",
}
NATIONAL_ROWS = {"round", "solution", "topic", "user", "mail"}
MOVED = {"dialogue_meetings:support_detail"}  # a page that is elsewhere now
PERSONAL_ROWS = {"feed", "saved_view", "notice"}  # reached by their owner alone, who is none of those who ask
# What a POST without content does at once, where it is allowed. The other addresses answer it with a form.
ACTS = {
    "reform_phases:act_undo",
    "reform_phases:treatment_delete",
    "reform_phases:plan_delete",
    "reform_phases:measure_delete",
    "reform_phases:import_confirm",
    "reform_phases:import_discard",
    "dialogue_meetings:delete",
    "dialogue_meetings:need_delete",
    "dialogue_meetings:import_write",
    "dialogue_meetings:import_discard",
    "dialogue_meetings:attachment_delete",
    "dialogue_meetings:agenda_fill",
    "dialogue_meetings:follow_up_done",
    "reporting:build",
    "access:view_delete",
    "calendar:feed_delete",
}


def kwargs_for(name: str, side: Side, pattern: Any) -> dict[str, Any]:
    """The path arguments of `name` for the row of `side`."""
    parameters = set(pattern.pattern.converters)
    if name == "reporting:figure":
        return {"code": "decision_made"}
    if name == "calendar:feed":
        return {"token": f.secret_of(side.rows["feed"])}
    if name == "reform_phases:import_template":
        return {"kind": "plans", "extension": "csv"}
    if name == "dialogue_meetings:import_template":
        return {"extension": "csv"}
    if name == "learning_networks:gathering_update":
        return {"pk": side.pk("network"), "gathering_pk": side.pk("gathering")}
    if parameters == {"key"}:
        return {"key": side.rows[ROW[name]].key}
    assert not parameters or name in ROW, f"{name} has path arguments but no row in the table"
    more = {parameter: side.pk(parameter.removesuffix("_pk")) for parameter in parameters - {"pk"}}
    return more | ({"pk": side.pk(ROW[name])} if parameters else {})


@dataclass(frozen=True)
class Actor:
    """Somebody who asks, `own` being the side of the row that is asked for."""

    role: Role | None
    own: bool
    make: Callable[[Side], Any]

    def reaches(self, row: str | None) -> bool:
        return self.own or row in NATIONAL_ROWS or row is None


def actors() -> dict[str, Actor]:
    national = {
        "analyst": Actor(Role.ANALYST, True, lambda side: f.analyst()),
        "administrator": Actor(Role.ADMINISTRATOR, True, lambda side: f.administrator()),
    }
    regional = {
        f"{name}, {'own' if own else 'other'} region": Actor(role, own, make)
        for own in (True, False)
        for name, role, make in (
            ("adviser", Role.ADVISER, lambda side: f.adviser(side.rows["region"])),
            ("coordinator", Role.COORDINATOR, lambda side: f.coordinator(side.rows["county"])),
            ("contact", Role.CONTACT, lambda side: f.contact(side.rows["municipality"])),
            ("reader", Role.READER, lambda side: f.reader(side.rows["region"].office)),
        )
    }
    return national | regional | {"nobody": Actor(None, False, lambda side: f.UserFactory())}


ACTORS = actors()
OURS = [(name, pattern) for name, pattern in walk() if name not in LIBRARY_PAGES]


def methods(pattern: Any) -> list[str]:
    view = pattern.callback.view_class
    return [method for method in ("get", "post") if hasattr(view, method) and method in view.http_method_names]


ASKED = [(name, pattern, method) for name, pattern in OURS for method in methods(pattern)]


def test_every_url_declares_who_may_open_it():
    assert [name for name, pattern in OURS if declaration(pattern) is None] == []


def test_the_pages_of_libraries_are_few_and_all_exist():
    assert len(LIBRARY_PAGES) <= 12
    assert set(LIBRARY_PAGES) <= {name for name, _ in walk()}


def test_the_table_of_rows_names_no_url_that_is_gone():
    assert set(ROW) <= {name for name, _ in walk()}


def test_whatever_deletes_is_among_the_acts():
    assert {name for name, _ in OURS if name.endswith("delete")} <= ACTS <= {name for name, _ in OURS}


@pytest.fixture
def sides(db) -> tuple[Side, Side]:
    return make_side(), make_side()


def written() -> list[tuple[str, int, int | None]]:
    """How many rows every table of ours has, and its newest event: any write moves one of the numbers."""
    numbers = dict.fromkeys((*EVENTS, Act, *LOGS, Build, Snapshot, Minutes), "0") | dict.fromkeys(
        EVENTS.values(), "max(pgh_id)"
    )
    tables = [(model._meta.db_table, newest) for model, newest in numbers.items()]
    selects = [f"SELECT '{table}' AS name, count(*), {newest} FROM \"{table}\"" for table, newest in tables]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects) + " ORDER BY name")  # a parallel plan has no order of its own
        return cursor.fetchall()


def ask(client: Client, name: str, pattern: Any, method: str, side: Side) -> tuple[int, list[Any]]:
    """The status, and what is `written` afterwards. A POST has no content. What it did is undone."""
    with transaction.atomic():
        status = getattr(client, method)(reverse(name, kwargs=kwargs_for(name, side, pattern))).status_code
        after = written()
        transaction.set_rollback(True)
    return status, after


def expected(name: str, pattern: Any, method: str, actor: Actor) -> set[int]:
    declared = declaration(pattern)
    if name == "access:demo_login":
        return {404}  # this is no demo
    if ROW.get(name) in PERSONAL_ROWS:
        return {404}
    if name in MOVED and method == "get":
        done = {302}
    else:
        done = {200} if method == "get" else {302} if name in ACTS else {200, 302}
    if declared in {"public", "any_user"}:
        return done
    act = getattr(pattern.callback.view_class, "act_permission", None) if method == "post" else None
    if actor.role is None or not {declared, act or declared} <= PERMISSIONS[actor.role]:
        return {403}
    return done if actor.reaches(ROW.get(name)) else {404}


@pytest.mark.parametrize("who", ACTORS)
def test_each_role_gets_what_the_table_of_roles_says_and_a_refusal_changes_nothing(sides, who):
    asked_for, elsewhere = sides
    actor = ACTORS[who]
    client = Client()
    client.force_login(actor.make(asked_for if actor.own else elsewhere))
    before = written()

    wrong = {}
    for name, pattern, method in ASKED:
        status, after = ask(client, name, pattern, method, asked_for)
        statuses = expected(name, pattern, method, actor)
        done = method == "post" and statuses <= {200, 302}
        may_change, must_change = done, done and name in ACTS
        if status not in statuses or (after != before and not may_change) or (after == before and must_change):
            wrong[name, method] = (status, statuses, "changed" if after != before else "left alone")
    assert wrong == {}


def test_without_log_in_only_public_pages_answer_and_nothing_is_changed(sides):
    before = written()

    wrong = {}
    for name, pattern, method in ASKED:
        status, after = ask(Client(), name, pattern, method, sides[0])
        if (status == 302) is (declaration(pattern) == "public") or after != before:
            wrong[name, method] = status
    assert wrong == {}


def test_a_deactivated_user_is_sent_to_the_log_in(sides):
    user = f.adviser(sides[0].rows["region"])
    client = Client()
    client.force_login(user)
    user.is_active = False
    user.save()
    before = written()

    answers = {
        (name, method): ask(client, name, pattern, method, sides[0])
        for name, pattern, method in ASKED
        if declaration(pattern) != "public"
    }
    assert {key: status for key, (status, after) in answers.items() if status != 302 or after != before} == {}


def test_a_role_that_has_ended_gives_nothing(sides):
    user = f.adviser(sides[0].rows["region"])
    user.memberships.update(valid_to="2020-01-01")
    client = Client()
    client.force_login(user)

    assert client.get(reverse("overview:list")).status_code == 403


def scoped_views() -> Iterator[tuple[str, Any]]:
    from lhl_portal.access.scoping import ScopedQuerySet

    for name, pattern in OURS:
        view = pattern.callback.view_class
        queryset = getattr(view, "queryset", None)
        model = getattr(view, "model", None)
        if queryset is None and model is not None:
            queryset = model._default_manager.all()
        if isinstance(queryset, ScopedQuerySet):
            yield name, view


def test_no_view_of_scoped_rows_goes_without_the_mixin():
    from lhl_portal.access.scoping import ScopedMixin

    bare = [name for name, view in scoped_views() if not issubclass(view, ScopedMixin) and "create" not in name]
    assert bare == []


# A meeting and a network in which both sides have a municipality. The other side's office is the host and the owner.
SHARED = {"dialogue_meetings": ("host", "title"), "learning_networks": ("owner", "name")}


def shared(app: str, ours: Side, theirs: Side) -> Any:
    make, invite = {
        "dialogue_meetings": (f.MeetingFactory, lambda **row: f.InvitationFactory(meeting=row.pop("of"), **row)),
        "learning_networks": (f.NetworkFactory, lambda **row: f.NetworkMembershipFactory(network=row.pop("of"), **row)),
    }[app]
    record = make(**{SHARED[app][0]: theirs.rows["region"].office})
    for side in (ours, theirs):
        invite(of=record, municipality=side.rows["municipality"])
    return record


@pytest.mark.parametrize("app", SHARED)
@pytest.mark.parametrize(
    ("who", "theirs_to_write"),
    [
        ("adviser, other region", False),
        ("coordinator, other region", False),
        ("adviser, own region", True),
        ("coordinator, own region", True),
    ],
)
def test_a_shared_record_opens_for_both_sides_but_only_the_responsible_write_its_own_fields(
    sides, app, who, theirs_to_write
):
    ours, theirs = sides
    record = shared(app, ours, theirs)
    actor = ACTORS[who]
    client = Client()
    client.force_login(actor.make(theirs if actor.own else ours))
    owner, title = SHARED[app]
    before = getattr(record, title)
    update = reverse(f"{app}:update", args=[record.pk])

    assert client.get(reverse(f"{app}:detail", args=[record.pk])).status_code == 200
    client.post(update, shown(client, update) | {title: "Et annet navn"})

    record.refresh_from_db()
    assert getattr(record, title) == ("Et annet navn" if theirs_to_write else before)
    assert getattr(record, owner) == theirs.rows["region"].office


@pytest.mark.parametrize("who", ["adviser, own region", "adviser, other region"])
def test_a_shared_meeting_is_deleted_by_neither_side_alone(sides, who):
    ours, theirs = sides
    meeting = shared("dialogue_meetings", ours, theirs)
    client = Client()
    client.force_login(ACTORS[who].make(theirs if ACTORS[who].own else ours))
    before = written()

    assert client.post(reverse("dialogue_meetings:delete", args=[meeting.pk])).status_code == 403
    assert written() == before
