"""The networks that many municipalities take part in on a day."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from learning_networks.models import Network
from learning_networks.roster import members_on, participations
from municipalities.key_facts import Bodies, KeyFact


def networks(bodies: Bodies, day: date) -> dict[int, list[KeyFact]]:
    """Membership taken over in a merger included."""
    every = [body for all_of in bodies.values() for body in all_of]
    running = Network.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), memberships__municipality__in=every)
    found = list(running.distinct().order_by("name", "pk"))
    members = {pk: members_on(rows, day) for pk, rows in participations(found).items()}
    told = {}
    for municipality in bodies:
        names = [network.name for network in found if municipality in members[network.pk]]
        told[municipality] = [KeyFact(_("Læringsnettverk"), ", ".join(names) or _("Deltar ikke"))]
    return told
