"""Contact with the municipalities, from offer to follow-up."""

from dialogue_meetings.models.agenda import AgendaItem, AgendaItemQuerySet, Minutes, MinutesQuerySet
from dialogue_meetings.models.attachment import Attachment, AttachmentContent, AttachmentQuerySet
from dialogue_meetings.models.follow_up import FollowUp, FollowUpQuerySet
from dialogue_meetings.models.imports import ColumnMapping, ImportedMeeting, MeetingImport
from dialogue_meetings.models.meeting import (
    Attendance,
    Channel,
    Invitation,
    InvitationDistrict,
    InvitationQuerySet,
    Meeting,
    MeetingArea,
    MeetingQuerySet,
    MeetingSolution,
    Reminder,
)
from dialogue_meetings.models.need import Need, NeedQuerySet, NeedTopic

__all__ = [
    "AgendaItem",
    "AgendaItemQuerySet",
    "Attachment",
    "AttachmentContent",
    "AttachmentQuerySet",
    "Attendance",
    "Channel",
    "ColumnMapping",
    "FollowUp",
    "FollowUpQuerySet",
    "ImportedMeeting",
    "Invitation",
    "InvitationDistrict",
    "InvitationQuerySet",
    "Meeting",
    "MeetingArea",
    "MeetingImport",
    "MeetingQuerySet",
    "MeetingSolution",
    "Minutes",
    "MinutesQuerySet",
    "Need",
    "NeedQuerySet",
    "NeedTopic",
    "Reminder",
]
