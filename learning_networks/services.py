"""What is done to several rows at once: a network with its participants, invitations in bulk, gatherings."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db import transaction

from learning_networks.models import Gathering, Invitation, Membership, Network
from municipalities.models import Municipality
from reform_phases.models import Solution


@transaction.atomic
def save_network(
    *,
    network: Network,
    solutions: Collection[Solution],
    invitations: Iterable[Invitation],
    memberships: Iterable[Membership],
    removed: Iterable[Invitation | Membership] = (),
) -> Network:
    """Writes the network and its participants, all or nothing. Rows that are not given stay as they are.

    Give memberships of the same municipality in order of time.
    """
    network.save()
    network.solutions.set(solutions)
    for gone in removed:  # first: what is written may stand where they stood
        gone.delete()
    for invitation in invitations:
        invitation.network = network
        invitation.save()
    for membership in memberships:
        membership.network = network
        membership.save()
    return network


@transaction.atomic
def invite(*, network: Network, municipalities: Iterable[Municipality], on: date) -> int:
    """Invites those that are not invited yet. How many that was."""
    Network.objects.select_for_update().get(pk=network.pk)
    invited = set(network.invitations.values_list("municipality_id", flat=True))
    new = [Invitation(network=network, municipality=m, invited_on=on) for m in municipalities if m.pk not in invited]
    return len(Invitation.objects.bulk_create(new))


@transaction.atomic
def save_gathering(*, gathering: Gathering, present: Iterable[Municipality]) -> Gathering:
    """Writes the gathering and all who were there."""
    gathering.save()
    gathering.municipalities.set(present)
    return gathering
