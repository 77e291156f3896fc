"""A `Table` as a file to take away: the columns and rows shown, in that order, with nothing a spreadsheet would run.

Whoever answers with one also writes an AccessEvent; `access.exporting` does both.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from lhl_portal.ui.tables import Column, Table, Value, in_words

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LONGEST_TEXT = 32_767  # characters in a cell of Excel; a longer text would be left out
FIRST_DAY = date(1900, 3, 1)  # Excel counts the days before this one wrongly
CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NARROWEST, WIDEST = 8, 60  # characters

_RUNS = ("=", "+", "-", "−", "@")  # a cell that begins so is read as a formula
_BREAKS = ("\t", "\r", "\n")
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "Ae", "Ø": "O", "Å": "A"})
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass(frozen=True)
class About:
    """What a reader of the file must know. `filters` are the choices in words, as ``(label, choice)``."""

    title: str
    as_of: date
    made_at: datetime
    source: str
    filters: Sequence[tuple[str, str]] = ()

    def filename(self, extension: str) -> str:
        return f"{plain(self.title) or 'liste'}-{self.as_of.isoformat()}.{extension}"


def csv_response(table: Table[Any], about: About) -> HttpResponse:
    """For Norwegian Excel and for people: UTF-8 with BOM, semicolons, decimal comma, ISO dates."""
    shown = table.shown
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(str(column.label)) for column in shown])
    writer.writerows([_csv_cell(column.value(row)) for column in shown] for row in table.rows)
    return download(file.getvalue().encode("utf-8-sig"), CSV, about.filename("csv"))


def xlsx_response(table: Table[Any], about: About) -> HttpResponse:
    """A workbook with the list, and a sheet that says what it is."""
    file = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as workbook:
        workbook.set_properties({"title": about.title, "created": about.made_at.astimezone(UTC).replace(tzinfo=None)})
        title = sheet_name(about.title, taken=_("Om"))
        _write_list(Sheet(workbook, title), table)
        _write_about(Sheet(workbook, _("Om")), about, count=len(table.rows))
    return download(file.getvalue(), XLSX, about.filename("xlsx"))


def download(content: bytes, kind: str, filename: str) -> HttpResponse:
    """A file that the browser saves."""
    disposition = content_disposition_header(True, filename)
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})


def plain(title: str) -> str:
    """`title` as part of a file's name: small letters of the English alphabet, numbers and hyphens."""
    return slugify(title.translate(_LETTERS))[:80]


def harmless(text: str) -> str:
    """`text` with an apostrophe before it if a spreadsheet could take it for a formula."""
    # Spreadsheets look past what cannot be seen, and some read wide and small forms of a sign as the sign itself. Text
    # that has an apostrophe of its own there gets one more, so that a reader may always take one away.
    plain = unicodedata.normalize("NFKC", text)
    unseen = {mark for mark in plain if mark.isspace() or unicodedata.category(mark).startswith("C")}
    seen = plain.lstrip("".join(unseen | {"'"}))
    return f"'{text}" if seen.startswith(_RUNS) or text.startswith(_BREAKS) else text


def sheet_name(title: str, *, taken: str) -> str:
    """`title` as Excel lets a sheet be called, and not as the one `taken`."""
    name = _NOT_IN_SHEET_NAMES.sub(" ", title)[:31].strip(" '")
    return _("Liste") if name.casefold() in ("", "history", taken.casefold()) else name


def _csv_cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return in_words(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float | Decimal):
        return format(Decimal(str(value)), "f").replace(".", ",")
    return harmless(str(value))


class Sheet:
    """Writes cells by the type of their value, row by row, and remembers how wide they are."""

    def __init__(self, workbook: Workbook, name: str) -> None:
        self.sheet: Worksheet = workbook.add_worksheet(name)
        self.bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.plain = workbook.add_format({"valign": "top"})
        self.day = workbook.add_format({"valign": "top", "num_format": "dd.mm.yyyy"})
        self.widths: dict[int, int] = {}

    def write(self, row: int, column: int, value: Value, *, bold: bool = False) -> None:
        style = self.bold if bold else self.plain
        if value is None:
            return
        if isinstance(value, date) and value >= FIRST_DAY:
            self.sheet.write_datetime(row, column, value, self.day)
        elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            self.sheet.write_number(row, column, value, style)
        else:
            text = value.isoformat() if isinstance(value, date) else in_words(value)
            self.sheet.write_string(row, column, text[:LONGEST_TEXT], style)
        longest = max(map(len, in_words(value).splitlines()), default=0)
        self.widths[column] = max(self.widths.get(column, NARROWEST), min(longest + 2, WIDEST))

    def fit(self) -> None:
        for column, width in self.widths.items():
            self.sheet.set_column(column, column, width)


def _write_list(sheet: Sheet, table: Table[Any]) -> None:
    shown: list[Column[Any]] = table.shown
    for place, column in enumerate(shown):
        sheet.write(0, place, str(column.label), bold=True)
    for number, row in enumerate(table.rows, start=1):
        for place, column in enumerate(shown):
            sheet.write(number, place, column.value(row))
    sheet.fit()
    sheet.sheet.freeze_panes(1, 1 if shown[0].heading else 0)
    sheet.sheet.autofilter(0, 0, len(table.rows), len(shown) - 1)
    sheet.sheet.repeat_rows(0)


def _write_about(sheet: Sheet, about: About, *, count: int) -> None:
    made_at = timezone.localtime(about.made_at)
    lines: list[tuple[str, Value]] = [
        (_("Innhold"), about.title),
        (_("Slik det var"), about.as_of),
        *about.filters,
        (_("Antall rader"), count),
        (_("Kilde"), about.source),
        (_("Laget"), f"{in_words(made_at.date())} {made_at:%H:%M}"),
    ]
    for number, (label, value) in enumerate(lines):
        sheet.write(number, 0, label, bold=True)
        sheet.write(number, 1, value)
    sheet.fit()
