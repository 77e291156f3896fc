"""Pages about meetings and follow-ups."""

from dialogue_meetings.views.attachments import AttachmentCreate, AttachmentDelete, AttachmentDownload
from dialogue_meetings.views.deleted import DeletedMeetings
from dialogue_meetings.views.follow_ups import FollowUpDone, FollowUpList, FollowUpReopen
from dialogue_meetings.views.meetings import (
    MeetingCreate,
    MeetingDelete,
    MeetingDetail,
    MeetingHeld,
    MeetingList,
    MeetingUpdate,
    SupportMoved,
)
from dialogue_meetings.views.municipality import MunicipalityMeetings

__all__ = [
    "AttachmentCreate",
    "AttachmentDelete",
    "AttachmentDownload",
    "DeletedMeetings",
    "FollowUpDone",
    "FollowUpList",
    "FollowUpReopen",
    "MeetingCreate",
    "MeetingDelete",
    "MeetingDetail",
    "MeetingHeld",
    "MeetingList",
    "MeetingUpdate",
    "MunicipalityMeetings",
    "SupportMoved",
]
