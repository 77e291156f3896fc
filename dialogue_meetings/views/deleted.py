"""Meetings that were deleted."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import ListView

from dialogue_meetings import deleted
from dialogue_meetings.views.section import trail
from lhl_portal.access.scoping import DeclaredMixin


class DeletedMeetings(DeclaredMixin, ListView):
    """Who deleted what, for those who reach the host."""

    permission = "dialogue_meetings.view_meeting"
    template_name = "dialogue_meetings/deleted_meetings.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return deleted.meetings(self.reach())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = _("Slettede møter")
        context = super().get_context_data(
            title=here,
            breadcrumbs=trail((_("Møter"), reverse("dialogue_meetings:list")), (here, None)),
            **kwargs,
        )
        return context | {"rows": deleted.read_meetings(context["object_list"])}
