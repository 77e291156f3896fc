"""Klass 131 Standard for kommuneinndeling, as the Klass API of Statistics Norway gives it in JSON or CSV.

Codes (`codesAt`, or `codes` with from and to): `{"codes": [...]}`, or a table, with at least `code` and `name`. Where a
row has `validFromInRequestedRange` and `validToInRequestedRange`, they are a half-open period, empty for open.
Changes (`changes`): `{"codeChanges": [...]}`, or a table, with `oldCode`, `newCode`, `newName` and `changeOccurred`,
the first day of the new code. A code that goes on under the same number in a merger may be left out on the old side.
CSV has comma or semicolon between, is UTF-8 or ISO-8859-1, and in the latter lacks letters of the Sami names.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from municipalities.register.refresh.sources import Source

NOT_MUNICIPALITIES = frozenset({"21", "22", "23", "25", "26", "28", "88", "99"})  # Svalbard, the shelf, abroad, unknown

_NUMBER = re.compile(r"[0-9]{4}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LOST_LETTERS = ("?", "\N{REPLACEMENT CHARACTER}")


@dataclass(frozen=True)
class Code:
    """A municipality's number and its official name. `short` is Klass's own short name, most often empty."""

    number: str
    name: str
    short: str


@dataclass(frozen=True)
class CodeChange:
    """From `day` on, the municipality that was `old`, or a part of it, is found under `new`."""

    old: str
    new: Code
    day: date


def codes_on(source: Source, day: date) -> dict[str, Code]:
    """The municipalities on `day`, by number."""
    found: dict[str, Code] = {}
    for row in _records(source, "codes", ("code", "name")):
        if row["code"][:2] in NOT_MUNICIPALITIES or not _holds(source, row, day):
            continue
        code = _code(source, row, "code", "name", "shortname")
        if code.number in found:
            raise source.wrong(f"kommunenummer {code.number} står to ganger for {day}")
        found[code.number] = code
    if not found:
        raise source.wrong(f"ingen kommuner gjelder {day}")
    return found


def code_changes(source: Source) -> list[CodeChange]:
    """The changes in order of time, each once."""
    found: dict[tuple[date, str, str], CodeChange] = {}
    for row in _records(source, "codeChanges", ("oldCode", "newCode", "newName", "changeOccurred")):
        if row["oldcode"][:2] in NOT_MUNICIPALITIES or row["newcode"][:2] in NOT_MUNICIPALITIES:
            continue
        change = CodeChange(
            _number(source, row["oldcode"]),
            _code(source, row, "newcode", "newname", "newshortname"),
            _day(source, row["changeoccurred"]),
        )
        key = (change.day, change.old, change.new.number)
        if found.setdefault(key, change) != change:
            raise source.wrong(f"endringen {change.old} → {change.new.number} {change.day} har to navn")
    return [change for _, change in sorted(found.items(), key=lambda item: item[0])]


def _records(source: Source, key: str, required: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows with keys in small letters, as CSV and JSON write them differently."""
    if not source.is_json:
        return source.table(name.lower() for name in required).rows
    whole = source.json()
    rows = whole.get(key) if isinstance(whole, dict) else None
    if not isinstance(rows, list):
        raise source.wrong(f"filen er ikke et svar fra Klass med «{key}»")
    return [_record(source, row, required) for row in rows]


def _record(source: Source, row: object, required: tuple[str, ...]) -> dict[str, str]:
    if not isinstance(row, dict) or not set(required) <= set(row):
        raise source.wrong(f"en rad mangler noe av {', '.join(required)}")
    texts = {name.lower(): "" if value is None else value for name, value in row.items()}
    for name in required:
        if not isinstance(texts[name.lower()], str):
            raise source.wrong(f"{name} er ikke tekst")
    return {name: value.strip() for name, value in texts.items() if isinstance(value, str)}


def _holds(source: Source, row: Mapping[str, str], day: date) -> bool:
    start, end = row.get("validfrominrequestedrange"), row.get("validtoinrequestedrange")
    return not (start and day < _day(source, start)) and not (end and day >= _day(source, end))


def _code(source: Source, row: Mapping[str, str], number: str, name: str, short: str) -> Code:
    return Code(_number(source, row[number]), _name(source, row[name]), row.get(short, ""))


def _number(source: Source, text: str) -> str:
    if not _NUMBER.fullmatch(text):
        raise source.wrong(
            f"kommunenummer «{text[:20]}» er ikke fire sifre (et regneark kan ha tatt bort nullen foran)"
        )
    return text


def _name(source: Source, text: str) -> str:
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    if not 0 < len(name) <= 120 or not name.isprintable():
        raise source.wrong(f"navnet «{name[:40]}» er ikke et kommunenavn")
    if any(lost in name for lost in _LOST_LETTERS):
        raise source.wrong(f"navnet «{name}» har mistet bokstaver; last ned filen som JSON eller UTF-8")
    return name


def _day(source: Source, text: str) -> date:
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise source.wrong(f"«{text[:20]}» er ikke en dato på formen ÅÅÅÅ-MM-DD")
