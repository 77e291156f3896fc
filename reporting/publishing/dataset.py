"""The open dataset: the figures of every accepted edition, read from the manifests and from nothing else.

A region's counts are open to all. How each municipality stands is open where the office has decided so (`OpenReport`).
The country's report is of many offices, so its municipalities are never named here: each stands under its own region.
One that is preliminary is left out: its sums are of some regions, and a row has no place to say so.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Exists, F, Max, OuterRef, Q
from django.urls import reverse

from lhl_portal.ui.exports import CSV
from reporting.models import Edition, OpenReport, Snapshot, Transition
from reporting.publishing.csvs import csv_bytes
from reporting.publishing.workbook import municipality_rows

_AT_A_TIME = 20  # manifests in memory
_HEAD = ("runde", "skjaeringsdato", "region_kode", "region")
_TAIL = ("rapport", "utgave", "kontrollsum")
REGION_COLUMNS = (*_HEAD, "tall_kode", "tall", "definisjonsversjon", "antall", "av", *_TAIL)
MUNICIPALITY_COLUMNS = (
    *(*_HEAD, "kommunenummer", "kommune"),
    *("tall_kode", "tall", "definisjonsversjon", "teller_med", *_TAIL),
)


class Accepted(NamedTuple):
    """An accepted edition. `names`: whether it may be told how each municipality stands."""

    snapshot: int
    report: int
    number: int
    sha256: str
    names: bool


def accepted() -> tuple[Accepted, ...]:
    """Those that hold today, the newest rounds first. One query."""
    opened = Exists(OpenReport.objects.filter(report=OuterRef("report")))
    rows = (
        Edition.objects.accepted()
        .annotate(names=Q(opened, report__region__isnull=False))
        .order_by("-report__round__cut_off", F("report__region__sort_key").asc(nulls_first=True), "pk")
    )
    return tuple(
        Accepted(*row) for row in rows.values_list("snapshot", "report", "number", "snapshot__sha256", "names")
    )


def last_accepted() -> datetime | None:
    """When the newest of the accepted editions was accepted."""
    steps = Transition.objects.filter(
        action=Transition.Step.ACCEPT, report__editions__state="accepted", edition=F("report__editions__number")
    )
    found: datetime | None = steps.aggregate(at=Max("at"))["at"]
    return found


def span(editions: tuple[Accepted, ...]) -> tuple[date, date] | None:
    """From the first day that any of the editions covers to the last; None where there are none."""
    if not editions:
        return None
    rounds = Edition.objects.filter(snapshot__in=[edition.snapshot for edition in editions])
    days = list(rounds.values_list("report__round__starts_on", "report__round__cut_off"))
    return min(first for first, _last in days), max(last for _first, last in days)


def etag(name: str, editions: tuple[Accepted, ...]) -> str:
    """Of the set of editions: known without reading what they say."""
    asked = repr((name, editions, settings.VERSION, settings.PUBLIC_URL))
    return f'"{sha256(asked.encode()).hexdigest()}"'


@lru_cache(maxsize=6)
def content(name: str, editions: tuple[Accepted, ...]) -> bytes:
    """The file `name` of FILES. What an edition says never changes, so neither does the answer."""
    return FILES[name].make(editions)


def _regions(editions: tuple[Accepted, ...]) -> bytes:
    def rows() -> Iterator[tuple[object, ...]]:
        for edition, manifest in _manifests(editions):
            head, tail = _head(manifest), _tail(edition)
            for figure in manifest["figures"]:
                what = (figure["code"], figure["label"], figure.get("version"), figure["value"], figure["base"])
                yield head + what + tail

    return csv_bytes(REGION_COLUMNS, rows())


def _municipalities(editions: tuple[Accepted, ...]) -> bytes:
    def rows() -> Iterator[tuple[object, ...]]:
        for edition, manifest in _manifests(tuple(edition for edition in editions if edition.names)):
            head, tail = _head(manifest), _tail(edition)
            for row in municipality_rows(manifest):
                where = (row["number"], row["name"])
                yield (*head, *where, row["code"], row["label"], row["version"], row["counts"], *tail)

    return csv_bytes(MUNICIPALITY_COLUMNS, rows())


def _json(editions: tuple[Accepted, ...]) -> bytes:
    told = {
        "licence": settings.OPEN_DATA_LICENCE,
        "editions": [_told(edition, manifest) for edition, manifest in _manifests(editions)],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _told(edition: Accepted, manifest: dict[str, Any]) -> dict[str, Any]:
    report = manifest["report"]
    names = [{"number": body["number"], "name": body["name"]} for body in manifest["municipalities"]]
    return {
        "report": edition.report,
        "number": edition.number,
        "sha256": edition.sha256,
        "verify": f"{settings.PUBLIC_URL}{reverse('reporting:verify')}?kode={edition.sha256}",
        "demo": bool(manifest.get("demo")),
        "language": manifest["language"],
        "round": report["round"],
        "reform": report["reform"],
        "region_code": report["region_code"],
        "region": report["region"],
        "starts_on": manifest["period"]["starts_on"],
        "as_of": manifest["period"]["as_of"],
        "municipalities": names if edition.names else None,
        "figures": [_figure(figure, names=edition.names) for figure in manifest["figures"]],
    }


def _figure(figure: dict[str, Any], *, names: bool) -> dict[str, Any]:
    words = ("code", "label", "definition", "numerator", "base_label", "source", "value", "base")
    sides = {side: [row["municipality"] for row in figure[side]] if names else None for side in ("counted", "missing")}
    return {word: figure[word] for word in words} | {"version": figure.get("version")} | sides


def _manifests(editions: tuple[Accepted, ...]) -> Iterator[tuple[Accepted, dict[str, Any]]]:
    for start in range(0, len(editions), _AT_A_TIME):
        some = editions[start : start + _AT_A_TIME]
        rows = Snapshot.objects.filter(pk__in=[edition.snapshot for edition in some])
        found = dict(rows.values_list("pk", "manifest"))
        for edition in some:
            manifest = json.loads(bytes(found[edition.snapshot]))
            if not manifest.get("preliminary"):
                yield edition, manifest


def _head(manifest: dict[str, Any]) -> tuple[object, ...]:
    report = manifest["report"]
    return report["round"], manifest["period"]["as_of"], report["region_code"], report["region"]


def _tail(edition: Accepted) -> tuple[object, ...]:
    return edition.report, edition.number, edition.sha256


class _File(NamedTuple):
    media_type: str
    make: Callable[[tuple[Accepted, ...]], bytes]


FILES = {
    "godtatte.csv": _File(CSV, _regions),
    "godtatte-kommuner.csv": _File(CSV, _municipalities),
    "godtatte.json": _File("application/json", _json),
}
