"""Bringing the database in line with the register's files: all of it, or nothing."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pghistory
from django.db import transaction

from lhl_portal.access.models import County, CountyRegion, Coverage, Organisation, OrganisationName, Region
from lhl_portal.access.reading import Period, Problems, RefusedFiles
from lhl_portal.access.roles import OrganisationKind
from lhl_portal.access.sorting import norwegian_key
from lhl_portal.access.writing import Writer
from municipalities.models import Change, District, Jurisdiction, Municipality, Population, Position, Spell
from municipalities.register.checks import check_register
from municipalities.register.lineage import jurisdictions
from municipalities.register.records import MunicipalityRow, Register, SpellRow, read_register


@dataclass(frozen=True)
class Loaded:
    """What was read, and how many rows the database did not have like that."""

    register: Register
    created: int
    changed: int
    deleted: int


def load_register(folder: Path) -> Loaded:
    """Reads, checks and writes the files of `folder` in one transaction.

    Writes only rows that differ, so a second run leaves no history. Rows that the files no longer have are deleted,
    except organisations outside the municipalities: an administrator may have added some that the files do not know.
    Raises `RefusedFiles`, or `StillReferenced` when a row to delete is in use; then nothing has been written.
    """
    problems = Problems()
    register = read_register(folder, problems)
    check_register(register, problems)
    if problems:
        raise RefusedFiles(problems)
    with pghistory.context(command="load_register"), transaction.atomic():
        writer = Writer()
        _Loading(register, writer).run()
    return Loaded(register, writer.created, writer.changed, writer.deleted)


class _Loading:
    """One run. Parents are written first and their leftovers deleted last, so that keys always find their row."""

    def __init__(self, register: Register, writer: Writer) -> None:
        self.register = register
        self.writer = writer

    def run(self) -> None:
        regions = self.writer.put(self._regions(), ["code"], Region.objects.all())
        self.region_ids = {row.code: row.pk for row in regions.rows.values()}
        counties = self.writer.put(self._counties(), ["number", "valid_from"], County.objects.all())
        self.counties = list(counties.rows.values())
        organisations = self.writer.put([*self._apparatus(), *self._municipal()], ["code"], Organisation.objects.all())
        self.organisation_ids = {row.code: row.pk for row in organisations.rows.values()}
        municipalities = self.writer.put(self._municipalities(), ["code"], Municipality.objects.all())
        self.municipality_ids = {row.code: row.pk for row in municipalities.rows.values()}

        self._children()

        without = {row.organisation_id for row in municipalities.gone}
        self.writer.remove(municipalities.gone)
        self.writer.remove(row for row in organisations.gone if row.pk in without)
        self.writer.remove(counties.gone)
        self.writer.remove(regions.gone)

    def _children(self) -> None:
        own = [self.organisation_ids[row.code] for row in self.register.organisations]
        replace = self.writer.replace
        replace(self._county_regions(), ["county_id", "valid_from"], CountyRegion.objects.all())
        replace(
            self._organisation_names(),
            ["organisation_id", "valid_from"],
            OrganisationName.objects.filter(organisation__in=own),
        )
        replace(
            self._coverage(),
            ["organisation_id", "county_id", "valid_from"],
            Coverage.objects.filter(organisation__in=own),
        )
        replace(self._spells(), ["municipality_id", "valid_from"], Spell.objects.all())
        replace(self._positions(), ["municipality_id", "valid_from"], Position.objects.all())
        replace(self._districts(), ["number"], District.objects.all())
        replace(self._changes(), ["predecessor_id", "successor_id", "effective_on", "kind"], Change.objects.all())
        replace(self._jurisdictions(), ["municipality_id", "valid_from"], Jurisdiction.objects.all())
        replace(self._population(), ["municipality_id", "year"], Population.objects.all())

    def _regions(self) -> list[Region]:
        return [
            Region(code=row.code, name=row.name, language=row.language, sort_key=norwegian_key(row.name))
            for row in self.register.regions
        ]

    def _counties(self) -> list[County]:
        return [
            County(
                number=row.number,
                name=row.name,
                name_official=row.name_official,
                sort_key=norwegian_key(row.name),
                **_period(row),
            )
            for row in self.register.counties
        ]

    def _county_regions(self) -> list[CountyRegion]:
        return [
            CountyRegion(
                county_id=self._county(row.county, row.valid_from),
                region_id=self.region_ids[row.region],
                **_period(row),
            )
            for row in self.register.county_regions
        ]

    def _apparatus(self) -> list[Organisation]:
        newest = {
            row.organisation: (row.name_nb, row.name_nn)
            for row in sorted(self.register.organisation_names, key=lambda row: row.valid_from)
        }
        return [
            Organisation(
                code=row.code,
                kind=row.kind,
                name=newest[row.code][0],
                name_nn="" if newest[row.code][0] == newest[row.code][1] else newest[row.code][1],
                org_number=row.org_number,
                region_id=self.region_ids[row.region] if row.region else None,
                sort_key=norwegian_key(newest[row.code][0]),
            )
            for row in self.register.organisations
        ]

    def _municipal(self) -> list[Organisation]:
        rows = []
        for row, spell in self._newest_spells():
            # The name with the county behind, where there is one: Våler kommune (Innlandet).
            name = f"{spell.name} kommune{spell.name_unique.removeprefix(spell.name)}"
            if row.valid_to:
                name += f" (til {row.valid_to.year - 1})"
            rows.append(
                Organisation(
                    code=_organisation_code(row.code),
                    kind=OrganisationKind.MUNICIPALITY,
                    name=name,
                    sort_key=norwegian_key(name),
                )
            )
        return rows

    def _municipalities(self) -> list[Municipality]:
        return [
            Municipality(
                code=row.code,
                name=spell.name_unique,
                number=spell.number,
                sort_key=norwegian_key(spell.name_unique),
                organisation_id=self.organisation_ids[_organisation_code(row.code)],
                **_period(row),
            )
            for row, spell in self._newest_spells()
        ]

    def _organisation_names(self) -> list[OrganisationName]:
        return [
            OrganisationName(
                organisation_id=self.organisation_ids[row.organisation],
                name_nb=row.name_nb,
                name_nn=row.name_nn,
                **_period(row),
            )
            for row in self.register.organisation_names
        ]

    def _coverage(self) -> list[Coverage]:
        """An office covers the counties of its region; the others are written down."""
        office = {row.region: row.code for row in self.register.organisations if row.region}
        rows: list[tuple[str, str, Period]] = [
            *((office[row.region], row.county, row) for row in self.register.county_regions),
            *((row.organisation, row.county, row) for row in self.register.coverage),
        ]
        return [
            Coverage(
                organisation_id=self.organisation_ids[organisation],
                county_id=self._county(county, row.valid_from),
                **_period(row),
            )
            for organisation, county, row in rows
        ]

    def _spells(self) -> list[Spell]:
        return [
            Spell(
                municipality_id=self.municipality_ids[row.municipality],
                number=row.number,
                name=row.name,
                name_official=row.name_official,
                name_unique=row.name_unique,
                sort_key=norwegian_key(row.name_unique),
                county_id=self._county(row.county, row.valid_from),
                **_period(row),
            )
            for row in self.register.spells
        ]

    def _positions(self) -> list[Position]:
        return [
            Position(
                municipality_id=self.municipality_ids[row.municipality],
                column=row.column,
                row=row.row,
                latitude=row.latitude,
                longitude=row.longitude,
                **_period(row),
            )
            for row in self.register.positions
        ]

    def _districts(self) -> list[District]:
        return [
            District(
                municipality_id=self.municipality_ids[row.municipality],
                number=row.number,
                name=row.name,
                sort_key=norwegian_key(row.name),
            )
            for row in self.register.districts
        ]

    def _changes(self) -> list[Change]:
        return [
            Change(
                predecessor_id=self.municipality_ids[row.predecessor],
                successor_id=self.municipality_ids[row.successor],
                effective_on=row.effective_on,
                kind=row.kind,
                partial=row.partial,
                is_main=row.is_main,
                note=row.note,
            )
            for row in self.register.changes
        ]

    def _jurisdictions(self) -> list[Jurisdiction]:
        return [
            Jurisdiction(
                municipality_id=self.municipality_ids[row.municipality],
                steward_id=self.municipality_ids[row.steward],
                county_id=self._county(row.county, row.valid_from),
                valid_from=row.valid_from,
                valid_to=row.valid_to,
            )
            for row in jurisdictions(self.register)
        ]

    def _population(self) -> list[Population]:
        by_number: dict[str, list[SpellRow]] = {}
        for spell in self.register.spells:
            by_number.setdefault(spell.number, []).append(spell)
        return [
            Population(
                municipality_id=self.municipality_ids[_on(by_number[row.number], row.day).municipality],
                year=row.year,
                total=row.total,
                age_65_plus=row.age_65_plus,
                age_80_plus=row.age_80_plus,
            )
            for row in self.register.population
        ]

    def _newest_spells(self) -> list[tuple[MunicipalityRow, SpellRow]]:
        newest = {
            spell.municipality: spell for spell in sorted(self.register.spells, key=lambda spell: spell.valid_from)
        }
        return [(row, newest[row.code]) for row in self.register.municipalities]

    def _county(self, number: str, day: date) -> int:
        """The key of the county that had `number` on `day`."""
        return next(
            int(county.pk)
            for county in self.counties
            if county.number == number and county.valid_from <= day < (county.valid_to or date.max)
        )


def _period(row: Period) -> dict[str, date | None]:
    return {"valid_from": row.valid_from, "valid_to": row.valid_to}


def _on(spells: list[SpellRow], day: date) -> SpellRow:
    return next(spell for spell in spells if spell.valid_from <= day < (spell.valid_to or date.max))


def _organisation_code(municipality: str) -> str:
    return f"kommune-{municipality}"
