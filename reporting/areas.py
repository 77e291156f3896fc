"""Which areas a user may see figures for."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lhl_portal.access.models import Region, User
from lhl_portal.access.scoping import reach
from municipalities.models import Municipality
from reporting.facts import Facts

PERMISSION = "reporting.view_figure"


@dataclass(frozen=True)
class Area:
    """The country (`code` ``landet``), a region, or a user's own municipalities (``eget``)."""

    code: str
    name: str
    region: int | None = None
    own: frozenset[int] | None = None

    def members(self, facts: Facts) -> list[int]:
        """The municipalities of the area as it was on the date of `facts`."""
        if self.own is not None:
            return [pk for pk in facts.municipalities if pk in self.own]
        return [pk for pk, body in facts.municipalities.items() if self.region in (None, body.region)]


def areas_for(user: User, *, today: date) -> list[Area]:
    """The widest first. Nobody gets an area that holds more than the user reaches today."""
    reached = reach(user, PERMISSION, today=today)
    regions = Region.objects.all() if reached.everything else Region.objects.filter(pk__in=reached.regions)
    areas = [Area(region.code, region.name, region=region.pk) for region in regions]
    if reached.everything:
        return [Area("landet", _("Hele landet")), *areas]
    if not areas:
        own = Municipality.objects.visible_to(user, PERMISSION, today=today).values_list("pk", flat=True)
        areas = [Area("eget", _("Vårt område"), own=frozenset(own))]
    return areas
