"""Who takes part in a network on which days, mergers included. Reading only."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from learning_networks.models import Membership, Network
from municipalities.models import Jurisdiction, Municipality


@dataclass(frozen=True)
class Participation:
    """A municipality's unbroken time in a network: from `joined` until, not including, `left`.

    `taken_over_from` names the municipality whose membership this was before it was merged.
    """

    network: int
    municipality: Municipality
    joined: date
    left: date | None
    taken_over_from: str = ""

    def on(self, day: date) -> bool:
        return self.joined <= day and (self.left is None or day < self.left)


def first(*days: date | None) -> date | None:
    """The earliest of the days given; None (never) when none is."""
    return min((day for day in days if day), default=None)


def after(network: Network) -> date | None:
    """The first day when the network is over."""
    return network.ends_on + timedelta(days=1) if network.ends_on else None


def counted_on(network: Network, today: date) -> date:
    """The day the number of members is given for: today, or the network's last day."""
    return min(today, network.ends_on) if network.ends_on else today


def participations(networks: Iterable[Network]) -> dict[int, list[Participation]]:
    """By network, in the order of the municipalities' names. Two queries, whatever the number of networks.

    A membership that lasted until the municipality ended goes over to the one that came after it.
    """
    by_pk = {network.pk: network for network in networks}
    memberships = list(Membership.objects.filter(network__in=by_pk).select_related("municipality"))
    heirs = _heirs({m.municipality_id for m in memberships if m.municipality.valid_to})
    found: dict[int, list[Participation]] = {pk: [] for pk in by_pk}
    for membership in memberships:
        found[membership.network_id] += _of(membership, after(by_pk[membership.network_id]), heirs)
    for rows in found.values():
        rows.sort(key=lambda row: (row.municipality.sort_key, row.municipality.pk, row.joined))
    return found


def members_on(rows: Iterable[Participation], day: date) -> set[int]:
    """The municipalities that take part on `day`."""
    return {row.municipality.pk for row in rows if row.on(day)}


def _of(membership: Membership, over: date | None, heirs: dict[int, list[Jurisdiction]]) -> Iterable[Participation]:
    body, left = membership.municipality, membership.valid_to
    own_end = first(left, body.valid_to, over)
    if own_end is None or membership.valid_from < own_end:
        yield Participation(membership.network_id, body, membership.valid_from, own_end)
    if body.valid_to is None or (left is not None and left < body.valid_to):
        return
    leaving = left if left is not None and left > body.valid_to else None
    for heir in heirs.get(body.pk, []):
        end = first(leaving, heir.valid_to, over)
        if end is None or heir.valid_from < end:
            # The new one often has the old one's name: then the old one is told by its last year.
            name = str(body) if body.name == heir.steward.name else body.name
            yield Participation(membership.network_id, heir.steward, heir.valid_from, end, name)


def _heirs(ended: Collection[int]) -> dict[int, list[Jurisdiction]]:
    """Who has answered for each ended municipality after it."""
    found: dict[int, list[Jurisdiction]] = {}
    if ended:
        rows = Jurisdiction.objects.filter(municipality__in=ended).select_related("steward").order_by("valid_from")
        for row in rows:
            if row.steward_id != row.municipality_id:
                found.setdefault(row.municipality_id, []).append(row)
    return found
