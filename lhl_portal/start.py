"""What the start page tells its reader: what waits, what comes, and how far the year's meetings reach."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from dialogue_meetings.models import FollowUp, Invitation, Meeting
from lhl_portal.access.models import User
from lhl_portal.access.roles import OrganisationKind
from lhl_portal.access.scoping import Reach, reach
from municipalities.models import Municipality
from reporting.models import Edition, Report, Round
from reporting.workflow import TURN

FOLLOW_UPS = 10
REPORTS = 10
AHEAD = timedelta(days=14)
DUE_SOON = timedelta(days=30)

SEE_MUNICIPALITIES = "municipalities.view_municipality"
SEE_MEETINGS = "dialogue_meetings.view_meeting"
SEE_FOLLOW_UPS = "dialogue_meetings.view_followup"
KEEP_PROMISES = "dialogue_meetings.change_followup"
SEE_REPORTS = "reporting.view_report"
WRITE_REPORTS = "reporting.change_report"


@dataclass(frozen=True)
class Due:
    """Something with a deadline. `overdue` is the number of days over it, 0 when it is not."""

    row: FollowUp | Report
    overdue: int


@dataclass(frozen=True)
class Coverage:
    """Municipalities of today within reach, and how many of them were offered and had a dialogue meeting this year.

    `query` asks the pages of figures for the same days.
    """

    year: str
    query: str
    total: int
    offered: int
    met: int


@dataclass(frozen=True)
class Progress:
    """A round, and how many of its reports within reach have been sent, and accepted, at least once."""

    round: Round
    sent: int
    accepted: int
    total: int


@dataclass(frozen=True)
class Overview:
    """`promises` is whose the follow-ups are: ``own`` to keep, ``municipal`` to a contact, empty to all others."""

    progress: Progress | None = None
    promises: str = ""
    follow_ups: list[Due] = field(default_factory=list)
    more_follow_ups: int = 0
    meetings: list[Meeting] = field(default_factory=list)
    reports: list[Due] = field(default_factory=list)
    coverage: Coverage | None = None


def overview(user: User, *, today: date) -> Overview:
    """The user's own part of the country. The number of queries does not grow with the rows."""
    promises = _promises(user, today)
    follow_ups, more = _follow_ups(user, today, promises)
    return Overview(
        progress=_progress(user, today),
        promises=promises,
        follow_ups=follow_ups,
        more_follow_ups=more,
        meetings=_meetings(user, today),
        reports=_reports(user, today),
        coverage=_coverage(user, today),
    )


def _promises(user: User, today: date) -> str:
    """What other offices have promised waits for them, and not for those who only read about it."""
    if user.has_perm(KEEP_PROMISES):
        return "own"
    if not user.has_perm(SEE_FOLLOW_UPS):
        return ""
    memberships = user.memberships_on(today)
    return "municipal" if any(m.organisation.kind == OrganisationKind.MUNICIPALITY for m in memberships) else ""


def _follow_ups(user: User, today: date, promises: str) -> tuple[list[Due], int]:
    """The most pressing open follow-ups, overdue first, and how many more there are."""
    if not promises:
        return [], 0
    rows = FollowUp.objects.all()
    if promises == "own":
        rows = rows.visible_to(user, KEEP_PROMISES, today=today)
    else:
        rows = rows.within(_own_municipalities(user, today), today=today)
    waiting = rows.open().filter(due_on__isnull=False)
    first = waiting.select_related("municipality", "meeting").order_by("due_on", "pk")[:FOLLOW_UPS]
    shown = [Due(row, max((today - row.due_on).days, 0)) for row in first if row.due_on]
    return shown, max(waiting.count() - FOLLOW_UPS, 0)


def _own_municipalities(user: User, today: date) -> Reach:
    """Only what a contact reaches as a contact, whatever other roles let the same person see."""
    return Reach(municipal=reach(user, SEE_FOLLOW_UPS, today=today).municipal)


def _meetings(user: User, today: date) -> list[Meeting]:
    """Meetings planned for the next two weeks, soonest first, with the municipalities that the user reaches."""
    invited = Invitation.objects.visible_to(user, SEE_MEETINGS, today=today).select_related("municipality")
    return list(
        Meeting.objects.visible_to(user, SEE_MEETINGS, today=today)
        .filter(held_on=None, planned_on__gte=today, planned_on__lte=today + AHEAD)
        .prefetch_related(Prefetch("invitations", invited, to_attr="places"))
        .order_by("planned_on", "pk")
    )


def _progress(user: User, today: date) -> Progress | None:
    """How far the newest round is, for those who follow the reports without writing any."""
    if user.has_perm(WRITE_REPORTS) or not user.has_perm(SEE_REPORTS):
        return None
    newest = Round.objects.first()
    if newest is None:
        return None
    reports = Report.objects.visible_to(user, SEE_REPORTS, today=today).filter(round=newest, region__isnull=False)
    return Progress(
        newest,
        sent=reports.filter(Exists(Edition.objects.filter(report=OuterRef("pk")))).count(),
        accepted=reports.filter(Exists(Edition.objects.accepted().filter(report=OuterRef("pk")))).count(),
        total=reports.count(),
    )


def has_turns(user: User) -> bool:
    """Whether reports ever wait for this user."""
    return any(user.has_perm(permission) for permission in set(TURN.values()))


def _reports(user: User, today: date) -> list[Due]:
    """Reports that wait for the user, by deadline."""
    mine = Q(pk__in=[])
    for permission in sorted(set(TURN.values())):
        if user.has_perm(permission):
            states = [state for state, whose in TURN.items() if whose == permission]
            reached = Report.objects.visible_to(user, permission, today=today).filter(state__in=states)
            mine |= Q(pk__in=reached.order_by().values("pk"))
    rows = Report.objects.filter(mine).select_related("round", "region")
    first = rows.order_by("round__due_on", "region__sort_key")[:REPORTS]
    return [Due(row, max((today - row.round.due_on).days, 0)) for row in first]


def _coverage(user: User, today: date) -> Coverage | None:
    if not user.has_perm(SEE_MEETINGS) or not user.has_perm(SEE_MUNICIPALITIES):
        return None
    area = reach(user, SEE_MUNICIPALITIES, today=today)
    base = Municipality.objects.within(area, today=today).as_of(today)
    start = date(today.year, 1, 1)
    dialogue = Invitation.objects.filter(
        meeting__kind=Meeting.Kind.DIALOGUE, municipality__in=base.order_by().values("pk")
    )
    offered = dialogue.filter(offered_on__gte=start, offered_on__lte=today)
    met = dialogue.filter(present=True, meeting__held_on__gte=start, meeting__held_on__lte=today)
    count = base.count()
    if not count:
        return None
    return Coverage(
        year=str(today.year),
        query=urlencode({"fra": start.isoformat(), "dato": today.isoformat()}),
        total=count,
        offered=_municipalities(offered),
        met=_municipalities(met),
    )


def _municipalities(invitations: QuerySet[Invitation]) -> int:
    return invitations.order_by().values("municipality").distinct().count()
