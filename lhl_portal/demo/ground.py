"""What the demo stands on: the register and the reform, read once. Nothing here is made up.

Everything is in the order of stable codes, never of primary keys, so that every database gives the same demo.
"""

from dataclasses import dataclass
from datetime import date

from lhl_portal.access.models import CountyRegion, Coverage, Organisation, Region
from lhl_portal.access.periods import Dated
from lhl_portal.access.roles import OrganisationKind
from lhl_portal.demo.days import FIRST, LAST, YEARS
from municipalities.models import Change, Municipality, Spell
from reform_phases.models import FocusArea, Phase, Reform, Solution, Strategy


class NoGround(Exception):
    """The register or the reform is not loaded. The text says which, in Norwegian."""


@dataclass(frozen=True)
class Area:
    """A region with its office, and by year the municipalities that lay in it the whole year.

    `centres` maps year and municipality to the centres (USHT) that covered its county the whole year.
    """

    region: Region
    office: Organisation
    bodies: dict[int, tuple[Municipality, ...]]
    centres: dict[tuple[int, int], tuple[Organisation, ...]]

    def centres_of(self, body: Municipality, year: int) -> tuple[Organisation, ...]:
        return self.centres.get((year, body.pk), ())

    def all_bodies(self) -> list[Municipality]:
        """Every municipality that was ever here, in order of code."""
        return sorted({body for year in YEARS for body in self.bodies[year]}, key=lambda body: body.code)


@dataclass(frozen=True)
class Ground:
    """`heirs` maps an ended municipality's primary key to what it became within the demo's years."""

    reform: Reform
    phases: tuple[Phase, ...]
    focus_areas: tuple[FocusArea, ...]
    solutions: tuple[Solution, ...]
    strategies: tuple[Strategy, ...]
    areas: tuple[Area, ...]
    heirs: dict[int, Municipality]


def read_ground() -> Ground:
    """Raises `NoGround` where the register or a reform of the demo's years is missing."""
    reform = Reform.objects.as_of(FIRST).order_by("code").first()
    solutions = tuple(Solution.objects.filter(area__reform=reform).select_related("area").order_by("code"))
    if reform is None or not solutions:
        raise NoGround("Reformen er ikke lastet. Kjør load_reform først.")
    if not Spell.objects.as_of(FIRST).exists():
        raise NoGround("Kommuneregisteret er ikke lastet. Kjør load_register først.")
    changes = Change.objects.filter(is_main=True, effective_on__range=(FIRST, LAST)).select_related("successor")
    return Ground(
        reform=reform,
        phases=tuple(Phase.objects.filter(reform=reform).order_by("number")),
        focus_areas=tuple(FocusArea.objects.filter(reform=reform).order_by("code")),
        solutions=solutions,
        strategies=tuple(Strategy.objects.order_by("code")),
        areas=_areas(),
        heirs={change.predecessor_id: change.successor for change in changes},
    )


def _areas() -> tuple[Area, ...]:
    counties = {year: _county_by_municipality(year) for year in YEARS}
    regions = {
        year: {row.county_id: row.region_id for row in CountyRegion.objects.as_of(_new_year(year)) if _lasts(row, year)}
        for year in YEARS
    }
    centres = {year: _centres_by_county(year) for year in YEARS}
    municipalities = {body.pk: body for body in Municipality.objects.select_related("organisation").order_by("code")}
    areas = []
    for region in Region.objects.select_related("office").order_by("code"):
        here = {
            year: tuple(
                body
                for pk, body in municipalities.items()
                if (county := counties[year].get(pk)) is not None and regions[year].get(county) == region.pk
            )
            for year in YEARS
        }
        areas.append(
            Area(
                region=region,
                office=region.office,
                bodies=here,
                centres={
                    (year, body.pk): centres[year].get(counties[year][body.pk], ())
                    for year in YEARS
                    for body in here[year]
                },
            )
        )
    return tuple(areas)


def _county_by_municipality(year: int) -> dict[int, int]:
    """Municipalities that lay in one county the whole year, and that county (primary keys)."""
    spells = Spell.objects.as_of(_new_year(year))
    return {spell.municipality_id: spell.county_id for spell in spells if _lasts(spell, year)}


def _centres_by_county(year: int) -> dict[int, tuple[Organisation, ...]]:
    found: dict[int, list[Organisation]] = {}
    rows = Coverage.objects.as_of(_new_year(year)).filter(organisation__kind=OrganisationKind.USHT)
    for row in rows.select_related("organisation").order_by("organisation__code"):
        if _lasts(row, year):
            found.setdefault(row.county_id, []).append(row.organisation)
    return {county: tuple(centres) for county, centres in found.items()}


def _new_year(year: int) -> date:
    return date(year, 1, 1)


def _lasts(row: Dated, year: int) -> bool:
    return row.valid_to is None or row.valid_to > date(year, 12, 31)
