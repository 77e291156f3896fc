"""Who should be told what about reports: that it is their turn, and that a deadline comes. Quiet when it is done."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from lhl_portal.access.models import Membership, User
from lhl_portal.access.roles import PERMISSIONS, Role
from lhl_portal.notices.kinds import Kind, Telling
from municipalities.profile import short
from reporting.models import Report, State, Transition
from reporting.workflow import TURN

BEFORE = (30, 14, 7, 1, -1)  # days left when a deadline is told of; -1 is the day after
OLD = timedelta(days=60)  # what has been due for longer is on the start page, and no news
FRESH = timedelta(days=30)  # a step that is older is no news

Step = Transition.Step
People = Callable[[Report, str], list[User]]
"""Those who may do something with a report: in its office, or for the review in the directorate."""

# Whom a step is news for: those who have the permission.
_CONCERNS = {
    Step.OPEN: TURN[State.DRAFT],
    Step.READY: TURN[State.READY],
    Step.SUBMIT: TURN[State.SUBMITTED],
    Step.RETURN: TURN[State.RETURNED],
    Step.ACCEPT: TURN[State.DRAFT],
}


def to_tell(since: datetime, at: datetime) -> Iterator[Telling]:
    """All of it, at the moment `at`. What has happened is read from the steps themselves, each told of once."""
    day = timezone.localdate(at)
    people = _people(day)
    yield from _turns(max(since, at - FRESH), people)
    yield from _due(day, people)


def _turns(since: datetime, people: People) -> Iterator[Telling]:
    """The newest step of each report, to those who may go on from it. Not to whoever took it."""
    newest = Transition.objects.filter(report=OuterRef("report")).order_by("-pk").values("pk")[:1]
    steps = Transition.objects.filter(at__gte=since, action__in=_CONCERNS, pk=Subquery(newest))
    for step in steps.select_related("report__round", "report__region__office"):
        data = _about(step.report) | {"step": step.action}
        for user in people(step.report, _CONCERNS[Step(step.action)]):
            if user.pk != step.by_id:
                yield Telling(user, "report_turn", f"report_turn:{step.pk}", step.report_id, data)


def _due(day: date, people: People) -> Iterator[Telling]:
    """What the office has not sent, as the deadline comes nearer and once when it has passed: to those whose turn it
    is."""
    rows: Any = Report.objects.with_due_on().filter(
        region__isnull=False, state__in=[State.DRAFT, State.RETURNED, State.READY]
    )
    near = rows.filter(due__gte=day - OLD, due__lte=day + timedelta(days=max(BEFORE)))
    for report in near.select_related("round", "region__office"):
        left = (report.due_on - day).days
        stage = min((days for days in BEFORE if days >= left), default=min(BEFORE))
        data = _about(report) | {"due_on": report.due_on.isoformat(), "passed": left < 0}
        for user in people(report, TURN[State(report.state)]):
            key = f"report_due:{report.pk}:{report.due_on}:{stage}"
            yield Telling(user, "report_due", key, report.pk, data)


def _people(day: date) -> People:
    """Reads once who may do what in reports on `day`."""
    asked = set(TURN.values())
    roles = [role for role in Role if asked & PERMISSIONS[role]]
    rows = list(
        Membership.objects.as_of(day)
        .filter(role__in=roles, user__is_active=True)
        .select_related("user", "organisation")
        .order_by("user")
    )

    def of(report: Report, permission: str) -> list[User]:
        return [
            row.user
            for row in rows
            if permission in PERMISSIONS[Role(row.role)]
            and (row.is_national or (report.region_id and row.organisation.region_id == report.region_id))
        ]

    return of


def _about(report: Report) -> dict[str, str]:
    """What a line says about the report, in the words of both language forms; no area is the whole country."""
    return {
        "area": str(report.region) if report.region else "",
        "round_nb": report.round.name_nb,
        "round_nn": report.round.name_nn,
    }


def _words(data: Mapping[str, Any]) -> dict[str, str]:
    day = parse_date(data.get("due_on", ""))
    return {
        "area": data["area"] or _("Hele landet"),
        "round": data["round_nn"] if get_language() == "nn" else data["round_nb"],
        "day": short(day) if day else "",
    }


def _turn_text(data: Mapping[str, Any]) -> str:
    text = {
        Step.OPEN: _("%(round)s, %(area)s: runden er åpnet, og rapporten kan skrives."),
        Step.READY: _("%(round)s, %(area)s: rapporten er klar og venter på signatur."),
        Step.SUBMIT: _("%(round)s, %(area)s: rapporten er sendt inn og venter på gjennomgang."),
        Step.RETURN: _("%(round)s, %(area)s: rapporten er sendt tilbake og må rettes."),
        Step.ACCEPT: _("%(round)s, %(area)s: rapporten er godtatt."),
    }[Step(data["step"])]
    return text % _words(data)


def _due_text(data: Mapping[str, Any]) -> str:
    if data["passed"]:
        return _("%(round)s, %(area)s: fristen %(day)s er passert, og rapporten er ikke sendt.") % _words(data)
    return _("%(round)s, %(area)s: rapporten skal sendes innen %(day)s.") % _words(data)


def _reports(user: User, keys: Collection[int], today: date) -> dict[int, str]:
    rows = Report.objects.filter(pk__in=keys).visible_to(user, "reporting.view_report", today=today)
    return {pk: reverse("reporting:report", args=[pk]) for pk in rows.order_by().values_list("pk", flat=True)}


KINDS = (
    Kind(
        "report_turn",
        gettext_lazy("Rapport som venter på deg"),
        gettext_lazy("Når en runde åpnes, og når en rapport er klar, sendt inn, sendt tilbake eller godtatt."),
        _turn_text,
        _reports,
    ),
    Kind(
        "report_due",
        gettext_lazy("Frist for rapport"),
        gettext_lazy("30, 14 og 7 dager før fristen, dagen før, og når den er passert."),
        _due_text,
        _reports,
    ),
)
