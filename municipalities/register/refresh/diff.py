"""What would change in the register, told to the person who is to approve it. Pure: two registers in, lines out."""

from collections.abc import Callable, Iterator, Mapping

from municipalities.models import Change
from municipalities.register.records import PopulationRow, Register, SpellRow
from municipalities.register.refresh.population import bodies_by_number, figures, percent, thousands

_BIGGEST = 5
_FIGURES = ("i alt", "65 år og eldre", "80 år og eldre")


def told(before: Register, after: Register) -> list[str]:
    """Headings with lines below, those without any left out. Nothing at all when nothing changes."""
    sections = {
        "Nye kommuner": _made(before, after),
        "Opphørte kommuner": _ended(before, after),
        "Nytt nummer": _designated(before, after, lambda row: row.number),
        "Nytt navn": _designated(before, after, lambda row: row.name_official),
        "Nytt entydig navn": _designated(before, after, lambda row: row.name_unique.removeprefix(row.name).strip()),
        "Folketall": _counted(before, after),
    }
    lines = []
    for heading, found in sections.items():
        if below := [f"  {line}" for line in found]:
            lines += ["", heading, *below]
    return lines


def _made(before: Register, after: Register) -> Iterator[str]:
    known, names = {row.code for row in before.municipalities}, _last_names(after)
    for row in after.municipalities:
        if row.code not in known:
            of = ", ".join(names[each.predecessor] for each in after.changes if each.successor == row.code)
            yield f"{names[row.code]} fra {row.valid_from}, av {of}"


def _ended(before: Register, after: Register) -> Iterator[str]:
    living, names = {row.code for row in before.municipalities if row.valid_to is None}, _last_names(after)
    for row in after.municipalities:
        if row.code not in living or row.valid_to is None:
            continue
        steps = [each for each in after.changes if each.predecessor == row.code and each.kind != Change.Kind.BOUNDARY]
        split = len(steps) > 1
        to = ", ".join(names[each.successor] + " (hovedetterfølger)" * (split and each.is_main) for each in steps)
        yield f"{names[row.code]} til {row.valid_to}, {'deles i' if split else 'går inn i'} {to}"


def _designated(before: Register, after: Register, what: Callable[[SpellRow], str]) -> Iterator[str]:
    """Bodies of before for which `what` is something else from a day on than the register says now."""
    spells: dict[str, list[SpellRow]] = {}
    for row in before.spells:
        spells.setdefault(row.municipality, []).append(row)
    for row in after.spells:
        for was in spells.get(row.municipality, []):
            holds = was.valid_from <= row.valid_from and (was.valid_to is None or row.valid_from < was.valid_to)
            if holds and what(was) != what(row):
                yield f"{was.number} {was.name_official}: {what(was) or '–'} → {what(row) or '–'} fra {row.valid_from}"


def _counted(before: Register, after: Register) -> Iterator[str]:
    old, new = _by_year(before), _by_year(after)
    for year, rows in sorted(new.items()):
        earlier = old.get(year)
        if earlier is None:
            yield f"{year}: nytt år, {len(rows)} kommuner"
            yield from _compared(after, new.get(year - 1, {}), rows, year - 1, year)
        elif count := sum(
            figures(row) != figures(earlier[number]) for number, row in rows.items() if number in earlier
        ):
            yield f"{year}: rettet for {count} kommuner"
            yield from _compared(after, earlier, rows, year, year)


def _compared(
    register: Register, before: Mapping[str, PopulationRow], after: Mapping[str, PopulationRow], last: int, year: int
) -> Iterator[str]:
    """The sums of the country, and the municipalities that differ most, as part of what they were."""
    if not before:
        return
    sums = [tuple(map(sum, zip(*(figures(row) for row in rows.values()), strict=True))) for rows in (before, after)]
    for name, was, now in zip(_FIGURES, *sums, strict=True):
        yield f"  Hele landet {name}: {thousands(was)} → {thousands(now)} ({percent(was, now)})"
    bodies = bodies_by_number(register, {last, year})
    names = _last_names(register)
    earlier = {bodies[number, last]: row.total for number, row in before.items()}
    both = [(bodies[number, year], row.total) for number, row in after.items() if bodies[number, year] in earlier]
    biggest = sorted(
        ((body, earlier[body], now) for body, now in both if now != earlier[body]),
        key=lambda each: abs(each[2] - each[1]) / max(each[1], 1),
        reverse=True,
    )
    for body, was, now in biggest[:_BIGGEST]:
        yield f"  {names[body]}: {thousands(was)} → {thousands(now)} ({percent(was, now)})"


def _by_year(register: Register) -> dict[int, dict[str, PopulationRow]]:
    years: dict[int, dict[str, PopulationRow]] = {}
    for row in register.population:
        years.setdefault(row.year, {})[row.number] = row
    return years


def _last_names(register: Register) -> dict[str, str]:
    """The newest number and name of each body."""
    return {
        row.municipality: f"{row.number} {row.name_unique}"
        for row in sorted(register.spells, key=lambda row: row.valid_from)
    }
