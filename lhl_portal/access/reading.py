"""Reference files: comment lines that give source and date, a header row, one fact a row.

A file is UTF-8 and comma separated. Reading never stops at the first mistake: each broken row becomes a `Problem`, and
the caller refuses the files whole when there are any. Reasons are in Norwegian, for the person who edits the files.
"""

import csv
import io
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Protocol, TypeVar

COMMENT = "#"
REQUIRED_COMMENTS = ("# Kilde:", "# Dato:")

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class WrongValue(Exception):
    """A value that cannot be used. The text is the reason."""


@dataclass(frozen=True, order=True)
class Place:
    """A line of a file. Line 0 is the file as a whole."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}, linje {self.line}" if self.line else self.file


@dataclass
class Problems:
    """What is wrong with the files, so far."""

    found: list[tuple[Place, str]] = field(default_factory=list)

    def add(self, place: Place, reason: str) -> None:
        self.found.append((place, reason))

    def __bool__(self) -> bool:
        return bool(self.found)

    def __len__(self) -> int:
        return len(self.found)

    def lines(self) -> list[str]:
        """One text for each problem, in the order of the files' lines."""
        return [f"{place}: {reason}" for place, reason in sorted(self.found)]


class RefusedFiles(Exception):
    """The files hold mistakes, and nothing of them may be used."""

    shown = 50

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        lines = problems.lines()
        more = [f"… og {len(lines) - self.shown} til"] if len(lines) > self.shown else []
        super().__init__("\n".join(["Filene er ikke lastet. Feil:", *lines[: self.shown], *more]))


class Placed(Protocol):
    @property
    def place(self) -> Place: ...


class Period(Placed, Protocol):
    """A half-open period that stands on a line."""

    @property
    def valid_from(self) -> date: ...

    @property
    def valid_to(self) -> date | None: ...


@dataclass(frozen=True)
class Row:
    """One line, with its values by column. Each method gives a checked value or raises `WrongValue`."""

    place: Place
    values: dict[str, str]

    def optional(self, column: str, max_length: int = 200) -> str:
        value = self.values[column].strip()
        if len(value) > max_length:
            raise WrongValue(f"{column} er lengre enn {max_length} tegn")
        return value

    def text(self, column: str, max_length: int = 200) -> str:
        value = self.optional(column, max_length)
        if not value:
            raise WrongValue(f"{column} mangler")
        return value

    def code(self, column: str) -> str:
        return self.matching(column, _CODE, "små bokstaver a–z, tall og bindestrek")

    def optional_code(self, column: str) -> str:
        return self.code(column) if self.values[column].strip() else ""

    def matching(self, column: str, pattern: re.Pattern[str], form: str) -> str:
        """The value, which has the form `pattern`; `form` says in words what that is."""
        value = self.text(column)
        if not pattern.fullmatch(value):
            raise WrongValue(f"{column} «{value}» er ikke {form}")
        return value

    def one_of(self, column: str, choices: Iterable[str]) -> str:
        value, allowed = self.text(column), list(choices)
        if value not in allowed:
            raise WrongValue(f"{column} «{value}» er ikke en av {', '.join(allowed)}")
        return value

    def flag(self, column: str) -> bool:
        return self.one_of(column, ("ja", "nei")) == "ja"

    def whole(self, column: str) -> int:
        value = self.text(column)
        if not (value.isascii() and value.isdigit()):
            raise WrongValue(f"{column} «{value}» er ikke et helt tall")
        return int(value)

    def decimal(self, column: str) -> float:
        return float(self.matching(column, _DECIMAL, "et tall med punktum foran desimalene"))

    def day(self, column: str) -> date:
        value = self.text(column)
        try:
            if _DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        raise WrongValue(f"{column} «{value}» er ikke en dato på formen ÅÅÅÅ-MM-DD")

    def period(self) -> tuple[date, date | None]:
        """`valid_from` and `valid_to`; an empty `valid_to` means still valid."""
        start = self.day("valid_from")
        end = self.day("valid_to") if self.values["valid_to"].strip() else None
        if end is not None and end <= start:
            raise WrongValue(f"valid_to {end} er ikke etter valid_from {start}")
        return start, end


Record = TypeVar("Record")
Located = TypeVar("Located", bound=Placed)
Dated = TypeVar("Dated", bound=Period)


def read_table(path: Path, columns: Sequence[str], make: Callable[[Row], Record], problems: Problems) -> list[Record]:
    """The records that `make` builds from the rows of a file. A row it cannot build is a problem and left out."""
    records = []
    for row in _rows(path, columns, problems):
        try:
            records.append(make(row))
        except WrongValue as wrong:
            problems.add(row.place, str(wrong))
    return records


def refuse_repeated(
    records: Iterable[Located], key: Callable[[Located], Hashable], what: str, problems: Problems
) -> None:
    """Every record has its own `key`; `what` names the key for the reader of the problem."""
    first: dict[Hashable, Place] = {}
    for record in records:
        place = first.setdefault(key(record), record.place)
        if place != record.place:
            problems.add(record.place, f"{what} står også på linje {place.line}")


def refuse_overlaps(records: Iterable[Dated], key: Callable[[Dated], Hashable], what: str, problems: Problems) -> None:
    """Records with the same `key` have periods that do not overlap."""
    for same in grouped(records, key).values():
        for earlier, later in pairwise(same):
            if earlier.valid_to is None or later.valid_from < earlier.valid_to:
                problems.add(later.place, f"perioden overlapper linje {earlier.place.line} for {what}")


def grouped(records: Iterable[Dated], key: Callable[[Dated], Hashable]) -> dict[Hashable, list[Dated]]:
    """The records by `key`, each group in order of time."""
    groups: dict[Hashable, list[Dated]] = {}
    for record in sorted(records, key=lambda record: record.valid_from):
        groups.setdefault(key(record), []).append(record)
    return groups


def is_organisation_number(value: str) -> bool:
    """Nine digits, the last of which is the check digit (modulus 11) of the Brønnøysund registers."""
    if not re.fullmatch(r"[0-9]{9}", value):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(value, (3, 2, 7, 6, 5, 4, 3, 2), strict=False))
    return (11 - total % 11) % 11 == int(value[8])


def _rows(path: Path, columns: Sequence[str], problems: Problems) -> Iterator[Row]:
    name = path.name
    try:
        lines = list(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
    except FileNotFoundError:
        problems.add(Place(name), "filen finnes ikke")
        return
    except UnicodeDecodeError:
        problems.add(Place(name), "filen er ikke UTF-8")
        return
    comments = next((i for i, line in enumerate(lines) if not line.startswith(COMMENT)), len(lines))
    for required in REQUIRED_COMMENTS:
        if not any(line.startswith(required) for line in lines[:comments]):
            problems.add(Place(name), f"linjen «{required}» mangler øverst i filen")

    reader = csv.reader(lines[comments:], strict=True)
    header = None
    line = comments + 1
    try:
        for values in reader:
            place, line = Place(name, line), comments + reader.line_num + 1
            if header is None:
                header = values
                if header != list(columns):
                    problems.add(place, f"kolonnene skal være {','.join(columns)}")
                    return
            elif values:
                if len(values) == len(columns):
                    yield Row(place, dict(zip(columns, values, strict=True)))
                else:
                    problems.add(place, f"raden har {len(values)} kolonner, det skal være {len(columns)}")
    except csv.Error:
        problems.add(Place(name, line), "raden kan ikke leses som CSV (feil bruk av anførselstegn)")
        return
    if header is None:
        problems.add(Place(name), "filen er tom")
