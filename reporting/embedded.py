"""The data files that travel inside a report's PDF, from the manifest alone.

``tall.json`` is the manifest itself, byte for byte: its SHA-256 is the checksum on the pages, so that a reader can
check the file without us. ``tall.csv`` has one row per figure and municipality of its base, as Norwegian spreadsheets
read it.
"""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

JSON_NAME = "tall.json"
CSV_NAME = "tall.csv"
CSV_COLUMNS = (
    "skjaeringsdato",
    "region",
    "tall_kode",
    "tall",
    "kommunenummer",
    "kommune",
    "teller_med",
    "registreringer",
)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Embedded(NamedTuple):
    """A file inside the PDF."""

    name: str
    data: bytes


def embedded_files(manifest: bytes) -> tuple[Embedded, Embedded]:
    """The two files, JSON first."""
    return Embedded(JSON_NAME, manifest), Embedded(CSV_NAME, _csv(json.loads(manifest)))


def _csv(manifest: dict[str, Any]) -> bytes:
    """UTF-8 with byte order mark, semicolons and CRLF. `teller_med` is 1 or 0; an empty base gives no row at all."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    writer.writerows([_plain(cell) for cell in row] for row in _rows(manifest))
    return text.getvalue().encode("utf-8-sig")


def _rows(manifest: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    if manifest.get("kind") == "national":
        yield from _national_rows(manifest)
        return
    names = {body["number"]: body["name"] for body in manifest["municipalities"]}
    order = {number: place for place, number in enumerate(names)}
    head = (manifest["period"]["as_of"], manifest["report"]["region"])
    for figure in manifest["figures"]:
        rows = [(row, 1) for row in figure["counted"]] + [(row, 0) for row in figure["missing"]]
        for row, counts in sorted(rows, key=lambda item: order[item[0]["municipality"]]):
            number = row["municipality"]
            what = (figure["code"], figure["label"], number, names[number], counts, len(row["records"]))
            yield head + what


def _national_rows(manifest: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """The records are in the regions' own files, so their number is not told here."""
    bodies = {body["number"]: body["name"] for body in manifest["municipalities"]}
    for figure in manifest["figures"]:
        for region in manifest["regions"]:
            counted = set(figure["counted"].get(region["code"], ()))
            for number in sorted(counted.union(figure["missing"].get(region["code"], ()))):
                what = (figure["code"], figure["label"], number, bodies[number], int(number in counted), "")
                yield manifest["period"]["as_of"], region["name"], *what


def _plain(cell: object) -> object:
    """A text that a spreadsheet would take for a formula gets an apostrophe in front."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
