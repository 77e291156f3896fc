"""Every URL, every method it takes, every role, own and other region. A URL that is missing from the tables of
`permission_rows` fails the test."""

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
from reporting.models import Build, Edition, Snapshot, Transition
from tests import factories as f
from tests.pages import shown
from tests.permission_rows import ACTS, MOVED, NATIONAL_ROWS, PERSONAL_ROWS, ROW, Side, kwargs_for, make_side
from tests.test_history import EVENTS


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
            ("leader", Role.LEADER, lambda side: f.leader(side.rows["region"])),
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
    numbers = dict.fromkeys((*EVENTS, Act, *LOGS, Build, Snapshot, Edition, Transition, Minutes), "0") | dict.fromkeys(
        EVENTS.values(), "max(pgh_id)"
    )
    tables = [(model._meta.db_table, newest) for model, newest in numbers.items()]
    selects = [f"SELECT '{table}' AS name, count(*), {newest} FROM \"{table}\"" for table, newest in tables]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects) + " ORDER BY name")  # a parallel plan has no order of its own
        return cursor.fetchall()


def turned_away(pattern: Any) -> int:
    """What somebody gets who is not logged in: the way to the log-in; where machines ask, that a key is missing."""
    return 401 if getattr(pattern.callback.view_class, "by_key", False) else 302


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
        if (status == turned_away(pattern)) is (declaration(pattern) == "public") or after != before:
            wrong[name, method] = status
    assert wrong == {}


def test_a_deactivated_user_is_sent_to_the_log_in(sides):
    user = f.adviser(sides[0].rows["region"])
    client = Client()
    client.force_login(user)
    user.is_active = False
    user.save()
    before = written()

    wrong = {}
    for name, pattern, method in ASKED:
        status, after = ask(client, name, pattern, method, sides[0])
        if declaration(pattern) != "public" and (status != turned_away(pattern) or after != before):
            wrong[name, method] = status
    assert wrong == {}


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
