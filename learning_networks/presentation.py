"""Rows as the pages show them: values ready, templates only choose and loop."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from learning_networks.models import Invitation, Network
from learning_networks.roster import Participation, counted_on, members_on, participations
from municipalities.models import Municipality
from municipalities.profile import short


class Participant(NamedTuple):
    """A line of the table of participants. Without an invitation, the municipality took a membership over."""

    municipality: Municipality
    invitation: Invitation | None
    periods: list[str]
    is_member: bool
    origin: str


def is_over(network: Network, today: date) -> bool:
    return network.ends_on is not None and network.ends_on < today


def state(network: Network, today: date) -> tuple[str, str]:
    """In words and colour."""
    if network.starts_on > today:
        return _("Ikke startet"), "info"
    if is_over(network, today):
        return _("Avsluttet"), "neutral"
    return _("Pågår"), "success"


def network_period(network: Network) -> str:
    """First and last day."""
    last = short(network.ends_on) if network.ends_on else ""
    return f"{short(network.starts_on)}–{last}"


def span(row: Participation, day: date = date.max) -> str:
    """First and last day, the last only where it has come on `day`."""
    return f"{short(row.joined)}–{short(row.left - timedelta(days=1)) if row.left and row.left <= day else ''}"


def taken_over(row: Participation) -> str:
    return _("Overtatt fra %(name)s") % {"name": row.taken_over_from} if row.taken_over_from else ""


def member_counts(networks: Iterable[Network], today: date) -> dict[int, int]:
    """How many municipalities take part today, or took part on the network's last day."""
    networks = list(networks)
    rows = participations(networks)
    return {network.pk: len(members_on(rows[network.pk], counted_on(network, today))) for network in networks}


def participants(invitations: Iterable[Invitation], rows: list[Participation], day: date) -> list[Participant]:
    """Those invited and those that took a membership over, by name."""
    own: dict[int, list[Participation]] = {}
    inherited: dict[tuple[int, str], list[Participation]] = {}
    for row in rows:
        if row.taken_over_from:
            inherited.setdefault((row.municipality.pk, row.taken_over_from), []).append(row)
        else:
            own.setdefault(row.municipality.pk, []).append(row)
    lines = [
        Participant(
            invitation.municipality,
            invitation,
            [span(row) for row in own.get(invitation.municipality_id, [])],
            any(row.on(day) for row in own.get(invitation.municipality_id, [])),
            "",
        )
        for invitation in invitations
    ]
    lines += [
        Participant(
            group[0].municipality,
            None,
            [span(row) for row in group],
            any(row.on(day) for row in group),
            taken_over(group[0]),
        )
        for group in inherited.values()
    ]
    return sorted(lines, key=lambda line: (line.municipality.sort_key, line.municipality.pk, line.origin))
