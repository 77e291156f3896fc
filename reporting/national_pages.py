"""A national figure made ready for a page: each region with the way to its edition, and its municipalities by name."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from reporting.models import Edition
from reporting.national import Country, NationalFigure


@dataclass(frozen=True)
class RegionRow:
    """`url` is the figure in the region's edition, and empty where none is accepted; then there are no numbers.

    `counted` and `missing` are municipalities: number and name.
    """

    name: str
    edition: int | None
    url: str
    counted: tuple[tuple[str, str], ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    version: int | None = None

    @property
    def value(self) -> int:
        return len(self.counted)

    @property
    def base(self) -> int:
        return len(self.counted) + len(self.missing)

    @property
    def percent(self) -> float | None:
        return 100 * self.value / self.base if self.base else None


def rows_now(country: Country, figure: NationalFigure) -> list[RegionRow]:
    """Every region of the round, in order, as its accepted edition has the figure."""
    names, parts = country.names, {part.area.code: part for part in figure.parts}
    rows = []
    for area in country.areas:
        part = parts.get(area.code)
        if area.edition is None or part is None or part.version is None:
            rows.append(RegionRow(area.name, area.edition.number if area.edition else None, ""))
        else:
            url = _address(area.edition, figure.code)
            counted, missing = (
                tuple((number, names[number]) for number in side) for side in (part.counted, part.missing)
            )
            rows.append(RegionRow(area.name, area.edition.number, url, counted, missing, part.version))
    return rows


def rows_of_edition(edition: Edition, manifest: dict[str, Any], figure: dict[str, Any]) -> list[RegionRow]:
    """The same from a national edition, each region with the edition that it was made of. One query."""
    names = {body["number"]: body["name"] for body in manifest["municipalities"]}
    sources = _sources(edition)
    rows = []
    for region in manifest["regions"]:
        if region["edition"] is None:
            rows.append(RegionRow(region["name"], None, ""))
        else:
            source = sources.get(region["edition"]["sha256"])
            counted, missing = (
                tuple((number, names[number]) for number in figure[side].get(region["code"], ()))
                for side in ("counted", "missing")
            )
            url = _address(source, figure["code"]) if source else ""
            number, version = region["edition"]["number"], figure["version"]
            rows.append(RegionRow(region["name"], number, url, counted, missing, version))
    return rows


def sources_of_edition(edition: Edition, manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """The regions of a national edition, each with `url` of the edition it was made of and `accepted_on` as a date,
    both empty where none was accepted. One query, and none for a regional edition."""
    if manifest.get("kind") != "national":
        return []
    sources, rows = _sources(edition), []
    for region in manifest["regions"]:
        told = region["edition"]
        source = sources.get(told["sha256"]) if told else None
        rows.append(
            region
            | {
                "url": source.get_absolute_url() if source else "",
                "accepted_on": date.fromisoformat(told["accepted_on"]) if told else None,
            }
        )
    return rows


def _sources(edition: Edition) -> dict[str, Edition]:
    """The regions' editions of the same round, by checksum."""
    rows = Edition.objects.light().filter(report__round=edition.report.round_id, report__region__isnull=False)
    return {source.snapshot.sha256: source for source in rows}


def _address(edition: Edition, code: str) -> str:
    return reverse("reporting:edition_figure", args=[edition.report_id, edition.number, code])
