"""The tab of a municipality's page about networks."""

from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from learning_networks import presentation
from learning_networks.models import Gathering, Invitation, Network, Presence
from learning_networks.roster import participations
from municipalities.inheritance import predecessors
from municipalities.views import MunicipalityTab


class MunicipalityNetworks(MunicipalityTab, TemplateView):
    """Membership of those the municipality was made of is shown as taken over."""

    permission = "learning_networks.view_network"
    template_name = "learning_networks/municipality.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        municipality = self.municipality
        before = predecessors(municipality)
        bodies = [municipality.pk, *before]
        invitations = list(
            Invitation.objects.filter(municipality__in=bodies, invited_on__lte=self.day).select_related(
                "network__owner"
            )
        )
        networks = {row.network_id: row.network for row in invitations}
        taking_part = {
            pk: [row for row in rows if row.municipality.pk == municipality.pk and row.joined <= self.day]
            for pk, rows in participations(networks.values()).items()
        }
        memberships = [
            {
                "network": networks[pk],
                "period": presentation.span(row, self.day),
                "now": row.on(self.day),
                "origin": presentation.taken_over(row),
            }
            for pk, rows in taking_part.items()
            for row in rows
        ]
        # When somebody answered an invitation is not kept, so the answers of another day are not known.
        answers = [] if self.in_the_past else [row for row in invitations if row.municipality_id == municipality.pk]
        preset = f"{reverse('learning_networks:create')}?kommune={municipality.pk}"
        return super().get_context_data(
            memberships=memberships,
            unanswered=[
                (row, presentation.is_over(row.network, self.day))
                for row in answers
                if row.answer == Invitation.Answer.WAITING and not taking_part[row.network_id]
            ],
            declined=[row for row in answers if row.answer == Invitation.Answer.DECLINED],
            gatherings=self._gatherings(networks, taking_part, before),
            log_network=preset
            if self.request.user.has_perm("learning_networks.add_network") and not self.in_the_past
            else "",
            **kwargs,
        )

    def _gatherings(
        self, networks: dict[int, Network], taking_part: dict[int, list[Any]], before: dict[int, str]
    ) -> list[dict[str, Any]]:
        """Gatherings while the municipality, or one it was made of, took part; the latest first."""
        gatherings = list(
            Gathering.objects.filter(network__in=networks, held_on__lte=self.day).order_by("-held_on", "-pk")
        )
        present: dict[int, set[int]] = {}
        rows = Presence.objects.filter(gathering__in=gatherings, municipality__in=[self.municipality.pk, *before])
        for gathering, body in rows.values_list("gathering_id", "municipality_id"):
            present.setdefault(gathering, set()).add(body)
        return [
            {
                "gathering": gathering,
                "network": networks[gathering.network_id],
                "present": bool(present.get(gathering.pk)),
                "origin": ", ".join(before[body] for body in present.get(gathering.pk, ()) if body in before),
            }
            for gathering in gatherings
            if present.get(gathering.pk) or any(row.on(gathering.held_on) for row in taking_part[gathering.network_id])
        ]
