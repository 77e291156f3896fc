"""Contact with the municipalities, from offer to follow-up."""

from dialogue_meetings.models.agenda import AgendaItem, AgendaItemQuerySet, Minutes, MinutesQuerySet
from dialogue_meetings.models.follow_up import FollowUp, FollowUpQuerySet
from dialogue_meetings.models.meeting import (
    Attendance,
    Invitation,
    InvitationQuerySet,
    Meeting,
    MeetingArea,
    MeetingQuerySet,
    MeetingSolution,
)

__all__ = [
    "AgendaItem",
    "AgendaItemQuerySet",
    "Attendance",
    "FollowUp",
    "FollowUpQuerySet",
    "Invitation",
    "InvitationQuerySet",
    "Meeting",
    "MeetingArea",
    "MeetingQuerySet",
    "MeetingSolution",
    "Minutes",
    "MinutesQuerySet",
]
