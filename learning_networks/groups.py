"""The members of a network, to be chosen together."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from learning_networks.models import Network
from learning_networks.roster import members_on, participations
from municipalities.groups import Group


def members_of_networks(day: date) -> Iterator[Group]:
    """Of the networks that run on `day`."""
    running = Network.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day).order_by("name", "pk")
    rows = participations(running)
    for network in running:
        label = _("Alle i nettverket %(name)s") % {"name": network.name}
        yield Group(f"nettverk-{network.pk}", label, frozenset(members_on(rows[network.pk], day)))
