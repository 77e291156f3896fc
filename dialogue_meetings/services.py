"""What is done to several rows at once: a meeting with everything that belongs to it."""

from collections.abc import Collection, Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dialogue_meetings.models import Attendance, FollowUp, Invitation, Meeting, Need
from dialogue_meetings.offering import refuse_held
from municipalities.models import District
from reform_phases.models import FocusArea, Solution


@transaction.atomic
def save_meeting(
    *,
    meeting: Meeting,
    areas: Collection[FocusArea],
    solutions: Collection[Solution],
    invitations: Iterable[Invitation],
    attendance: Mapping[str, int],
    follow_ups: Iterable[FollowUp],
    needs: Iterable[Need] = (),
    districts: Collection[District] = (),
    removed: Iterable[Invitation | FollowUp] = (),
) -> Meeting:
    """Writes the meeting and its parts, all or nothing. Invitations and follow-ups that are not given stay as they are.

    `districts` take part for the municipality that they are of. `attendance` maps each role to a number of people; a
    role that is not there, or has 0, was not counted.
    """
    meeting.save()
    meeting.areas.set(areas)
    meeting.solutions.set(solutions)
    for gone in removed:  # first: a municipality may be taken out and put in again
        gone.delete()
    for invitation in invitations:
        invitation.meeting = meeting
        invitation.save()
        if own := [row for row in districts if row.municipality_id == invitation.municipality_id]:
            invitation.districts.set(own)
    for follow_up in follow_ups:
        follow_up.meeting = meeting
        follow_up.save()
    for need in needs:
        need.meeting = meeting
        need.save()
    if meeting.held_on:  # what was asked for at the meeting was asked for that day
        meeting.needs.exclude(raised_on=meeting.held_on).update(raised_on=meeting.held_on)
    _count(meeting, {role: count for role, count in attendance.items() if count})
    return meeting


@transaction.atomic
def hold(*, meeting: Meeting, invited: QuerySet[Invitation]) -> Meeting:
    """The planned meeting was held on its day, and those `invited` who had not declined were there.

    ValidationError where nobody of them could have been. Give a meeting whose row is locked.
    """
    on = meeting.planned_on
    assert on is not None  # noqa: S101  # or there would be no plan to hold
    if not invited.exclude(answer=Invitation.Answer.DECLINED).exists():
        raise ValidationError(_("Alle kommunene dine har takket nei, så møtet kan ikke være holdt."))
    refuse_held(meeting, on)
    meeting.held_on = on
    meeting.save(update_fields=["held_on"])
    for row in invited.exclude(answer=Invitation.Answer.DECLINED):
        row.offered_on = min(row.offered_on, on)  # who was there was asked at the latest that day
        if row.answer == Invitation.Answer.WAITING:
            row.answer = Invitation.Answer.ACCEPTED
            row.answered_on = on
        row.present = True
        row.save()
    return meeting


def _count(meeting: Meeting, attendance: Mapping[str, int]) -> None:
    """Brings the counts in line, and leaves those that are right already."""
    counted = {row.role: row for row in Attendance.objects.filter(meeting=meeting)}
    for role, row in counted.items():
        if role not in attendance:
            row.delete()
    for role, count in attendance.items():
        row = counted.get(role) or Attendance(meeting=meeting, role=role)
        if row.count != count:
            row.count = count
            row.save()
