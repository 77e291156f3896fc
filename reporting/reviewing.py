"""The verbs of a review: beginning a thread, answering it, asking on, closing it and opening it again.

Each locks the report, as every step of it does, so that nothing is said of a report that is being accepted.
"""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from lhl_portal.access.models import User
from reporting.models import Comment, Report, State, Thread
from reporting.workflow import Refused


class Place(NamedTuple):
    """Where in an edition a thread stands; see `Thread`."""

    anchor: str
    key: str = ""


@transaction.atomic
def begin(*, report: Report, edition: int, place: Place, text: str, by: User, at: datetime) -> Thread:
    """A thread on the edition that waits for the reviewer. Raises Refused where it is another, or none."""
    locked = _locked(report.pk)
    if not may_begin(locked, edition):
        raise Refused(_("Merknader kan bare skrives til utgaven som er til gjennomgang nå."))
    thread = Thread.objects.create(
        report=locked, edition=edition, anchor=place.anchor, key=place.key, begun_by=by, begun_at=at
    )
    Comment.objects.create(thread=thread, by=by, at=at, text=text)
    return thread


def may_begin(report: Report, edition: int) -> bool:
    """Whether the state allows a thread on the edition of that number."""
    return report.state == State.SUBMITTED and report.editions.filter(state=State.SUBMITTED, number=edition).exists()


def settled(report: Report) -> bool:
    """Whether the report is accepted, and the review of it over."""
    return report.state == State.ACCEPTED


@transaction.atomic
def answer(*, thread: Thread, text: str, by: User, at: datetime) -> Thread:
    """What the office has to say. It may be said in every state of the report, since nothing in the report changes."""
    return _say(thread, text, by, at, then=Thread.State.ANSWERED)


@transaction.atomic
def ask(*, thread: Thread, text: str, by: User, at: datetime) -> Thread:
    """More from the reviewer: the thread waits for the office again."""
    return _say(thread, text, by, at, then=Thread.State.OPEN)


@transaction.atomic
def close(*, thread: Thread, seen: int, by: User, at: datetime) -> Thread:
    """`seen` is the primary key of the newest comment the reviewer has read: what came since is not passed over."""
    locked = _locked_thread(thread)
    if locked.is_closed:
        raise Refused(_("Merknaden er alt lukket."))
    if locked.comments.filter(pk__gt=seen).exists():
        raise Refused(_("Det har kommet en ny melding siden du åpnet siden. Les den før du lukker merknaden."))
    locked.closed_by, locked.closed_at = by, at
    return _become(locked, Thread.State.CLOSED)


@transaction.atomic
def reopen(*, thread: Thread) -> Thread:
    """Who did is for the history to tell."""
    locked = _locked_thread(thread)
    if not locked.is_closed:
        raise Refused(_("Merknaden er alt åpen."))
    locked.closed_by = locked.closed_at = None
    return _become(locked, Thread.State.OPEN)


def _say(thread: Thread, text: str, by: User, at: datetime, *, then: str) -> Thread:
    locked = _locked_thread(thread)
    if locked.is_closed:
        raise Refused(_("Merknaden er lukket. Helsedirektoratet kan åpne den igjen."))
    Comment.objects.create(thread=locked, by=by, at=at, text=text)
    return _become(locked, then)


def _become(thread: Thread, state: str) -> Thread:
    thread.state = state
    thread.save(update_fields=["state", "closed_by", "closed_at"])
    return thread


def _locked(pk: int) -> Report:
    return Report.objects.select_for_update(of=("self",)).get(pk=pk)


def _locked_thread(thread: Thread) -> Thread:
    """The thread as it is now. Raises Refused once the report is accepted."""
    if settled(_locked(thread.report_id)):
        raise Refused(_("Rapporten er godtatt, og merknadene kan ikke endres."))
    return Thread.objects.get(pk=thread.pk)
