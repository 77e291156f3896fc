"""Pages about meetings and follow-ups."""

from dialogue_meetings.views.agenda import AgendaCarry, AgendaFill, AgendaSheet
from dialogue_meetings.views.attachments import AttachmentCreate, AttachmentDelete, AttachmentDownload
from dialogue_meetings.views.deleted import DeletedMeetings
from dialogue_meetings.views.follow_ups import (
    FollowUpDone,
    FollowUpList,
    FollowUpReopen,
    FollowUpsTogether,
    FollowUpUpdate,
    FollowUpVerify,
)
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
    InvitationDistricts,
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
from dialogue_meetings.views.needs import (
    NeedAnswer,
    NeedDelete,
    NeedList,
    NeedOverview,
    NeedRaise,
    TopicCreate,
    TopicList,
    TopicUpdate,
)
from dialogue_meetings.views.offers import OfferAnswer, OfferCreate, OfferList, OfferPlan, OffersTogether

__all__ = [
    "AgendaCarry",
    "AgendaFill",
    "AgendaSheet",
    "AttachmentCreate",
    "AttachmentDelete",
    "AttachmentDownload",
    "DeletedMeetings",
    "FollowUpDone",
    "FollowUpList",
    "FollowUpReopen",
    "FollowUpUpdate",
    "FollowUpVerify",
    "FollowUpsTogether",
    "InvitationDistricts",
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
    "MinutesApprove",
    "MinutesCorrect",
    "MinutesPage",
    "MinutesPdf",
    "MunicipalityMeetings",
    "NeedAnswer",
    "NeedDelete",
    "NeedList",
    "NeedOverview",
    "NeedRaise",
    "OfferAnswer",
    "OfferCreate",
    "OfferList",
    "OfferPlan",
    "OffersTogether",
    "SupportMoved",
    "TopicCreate",
    "TopicList",
    "TopicUpdate",
]
