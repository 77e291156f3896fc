"""The population of the register with the counts of a table, and what looks odd about them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from municipalities.register.records import PopulationRow, Register
from municipalities.register.refresh.counts import Counts

ODD_CHANGE = 0.20  # of one municipality in a year
ODD_NATIONAL_CHANGE = 0.03  # of the country; it has been from 0.3 to 1.3 per cent

Bodies = Mapping[tuple[str, int], str]


def recounted(register: Register, counts: Counts) -> tuple[Register, list[str]]:
    """The register with the counts of `counts` from its own first year on, and what a person must look at."""
    start = min((row.valid_from for row in register.municipalities), default=date.max)
    bodies = bodies_by_number(register, {year for _, year in counts.rows})
    rows = {(row.number, row.year): row for row in register.population}
    changed, warnings = set(), []
    for key, row in sorted(counts.rows.items()):
        if row.day < start:
            continue
        if key not in bodies:
            warnings.append(
                f"Kommunenummer {row.number} var ikke i bruk {row.day}; de {thousands(row.total)} der er ikke tatt med."
            )
        elif key not in rows or figures(rows[key]) != figures(row):
            rows[key] = row
            changed.add(row.year)
    for year in sorted(changed):
        warnings += _odd(year, rows, counts, bodies_by_number(register, {year - 1, year}))
    population = sorted(rows.values(), key=lambda row: (row.year, row.number))
    return replace(register, population=population), warnings


def bodies_by_number(register: Register, years: set[int]) -> Bodies:
    """The body that had each number on 1 January of each year."""
    days = {year: date(year, 1, 1) for year in years}
    return {
        (spell.number, year): spell.municipality
        for spell in register.spells
        for year, day in days.items()
        if spell.valid_from <= day < (spell.valid_to or date.max)
    }


def figures(row: PopulationRow) -> tuple[int, int, int]:
    return row.total, row.age_65_plus, row.age_80_plus


def thousands(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def percent(before: int, after: int) -> str:
    """The change, as «+1,2 %»."""
    return f"{(after - before) / before:+.1%}".replace(".", ",").replace("%", " %").replace("-", "−") if before else "–"


def _odd(year: int, rows: Mapping[tuple[str, int], PopulationRow], counts: Counts, bodies: Bodies) -> list[str]:
    now, last = sum_of(rows, year), sum_of(rows, year - 1)
    found = []
    if year in counts.national and counts.national[year] != now:
        found.append(
            f"Summen av kommunene {year} er {thousands(now)}, men filen har {thousands(counts.national[year])} "
            "for hele landet."
        )
    if last and abs(now - last) > ODD_NATIONAL_CHANGE * last:
        found.append(f"Folketallet i hele landet endrer seg {percent(last, now)} fra {year - 1} til {year}.")
    before = {body: rows[key] for key, body in bodies.items() if key[1] == year - 1 and key in rows}
    for (number, its_year), body in sorted(bodies.items()):
        row = rows.get((number, its_year))
        if its_year != year or row is None or body not in before:
            continue
        if abs(row.total - before[body].total) > ODD_CHANGE * before[body].total:
            found.append(
                f"{number} endrer seg {percent(before[body].total, row.total)} fra {year - 1} til {year} "
                f"({thousands(before[body].total)} → {thousands(row.total)})."
            )
    return found


def sum_of(rows: Mapping[tuple[str, int], PopulationRow], year: int) -> int:
    return sum(row.total for row in rows.values() if row.year == year)
