"""Where the municipalities stand on the maps after the changes.

A new body takes the place of the largest of those it is the main successor of, whose own place ends. The further parts
of a split have no place to take, and a person must give them one.
"""

from dataclasses import replace

from municipalities.register.records import PositionRow, Register
from municipalities.register.refresh.division import Persons

FILE = "positions.csv"


def moved(before: Register, after: Register, persons: Persons) -> tuple[Register, list[str]]:
    """`after` with a place for each new body that has one to take, and a warning about each of the others."""
    known = {row.code for row in before.municipalities}
    ended = {row.code: row.valid_to for row in after.municipalities if row.valid_to}
    current = {row.municipality: row for row in before.positions if row.valid_to is None}
    size = {
        row.municipality: persons.get((row.number, row.valid_to.year - 1), 0) for row in after.spells if row.valid_to
    }
    positions = [
        row if row.valid_to else replace(row, valid_to=ended.get(row.municipality)) for row in before.positions
    ]
    warnings = []
    for body in after.municipalities:
        if body.code in known:
            continue
        if place := _inherited(body.code, after, current, size):
            positions.append(replace(place, municipality=body.code, valid_from=body.valid_from))
        else:
            warnings.append(f"{body.code} mangler plass på kartet; før den i {FILE} før mappen lastes.")
    return replace(after, positions=positions), warnings


def _inherited(code: str, after: Register, current: dict[str, PositionRow], size: dict[str, int]) -> PositionRow | None:
    """The place of the largest of those that `code` is the main successor of."""
    earlier = [each.predecessor for each in after.changes if each.is_main and each.successor == code]
    placed = [each for each in earlier if each in current]
    return current[max(placed, key=lambda each: size.get(each, 0))] if placed else None
