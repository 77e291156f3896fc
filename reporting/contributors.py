"""Which organisations may have contributed to a report."""

from django.db.models import Q, QuerySet

from dialogue_meetings.models import Meeting
from learning_networks.models import Network
from lhl_portal.access.models import CountyRegion, Coverage, Organisation
from lhl_portal.access.periods import valid_on
from lhl_portal.access.roles import APPARATUS
from municipalities.models import Municipality
from reporting.models import Report


def suggested(report: Report) -> QuerySet[Organisation]:
    """Those that in the period met municipalities of the region, or had a network with some of them as members.

    Municipalities are those of the cut-off and what they were merged from before; the office itself is not among them.
    """
    round = report.round
    living = Municipality.objects.with_designation(round.cut_off).filter(region_then=report.region_id).values("pk")
    members = Municipality.objects.filter(Q(pk__in=living) | Q(changes_out__successor__in=living)).values("pk")
    met = Meeting.objects.filter(
        held_on__gte=round.starts_on,
        held_on__lte=round.cut_off,
        invitations__present=True,
        invitations__municipality__in=members,
    )
    networks = Network.objects.filter(
        Q(memberships__valid_to=None) | Q(memberships__valid_to__gt=round.starts_on),
        memberships__valid_from__lte=round.cut_off,
        memberships__municipality__in=members,
    )
    return _apparatus(report).filter(Q(pk__in=met.values("host")) | Q(pk__in=networks.values("owner")))


def possible(report: Report) -> QuerySet[Organisation]:
    """Those that are suggested, those that worked in the region's counties on the cut-off, and those named already."""
    day = report.round.cut_off
    counties = CountyRegion.objects.as_of(day).filter(region=report.region).values("county")
    local = Coverage.objects.filter(valid_on(day), county__in=counties).values("organisation")
    return (
        _apparatus(report)
        .filter(Q(pk__in=local) | Q(pk__in=suggested(report).values("pk")) | Q(contributions__report=report))
        .distinct()
    )


def _apparatus(report: Report) -> QuerySet[Organisation]:
    return Organisation.objects.filter(kind__in=APPARATUS).exclude(region=report.region)
