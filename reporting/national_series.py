"""The national figures round by round, with a break wherever two rounds cannot be compared."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from reporting.models import Edition, Round
from reporting.national import Country, manifest_of

DEFINITION, STRUCTURE, REGIONS = "definition", "structure", "regions"


@dataclass(frozen=True)
class Point:
    """A figure in a round: `bodies` are the municipalities of its base, by primary key, so a new number is no break.

    `settled` is false where no national edition of the round is accepted; then it is the sum of the regions' editions.
    `regions` is how many of them are in it.
    """

    round: Round
    version: int | None
    value: int
    base: int
    bodies: frozenset[int]
    regions: frozenset[str]
    edition: int | None = None

    @property
    def settled(self) -> bool:
        return self.edition is not None

    @property
    def on(self) -> date:
        return self.round.cut_off

    @property
    def percent(self) -> float | None:
        return 100 * self.value / self.base if self.base and self.version is not None else None


@dataclass(frozen=True)
class SeriesRow:
    """A point, and why it cannot be compared with the one before it: DEFINITION, STRUCTURE, REGIONS or empty.

    `change` is the difference from the point before; None over a break, and at the start.
    """

    point: Point
    broken: str
    change: int | None

    @property
    def drop(self) -> int:
        """How much it fell, without the sign."""
        return max(-(self.change or 0), 0)

    @property
    def why(self) -> str:
        return {
            DEFINITION: _("Definisjonen er en annen enn i runden før."),
            STRUCTURE: _("Kommunene er ikke de samme som i runden før."),
            REGIONS: _("Det er ikke de samme regionene som er med som i runden før."),
        }.get(self.broken, "")


Series = dict[str, list[SeriesRow]]


def read_series(country: Country) -> Series:
    """By code of figure: the earlier rounds of the reform, and last `country`. One query, manifests included."""
    points: dict[str, list[Point]] = {}
    for round, manifests in _earlier(country.round):
        for code, point in _points(round, manifests).items():
            points.setdefault(code, []).append(point)
    for code, point in _now(country).items():
        points.setdefault(code, []).append(point)
    return {code: rows(row) for code, row in points.items()}


def rows(points: list[Point]) -> list[SeriesRow]:
    """`points` in the order of time, each beside the one before. Pure."""
    found = []
    for place, point in enumerate(points):
        before = points[place - 1] if place else None
        why = _why_broken(before, point) if before else ""
        change = point.value - before.value if before and not why else None
        found.append(SeriesRow(point, why, change))
    return found


def _why_broken(before: Point, after: Point) -> str:
    if before.version is None or before.version != after.version:
        return DEFINITION
    if before.regions != after.regions:
        return REGIONS
    return STRUCTURE if before.bodies != after.bodies else ""


def _earlier(round: Round) -> list[tuple[Round, dict[Edition, dict[str, Any]]]]:
    """Earlier rounds with their accepted national edition, or where there is none the accepted ones of the regions."""
    national = Edition.objects.accepted().filter(report__round=OuterRef("report__round"), report__region=None)
    editions = (
        Edition.objects.accepted()
        .filter(report__round__reform=round.reform_id)
        .filter(Q(report__round__cut_off__lt=round.cut_off))
        .filter(Q(report__region=None) | ~Exists(national))
        .select_related("snapshot", "report__round", "report__region")
        .defer("snapshot__pdf")
        .order_by("report__round__cut_off", "report__round")
    )
    found: dict[int, tuple[Round, dict[Edition, dict[str, Any]]]] = {}
    for edition in editions:
        its = edition.report.round
        found.setdefault(its.pk, (its, {}))[1][edition] = manifest_of(edition)
    return list(found.values())


def _points(round: Round, manifests: dict[Edition, dict[str, Any]]) -> dict[str, Point]:
    """Of one round: sums over its manifests, of which the national one is the only one where it is accepted."""
    sides: dict[str, list[tuple[int | None, set[str], set[str]]]] = {}
    keys: dict[str, int] = {}
    regions: set[str] = set()
    number = None
    for edition, manifest in manifests.items():
        keys |= {body["number"]: body["id"] for body in manifest["municipalities"]}
        if edition.report.region is None:
            number = edition.number
            regions |= {region["code"] for region in manifest["regions"] if region["edition"]}
        else:
            regions.add(edition.report.region.code)
        for figure in manifest["figures"]:
            counted, missing = (_numbers(figure[side]) for side in ("counted", "missing"))
            sides.setdefault(figure["code"], []).append((figure.get("version", 1), counted, missing))
    points = {}
    for code, parts in sides.items():
        versions = {version for version, _counted, _missing in parts}
        counted = {n for _version, side, _missing in parts for n in side}
        base = counted.union(*(missing for _version, _counted, missing in parts))
        points[code] = Point(
            round=round,
            version=versions.pop() if len(versions) == 1 and len(parts) == len(manifests) else None,
            value=len(counted),
            base=len(base),
            bodies=frozenset(keys[n] for n in base),
            regions=frozenset(regions),
            edition=number,
        )
    return points


def _numbers(side: list[dict[str, Any]] | dict[str, list[str]]) -> set[str]:
    """A regional manifest has rows, a national one lists by region."""
    if isinstance(side, dict):
        return {number for numbers in side.values() for number in numbers}
    return {row["municipality"] for row in side}


def _now(country: Country) -> dict[str, Point]:
    keys = {body["number"]: body["id"] for area in country.accepted for body in area.bodies}
    return {
        figure.code: Point(
            round=country.round,
            version=figure.version,
            value=figure.value,
            base=figure.base,
            bodies=frozenset(keys[number] for number in figure.members),
            regions=frozenset(part.area.code for part in figure.parts),
        )
        for figure in country.figures
    }
