"""What must be true across the register's files, besides each row being well formed."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import pairwise

from lhl_portal.access.reading import (
    Period,
    Place,
    Placed,
    Problems,
    grouped,
    refuse_overlaps,
    refuse_repeated,
)
from lhl_portal.access.roles import NATIONAL, OrganisationKind
from municipalities.models import Change
from municipalities.register.records import ChangeRow, MunicipalityRow, Register, SpellRow


def check_register(register: Register, problems: Problems) -> None:
    """Adds what is wrong to `problems`.

    In steps, each only when the one before found nothing: repeated rows, unknown references, the order of time,
    population, places on the map. A mistake would otherwise be told again as all that follows from it.
    """
    for step in (_rows, _references, _time, _population, _positions):
        if not problems:
            step(register, problems)


def _rows(register: Register, problems: Problems) -> None:
    repeated: list[tuple[Iterable[Placed], Callable[..., object], str]] = [
        (register.regions, lambda row: row.code, "koden"),
        (register.organisations, lambda row: row.code, "koden"),
        ((r for r in register.organisations if r.org_number), lambda row: row.org_number, "organisasjonsnummeret"),
        ((r for r in register.organisations if r.region), lambda row: row.region, "regionen"),
        (register.municipalities, lambda row: row.code, "kommunen"),
        (register.changes, lambda row: (row.predecessor, row.successor, row.effective_on, row.kind), "endringen"),
        (register.districts, lambda row: row.number, "bydelsnummeret"),
        (register.population, lambda row: (row.number, row.year), "kommunenummer og år"),
    ]
    for records, key, what in repeated:
        refuse_repeated(records, key, what, problems)
    overlaps: list[tuple[Iterable[Period], Callable[..., object], str]] = [
        (register.counties, lambda row: row.number, "samme fylkesnummer"),
        (register.county_regions, lambda row: row.county, "samme fylke"),
        (register.organisation_names, lambda row: row.organisation, "samme organisasjon"),
        (register.coverage, lambda row: (row.organisation, row.county), "samme organisasjon og fylke"),
        (register.spells, lambda row: row.municipality, "samme kommune"),
        (register.spells, lambda row: row.number, "samme kommunenummer"),
        (register.spells, lambda row: row.name_unique, "samme entydige navn"),
        (register.positions, lambda row: row.municipality, "samme kommune"),
        (register.positions, lambda row: (row.column, row.row), "samme rute på kartet"),
    ]
    for periods, key, what in overlaps:
        refuse_overlaps(periods, key, what, problems)


def _references(register: Register, problems: Problems) -> None:
    regions = {row.code for row in register.regions}
    organisations = {row.code: row.kind for row in register.organisations}
    municipalities = {row.code for row in register.municipalities}

    def known(place: Place, value: str, values: Iterable[str], what: str) -> None:
        if value not in values:
            problems.add(place, f"{what} «{value}» er ukjent")

    for county_region in register.county_regions:
        known(county_region.place, county_region.region, regions, "regionen")
        _county_exists(register, county_region.county, county_region, problems)
    for organisation in register.organisations:
        if organisation.region:
            known(organisation.place, organisation.region, regions, "regionen")
    for name in register.organisation_names:
        known(name.place, name.organisation, organisations, "organisasjonen")
    for coverage in register.coverage:
        known(coverage.place, coverage.organisation, organisations, "organisasjonen")
        _county_exists(register, coverage.county, coverage, problems)
        if organisations.get(coverage.organisation) in {OrganisationKind.GOVERNOR, *NATIONAL}:
            problems.add(coverage.place, "embeter og landsdekkende organisasjoner skal ikke ha egne fylker")
    for spell in register.spells:
        known(spell.place, spell.municipality, municipalities, "kommunen")
        _county_exists(register, spell.county, spell, problems)
    for position in register.positions:
        known(position.place, position.municipality, municipalities, "kommunen")
    for district in register.districts:
        known(district.place, district.municipality, municipalities, "kommunen")
    for change in register.changes:
        known(change.place, change.predecessor, municipalities, "kommunen")
        known(change.place, change.successor, municipalities, "kommunen")


def _time(register: Register, problems: Problems) -> None:
    spells = grouped(register.spells, lambda spell: spell.municipality)
    for municipality in register.municipalities:
        named = spells.get(municipality.code, [])
        _fills(municipality, named, f"nummer og navn for kommunen {municipality.code}", problems)
        _code_fits(municipality, named, problems)
    in_region = grouped(register.county_regions, lambda row: row.county)
    for county in register.counties:
        within = [row for row in in_region.get(county.number, []) if _contains(county, row)]
        _fills(county, within, f"region for fylke {county.number}", problems)
    _offices(register, problems)
    _succession(register, problems)


def _offices(register: Register, problems: Problems) -> None:
    with_office = {row.region for row in register.organisations}
    for region in register.regions:
        if region.code not in with_office:
            problems.add(region.place, f"regionen {region.code} mangler embete i organisations.csv")
    names = grouped(register.organisation_names, lambda row: row.organisation)
    for organisation in register.organisations:
        own = names.get(organisation.code, [])
        if not own:
            problems.add(organisation.place, f"organisasjonen {organisation.code} mangler navn")
        for earlier, later in pairwise(own):
            if earlier.valid_to != later.valid_from:
                problems.add(later.place, f"organisasjonen er uten navn fra {earlier.valid_to} til {later.valid_from}")


def _succession(register: Register, problems: Problems) -> None:
    bodies = {row.code: row for row in register.municipalities}
    start = min((row.valid_from for row in register.municipalities), default=date.min)
    mains: dict[str, list[ChangeRow]] = {}
    preceded = set()
    for change in register.changes:
        predecessor, successor = bodies[change.predecessor], bodies[change.successor]
        if change.kind == Change.Kind.BOUNDARY:
            # One of the two may be made or end the same day.
            if not (predecessor.valid_from < change.effective_on <= (predecessor.valid_to or date.max)) or not _holds(
                successor, change.effective_on
            ):
                problems.add(change.place, f"kommunene fantes ikke begge {change.effective_on}")
            continue
        preceded.add(successor.code)
        if predecessor.valid_to != change.effective_on:
            problems.add(change.place, f"{predecessor.code} tar ikke slutt {change.effective_on}")
        if successor.valid_from != change.effective_on:
            problems.add(change.place, f"{successor.code} oppstår ikke {change.effective_on}")
        if change.is_main:
            mains.setdefault(predecessor.code, []).append(change)
    for body in register.municipalities:
        count = len(mains.get(body.code, []))
        if body.valid_to is not None and count != 1:
            problems.add(
                body.place,
                f"kommunen {body.code} tar slutt {body.valid_to} og skal ha én hovedetterfølger, men har {count}",
            )
        if body.valid_from > start and body.code not in preceded:
            problems.add(body.place, f"kommunen {body.code} oppstår {body.valid_from} uten forgjenger")


def _population(register: Register, problems: Problems) -> None:
    """A year that is begun has every municipality, so that a sum never lacks one in silence."""
    spells = grouped(register.spells, lambda spell: spell.number)
    for row in register.population:
        if not any(_holds(spell, row.day) for spell in spells.get(row.number, [])):
            problems.add(row.place, f"kommunenummer {row.number} var ikke i bruk {row.day}")
    counted: dict[int, set[str]] = {}
    for row in register.population:
        counted.setdefault(row.year, set()).add(row.number)
    for year, numbers in sorted(counted.items()):
        day = date(year, 1, 1)
        missing = sorted(
            spell.number for spell in register.spells if _holds(spell, day) and spell.number not in numbers
        )
        if missing:
            listed = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")
            problems.add(Place("population.csv"), f"folketall for {year} mangler for {len(missing)} kommuner: {listed}")


def _positions(register: Register, problems: Problems) -> None:
    """Last, as the register is to be checked in full also while a new municipality waits for its place."""
    positions = grouped(register.positions, lambda position: position.municipality)
    for municipality in register.municipalities:
        what = f"plass på kartet for kommunen {municipality.code}"
        if placed := positions.get(municipality.code, []):
            _fills(municipality, placed, what, problems)
        else:
            problems.add(Place("positions.csv"), f"{what} mangler")


def _county_exists(register: Register, number: str, row: Period, problems: Problems) -> None:
    if not any(county.number == number and _contains(county, row) for county in register.counties):
        problems.add(row.place, f"fylke {number} finnes ikke i hele perioden")


def _code_fits(municipality: MunicipalityRow, spells: list[SpellRow], problems: Problems) -> None:
    expected = f"{spells[0].number}-{municipality.valid_from.year}" if spells else municipality.code
    if municipality.code != expected:
        problems.add(municipality.place, f"koden skal være første nummer og år: {expected}")


def _fills(whole: Period, parts: Sequence[Period], what: str, problems: Problems) -> None:
    """The parts, in order and without overlap, cover every day of the whole and no other."""
    day: date | None = whole.valid_from
    for part in parts:
        if part.valid_from != day:
            problems.add(part.place, f"{what} skal henge sammen i tid: perioden skal begynne {day}")
            return
        day = part.valid_to
    if not parts:
        problems.add(whole.place, f"{what} mangler")
    elif day != whole.valid_to:
        problems.add(parts[-1].place, f"{what} skal gjelde til {whole.valid_to or 'i dag (tom valid_to)'}")


def _holds(period: Period, day: date) -> bool:
    return period.valid_from <= day < (period.valid_to or date.max)


def _contains(outer: Period, inner: Period) -> bool:
    return outer.valid_from <= inner.valid_from and (inner.valid_to or date.max) <= (outer.valid_to or date.max)
