"""Who writes a part of a meeting waits for whoever writes the meeting, and never the other way round."""

from collections.abc import Iterable
from typing import Any

from dialogue_meetings.models import Meeting
from lhl_portal.access.scoping import ScopedMixin


def lock_meetings(keys: Iterable[int]) -> None:
    """Locks the meetings, in one order whoever asks. What is read of them afterwards is as the last writer left it."""
    list(Meeting.objects.filter(pk__in=set(keys)).order_by("pk").select_for_update(of=("self",)).only("pk"))


class PartOfMeeting(ScopedMixin):
    """A page that writes one row of a meeting, such as an invitation: where something is sent, the meeting is locked
    before the row, as it is by those who write the meeting whole. The other order would be a deadlock."""

    queryset: Any
    request: Any
    kwargs: Any

    def get_object(self, queryset: Any = None) -> Any:
        if self.request.method == "POST":
            lock_meetings(self.queryset.model.objects.filter(pk=self.kwargs["pk"]).values_list("meeting_id", flat=True))
        return super().get_object(queryset)
