"""The tab of a municipality's page about meetings and other contact."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from dialogue_meetings import presentation
from dialogue_meetings.models import FollowUp, Invitation, Meeting, Need
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
            Invitation.objects.offered_by(self.day)
            .filter(municipality__in=bodies)
            .select_related("meeting__host")
            .prefetch_related("meeting__invitations")
            .order_by("-meeting__held_on", "-offered_on", "-pk")
        )
        follow_ups = (
            FollowUp.objects.open_on(self.day)
            .filter(municipality__in=bodies)
            .select_related("meeting__host", "municipality", "organisation")
        )
        area = None if self.in_the_past else presentation.change_area(self, "dialogue_meetings.change_followup")
        user = self.request.user
        meetings = [_seen(row, before, self.day) for row in invitations]
        preset = f"?kommune={municipality.pk}"
        return super().get_context_data(
            meetings=meetings,
            unanswered=[
                seen
                for seen in meetings
                if seen["answer"] == Invitation.Answer.WAITING and not seen["held_on"] and not seen["origin"]
            ],
            promises=presentation.promises(follow_ups, area, reader=user, today=self.day),
            needs=self._needs(bodies),
            can_answer_needs=not self.in_the_past and user.has_perm("dialogue_meetings.answer_need"),
            next=self.request.path,
            log_meeting=reverse("dialogue_meetings:create") + preset
            if user.has_perm("dialogue_meetings.add_meeting") and not self.in_the_past
            else "",
            **kwargs,
        )

    def _needs(self, bodies: list[int]) -> list[Need]:
        """As they were on the day: an answer that came later is not there."""
        rows = Need.objects.raised_by(self.day).filter(municipality__in=bodies).select_related("topic", "municipality")
        needs = list(rows.order_by("-raised_on", "topic"))
        for need in needs:
            if need.answered_on and need.answered_on > self.day:
                need.answer, need.answered_on, need.because = "", None, ""
        return needs


def _seen(row: Invitation, before: dict[int, str], day: date) -> dict[str, Any]:
    """An invitation and its meeting as they were on `day`, and whose it is when it is not the municipality's own."""
    held = row.meeting.held_on is not None and row.meeting.held_on <= day
    answered = row.answered_on is None or row.answered_on <= day
    return {
        "row": row,
        "meeting": row.meeting,
        "invited": row.meeting.kind not in Meeting.Kind.outside_meetings(),
        "answer": Invitation.Answer(row.answer if answered else Invitation.Answer.WAITING),
        "held_on": row.meeting.held_on if held else None,
        "state": presentation.state(row.meeting, row.meeting.invitations.all(), day),
        "origin": before.get(row.municipality_id, ""),
    }
