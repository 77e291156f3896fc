"""What the pages of the national report show. Shape of its manifest: `docs/manifest.md`.

Pure, but for the active language: call it under `translation.override`.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lhl_portal.ui.numbers import NONE, percent
from reporting.charts import ColumnChart
from reporting.pdf.figures import Row, of_base, read_points, series_rows
from reporting.pdf.frame import Frame, read_frame
from reporting.pdf.words import change, short_day


@dataclass(frozen=True)
class Region:
    """A region and the accepted edition its numbers are from; `edition` is empty while it has none."""

    code: str
    name: str
    office: str
    edition: str
    accepted_on: str
    checksum: str
    municipalities: int

    @property
    def is_missing(self) -> bool:
        return not self.edition


@dataclass(frozen=True)
class Share:
    """A figure in one region, or in the country. `bar` is the length of its bar in per cent; empty without a base."""

    name: str
    share: str
    value: str
    base: str
    bar: str
    is_missing: bool = False


@dataclass(frozen=True)
class Figure:
    """A figure with its number in the report, such as 2.1."""

    code: str
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
    regions: tuple[Share, ...]
    span: str
    chart: ColumnChart
    rows: tuple[Row, ...]

    @property
    def anchor(self) -> str:
        return f"tall-{self.code}"

    @property
    def has_breaks(self) -> bool:
        return any(row.is_break for row in self.rows)


@dataclass(frozen=True)
class Chapter:
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

    @property
    def others(self) -> tuple[Figure, ...]:
        return tuple(figure for figure in self.figures if not figure.central)

    @property
    def others_matrix(self) -> tuple[tuple[str, tuple[Share, ...]], ...]:
        return _matrix(self.others)


@dataclass(frozen=True)
class Group:
    """A region's municipalities: number and name, and a mark for each central figure (None is outside the base)."""

    name: str
    bodies: tuple[tuple[str, tuple[bool | None, ...]], ...]


@dataclass(frozen=True)
class External:
    """A figure published before the portal, or by others: shown beside, never added to ours."""

    label: str
    value: str
    base: str
    share: str
    on: str
    source: str
    note: str


@dataclass(frozen=True)
class National:
    """Everything the templates of the national report need. `missing` names the regions without accepted edition."""

    frame: Frame
    regions: tuple[Region, ...]
    is_preliminary: bool
    missing: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    groups: tuple[Group, ...]
    external: tuple[External, ...]
    bridge: tuple[tuple[str, str, str], ...]
    municipalities: int

    @property
    def manifest(self) -> dict[str, Any]:
        return self.frame.manifest

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(figure for chapter in self.chapters for figure in chapter.figures)

    @property
    def central(self) -> tuple[Figure, ...]:
        return tuple(figure for figure in self.figures if figure.central)

    @property
    def matrix(self) -> tuple[tuple[str, tuple[Share, ...]], ...]:
        return _matrix(self.central)

    @property
    def changed_since(self) -> str:
        """The day of the column of changes."""
        return self.frame.since_day

    @property
    def title(self) -> str:
        return _("Foreløpig nasjonal rapport") if self.is_preliminary else _("Nasjonal rapport")

    @property
    def preliminary(self) -> str:
        """Which regions are not in the numbers; empty when all are."""
        if not self.is_preliminary:
            return ""
        text = ngettext(
            "Foreløpig: %(names)s har ikke fått utgaven sin godkjent og er ikke med i tallene.",
            "Foreløpig: %(names)s har ikke fått utgavene sine godkjent og er ikke med i tallene.",
            len(self.missing),
        )
        return text % {"names": joined(self.missing)}

    @property
    def coverage(self) -> str:
        """How many regions the numbers are from."""
        words = {"have": sum(not region.is_missing for region in self.regions), "all": len(self.regions)}
        return _("Tallene bygger på godkjente utgaver fra %(have)s av %(all)s regioner.") % words

    @property
    def parts(self) -> dict[str, str]:
        """The numbers of the parts after the chapters. Those without contents are left out."""
        names = ["municipalities"]
        names += ["external"] if self.external else []
        names += ["bridge"] if self.bridge else []
        names += ["definitions", "about"]
        return {name: str(place) for place, name in enumerate(names, start=len(self.chapters) + 1)}

    @property
    def expected_number(self) -> int:
        """About how many pages this becomes, for the progress."""
        if self.manifest.get("layout") == "summary":
            return 2
        return 8 + len(self.central) + self.municipalities // 40


def read_national(manifest: dict[str, Any], *, checksum: str, letters_lost: bool = False) -> National:
    regions = tuple(_region(region) for region in manifest["regions"])
    missing = tuple(manifest.get("missing_regions") or (region.name for region in regions if region.is_missing))
    chapters = tuple(
        _chapter(str(number), chapter, manifest) for number, chapter in enumerate(manifest["chapters"], start=1)
    )
    return National(
        frame=read_frame(manifest, checksum=checksum, letters_lost=letters_lost),
        regions=regions,
        is_preliminary=manifest.get("preliminary", bool(missing)),
        missing=missing,
        chapters=chapters,
        groups=tuple(_groups(manifest, chapters)),
        external=tuple(_external(row) for row in manifest.get("external") or ()),
        bridge=tuple(
            (short_day(row["on"]), str(row["number"]), row["text"])
            for row in (manifest.get("bridge") or {}).get("rows", ())
        ),
        municipalities=len(manifest["municipalities"]),
    )


