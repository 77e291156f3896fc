"""Contact with the municipalities, from offer to follow-up."""

from dialogue_meetings.models.follow_up import FollowUp, FollowUpQuerySet
from dialogue_meetings.models.meeting import (
    Attendance,
    Channel,
    Invitation,
    InvitationQuerySet,
    Meeting,
    MeetingArea,
    MeetingQuerySet,
    MeetingSolution,
    Reminder,
)
from dialogue_meetings.models.need import Need, NeedQuerySet, NeedTopic

__all__ = [
    "Attendance",
    "Channel",
    "FollowUp",
    "FollowUpQuerySet",
    "Invitation",
    "InvitationQuerySet",
    "Meeting",
    "MeetingArea",
    "MeetingQuerySet",
    "MeetingSolution",
    "Need",
    "NeedQuerySet",
    "NeedTopic",
    "Reminder",
]
