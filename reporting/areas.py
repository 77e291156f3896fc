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
    """The widest first. A region is offered to those who reach the whole of it today.

    Its figures are those of the region as it was on the date, so that a municipality may be counted whose records
    belong to another region's people today: it is named, and its records are not shown.
    """
    reached = reach(user, PERMISSION, today=today)
    regions = Region.objects.all() if reached.everything else Region.objects.filter(pk__in=reached.regions)
    areas = [Area(region.code, region.name, region=region.pk) for region in regions]
    if reached.everything:
        return [Area("landet", _("Hele landet")), *areas]
    own = Municipality.objects.visible_to(user, PERMISSION, today=today)
    beyond = own.exclude(jurisdictions__county__regions__region__in=[area.region for area in areas])
    if not areas or beyond.exists():
        living = [municipality for municipality in own if municipality.valid_to is None]
        name = living[0].name if len(living) == 1 else _("Vårt område")
        areas.append(Area("eget", name, own=frozenset(municipality.pk for municipality in own)))
    return areas