def _matrix(figures: tuple[Figure, ...]) -> tuple[tuple[str, tuple[Share, ...]], ...]:
    """Regions by figures, the country last."""
    columns = [figure.regions for figure in figures]
    return tuple((row[0].name, row) for row in zip(*columns, strict=True))


def _region(region: dict[str, Any]) -> Region:
    edition = region.get("edition")
    return Region(
        code=region["code"],
        name=region["name"],
        office=region["office"],
        edition=_("Utgave %(number)s") % {"number": edition["number"]} if edition else "",
        accepted_on=short_day(edition["accepted_on"]) if edition else "",
        checksum=edition["sha256"][:12] if edition else "",
        municipalities=region["municipalities"],
    )


def _chapter(number: str, chapter: dict[str, str], manifest: dict[str, Any]) -> Chapter:
    figures = [figure for figure in manifest["figures"] if figure["chapter"] == chapter["code"]]
    return Chapter(
        code=chapter["code"],
        number=number,
        title=chapter["title"],
        figures=tuple(_figure(f"{number}.{place}", f, manifest) for place, f in enumerate(figures, start=1)),
    )


def _figure(number: str, figure: dict[str, Any], manifest: dict[str, Any]) -> Figure:
    points = read_points(figure.get("series") or [])
    value, base = figure["value"], figure["base"]
    by_code = {row["code"]: row for row in figure["regions"]}
    shares = [_share(region, by_code.get(region["code"])) for region in manifest["regions"]]
    before = figure.get("before")
    return Figure(
        code=figure["code"],
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
        change=change(value - before["value"]) if before and base and before["base"] else NONE,
        regions=(*shares, _counted(_("Hele landet"), value, base)),
        span=_span(figure, manifest),
        chart=ColumnChart.of(figure["code"], points),
        rows=series_rows(points),
    )


def _share(region: dict[str, Any], row: dict[str, Any] | None) -> Share:
    """A region without accepted edition has no number, which is not the same as none."""
    if row is None:
        return Share(region["name"], NONE, NONE, NONE, "", is_missing=True)
    return _counted(region["name"], row["value"], row["base"])


def _counted(name: str, value: int, base: int) -> Share:
    return Share(name, percent(value, base), str(value), str(base), f"{100 * value / base:.1f}" if base else "")


def _span(figure: dict[str, Any], manifest: dict[str, Any]) -> str:
    """What the bars say: from the lowest share to the highest, with the regions' names."""
    names = {region["code"]: region["name"] for region in manifest["regions"]}
    rows = [(row["value"] / row["base"], row) for row in figure["regions"] if row["base"]]
    if len(rows) < 2:  # nothing to compare
        return ""
    shares = [share for share, _row in rows]
    low, high = min(shares), max(shares)
    if low == high:
        return _("Andelen er lik i alle regionene.")
    lowest, highest = ([row for share, row in rows if share == end] for end in (low, high))
    words = {
        "low": percent(lowest[0]["value"], lowest[0]["base"]),
        "lowest": joined(tuple(names[row["code"]] for row in lowest)),
        "high": percent(highest[0]["value"], highest[0]["base"]),
        "highest": joined(tuple(names[row["code"]] for row in highest)),
    }
    if len(lowest) > 2 or len(highest) > 2:
        return _("Fra %(low)s til %(high)s mellom regionene.") % words
    return _("Fra %(low)s i %(lowest)s til %(high)s i %(highest)s.") % words


def _groups(manifest: dict[str, Any], chapters: tuple[Chapter, ...]) -> list[Group]:
    """All municipalities, by region in the regions' order; those of a region without edition have no marks."""
    raw = {figure["code"]: figure for figure in manifest["figures"]}
    central = [raw[figure.code] for chapter in chapters for figure in chapter.central]
    sides = []
    for figure in central:
        missing = {number for numbers in figure["missing"].values() for number in numbers}
        counted = {number for numbers in figure["counted"].values() for number in numbers}
        sides.append(dict.fromkeys(missing, False) | dict.fromkeys(counted, True))
    groups = []
    for region in manifest["regions"]:
        bodies = tuple(
            (f"{body['number']} {body['name']}", tuple(side.get(body["number"]) for side in sides))
            for body in manifest["municipalities"]
            if body["region"] == region["code"]
        )
        if bodies:
            groups.append(Group(region["name"], bodies))
    return groups


def _external(row: dict[str, Any]) -> External:
    value, base = row.get("value"), row.get("base")
    return External(
        label=row["label"],
        value=NONE if value is None else str(value),
        base=NONE if base is None else str(base),
        share=percent(value, base) if value is not None and base else NONE,
        on=short_day(row["on"]),
        source=row["source"],
        note=row.get("note", ""),
    )


def joined(names: tuple[str, ...]) -> str:
    """a, b og c"""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s og %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
