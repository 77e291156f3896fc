"""Who should be told what: offers, promises that fall due, answers, and planned meetings that are changed.

Offers and what falls due are read from the rows as they are. Answers and changes are read from the event tables, where
the database itself has written them, whichever page or import they came by.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogue_meetings.models import FollowUp, Invitation, Meeting
from dialogue_meetings.presentation import hours
from lhl_portal.access.models import Membership, User
from lhl_portal.notices.kinds import Kind, Telling
from municipalities.models import Jurisdiction, Municipality
from municipalities.profile import short

SOON = timedelta(days=7)
OLD = timedelta(days=365)  # what has been overdue for longer is on the board, and no news
FRESH = timedelta(days=30)  # an offer or a reminder that is older is no news

Audience = Callable[[Collection[int], Collection[int]], Iterable[User]]
"""The members today of organisations, and of those that answer for municipalities; both by primary key."""


class Change(NamedTuple):
    """An event with the one before it of the same row, and the key of the user who made it."""

    event: Any
    before: Any
    by: int | None


def to_tell(since: datetime, at: datetime) -> Iterator[Telling]:
    """All of it, at the moment `at`, of what has happened since another."""
    day = timezone.localdate(at)
    yield from _offered(day)
    yield from _due(day)
    yield from _answered(since, day)
    yield from _changed(since, day)


def _offered(day: date) -> Iterator[Telling]:
    """To the municipality: an offer that waits for its answer, and each reminder of it. Not of offers of long ago."""
    waiting = Invitation.objects.offers().filter(answer=Invitation.Answer.WAITING)
    fresh = Q(offered_on__gt=day - FRESH) | Q(reminders__sent_on__gt=day - FRESH)
    rows = list(waiting.filter(fresh).distinct().select_related("meeting__host").prefetch_related("reminders"))
    audience = _audience(day, set(), {row.municipality_id for row in rows})
    for row in rows:
        data = {"meeting": row.meeting.title, "host": str(row.meeting.host)}
        told = [("offer", f"offer:{row.pk}")] if row.offered_on > day - FRESH else []
        told += [("reminder", f"reminder:{r.pk}") for r in row.reminders.all() if r.sent_on > day - FRESH]
        for user in audience([], [row.municipality_id]):
            for what, key in told:
                yield Telling(user, "offer", key, row.pk, data | {"what": what})


def _due(day: date) -> Iterator[Telling]:
    """To who among us keeps it, else the host; of what a municipality has promised, to the municipality too.

    Once before the day and once after.
    """
    rows = list(
        FollowUp.objects.open_on(day)
        .filter(due_on__range=(day - OLD, day + SOON))
        .select_related("meeting", "municipality")
    )
    audience = _audience(day, {_keeper(row) for row in rows}, {row.municipality_id for row in rows if _theirs(row)})
    for row in rows:
        assert row.due_on is not None  # noqa: S101  # or it would not have been found
        when = "overdue" if row.due_on < day else "due"
        data = {"what": row.what, "municipality": str(row.municipality), "due_on": row.due_on.isoformat()}
        data |= {"when": when, "owner": row.owner}
        for user in audience([_keeper(row)], [row.municipality_id] if _theirs(row) else []):
            yield Telling(user, "follow_up", f"follow_up:{row.pk}:{when}:{row.due_on}", row.pk, data)


def _keeper(row: FollowUp) -> int:
    return row.organisation_id or row.meeting.host_id


def _theirs(row: FollowUp) -> bool:
    return row.owner == FollowUp.Owner.MUNICIPALITY


def _answered(since: datetime, day: date) -> Iterator[Telling]:
    """To the host. Answers that are written down as the meeting is held are no news."""
    changes = [
        change
        for change in _changes("dialogue_meetings.InvitationEvent", since)
        if change.event.pgh_label == "update"
        and change.event.answer in {Invitation.Answer.ACCEPTED, Invitation.Answer.DECLINED}
        and change.event.answer != change.before.answer
        and not change.event.present
    ]
    meetings = Meeting.objects.filter(held_on=None).in_bulk({change.event.meeting_id for change in changes})
    names = Municipality.objects.in_bulk({change.event.municipality_id for change in changes})
    audience = _audience(day, {meeting.host_id for meeting in meetings.values()}, set())
    for event, _before, by in changes:
        if meeting := meetings.get(event.meeting_id):
            name = str(names[event.municipality_id])
            data = {"municipality": name, "meeting": meeting.title, "answer": event.answer}
            for user in audience([meeting.host_id], []):
                if user.pk != by:
                    yield Telling(user, "answer", f"answer:{event.pgh_id}", meeting.pk, data)


def _changed(since: datetime, day: date) -> Iterator[Telling]:
    """To the host and to the municipalities that have not declined."""
    changes = [change for change in _changes("dialogue_meetings.MeetingEvent", since) if _concerns_who_comes(change)]
    invited = _invited(changes)
    hosts = {change.event.host_id for change in changes}
    audience = _audience(day, hosts, set().union(*invited.values()) if invited else set())
    for change in changes:
        event, before, by = change
        gone = event.pgh_label == "delete"
        old, new = _details(before), _details(event)
        changed = {} if gone else {name: value for name, value in new.items() if value != old[name]}
        data = {"meeting": before.title, "deleted": gone, "planned_on": old["planned_on"], "changes": changed}
        for user in audience([event.host_id], invited[event.pgh_id]):
            if user.pk != by:
                record = None if gone else event.pgh_obj_id
                yield Telling(user, "meeting_changed", f"meeting_changed:{event.pgh_id}", record, data)


def _concerns_who_comes(change: Change) -> bool:
    """Whether it is about a meeting that was planned, not held, and not past already."""
    event, before = change.event, change.before
    if before is None or before.planned_on is None or before.held_on or event.held_on:
        return False
    if event.pgh_label == "update" and _details(event) == _details(before):
        return False
    return max(before.planned_on, event.planned_on or before.planned_on) >= timezone.localdate(event.pgh_created_at)


def _invited(changes: Collection[Change]) -> dict[int, set[int]]:
    """The municipalities of each change's meeting, by the key of the event. A meeting takes its invitations with it,
    and the database gives what happens in one transaction one time."""
    found: dict[int, set[int]] = {change.event.pgh_id: set() for change in changes}
    kept: dict[int, set[int]] = {}
    meetings = {change.event.pgh_obj_id for change in changes}
    declined = Invitation.Answer.DECLINED
    rows = Invitation.objects.filter(meeting__in=meetings).exclude(answer=declined)
    for meeting, municipality in rows.order_by().values_list("meeting_id", "municipality_id"):
        kept.setdefault(meeting, set()).add(municipality)
    gone: dict[tuple[int, datetime], set[int]] = {}
    events: Any = apps.get_model("dialogue_meetings.InvitationEvent")
    deleted = events.objects.filter(meeting_id__in=meetings, pgh_label="delete").exclude(answer=declined)
    for meeting, moment, municipality in deleted.values_list("meeting_id", "pgh_created_at", "municipality_id"):
        gone.setdefault((meeting, moment), set()).add(municipality)
    for event, _before, _by in changes:
        taken = gone.get((event.pgh_obj_id, event.pgh_created_at), set()) if event.pgh_label == "delete" else set()
        found[event.pgh_id] = kept.get(event.pgh_obj_id, set()) | taken
    return found


def _changes(table: str, since: datetime) -> list[Change]:
    """Updates and deletes since a moment, in order."""
    events: Any = apps.get_model(table).objects
    earlier = events.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
    rows = list(
        events.filter(pgh_created_at__gte=since, pgh_label__in=["update", "delete"])
        .annotate(before=Subquery(earlier.values("pgh_id")[:1]))
        .select_related("pgh_context")
        .order_by("pgh_id")
    )
    before = events.in_bulk({row.before for row in rows if row.before})
    return [
        Change(row, before[row.before], row.pgh_context.metadata.get("user") if row.pgh_context else None)
        for row in rows
        if row.before
    ]


def _audience(day: date, organisations: Collection[int], municipalities: Collection[int]) -> Audience:
    """Reads the members of all of these on `day`, and gives the way to those of some."""
    stewards = dict(
        Jurisdiction.objects.as_of(day)
        .filter(municipality__in=municipalities)
        .values_list("municipality_id", "steward__organisation_id")
    )
    asked = {*organisations, *stewards.values()}
    rows = Membership.objects.as_of(day).filter(organisation__in=asked, user__is_active=True).select_related("user")
    users: dict[int, User] = {}
    members: dict[int, set[int]] = {}
    for row in rows:
        users.setdefault(row.user_id, row.user)
        members.setdefault(row.organisation_id, set()).add(row.user_id)

    def of(hosts: Collection[int], places: Collection[int]) -> list[User]:
        chosen = {*hosts, *(stewards[place] for place in places if place in stewards)}
        return [users[pk] for pk in sorted(set().union(*(members.get(one, set()) for one in chosen)))]

    return of


def _details(meeting: Any) -> dict[str, str]:
    """What those who come must know when it changes, as it is stored; empty where it is not said."""
    planned = meeting.planned_on.isoformat() if meeting.planned_on else ""
    return {"planned_on": planned, "hours": hours(meeting), "place": meeting.place}


def _follow_up_text(data: Mapping[str, Any]) -> str:
    values = {"what": data["what"], "municipality": data["municipality"], "day": _day(data["due_on"])}
    theirs, overdue = data["owner"] == FollowUp.Owner.MUNICIPALITY, data["when"] == "overdue"
    if theirs and overdue:
        return _("Fristen %(day)s er passert: %(municipality)s har lovet «%(what)s».") % values
    if theirs:
        return _("Frist %(day)s: %(municipality)s har lovet «%(what)s».") % values
    if overdue:
        return _("Fristen %(day)s er passert: Vi har lovet %(municipality)s «%(what)s».") % values
    return _("Frist %(day)s: Vi har lovet %(municipality)s «%(what)s».") % values


def _offer_text(data: Mapping[str, Any]) -> str:
    if data["what"] == "reminder":
        return _("%(host)s minner om tilbudet «%(meeting)s», som ikke er besvart.") % data
    return _("%(host)s tilbyr dere «%(meeting)s». Svar i portalen.") % data


def _answer_text(data: Mapping[str, Any]) -> str:
    if data["answer"] == Invitation.Answer.ACCEPTED:
        return _("%(municipality)s har takket ja til «%(meeting)s».") % data
    return _("%(municipality)s har takket nei til «%(meeting)s».") % data


def _meeting_changed_text(data: Mapping[str, Any]) -> str:
    planned = {"meeting": data["meeting"], "day": _day(data["planned_on"])}
    if data["deleted"]:
        return _("«%(meeting)s», som var planlagt %(day)s, er slettet.") % planned
    changes = data["changes"]
    if changes.get("planned_on") == "":
        return _("«%(meeting)s», som var planlagt %(day)s, er tatt ut av planen.") % planned
    parts = "; ".join(_parts(changes, planned["day"]))
    return _("«%(meeting)s» er endret: %(changes)s.") % {"meeting": data["meeting"], "changes": parts}


def _parts(changes: Mapping[str, str], before: str) -> Iterator[str]:
    if "planned_on" in changes:
        yield _("ny dato %(new)s (var %(old)s)") % {"new": _day(changes["planned_on"]), "old": before}
    if "hours" in changes:
        words = _("klokken %(hours)s") if changes["hours"] else _("uten klokkeslett")
        yield words % {"hours": changes["hours"]}
    if "place" in changes:
        yield _("sted %(place)s") % {"place": changes["place"]} if changes["place"] else _("uten sted")


def _day(stored: str) -> str:
    day = parse_date(stored)
    return short(day) if day else ""


def _meetings(user: User, keys: Collection[int], today: date) -> dict[int, str]:
    rows = Meeting.objects.filter(pk__in=keys).visible_to(user, "dialogue_meetings.view_meeting", today=today)
    return {pk: reverse("dialogue_meetings:detail", args=[pk]) for pk in rows.order_by().values_list("pk", flat=True)}


def _offers(user: User, keys: Collection[int], today: date) -> dict[int, str]:
    """Each leads to its meeting, where the answer is given."""
    rows = Invitation.objects.filter(pk__in=keys).visible_to(user, "dialogue_meetings.view_meeting", today=today)
    return {
        pk: reverse("dialogue_meetings:detail", args=[of]) for pk, of in rows.order_by().values_list("pk", "meeting")
    }


def _follow_ups(user: User, keys: Collection[int], today: date) -> dict[int, str]:
    """Each leads to its meeting, which the user must reach as well."""
    rows = FollowUp.objects.filter(pk__in=keys).visible_to(user, "dialogue_meetings.view_followup", today=today)
    meetings = dict(rows.order_by().values_list("pk", "meeting_id"))
    pages = _meetings(user, set(meetings.values()), today)
    return {pk: pages[meeting] for pk, meeting in meetings.items() if meeting in pages}


KINDS = (
    Kind(
        "offer",
        gettext_lazy("Tilbud om møte"),
        gettext_lazy("Når kommunen din får et tilbud, og når noen minner om det."),
        _offer_text,
        _offers,
    ),
    Kind(
        "follow_up",
        gettext_lazy("Oppfølging med frist"),
        gettext_lazy("En uke før fristen, og når den er passert."),
        _follow_up_text,
        _follow_ups,
    ),
    Kind(
        "answer",
        gettext_lazy("Svar på invitasjon"),
        gettext_lazy("Når en kommune takker ja eller nei til et møte dere er vertskap for."),
        _answer_text,
        _meetings,
    ),
    Kind(
        "meeting_changed",
        gettext_lazy("Endret møte"),
        gettext_lazy("Når et planlagt møte får ny dato, tid eller sted, eller blir borte."),
        _meeting_changed_text,
        _meetings,
    ),
)
