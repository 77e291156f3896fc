"""The cells of one sheet, each as the type it has there."""

import math
from datetime import date, datetime

from django.utils.translation import gettext as _
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import from_excel
from openpyxl.utils.escape import unescape

from lhl_portal.ui.spreadsheets.cells import (
    MOST_COLUMNS,
    MOST_LINES,
    MOST_ROWS,
    RefusedSheet,
    Value,
    cell_name,
    text,
)
from lhl_portal.ui.spreadsheets.parts import Attributes, TextListener

MOST_CELLS = (MOST_ROWS + 1) * MOST_COLUMNS
LAST_COLUMN = 16_384  # as in Excel


class Cells(TextListener):
    """The rows of a sheet. `rows` are those heard and not yet taken away."""

    most = 3 * MOST_CELLS + MOST_LINES  # a cell, what is in it, and the text of that
    texts = frozenset({"t", "v"})

    def __init__(self, *, strings: list[str], dates: list[bool], epoch: datetime) -> None:
        super().__init__()
        self.strings, self.dates, self.epoch = strings, dates, epoch
        self.rows: list[tuple[int, list[Value]]] = []
        self.row = self.column = self.lines = 0
        self.cell: Attributes = {}
        self.value = ""
        self.values: dict[int, Value] = {}

    def opened(self, name: str, attributes: Attributes) -> None:
        super().opened(name, attributes)
        if name == "row":
            self._begin_row(attributes)
        elif name == "c":
            self._begin_cell(attributes)
        elif name == "f":
            raise RefusedSheet(
                _("Celle %(cell)s har en formel. Lim inn verdien i stedet.")
                % {"cell": cell_name(self.column, self.row)}
            )

    def closed(self, name: str, text: str) -> None:
        super().closed(name, text)
        if name == "v":
            self.value = text
        elif name == "c" and (value := self._read()) is not None:
            if self.column > MOST_COLUMNS:
                raise RefusedSheet(_("Filen har mer enn %(most)d kolonner.") % {"most": MOST_COLUMNS})
            self.values[self.column] = value
        elif name == "row" and self.values:
            self.rows.append((self.row, [self.values.get(place) for place in range(1, max(self.values) + 1)]))

    def _begin_row(self, attributes: Attributes) -> None:
        self.lines += 1
        if self.lines > MOST_LINES:
            raise RefusedSheet(_("Filen har for mange linjer."))
        self.row = _next(self.row, int(attributes.get("r", self.row + 1)))
        self.column = 0
        self.values = {}

    def _begin_cell(self, attributes: Attributes) -> None:
        letters = attributes.get("r", "").rstrip("0123456789")
        self.column = _next(self.column, column_index_from_string(letters) if letters else self.column + 1)
        if self.column > LAST_COLUMN:
            raise ValueError(self.column)
        self.cell, self.value = attributes, ""

    def _read(self) -> Value:
        kind = self.cell.get("t", "n")
        inline = self.taken()
        if kind == "inlineStr":
            return text(inline, self.column, self.row)
        if not self.value:
            return None
        if kind == "s":
            return text(self.strings[_index(self.value)], self.column, self.row)
        if kind == "str":
            return text(unescape(self.value), self.column, self.row)
        if kind == "b":
            return self.value == "1"
        if kind == "e":
            raise RefusedSheet(
                _("Celle %(cell)s har en feilverdi (%(value)s).")
                % {"cell": cell_name(self.column, self.row), "value": self.value[:20]}
            )
        if kind == "d":
            return datetime.fromisoformat(self.value).date()
        return self._number()

    def _number(self) -> Value:
        number = float(self.value)
        if not math.isfinite(number):
            raise ValueError(self.value)
        style = _index(self.cell.get("s", "0"))
        if number >= 1 and style < len(self.dates) and self.dates[style]:
            return self._day(number)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number

    def _day(self, number: float) -> date:
        try:
            return from_excel(number, self.epoch).date()
        except OverflowError as error:
            raise RefusedSheet(
                _("Celle %(cell)s har en dato som ikke finnes.") % {"cell": cell_name(self.column, self.row)}
            ) from error


def _next(before: int, number: int) -> int:
    """`number`, which must come after the one before."""
    if number <= before:
        raise ValueError(number)
    return number


def _index(written: str) -> int:
    """A place in a list. A minus would count from its end."""
    if not written.isdecimal():
        raise ValueError(written)
    return int(written)
