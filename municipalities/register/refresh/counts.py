"""Summing the cells of a population table to inhabitants in all, from 65 and from 80, for each municipality and year.

Ages are single years ("067", "67 år") or groups ("F65-69", "65-69 år"), the last one open ("105+", "F100G5+", "105 år
eller eldre"). Together they must cover every age once, with limits at 65 and 80; a row for all ages is not used.
Regions are the numbers of municipalities as they were, or 0 for the whole country. Counties are passed by, and so is
what lies outside the municipalities.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from lhl_portal.access.reading import Place
from municipalities.register.records import PopulationRow
from municipalities.register.refresh.klass import NOT_MUNICIPALITIES
from municipalities.register.refresh.sources import Source

NATIONAL = "0"
_LIMITS = (65, 80)
_MOST = 10_000_000  # more than the country has
_AGE = re.compile(
    r"F?(?P<low>[0-9]{1,3})(?:-(?P<high>[0-9]{1,3}))?"
    r"(?P<open>(?:G5)?\+)?(?: år)?(?P<older> (?:eller|og) (?:eldre|over))?",
    re.IGNORECASE,
)
_ALL_AGES = {"999a", "999b", "i alt", "alder i alt", "alle aldre", "alle"}
_BOTH = ""
_SEXES = {"": _BOTH, "0": _BOTH, "begge kjønn": _BOTH, "1": "m", "menn": "m", "2": "k", "kvinner": "k"}
_REGION = re.compile(r"(?P<number>[0-9]{4}|[0-9]{1,2})(?:\s.*)?")
_YEAR = re.compile(r"(?:19|20|21)[0-9]{2}")


class Cell(NamedTuple):
    """One number of the table, as it is written. Ages and sexes are told by a code, a label, or both."""

    region: str
    ages: tuple[str, ...]
    sexes: tuple[str, ...]
    year: str
    value: int | None


class Ages(NamedTuple):
    """Whole years from `low` to `high`, both included. The last group has no `high`."""

    low: int
    high: int | None


@dataclass(frozen=True)
class Counts:
    """The inhabitants by number and year, and of the whole country where the table has a row for that."""

    rows: dict[tuple[str, int], PopulationRow]
    national: dict[int, int]


def sums(source: Source, cells: Iterable[Cell]) -> Counts:
    """A region without any inhabitant in a year, as a number that was not in use, is left out."""
    tables: dict[tuple[str, int], dict[tuple[Ages, str], int | None]] = {}
    for cell in cells:
        number, year, ages, sex = _region(source, cell), _year(source, cell), _ages(source, cell), _sex(source, cell)
        if cell.value is not None and not 0 <= cell.value <= _MOST:
            raise source.wrong(f"region {cell.region[:20]}, år {year} har et umulig folketall")
        if number is None or ages is None:
            continue
        table = tables.setdefault((number, year), {})
        if (ages, sex) in table:
            raise source.wrong(f"region {number}, år {year} har samme alder og kjønn to ganger")
        table[ages, sex] = cell.value
    if not tables:
        raise source.wrong("filen har ingen folketall for kommuner etter alder")
    shape = set().union(*tables.values())
    sexes = _sexes_to_sum(source, {sex for _, sex in shape})
    _refuse_uneven(source, {ages for ages, _ in shape})
    rows, national = {}, {}
    for (number, year), table in tables.items():
        if set(table) != shape:
            raise source.wrong(f"region {number}, år {year} har ikke de samme aldrene som resten av filen")
        row = _row(source, number, year, {key: value for key, value in table.items() if key[1] in sexes})
        if row and number == NATIONAL:
            national[year] = row.total
        elif row:
            rows[number, year] = row
    return Counts(rows, national)


def _row(source: Source, number: str, year: int, table: dict[tuple[Ages, str], int | None]) -> PopulationRow | None:
    if not any(table.values()):
        return None
    if None in table.values():
        raise source.wrong(f"region {number}, år {year} mangler tall for noen aldre")
    total, old, oldest = (
        sum(value or 0 for (ages, _), value in table.items() if ages.low >= limit) for limit in (0, *_LIMITS)
    )
    return PopulationRow(Place("population.csv"), number, year, total, old, oldest)


def _sexes_to_sum(source: Source, sexes: Collection[str]) -> Collection[str]:
    if _BOTH in sexes:
        return {_BOTH}
    if len(sexes) == 1:
        raise source.wrong("filen har bare ett kjønn")
    return sexes


def _refuse_uneven(source: Source, ages: Collection[Ages]) -> None:
    in_order = sorted(ages, key=lambda each: each.low)
    if in_order[0].low != 0 or in_order[-1].high is not None:
        raise source.wrong("aldrene skal gå fra 0 og til og med den øverste, åpne gruppen")
    for younger, older in pairwise(in_order):
        if younger.high is None or older.low != younger.high + 1:
            raise source.wrong(f"aldrene overlapper eller mangler rundt {older.low} år")
    if not set(_LIMITS) <= {each.low for each in in_order}:
        raise source.wrong("aldersgruppene skal ha grenser ved 65 og 80 år")


def _region(source: Source, cell: Cell) -> str | None:
    """The number of a municipality, or of the country; nothing for other regions."""
    match = _REGION.fullmatch(cell.region)
    if not match:
        raise source.wrong(
            f"regionen «{cell.region[:40]}» har ikke kommunenummer foran; "
            "velg kommuner slik de var, ikke summert til dagens inndeling, med kode i teksten"
        )
    number = match["number"]
    return number if number == NATIONAL or (len(number) == 4 and number[:2] not in NOT_MUNICIPALITIES) else None


def _year(source: Source, cell: Cell) -> int:
    if not _YEAR.fullmatch(cell.year):
        raise source.wrong(f"«{cell.year[:20]}» er ikke et årstall")
    return int(cell.year)


def _ages(source: Source, cell: Cell) -> Ages | None:
    """Nothing for all ages together."""
    for text in cell.ages:
        if text.lower() in _ALL_AGES:
            return None
        if found := _parsed_ages(text):
            return found
    raise source.wrong(f"alderen «{cell.ages[0][:20]}» er ukjent")


@cache
def _parsed_ages(text: str) -> Ages | None:
    match = _AGE.fullmatch(text)
    if not match or (match["high"] and (match["open"] or match["older"])):
        return None
    low = int(match["low"])
    if match["open"] or match["older"]:
        return Ages(low, None)
    return Ages(low, int(match["high"] or low))


def _sex(source: Source, cell: Cell) -> str:
    for text in cell.sexes:
        if text.lower() in _SEXES:
            return _SEXES[text.lower()]
    raise source.wrong(f"kjønn «{cell.sexes[0][:20]}» er ukjent")
