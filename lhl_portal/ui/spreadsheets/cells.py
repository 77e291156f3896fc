"""What a cell may hold, and how large a list may be."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

Value = str | bool | int | float | date | None

MOST_ROWS = 5_000  # below the headings
MOST_COLUMNS = 60
MOST_LINES = 100_000  # empty ones too
LONGEST_TEXT = 2_000  # characters

# What no keyboard writes, no database keeps (NUL) and no encoding carries (halves of a pair).
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class RefusedSheet(ValidationError):
    """Why a file cannot be used, said to whoever sent it. Stands beside the field when raised in a form."""


def column_name(number: int) -> str:
    """1 is A, 27 is AA."""
    return get_column_letter(number) if number <= 18_278 else str(number)  # beyond ZZZ there are no letters


def cell_name(column: int, row: int) -> str:
    return f"{column_name(column)}{row}"


def text(raw: str, column: int, row: int) -> str | None:
    """What is written in a cell, or None for nothing."""
    written = raw.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(written) > LONGEST_TEXT:
        raise RefusedSheet(
            _("Celle %(cell)s har mer enn %(most)d tegn.") % {"cell": cell_name(column, row), "most": LONGEST_TEXT}
        )
    if _NOT_TEXT.search(written):
        raise RefusedSheet(_("Celle %(cell)s har tegn som ikke er tekst.") % {"cell": cell_name(column, row)})
    return written or None
