"""The municipal division after Klass: which bodies go on under a new number or name, which end and which are made.

A code that becomes one code, and is the only one to do so, is the same body. Several that become one are merged, one
that becomes several is split: those bodies end and new ones are made, also where a number is kept. What the register
has already is passed by, so a file of changes may reach as far back as the register.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from lhl_portal.access.reading import Place
from municipalities.models import Change
from municipalities.register.records import ChangeRow, CountyRow, MunicipalityRow, Register, SpellRow
from municipalities.register.refresh.events import Event, events
from municipalities.register.refresh.klass import Code, CodeChange
from municipalities.register.refresh.sources import RefusedSource

Persons = Mapping[tuple[str, int], int]  # inhabitants by number and year


def renewed(
    register: Register, changes: Iterable[CodeChange], codes: Mapping[str, Code], day: date, persons: Persons
) -> tuple[Register, list[str]]:
    """The register with the changes until `day`, and what a person must look at.

    Raises `RefusedSource` when that does not give just the municipalities that `codes` has on `day`.
    """
    division = _Division(register, persons)
    start = min((row.valid_from for row in register.municipalities), default=day)
    for event in events([change for change in changes if start < change.day <= day], division.in_use):
        division.apply(event)
    division.compare(codes, day)
    return (
        replace(
            register,
            municipalities=sorted(division.municipalities.values(), key=lambda row: row.code),
            spells=sorted(division.spells, key=lambda row: (row.municipality, row.valid_from)),
            changes=sorted(division.changes, key=lambda row: row.effective_on),
        ),
        division.warnings,
    )


@dataclass
class _Division:
    register: Register
    persons: Persons
    warnings: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.municipalities = {row.code: row for row in self.register.municipalities}
        self.spells = list(self.register.spells)
        self.former = frozenset(self.register.spells)
        self.changes = list(self.register.changes)

    def in_use(self, number: str, day: date) -> bool:
        return self._at(number, day) is not None

    def apply(self, event: Event) -> None:
        before = {number: self._known(number, event.day - timedelta(days=1)) for number in event.old}
        after = {number: self._at(number, event.day) for number in event.new}
        if len(event.old) == len(event.new) == 1:
            (old,), (new,), (code,) = before.values(), after.values(), event.new.values()
            known = new is not None and new.municipality == old.municipality
            # A number that is kept can only be a new name; one that is new has its name checked with the codes.
            if not known or (old.number == code.number and new and new.name_official != self._official(code.name)):
                self._designate(old.municipality, code, event.day)
        elif set(event.old) == set(event.new):
            self._tell_of_boundary(event, before)
        elif not all(spell and self._made_on(spell, event.day) for spell in after.values()):
            self._replace(event, before)
        self._tell_apart(event.day)

    def compare(self, codes: Mapping[str, Code], day: date) -> None:
        """The same numbers as Klass, and the names that Klass gives them."""
        ours = {spell.number: spell for spell in self.spells if _holds(spell, day)}
        unknown, gone = sorted(set(codes) - set(ours)), sorted(set(ours) - set(codes))
        if unknown or gone:
            raise RefusedSource(
                f"Kodene for {day} stemmer ikke med registeret og endringsfilen. "
                f"Bare i kodefilen: {_listed(unknown)}. Bare i registeret: {_listed(gone)}. "
                f"Last ned alle endringer til og med {day}, og se at dagen er den kodefilen gjelder."
            )
        for number, code in sorted(codes.items()):
            spell = ours[number]
            if spell.name_official != (name := self._official(code.name)):
                self.warnings.append(
                    f"{number} {spell.name_official} heter «{name}» {day}, men endringsfilen sier ikke fra når. "
                    f"Navnet er satt fra {day}; rett datoen i spells.csv om den er en annen."
                )
                self._designate(spell.municipality, code, day)
        self._tell_apart(day)

    def _replace(self, event: Event, before: Mapping[str, SpellRow]) -> None:
        """Those before end, and new ones are made of them."""
        for spell in before.values():
            body = self.municipalities[spell.municipality]
            self.municipalities[body.code] = replace(body, valid_to=event.day)
            self._end(spell, event.day)
        made = {}
        for number, code in event.new.items():
            made[number] = f"{number}-{event.day.year}"
            sources = [before[old].name for old, new in event.steps if new == number]
            self.municipalities[made[number]] = MunicipalityRow(
                Place("municipalities.csv"), made[number], event.day, None
            )
            self.spells.append(self._spell(made[number], code, event.day, None, sources))
        for old, new in event.steps:
            parts = [to for source, to in event.steps if source == old]
            main = max(parts, key=lambda to: self._weight(to, before[old], event))
            if len(parts) > 1 and new == main:
                self._tell_of_main(before[old], event, main)
            self.changes.append(
                ChangeRow(
                    Place("changes.csv"),
                    before[old].municipality,
                    made[new],
                    event.day,
                    Change.Kind.SPLIT if len(parts) > 1 else Change.Kind.MERGE,
                    partial=len(parts) > 1,
                    is_main=new == main,
                    note="",
                )
            )

    def _weight(self, number: str, predecessor: SpellRow, event: Event) -> tuple[int, bool, str]:
        """Most inhabitants at the first count after, then the same name."""
        year = event.day.year + (event.day > date(event.day.year, 1, 1))
        return self.persons.get((number, year), 0), predecessor.name in event.new[number].name.split(" - "), number

    def _tell_of_main(self, predecessor: SpellRow, event: Event, main: str) -> None:
        self.warnings.append(
            f"{predecessor.number} {predecessor.name} deles {event.day}. Hovedetterfølgeren må godkjennes: "
            f"{main} {event.new[main].name} er foreslått etter folketall og navn; rett is_main i changes.csv om det "
            "er feil."
        )

    def _tell_of_boundary(self, event: Event, before: Mapping[str, SpellRow]) -> None:
        bodies = {spell.municipality for spell in before.values()}
        if not any(row.effective_on == event.day and row.predecessor in bodies for row in self.changes):
            names = ", ".join(f"{spell.number} {spell.name}" for spell in before.values())
            self.warnings.append(f"Grensejustering {event.day} mellom {names} er ikke ført; før den i changes.csv.")

    def _designate(self, municipality: str, code: Code, day: date, unique: str = "") -> None:
        """The body has another number or name from `day` on."""
        spell = next((row for row in self.spells if row.municipality == municipality and _holds(row, day)), None)
        if spell is None:
            raise RefusedSource(f"Etter registeret tok kommunen {municipality} slutt før eller på dagen {day}.")
        new = self._spell(municipality, code, day, spell.valid_to, [spell.name])
        self._end(spell, day)
        self.spells.append(replace(new, name_unique=unique) if unique else new)

    def _end(self, spell: SpellRow, day: date) -> None:
        self.spells.remove(spell)
        if spell.valid_from < day:
            self.spells.append(replace(spell, valid_to=day))

    def _spell(self, municipality: str, code: Code, day: date, end: date | None, earlier: list[str]) -> SpellRow:
        official = self._official(code.name)
        name = self._short(code, official, earlier)
        self._county(code.number, day)
        return SpellRow(Place("spells.csv"), municipality, code.number, name, official, name, code.number[:2], day, end)

    def _short(self, code: Code, official: str, earlier: list[str]) -> str:
        """The Norwegian name among the parallel ones: the one used before, or Klass' short name, or else the first."""
        parts = official.split(" - ")
        for known in (*earlier, code.short):
            if known in parts:
                return known
        if len(parts) > 1:
            self.warnings.append(f"{code.number} {official}: kortnavnet «{parts[0]}» må kontrolleres i spells.csv.")
        return parts[0]

    def _official(self, name: str) -> str:
        """Without a county behind, which Statistics Norway writes where two have the same name."""
        bare, bracket, county = name.removesuffix(")").rpartition(" (")
        return bare if bracket and county in {row.name for row in self.register.counties} else name

    def _tell_apart(self, day: date) -> None:
        """Spells that begin on `day`, and those they share a name with, have the county in their unique name."""
        for begun in [row for row in self.spells if row.valid_from == day and row not in self.former]:
            alike = [row for row in self.spells if row.name == begun.name and _holds(row, day)]
            for row in alike if len(alike) > 1 else []:
                unique = f"{row.name} ({self._county(row.number, day).name})"
                if row.name_unique != unique:
                    self._designate(row.municipality, Code(row.number, row.name_official, row.name), day, unique)

    def _county(self, number: str, day: date) -> CountyRow:
        for county in self.register.counties:
            if county.number == number[:2] and _holds(county, day):
                return county
        raise RefusedSource(
            f"Fylke {number[:2]} finnes ikke {day}. Før det inn i counties.csv, county_regions.csv og coverage.csv "
            "i en kopi av mappen, og kjør kommandoen på den med --data."
        )

    def _at(self, number: str, day: date) -> SpellRow | None:
        return next((row for row in self.spells if row.number == number and _holds(row, day)), None)

    def _known(self, number: str, day: date) -> SpellRow:
        if spell := self._at(number, day):
            return spell
        raise RefusedSource(f"Kommunenummer {number} i endringsfilen var ikke i bruk {day}.")

    def _made_on(self, spell: SpellRow, day: date) -> bool:
        return self.municipalities[spell.municipality].valid_from == day


def _holds(row: SpellRow | CountyRow, day: date) -> bool:
    return row.valid_from <= day < (row.valid_to or date.max)


def _listed(numbers: list[str]) -> str:
    return (", ".join(numbers[:10]) + (" …" if len(numbers) > 10 else "")) or "ingen"
