"""What the pages of a report show: the manifest, sorted into ready texts so that templates only choose and loop.

Pure, but for the active language: call it under `translation.override`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.dateformat import format as format_date
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.charts import ColumnChart, Point

NONE = "–"  # not known, or no base: never zero
RECORDS_SHOWN = 3


@dataclass(frozen=True)
class Entry:
    """A municipality in a list, with its newest records. `earlier` tells in words of those left out."""

    name: str
    records: tuple[str, ...]
    earlier: str


@dataclass(frozen=True)
class Listing:
    """Municipalities with records, those without, and what all records are when they are of one kind."""

    entries: tuple[Entry, ...]
    kind: str
    without: tuple[str, ...]
    number: int


@dataclass(frozen=True)
class Row:
    """One day of a figure's development."""

    day: str
    value: str
    base: str
    share: str


@dataclass(frozen=True)
class Figure:
    """A figure with its number in the report, such as 2.1."""

    code: str
    number: str
    central: bool
    label: str
    definition: str
    numerator: str
    base_label: str
    source: str
    share: str
    of_base: str
    value: int
    base: int
    counted: Listing
    missing: Listing
    chart: ColumnChart
    rows: tuple[Row, ...]

    @property
    def anchor(self) -> str:
        return f"tall-{self.code}"


@dataclass(frozen=True)
class Chapter:
    """A chapter of figures."""

    code: str
    number: str
    title: str
    figures: tuple[Figure, ...]

    @property
    def anchor(self) -> str:
        return f"kapittel-{self.code}"

    @property
    def central(self) -> tuple[Figure, ...]:
        return tuple(figure for figure in self.figures if figure.central)


@dataclass(frozen=True)
class Body:
    """A municipality's row in the table of all of them. `counts` follows the figures; None is outside the base."""

    number: str
    name: str
    county: str
    age_65_plus: str
    age_80_plus: str
    counts: tuple[bool | None, ...]


@dataclass(frozen=True)
class Pages:
    """Everything the templates of a report need."""

    manifest: dict[str, Any]
    checksum: str
    starts_on: str
    as_of: str
    built_on: str
    due_on: str
    chapters: tuple[Chapter, ...]
    bodies: tuple[Body, ...]
    population: str
    totals: tuple[str, str]
    letters_lost: bool

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(figure for chapter in self.chapters for figure in chapter.figures)

    @property
    def short_checksum(self) -> str:
        return self.checksum[:12]

    @property
    def several_counties(self) -> bool:
        return len({body.county for body in self.bodies}) > 1

    @property
    def sections(self) -> dict[str, str]:
        """The numbers of the parts after the chapters."""
        names = ("municipalities", "answers", "definitions", "about")
        return {name: str(place) for place, name in enumerate(names, start=len(self.chapters) + 1)}

    @property
    def expected_number(self) -> int:
        """About how many pages this becomes, for the progress."""
        lines = sum(20 + len(figure.counted.entries) + len(figure.missing.entries) for figure in self.figures)
        return 6 + lines // 44 + len(self.bodies) // 28 + len(self.manifest["answers"]) // 3


def read_pages(manifest: dict[str, Any], *, checksum: str, letters_lost: bool = False) -> Pages:
    """`manifest` as in `docs/manifest.md`; `checksum` is of its bytes; `letters_lost` where some cannot be drawn."""
    names = {body["number"]: body["name"] for body in manifest["municipalities"]}
    chapters = tuple(
        _chapter(str(number), chapter, manifest, names) for number, chapter in enumerate(manifest["chapters"], start=1)
    )
    people = [body["population"] for body in manifest["municipalities"]]
    report, period = manifest["report"], manifest["period"]
    return Pages(
        manifest=manifest,
        checksum=checksum,
        starts_on=_long(period["starts_on"]),
        as_of=_long(period["as_of"]),
        built_on=_long(manifest["built_on"]),
        due_on=_long(report["due_on"]),
        chapters=chapters,
        bodies=_bodies(manifest),
        population=_years(people),
        totals=(_sum(people, "age_65_plus"), _sum(people, "age_80_plus")),
        letters_lost=letters_lost,
    )


def percent(value: int, base: int) -> str:
    """A whole per cent. Only none is 0 %, only all is 100 %, and an empty base has no per cent."""
    if not base:
        return NONE
    rounded = int((Decimal(100 * value) / base).quantize(Decimal(1), ROUND_HALF_UP))
    if rounded == 0 and value:
        return "< 1\u00a0%"
    if rounded == 100 and value < base:
        return "> 99\u00a0%"
    return f"{rounded}\u00a0%"


