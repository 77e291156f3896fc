"""Where new bodies stand on the maps, when the folder has positions: `positions.csv`.

A new body takes the place of the largest of those it is the main successor of, whose own place ends. The further parts
of a split have no place to take, and a person must give them one.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from lhl_portal.access.reading import COMMENT
from municipalities.register.records import Register
from municipalities.register.refresh.division import Persons

FILE = "positions.csv"
_COLUMNS = ["municipality", "column", "row", "latitude", "longitude", "valid_from", "valid_to"]


@dataclass(frozen=True)
class Positions:
    rows: list[list[str]]
    without: list[str]


def moved(folder: Path, before: Register, after: Register, persons: Persons) -> Positions | None:
    """The rows of the file after the changes, and the new bodies without one. Nothing where there is no such file."""
    path = folder / FILE
    if not path.exists():
        return None
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = list(csv.reader(line for line in file if not line.startswith(COMMENT))) or [[]]
    if header != _COLUMNS:
        return None
    known = {row.code for row in before.municipalities}
    made = {row.code: row for row in after.municipalities if row.code not in known}
    ended = {row.code: row.valid_to for row in after.municipalities if row.valid_to}
    places = {row[0]: row for row in rows if not row[6]}
    heirs: dict[str, list[str]] = {}
    for change in after.changes:
        if change.is_main and change.successor in made:
            heirs.setdefault(change.successor, []).append(change.predecessor)
    for place in places.values():
        if day := ended.get(place[0]):
            place[6] = day.isoformat()
    size = {
        row.municipality: persons.get((row.number, row.valid_to.year - 1), 0) for row in after.spells if row.valid_to
    }
    without = []
    for code, body in made.items():
        earlier = [each for each in heirs.get(code, []) if each in places]
        if earlier:
            place = places[max(earlier, key=lambda each: size.get(each, 0))]
            rows.append([code, *place[1:5], body.valid_from.isoformat(), ""])
        else:
            without.append(code)
    return Positions(rows, without)
