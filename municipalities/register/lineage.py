"""Who answers for a municipality on a day. Pure: follows from the periods and the main successors alone."""

from dataclasses import dataclass
from datetime import date

from municipalities.register.records import Register


@dataclass(frozen=True)
class JurisdictionRow:
    """During the period, `steward` (in the county numbered `county`) answers for `municipality`."""

    municipality: str
    steward: str
    county: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class _Stretch:
    steward: str
    county: str
    valid_from: date
    valid_to: date | None


def jurisdictions(register: Register) -> list[JurisdictionRow]:
    """For each municipality: itself while it exists, then its main successor, and so on without end.

    Needs a register that has passed the checks: every municipality that ended has one main successor, made that day.
    """
    own: dict[str, list[_Stretch]] = {row.code: [] for row in register.municipalities}
    for spell in sorted(register.spells, key=lambda spell: spell.valid_from):
        own[spell.municipality].append(_Stretch(spell.municipality, spell.county, spell.valid_from, spell.valid_to))
    main = {change.predecessor: change.successor for change in register.changes if change.is_main}
    return [
        JurisdictionRow(row.code, stretch.steward, stretch.county, stretch.valid_from, stretch.valid_to)
        for row in register.municipalities
        for stretch in _joined(_followed(row.code, own, main))
    ]


def _followed(code: str | None, own: dict[str, list[_Stretch]], main: dict[str, str]) -> list[_Stretch]:
    stretches: list[_Stretch] = []
    while code is not None:
        stretches += own[code]
        code = main.get(code)
    return stretches


def _joined(stretches: list[_Stretch]) -> list[_Stretch]:
    """A new name or number in the same county is no new stretch."""
    joined: list[_Stretch] = []
    for stretch in stretches:
        last = joined[-1] if joined else None
        if last and (last.steward, last.county) == (stretch.steward, stretch.county):
            joined[-1] = _Stretch(last.steward, last.county, last.valid_from, stretch.valid_to)
        else:
            joined.append(stretch)
    return joined
