"""Lists as text with separators, in the encodings and with the separators that spreadsheets write."""

import codecs
import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from lhl_portal.ui.exports import harmless
from lhl_portal.ui.spreadsheets.cells import LONGEST_TEXT, MOST_COLUMNS, MOST_LINES, RefusedSheet, Value, text

LONGEST_LINE = MOST_COLUMNS * LONGEST_TEXT + 10_000

_SEPARATORS = (";", "\t", ",")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def lines(content: bytes) -> Iterator[tuple[int, list[Value]]]:
    """Each line with its number, as a spreadsheet would number them."""
    file = io.TextIOWrapper(io.BytesIO(content), encoding=_encoding(content), newline="")
    separator = _separator(file)
    file.seek(0)
    reader = csv.reader(_bounded(file), delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, [text(_bare(raw), column, number) for column, raw in enumerate(cells, start=1)]
    except csv.Error as error:
        reason = _("Rad %(row)d kan ikke leses. Se etter et anførselstegn som mangler eller er for mye.")
        raise RefusedSheet(reason % {"row": number + 1}) from error


def _encoding(content: bytes) -> str:
    """By its mark; else UTF-8 if it can be read so, and what Norwegian Windows writes if not."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    if b"\x00" in content:
        raise RefusedSheet(_("Filen er ikke et regneark eller en tekstfil. Lagre den som .xlsx eller .csv."))
    try:
        content.decode()
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _separator(file: io.TextIOWrapper) -> str:
    """The one that gives the headings the most columns."""
    top = [line for line in file.readline(LONGEST_LINE).splitlines() if line]
    counts = {mark: len(next(csv.reader(top, delimiter=mark), [])) for mark in _SEPARATORS}
    return max(_SEPARATORS, key=lambda mark: counts[mark])


def _bare(raw: str) -> str:
    """Without the apostrophe that our own exports set."""
    return raw[1:] if raw.startswith("'") and harmless(raw[1:]) == raw else raw


def _bounded(file: io.TextIOWrapper) -> Iterator[str]:
    """The lines, as long as they are neither too long nor too many."""
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise RefusedSheet(_("Linje %(line)d er for lang.") % {"line": number})
        if number > MOST_LINES:
            raise RefusedSheet(_("Filen har for mange linjer."))
        yield line
