"""The rows of the register's files, as they are read. Periods are half-open."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from lhl_portal.access.models import Region
from lhl_portal.access.reading import Place, Problems, Row, WrongValue, is_organisation_number, read_table
from lhl_portal.access.roles import OrganisationKind
from municipalities.models import Change

DATA = Path(__file__).resolve().parent.parent / "data"

# The tile map fits on a page, and every point is in mainland Norway with its islands.
MAP = 50
LATITUDES, LONGITUDES = (57, 72), (4, 32)

Record = TypeVar("Record")

_COUNTY = re.compile(r"[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{4}")
_DISTRICT = re.compile(r"[0-9]{6}")
_MUNICIPALITY = re.compile(r"[0-9]{4}-[0-9]{4}")
# The register makes the municipalities' organisations itself.
_KINDS = [kind for kind in OrganisationKind.values if kind != OrganisationKind.MUNICIPALITY]


@dataclass(frozen=True)
class RegionRow:
    place: Place
    code: str
    name: str
    language: str


@dataclass(frozen=True)
class CountyRow:
    place: Place
    number: str
    name: str
    name_official: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class CountyRegionRow:
    place: Place
    county: str
    region: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class OrganisationRow:
    place: Place
    code: str
    kind: str
    org_number: str
    region: str


@dataclass(frozen=True)
class OrganisationNameRow:
    place: Place
    organisation: str
    name_nb: str
    name_nn: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class CoverageRow:
    place: Place
    organisation: str
    county: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class MunicipalityRow:
    place: Place
    code: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class SpellRow:
    place: Place
    municipality: str
    number: str
    name: str
    name_official: str
    name_unique: str
    county: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class PositionRow:
    place: Place
    municipality: str
    column: int
    row: int
    latitude: float
    longitude: float
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class DistrictRow:
    place: Place
    number: str
    municipality: str
    name: str


@dataclass(frozen=True)
class ChangeRow:
    place: Place
    predecessor: str
    successor: str
    effective_on: date
    kind: str
    partial: bool
    is_main: bool
    note: str


@dataclass(frozen=True)
class PopulationRow:
    """Inhabitants on 1 January of `year` in the municipality that had `number` that day."""

    place: Place
    number: str
    year: int
    total: int
    age_65_plus: int
    age_80_plus: int

    @property
    def day(self) -> date:
        return date(self.year, 1, 1)


@dataclass(frozen=True)
class Register:
    """All the files of one folder."""

    regions: list[RegionRow]
    counties: list[CountyRow]
    county_regions: list[CountyRegionRow]
    organisations: list[OrganisationRow]
    organisation_names: list[OrganisationNameRow]
    coverage: list[CoverageRow]
    municipalities: list[MunicipalityRow]
    spells: list[SpellRow]
    positions: list[PositionRow]
    districts: list[DistrictRow]
    changes: list[ChangeRow]
    population: list[PopulationRow]


def read_register(folder: Path, problems: Problems) -> Register:
    """What the files hold. Rows that cannot be understood are left out and reported in `problems`."""

    def read(file: str, columns: str, make: Callable[[Row], Record]) -> list[Record]:
        return read_table(folder / file, columns.split(), make, problems)

    return Register(
        regions=read("regions.csv", "code name language", _region),
        counties=read("counties.csv", "number name name_official valid_from valid_to", _county),
        county_regions=read("county_regions.csv", "county region valid_from valid_to", _county_region),
        organisations=read("organisations.csv", "code kind org_number region source", _organisation),
        organisation_names=read(
            "organisation_names.csv", "organisation name_nb name_nn valid_from valid_to", _organisation_name
        ),
        coverage=read("coverage.csv", "organisation county valid_from valid_to", _coverage),
        municipalities=read("municipalities.csv", "code valid_from valid_to", _municipality),
        spells=read(
            "spells.csv",
            "municipality number name name_official name_unique county valid_from valid_to",
            _spell,
        ),
        positions=read("positions.csv", "municipality column row latitude longitude valid_from valid_to", _position),
        districts=read("districts.csv", "number municipality name", _district),
        changes=read("changes.csv", "predecessor successor effective_on kind partial is_main note", _change),
        population=read("population.csv", "number year total age_65_plus age_80_plus", _population),
    )


def _region(row: Row) -> RegionRow:
    languages = [code for code, _ in Region._meta.get_field("language").choices or []]
    return RegionRow(row.place, row.code("code"), row.text("name", 80), row.one_of("language", languages))


def _county(row: Row) -> CountyRow:
    return CountyRow(
        row.place,
        row.matching("number", _COUNTY, "to sifre"),
        row.text("name", 80),
        row.text("name_official", 120),
        *row.period(),
    )


def _county_region(row: Row) -> CountyRegionRow:
    return CountyRegionRow(row.place, row.matching("county", _COUNTY, "to sifre"), row.code("region"), *row.period())


def _organisation(row: Row) -> OrganisationRow:
    kind, region = row.one_of("kind", _KINDS), row.optional_code("region")
    if (kind == OrganisationKind.GOVERNOR) != bool(region):
        raise WrongValue("et embete (governor) skal ha en region, og ingen andre")
    org_number = row.optional("org_number")
    if org_number and not is_organisation_number(org_number):
        raise WrongValue(f"org_number «{org_number}» er ikke et gyldig organisasjonsnummer")
    row.text("source")
    return OrganisationRow(row.place, row.code("code"), kind, org_number, region)


def _organisation_name(row: Row) -> OrganisationNameRow:
    return OrganisationNameRow(
        row.place, row.code("organisation"), row.text("name_nb", 120), row.text("name_nn", 120), *row.period()
    )


def _coverage(row: Row) -> CoverageRow:
    return CoverageRow(row.place, row.code("organisation"), row.matching("county", _COUNTY, "to sifre"), *row.period())


def _municipality(row: Row) -> MunicipalityRow:
    return MunicipalityRow(row.place, _municipality_code(row, "code"), *row.period())


def _spell(row: Row) -> SpellRow:
    county, number = row.matching("county", _COUNTY, "to sifre"), row.matching("number", _NUMBER, "fire sifre")
    if not number.startswith(county):
        raise WrongValue(f"kommunenummer {number} begynner ikke med fylkesnummer {county}")
    name, name_unique = row.text("name", 80), row.text("name_unique", 80)
    if not name_unique.startswith(name):
        raise WrongValue(f"name_unique «{name_unique}» begynner ikke med navnet «{name}»")
    return SpellRow(
        row.place,
        _municipality_code(row, "municipality"),
        number,
        name,
        row.text("name_official", 120),
        name_unique,
        county,
        *row.period(),
    )


def _position(row: Row) -> PositionRow:
    column, line = row.whole("column"), row.whole("row")
    if not (column < MAP and line < MAP):
        raise WrongValue(f"kolonne {column} og rad {line} ligger ikke på kartet (0–{MAP - 1})")
    latitude, longitude = row.decimal("latitude"), row.decimal("longitude")
    if not (LATITUDES[0] <= latitude <= LATITUDES[1] and LONGITUDES[0] <= longitude <= LONGITUDES[1]):
        raise WrongValue(f"breddegrad {latitude} og lengdegrad {longitude} ligger ikke i Norge")
    return PositionRow(
        row.place, _municipality_code(row, "municipality"), column, line, latitude, longitude, *row.period()
    )


def _district(row: Row) -> DistrictRow:
    number, municipality = row.matching("number", _DISTRICT, "seks sifre"), _municipality_code(row, "municipality")
    if number[:4] != municipality[:4]:
        raise WrongValue(f"bydelsnummer {number} begynner ikke med nummeret til kommunen {municipality}")
    return DistrictRow(row.place, number, municipality, row.text("name", 80))


def _change(row: Row) -> ChangeRow:
    kind, partial, is_main = row.one_of("kind", Change.Kind.values), row.flag("partial"), row.flag("is_main")
    if kind == Change.Kind.BOUNDARY and (is_main or not partial):
        raise WrongValue("en grensejustering gjelder en del av kommunen og har ingen hovedetterfølger")
    predecessor, successor = _municipality_code(row, "predecessor"), _municipality_code(row, "successor")
    if predecessor == successor:
        raise WrongValue(f"{predecessor} kan ikke etterfølge seg selv")
    return ChangeRow(
        row.place, predecessor, successor, row.day("effective_on"), kind, partial, is_main, row.optional("note")
    )


def _population(row: Row) -> PopulationRow:
    total, age_65_plus, age_80_plus = row.whole("total"), row.whole("age_65_plus"), row.whole("age_80_plus")
    if not age_80_plus <= age_65_plus <= total:
        raise WrongValue("innbyggere over 80 år, over 65 år og i alt henger ikke sammen")
    year = row.whole("year")
    if not 1900 <= year <= 2200:
        raise WrongValue(f"year {year} er ikke et årstall")
    return PopulationRow(
        row.place, row.matching("number", _NUMBER, "fire sifre"), year, total, age_65_plus, age_80_plus
    )


def _municipality_code(row: Row, column: str) -> str:
    return row.matching(column, _MUNICIPALITY, "kommunenummer og år, som 1103-2020")