def _chapter(number: str, chapter: dict[str, str], manifest: dict[str, Any], names: dict[str, str]) -> Chapter:
    figures = [figure for figure in manifest["figures"] if figure["chapter"] == chapter["code"]]
    return Chapter(
        code=chapter["code"],
        number=number,
        title=chapter["title"],
        figures=tuple(_figure(f"{number}.{place}", figure, names) for place, figure in enumerate(figures, start=1)),
    )


def _figure(number: str, figure: dict[str, Any], names: dict[str, str]) -> Figure:
    points = [Point(date.fromisoformat(row["on"]), row["value"], row["base"]) for row in figure["series"]]
    value, base = figure["value"], figure["base"]
    of_base = ngettext("%(value)s av %(base)s kommune", "%(value)s av %(base)s kommuner", base)
    return Figure(
        code=figure["code"],
        number=number,
        central=figure["central"],
        label=figure["label"],
        definition=figure["definition"],
        numerator=figure["numerator"],
        base_label=figure["base_label"],
        source=figure["source"],
        share=percent(value, base),
        of_base=of_base % {"value": value, "base": base} if base else _("Ingen kommuner i grunnlaget"),
        value=value,
        base=base,
        counted=_listing(figure["counted"], names),
        missing=_listing(figure["missing"], names, of_one_kind=False),
        chart=ColumnChart.of(figure["code"], points),
        rows=tuple(
            Row(
                day=_short(point.on),
                value=str(point.value) if point.base else NONE,
                base=str(point.base),
                share=percent(point.value, point.base),
            )
            for point in points
        ),
    )


def _listing(rows: list[dict[str, Any]], names: dict[str, str], *, of_one_kind: bool = True) -> Listing:
    """`of_one_kind`: the kind may stand in the heading where all records share it."""
    kinds = {record["kind"] for row in rows for record in row["records"]}
    kind = kinds.pop() if of_one_kind and len(kinds) == 1 else ""
    return Listing(
        entries=tuple(_entry(names[row["municipality"]], row["records"], kind) for row in rows if row["records"]),
        kind=kind,
        without=tuple(names[row["municipality"]] for row in rows if not row["records"]),
        number=len(rows),
    )


def _entry(name: str, records: list[dict[str, str]], kind: str) -> Entry:
    """The newest records, newest first; the manifest has them oldest first."""
    earlier = len(records) - RECORDS_SHOWN
    newest = list(reversed(records))[:RECORDS_SHOWN]
    more = _("og %(number)s tidligere") % {"number": earlier}
    return Entry(
        name=name,
        records=tuple(_record(record, known=kind) for record in newest),
        earlier=more.replace(" ", "\u00a0") if earlier > 0 else "",
    )


def _record(record: dict[str, str], *, known: str) -> str:
    """Kind (unless known from the heading) and label, the day, and why it does not count."""
    kind, label = record["kind"], record["label"]
    what = label if kind == known or label.lower().startswith(kind.lower()) else f"{kind}: {label}"
    text = f"{what},\u00a0{_short(date.fromisoformat(record['on']))}"  # no day alone on a line
    return f"{text} ({record['why'][:1].lower()}{record['why'][1:]})" if record.get("why") else text


def _bodies(manifest: dict[str, Any]) -> tuple[Body, ...]:
    sides = [
        {row["municipality"]: True for row in figure["counted"]}
        | {row["municipality"]: False for row in figure["missing"]}
        for chapter in manifest["chapters"]
        for figure in manifest["figures"]
        if figure["chapter"] == chapter["code"]
    ]
    return tuple(
        Body(
            number=body["number"],
            name=body["name"],
            county=body["county"],
            age_65_plus=_people(body["population"], "age_65_plus"),
            age_80_plus=_people(body["population"], "age_80_plus"),
            counts=tuple(side.get(body["number"]) for side in sides),
        )
        for body in manifest["municipalities"]
    )


def _people(population: dict[str, int | None] | None, group: str) -> str:
    number = (population or {}).get(group)
    return NONE if number is None else _number(number)


def _sum(people: Iterable[dict[str, int | None] | None], group: str) -> str:
    """A sum is only told when every part of it is known."""
    numbers = [(population or {}).get(group) for population in people]
    known = [number for number in numbers if number is not None]
    return _number(sum(known)) if known and len(known) == len(numbers) else NONE


def _years(people: Iterable[dict[str, int | None] | None]) -> str:
    """The year the population was counted, or the first and last where they differ."""
    years = sorted({year for population in people if population and (year := population["year"]) is not None})
    return NONE.join(str(year) for year in dict.fromkeys([*years[:1], *years[-1:]]))


def _number(number: int) -> str:
    return str(number_format(number, force_grouping=True))


def _long(iso: str) -> str:
    """1. november 2021"""
    return format_date(date.fromisoformat(iso), "j. F Y").replace(" ", "\u00a0")


def _short(day: date) -> str:
    """1.11.2021"""
    return f"{day.day}.{day.month}.{day.year}"
