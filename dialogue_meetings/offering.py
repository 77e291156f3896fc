"""Offers of dialogue meetings: given to many in one act, reminded of, answered, and planned."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dialogue_meetings.models import Invitation, Meeting, Reminder
from dialogue_meetings.presentation import shortened
from lhl_portal.access.models import Organisation
from municipalities.fields import refuse_before_or_after
from municipalities.models import Municipality, MunicipalityQuerySet
from municipalities.profile import short

TITLE = 160  # characters of a meeting's title


class Offering(NamedTuple):
    """What an offer came to: the meetings made, and those left out since an offer of the host's stands open already."""

    meetings: list[Meeting]
    left_out: list[Municipality]


@transaction.atomic
def offer(
    *,
    host: Organisation,
    municipalities: Collection[Municipality],
    on: date,
    channel: str = "",
    title: str = "",
    together: bool = False,
) -> Offering:
    """Offers each municipality a dialogue meeting of its own, or all of them one `together`.

    An open offer of an earlier year stands in nobody's way. The host's row is locked: the same page sent twice finds
    the first one's offers open, and gives none again.
    """
    Organisation.objects.select_for_update(of=("self",)).get(pk=host.pk)
    waiting = Invitation.objects.unsettled().filter(
        meeting__host=host, meeting__kind=Meeting.Kind.DIALOGUE, offered_on__year=on.year
    )
    open_to = set(waiting.filter(municipality__in=municipalities).values_list("municipality", flat=True))
    fresh = [row for row in municipalities if row.pk not in open_to]
    lots = [fresh] if together and fresh else [[row] for row in fresh]
    meetings = Meeting.objects.bulk_create(Meeting(host=host, title=_titled(title, lot, together)) for lot in lots)
    Invitation.objects.bulk_create(
        Invitation(meeting=meeting, municipality=row, offered_on=on, channel=channel)
        for meeting, lot in zip(meetings, lots, strict=True)
        for row in lot
    )
    return Offering(meetings, [row for row in municipalities if row.pk in open_to])


def _titled(title: str, municipalities: list[Municipality], together: bool) -> str:
    words = {"title": title, "names": shortened(municipalities)}
    if not title:
        return (_("Dialogmøte med %(names)s") % words)[:TITLE]
    return title if together else (_("%(title)s, %(names)s") % words)[:TITLE]


@transaction.atomic
def answer(*, invitations: Iterable[Invitation], answer: Invitation.Answer, on: date, reason: str = "") -> None:
    """The same answer of each, one after the other, so that history has one row for each. Give locked rows."""
    declined = answer == Invitation.Answer.DECLINED
    for row in invitations:
        row.answer, row.answered_on, row.reason = answer, on, reason if declined else ""
        row.save(update_fields=["answer", "answered_on", "reason"])
        unplan_if_declined(row.meeting)


def unplan_if_declined(meeting: Meeting) -> None:
    """A meeting that everybody has said no to is not planned any more."""
    if meeting.planned_on and not meeting.held_on:
        answers = set(meeting.invitations.values_list("answer", flat=True))
        if answers == {Invitation.Answer.DECLINED}:
            meeting.planned_on = None
            meeting.save(update_fields=["planned_on"])


def refuse_day(meeting: Meeting, day: date) -> None:
    """ValidationError where those who have not declined cannot meet on `day`: gone by then, or asked later."""
    for row in _coming(meeting):
        refuse_before_or_after(row.municipality, day)
        if day < row.offered_on:
            raise ValidationError(
                _("%(name)s fikk tilbudet først %(day)s."),
                params={"name": row.municipality.name, "day": short(row.offered_on)},
            )


def refuse_held(meeting: Meeting, day: date) -> None:
    """ValidationError where one of those who have not declined did not exist on `day`."""
    for row in _coming(meeting):
        refuse_before_or_after(row.municipality, day)


def _coming(meeting: Meeting) -> QuerySet[Invitation]:
    return meeting.invitations.exclude(answer=Invitation.Answer.DECLINED).select_related("municipality")


@transaction.atomic
def remind(*, invitations: Iterable[Invitation], on: date, channel: str = "") -> int:
    """How many were reminded; nobody is twice on a day."""
    rows = [Reminder(invitation=row, sent_on=on, channel=channel) for row in invitations]
    before = set(
        Reminder.objects.filter(invitation__in=[row.invitation_id for row in rows], sent_on=on).values_list(
            "invitation", flat=True
        )
    )
    fresh = [row for row in rows if row.invitation_id not in before]
    Reminder.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def without_offer(municipalities: MunicipalityQuerySet, *, year: int, day: date) -> MunicipalityQuerySet:
    """Those that exist on `day` and were not offered a dialogue meeting in `year`."""
    offered = Invitation.objects.filter(meeting__kind=Meeting.Kind.DIALOGUE, offered_on__year=year)
    return municipalities.as_of(day).exclude(pk__in=offered.values("municipality"))
