"""The tab of a municipality's page about meetings and support."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from dialogue_meetings import presentation
from dialogue_meetings.models import FollowUp, Invitation, Support
from municipalities.inheritance import predecessors
from municipalities.views import MunicipalityTab


class MunicipalityMeetings(MunicipalityTab, TemplateView):
    """Also shows what was logged about those the municipality was made of, each said to be theirs."""

    permission = "dialogue_meetings.view_meeting"
    template_name = "dialogue_meetings/municipality.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        municipality = self.municipality
        before = predecessors(municipality)
        bodies = [municipality.pk, *before]
        invitations = list(
            Invitation.objects.filter(municipality__in=bodies)
            .select_related("meeting__host")
            .prefetch_related("meeting__invitations")
            .order_by("-meeting__held_on", "-offered_on", "-pk")
        )
        support = Support.objects.filter(municipality__in=bodies).select_related("giver", "municipality")
        follow_ups = FollowUp.objects.open().filter(municipality__in=bodies).select_related("meeting", "municipality")
        area = presentation.change_area(self, "dialogue_meetings.change_followup")
        user = self.request.user
        preset = f"?kommune={municipality.pk}"
        return super().get_context_data(
            meetings=[_seen(row, before, self.today) for row in invitations],
            unanswered=[
                _seen(row, before, self.today)
                for row in invitations
                if row.answer == Invitation.Answer.WAITING
                and not row.meeting.held_on
                and row.municipality_id not in before
            ],
            support=[(row, before.get(row.municipality_id, "")) for row in support],
            promises=presentation.promises(follow_ups, area, today=self.today),
            next=self.request.path,
            log_meeting=reverse("dialogue_meetings:create") + preset
            if user.has_perm("dialogue_meetings.add_meeting")
            else "",
            log_support=reverse("dialogue_meetings:support_create") + preset
            if user.has_perm("dialogue_meetings.add_support")
            else "",
            **kwargs,
        )


def _seen(row: Invitation, before: dict[int, str], today: date) -> dict[str, Any]:
    """An invitation with its meeting's state, and whose it is when it is not the municipality's own."""
    return {
        "row": row,
        "meeting": row.meeting,
        "state": presentation.state(row.meeting, row.meeting.invitations.all(), today),
        "origin": before.get(row.municipality_id, ""),
    }
