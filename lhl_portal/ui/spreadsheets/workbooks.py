"""The first visible sheet of a workbook, its values as they are typed there. Formulas are refused, never worked out.

openpyxl knows what number formats mean and how Excel counts days. It does not read the file: it makes objects of every
style, name and text before a row can be counted, and a small file can make it fill the machine.
"""

import posixpath
import zipfile
from collections.abc import Iterator

from django.utils.translation import gettext as _
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from lhl_portal.ui.spreadsheets import gate
from lhl_portal.ui.spreadsheets.cells import RefusedSheet, Value
from lhl_portal.ui.spreadsheets.parts import Attributes, Listener, TextListener, heard, listen
from lhl_portal.ui.spreadsheets.sheets import MOST_CELLS, Cells

LONGEST_FORMAT = 255  # characters; as in Excel


def lines(content: bytes) -> Iterator[tuple[int, list[Value]]]:
    """Each row of the sheet that has a value, with its number."""
    archive = gate.opened(content)
    names = set(archive.namelist())
    main = heard(archive, "_rels/.rels", _Relations("")).of_kind("officeDocument") if "_rels/.rels" in names else ""
    if main not in names or not main.endswith(".xml"):
        raise RefusedSheet(_("Filen er ikke en Excel-fil. Lagre den som .xlsx eller .csv."))
    folder, name = posixpath.split(main)
    book = heard(archive, main, _Workbook())
    relations = heard(archive, f"{folder}/_rels/{name}.rels", _Relations(folder))
    strings, styles = relations.of_kind("sharedStrings"), relations.of_kind("styles")
    cells = Cells(
        strings=heard(archive, strings, _Strings()).found if strings else [],
        dates=heard(archive, styles, _Styles()).dates if styles else [],
        epoch=MAC_EPOCH if book.from_1904 else WINDOWS_EPOCH,
    )
    yield from _rows(archive, relations.first_sheet(book.sheets), cells)


def _rows(archive: zipfile.ZipFile, path: str, cells: Cells) -> Iterator[tuple[int, list[Value]]]:
    for _turn in listen(archive, path, cells):
        yield from cells.rows
        cells.rows.clear()


class _Relations(Listener):
    """Which parts a part knows, by the ids it has for them."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.folder = folder
        self.found: dict[str, tuple[str, str]] = {}

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            path = posixpath.normpath(posixpath.join("/", self.folder, attributes["Target"])).lstrip("/")
            self.found[attributes["Id"]] = (attributes["Type"].rpartition("/")[2], path)

    def of_kind(self, kind: str) -> str:
        return next((path for known, path in self.found.values() if known == kind), "")

    def first_sheet(self, ids: list[str]) -> str:
        for key in ids:
            kind, path = self.found[key]
            if kind == "worksheet":
                return path
        raise RefusedSheet(_("Filen har ingen synlige ark."))


class _Workbook(Listener):
    """The visible sheets, in order, and from where days are counted."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[str] = []
        self.from_1904 = False

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "sheet" and attributes.get("state", "visible") == "visible":
            self.sheets += [value for key, value in attributes.items() if key.endswith("}id")]
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904") in ("1", "true")


class _Styles(Listener):
    """Whether each of the cells' styles shows a number as a date."""

    most = 200_000

    def __init__(self) -> None:
        super().__init__()
        self.codes: dict[str, str] = {str(number): code for number, code in BUILTIN_FORMATS.items()}
        self.dates: list[bool] = []
        self.of_cells = False

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "cellXfs":
            self.of_cells = True
        elif name == "numFmt" and "numFmtId" in attributes:
            self.codes[attributes["numFmtId"]] = attributes.get("formatCode", "")[:LONGEST_FORMAT]
        elif name == "xf" and self.of_cells:
            code = self.codes.get(attributes.get("numFmtId", "0"), "")
            self.dates.append(is_date_format(code) and not is_timedelta_format(code))

    def closed(self, name: str, text: str) -> None:
        if name == "cellXfs":
            self.of_cells = False


class _Strings(TextListener):
    """The texts that cells share."""

    most = 2 * MOST_CELLS
    texts = frozenset({"t"})

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def closed(self, name: str, text: str) -> None:
        super().closed(name, text)
        if name == "si":
            self.found.append(self.taken())
