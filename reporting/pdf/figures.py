"""The figures of a region's report: number, change, development and the municipalities behind. Pure.

Call it under `translation.override`: words are in the active language.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lhl_portal.ui.numbers import NO_BREAK, NONE, percent
from reporting.charts import ColumnChart, Point
from reporting.pdf.words import change, short_day, some_of

RECORDS_SHOWN = 3
NAMES_SHOWN = 8


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
    names: tuple[str, ...]

    @property
    def number(self) -> int:
        return len(self.names)


@dataclass(frozen=True)
class Row:
    """One day of a figure's development. `is_break`: not to be compared with the day before."""

    day: str
    value: str
    base: str
    share: str
    is_break: bool = False


@dataclass(frozen=True)
class View:
    """What a municipality itself has said about a figure. It stands beside what is registered; neither is erased."""

    name: str
    agrees: bool
    text: str
    on: str
    counts: bool | None


@dataclass(frozen=True)
class Figure:
    """A figure with its number in the report, such as 2.1. `since` is the day `change` is from, empty without one."""

    code: str
    chapter: str
    number: str
    central: bool
    label: str
    definition: str
    version: int | None
    numerator: str
    base_label: str
    source: str
    share: str
    of_base: str
    value: int
    base: int
    change: str
    since: str
    counted: Listing
    missing: Listing
    views: tuple[View, ...]
    chart: ColumnChart
    rows: tuple[Row, ...]

    @property
    def anchor(self) -> str:
        return f"tall-{self.code}"

    @property
    def few_in_short(self) -> str:
        """The municipalities in one cell: the shorter of the two lists, cut where it grows long."""
        if not self.base:
            return _("Ingen kommuner i grunnlaget")
        if not self.missing.names:
            return _("Alle kommunene")
        if not self.counted.names:
            return _("Ingen kommuner")
        if self.missing.number < self.counted.number:
            return _("Alle unntatt %(names)s") % {"names": some_of(self.missing.names, NAMES_SHOWN)}
        return some_of(self.counted.names, NAMES_SHOWN)

    @property
    def has_breaks(self) -> bool:
        return any(row.is_break for row in self.rows)


def read_figure(number: str, figure: dict[str, Any], manifest: dict[str, Any], names: dict[str, str]) -> Figure:
    """`number` is its number in the report; `names` maps municipality numbers to names."""
    points = read_points(figure["series"])
    value, base = figure["value"], figure["base"]
    difference, since = _change(figure, manifest)
    return Figure(
        code=figure["code"],
        chapter=figure["chapter"],
        number=number,
        central=figure["central"],
        label=figure["label"],
        definition=figure["definition"],
        version=figure.get("version"),
        numerator=figure["numerator"],
        base_label=figure["base_label"],
        source=figure["source"],
        share=percent(value, base),
        of_base=of_base(value, base),
        value=value,
        base=base,
        change=difference,
        since=since,
        counted=_listing(figure["counted"], names),
        missing=_listing(figure["missing"], names, of_one_kind=False),
        views=_views(figure, manifest, names),
        chart=ColumnChart.of(figure["code"], points),
        rows=series_rows(points),
    )


def of_base(value: int, base: int) -> str:
    """31 av 43 kommuner"""
    if not base:
        return _("Ingen kommuner i grunnlaget")
    return ngettext("%(value)s av %(base)s kommune", "%(value)s av %(base)s kommuner", base) % {
        "value": value,
        "base": base,
    }


def read_points(series: list[dict[str, Any]]) -> list[Point]:
    """The manifest's series; the first point has nothing before it to break with."""
    return [
        Point(date.fromisoformat(row["on"]), row["value"], row["base"], bool(place and row.get("break")))
        for place, row in enumerate(series)
    ]


def series_rows(points: list[Point]) -> tuple[Row, ...]:
    return tuple(
        Row(
            day=short_day(point.on),
            value=str(point.value) if point.base else NONE,
            base=str(point.base),
            share=percent(point.value, point.base),
            is_break=point.is_break,
        )
        for point in points
    )


def _change(figure: dict[str, Any], manifest: dict[str, Any]) -> tuple[str, str]:
    """Municipalities more or fewer, and since when: the edition compared with, else the point of the series before."""
    since, before = manifest.get("since_edition"), figure.get("before")
    if since and before is None:
        before = next((row for row in figure["series"] if row["on"] == since["as_of"]), None)
    day = since["as_of"] if since else ""
    if before is None:
        before = next(iter(figure["series"][-2:-1]), None)
        if before is None or figure["series"][-1].get("break"):
            return NONE, ""
        day = before["on"]
    if not figure["base"] or not before["base"]:
        return NONE, ""
    return change(figure["value"] - before["value"]), short_day(day) if day else ""


def _views(figure: dict[str, Any], manifest: dict[str, Any], names: dict[str, str]) -> tuple[View, ...]:
    sides = dict.fromkeys((row["municipality"] for row in figure["missing"]), False)
    sides |= dict.fromkeys((row["municipality"] for row in figure["counted"]), True)
    return tuple(
        View(
            name=names[row["municipality"]],
            agrees=row["agrees"],
            text=row["text"].strip(),
            on=short_day(row["on"]),
            counts=sides.get(row["municipality"]),
        )
        for row in manifest.get("statements") or ()
        if row["figure"] == figure["code"] and row["municipality"] in names
    )


def _listing(rows: list[dict[str, Any]], names: dict[str, str], *, of_one_kind: bool = True) -> Listing:
    """`of_one_kind`: the kind may stand in the heading where all records share it."""
    kinds = {record["kind"] for row in rows for record in row["records"]}
    kind = kinds.pop() if of_one_kind and len(kinds) == 1 else ""
    return Listing(
        entries=tuple(_entry(names[row["municipality"]], row["records"], kind) for row in rows if row["records"]),
        kind=kind,
        without=tuple(names[row["municipality"]] for row in rows if not row["records"]),
        names=tuple(names[row["municipality"]] for row in rows),
    )


def _entry(name: str, records: list[dict[str, Any]], kind: str) -> Entry:
    """The newest records, newest first; the manifest has them oldest first."""
    earlier = len(records) - RECORDS_SHOWN
    newest = list(reversed(records))[:RECORDS_SHOWN]
    more = _("og %(number)s tidligere") % {"number": earlier}
    return Entry(
        name=name,
        records=tuple(_record(record, known=kind) for record in newest),
        earlier=more.replace(" ", NO_BREAK) if earlier > 0 else "",
    )


def _record(record: dict[str, Any], *, known: str) -> str:
    """Kind (unless known from the heading) and label, the day, and why it does not count."""
    kind, label = record["kind"], record["label"]
    what = label if kind == known or label.lower().startswith(kind.lower()) else f"{kind}: {label}"
    text = f"{what},{NO_BREAK}{short_day(record['on'])}"  # no day alone on a line
    return f"{text} ({record['why'][:1].lower()}{record['why'][1:]})" if record.get("why") else text
