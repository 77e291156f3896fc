"""Pages about meetings and follow-ups."""

from dialogue_meetings.views.agenda import AgendaFill, AgendaSheet
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
from dialogue_meetings.views.minutes import MinutesApprove, MinutesCorrect, MinutesPage, MinutesPdf
from dialogue_meetings.views.municipality import MunicipalityMeetings

__all__ = [
    "AgendaFill",
    "AgendaSheet",
    "FollowUpDone",
    "FollowUpList",
    "FollowUpReopen",
    "MeetingCreate",
    "MeetingDelete",
    "MeetingDetail",
    "MeetingHeld",
    "MeetingList",
    "MeetingUpdate",
    "MinutesApprove",
    "MinutesCorrect",
    "MinutesPage",
    "MinutesPdf",
    "MunicipalityMeetings",
    "SupportMoved",
]
