"""Pages about meetings, support and follow-ups."""

from dialogue_meetings.views.follow_ups import FollowUpDone, FollowUpList, FollowUpReopen
from dialogue_meetings.views.meetings import MeetingCreate, MeetingDelete, MeetingDetail, MeetingList, MeetingUpdate
from dialogue_meetings.views.municipality import MunicipalityMeetings
from dialogue_meetings.views.support import SupportCreate, SupportDelete, SupportDetail, SupportList, SupportUpdate

__all__ = [
    "FollowUpDone",
    "FollowUpList",
    "FollowUpReopen",
    "MeetingCreate",
    "MeetingDelete",
    "MeetingDetail",
    "MeetingList",
    "MeetingUpdate",
    "MunicipalityMeetings",
    "SupportCreate",
    "SupportDelete",
    "SupportDetail",
    "SupportList",
    "SupportUpdate",
]
