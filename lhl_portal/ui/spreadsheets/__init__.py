"""Reading a list that somebody uploads as a spreadsheet or as text. Whatever its bytes, it is read or it is refused.

What is kept in memory is bounded however the file was made; `gate` and `workbooks` say how.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

from lhl_portal.ui.spreadsheets import texts, workbooks
from lhl_portal.ui.spreadsheets.cells import MOST_COLUMNS, MOST_ROWS, RefusedSheet, Value, column_name
from lhl_portal.ui.spreadsheets.gate import MOST_BYTES

__all__ = ["Line", "RefusedSheet", "Sheet", "Value", "read_sheet"]

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and .xlsx behind a password


@dataclass(frozen=True)
class Line:
    """One row as it stands in the file. `number` is what a spreadsheet writes at its left edge."""

    number: int
    values: list[Value]


@dataclass(frozen=True)
class Sheet:
    """Headings, all different, and rows that have one value for each of them. Empty rows are left out."""

    header: list[str]
    rows: list[Line]


def read_sheet(file: IO[bytes]) -> Sheet:
    """The first visible sheet of a workbook (.xlsx), or the whole of a CSV file; the content decides which it is.

    Text comes without space round it, None is an empty cell. A CSV file holds nothing but text. Raises `RefusedSheet`.
    """
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise RefusedSheet(_("Filen er for stor. Den kan være på høyst 20 MB."))
    if content.startswith(_OLD_OR_LOCKED):
        raise RefusedSheet(_("Filen har passord eller er i et eldre Excel-format. Lagre den som .xlsx uten passord."))
    lines = workbooks.lines(content) if content.startswith(b"PK") else texts.lines(content)
    try:
        return _sheet(lines)
    except RefusedSheet:
        raise
    except Exception as error:  # of zip, inflation, XML, decoding or arithmetic: there is no end to how a file is wrong
        raise RefusedSheet(_("Filen kan ikke leses. Lagre den på nytt som .xlsx eller .csv.")) from error


def _sheet(lines: Iterator[tuple[int, list[Value]]]) -> Sheet:
    filled = ((number, _trimmed(values)) for number, values in lines)
    filled = ((number, values) for number, values in filled if values)
    header = _header(next(filled, (0, []))[1])
    rows: list[Line] = []
    for number, values in filled:
        if len(rows) == MOST_ROWS:
            raise RefusedSheet(_("Filen har mer enn %(most)d rader. Del den opp.") % {"most": MOST_ROWS})
        if len(values) > len(header):
            raise RefusedSheet(
                _("Rad %(row)d har en verdi i kolonne %(column)s, som ikke har noen overskrift.")
                % {"row": number, "column": column_name(len(values))}
            )
        rows.append(Line(number, values + [None] * (len(header) - len(values))))
    return Sheet(header, rows)


def _header(values: list[Value]) -> list[str]:
    if not values:
        raise RefusedSheet(_("Filen er tom."))
    header: list[str] = []
    for place, value in enumerate(values, start=1):
        if value is None:
            raise RefusedSheet(_("Kolonne %(column)s mangler overskrift.") % {"column": column_name(place)})
        if not isinstance(value, str):
            raise RefusedSheet(_("Overskriften i kolonne %(column)s må være tekst.") % {"column": column_name(place)})
        header.append(" ".join(value.split()))
    seen: set[str] = set()
    for heading in header:
        if heading.casefold() in seen:
            raise RefusedSheet(_("Overskriften «%(heading)s» står to ganger.") % {"heading": heading})
        seen.add(heading.casefold())
    return header


def _trimmed(values: list[Value]) -> list[Value]:
    """Without the empty cells at the end."""
    end = len(values)
    while end and values[end - 1] is None:
        end -= 1
    if end > MOST_COLUMNS:
        raise RefusedSheet(_("Filen har mer enn %(most)d kolonner.") % {"most": MOST_COLUMNS})
    return values[:end]
