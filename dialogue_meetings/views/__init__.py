"""Pages about meetings and follow-ups."""

from dialogue_meetings.views.follow_ups import (
    FollowUpDone,
    FollowUpList,
    FollowUpReopen,
    FollowUpsTogether,
    FollowUpUpdate,
    FollowUpVerify,
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
from dialogue_meetings.views.offers import OfferAnswer, OfferCreate, OfferList, OffersTogether

__all__ = [
    "FollowUpDone",
    "FollowUpList",
    "FollowUpReopen",
    "FollowUpUpdate",
    "FollowUpVerify",
    "FollowUpsTogether",
    "MeetingCreate",
    "MeetingDelete",
    "MeetingDetail",
    "MeetingHeld",
    "MeetingList",
    "MeetingUpdate",
    "MunicipalityMeetings",
    "OfferAnswer",
    "OfferCreate",
    "OfferList",
    "OffersTogether",
    "SupportMoved",
]
