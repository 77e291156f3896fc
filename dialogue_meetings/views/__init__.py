"""Pages about meetings and follow-ups."""

from dialogue_meetings.views.follow_ups import FollowUpDone, FollowUpList, FollowUpReopen
from dialogue_meetings.views.imports import (
    MeetingImportColumns,
    MeetingImportDetail,
    MeetingImportDiscard,
    MeetingImportErrors,
    MeetingImportList,
    MeetingImportTemplate,
    MeetingImportUndo,
    MeetingImportWrite,
)
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
    "FollowUpDone",
    "FollowUpList",
    "FollowUpReopen",
    "MeetingCreate",
    "MeetingDelete",
    "MeetingDetail",
    "MeetingHeld",
    "MeetingImportColumns",
    "MeetingImportDetail",
    "MeetingImportDiscard",
    "MeetingImportErrors",
    "MeetingImportList",
    "MeetingImportTemplate",
    "MeetingImportUndo",
    "MeetingImportWrite",
    "MeetingList",
    "MeetingUpdate",
    "MunicipalityMeetings",
    "SupportMoved",
]
