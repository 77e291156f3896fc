"""Files from elsewhere: bytes to text to JSON or a table. Whatever is not as expected is refused with a reason."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

LARGEST = 50_000_000  # bytes; a year of table 07459 with single ages and both sexes is about 2 million
_SEPARATORS = ";,\t"
_LINES_BEFORE_HEADER = 3  # Statbank may put the table's title and an empty line first


class RefusedSource(Exception):
    """A file, or what several say together, that no proposal can be made from. The text is the reason."""


@dataclass(frozen=True)
class Source:
    """A downloaded file as text."""

    name: str
    text: str

    @property
    def is_json(self) -> bool:
        return self.text.lstrip()[:1] in ("{", "[")

    def wrong(self, reason: str) -> RefusedSource:
        return RefusedSource(f"{self.name}: {reason}")

    def json(self) -> Any:
        try:
            return json.loads(self.text, object_pairs_hook=self._once, parse_constant=self._not_a_number)
        except (ValueError, RecursionError) as error:
            raise self.wrong("filen er ikke hel og gyldig JSON") from error

    def table(self, required: Iterable[str]) -> "Table":
        """The rows by the column names in small letters, below the header that has all `required`."""
        columns = set(required)
        for separator in _SEPARATORS:
            found = self._table(separator, columns)
            if found:
                return found
        raise self.wrong(f"filen er verken JSON eller CSV med kolonnene {', '.join(sorted(columns))}")

    def _table(self, separator: str, required: set[str]) -> "Table | None":
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=separator, strict=True)
        title: list[str] = []
        header: list[str] | None = None
        rows = []
        try:
            for values in reader:
                if header is None:
                    names = [value.strip().lower() for value in values]
                    if required <= set(names):
                        header = names
                    elif reader.line_num > _LINES_BEFORE_HEADER:
                        return None
                    else:
                        title += values
                elif values:
                    if len(values) != len(header):
                        raise self.wrong(f"linje {reader.line_num} har {len(values)} kolonner, ikke {len(header)}")
                    rows.append(dict(zip(header, (value.strip() for value in values), strict=True)))
        except csv.Error as error:
            if header is None:
                return None
            raise self.wrong(f"linje {reader.line_num} kan ikke leses som CSV") from error
        if header is None:
            return None
        if len(set(header)) < len(header):
            raise self.wrong("to kolonner har samme navn")
        return Table(" ".join(title).strip(), header, rows)

    def _once(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            raise self.wrong("samme navn står to ganger i JSON-filen")
        return found

    def _not_a_number(self, constant: str) -> NoReturn:
        raise self.wrong(f"{constant} er ikke et tall")


@dataclass(frozen=True)
class Table:
    title: str
    header: list[str]
    rows: list[dict[str, str]]


def open_source(path: Path) -> Source:
    """The file's text. UTF-8, or else Windows-1252, which has all of ISO-8859-1's letters."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise RefusedSource(f"{path}: filen kan ikke åpnes") from error
    if len(content) > LARGEST:
        raise RefusedSource(f"{path.name}: filen er større enn {LARGEST // 1_000_000} MB")
    if not content.strip() or b"\0" in content:
        raise RefusedSource(f"{path.name}: filen er tom eller ikke en tekstfil")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return Source(path.name, content.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise RefusedSource(f"{path.name}: filen er verken UTF-8 eller Windows-1252")
