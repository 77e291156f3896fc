"""What is no more: deleted meetings and removed attachments, as the history remembers them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from dialogue_meetings.models import Attachment, Meeting
from lhl_portal.access.scoping import Reach
from lhl_portal.audit.history import authors

_MEETINGS: Any = Meeting.pgh_event_model  # type: ignore[attr-defined]
_ATTACHMENTS: Any = Attachment.pgh_event_model  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Deleted:
    """`row` has the fields of the record as they were. `who` is empty for the portal itself."""

    row: Any
    at: datetime
    who: str


@dataclass(frozen=True)
class DeletedMeeting(Deleted):
    """With the attachments that it had, or had had, in the order they were removed."""

    attachments: tuple[str, ...]

    @property
    def day(self) -> date | None:
        day: date | None = self.row.held_on or self.row.planned_on
        return day


def meetings(area: Reach) -> QuerySet[Any]:
    """Deletions of meetings whose host `area` holds, the last one first; a page of them goes into `read_meetings`."""
    rows: QuerySet[Any] = _MEETINGS.objects.filter(pgh_label="delete").select_related("host")
    reached = rows if area.everything else rows.filter(host__in=area.organisations)
    return reached.order_by("-pgh_created_at", "-pgh_id")


def read_meetings(deletions: Iterable[Any]) -> list[DeletedMeeting]:
    """With who did it. The queries are the same however many there are."""
    events = list(deletions)
    names: dict[int, list[str]] = {}
    removed = _ATTACHMENTS.objects.filter(pgh_label="delete", meeting_id__in=[event.pgh_obj_id for event in events])
    for meeting, name in removed.order_by("pgh_id").values_list("meeting_id", "name"):
        names.setdefault(meeting, []).append(name)
    who = authors(events)
    return [
        DeletedMeeting(
            row=event,
            at=event.pgh_created_at,
            who=who.get(event.pgh_context_id, ""),
            attachments=tuple(names.get(event.pgh_obj_id, ())),
        )
        for event in events
    ]


def attachments(meeting: Meeting) -> list[Deleted]:
    """Those that were removed from the meeting, the last one first."""
    events = list(_ATTACHMENTS.objects.filter(pgh_label="delete", meeting=meeting).order_by("-pgh_id"))
    who = authors(events)
    return [Deleted(row=event, at=event.pgh_created_at, who=who.get(event.pgh_context_id, "")) for event in events]
