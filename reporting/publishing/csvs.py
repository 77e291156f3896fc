"""CSV as Norwegian spreadsheets read it."""

import csv
import io
from collections.abc import Iterable, Sequence
from functools import lru_cache

from lhl_portal.ui.exports import harmless

_harmless = lru_cache(maxsize=4096)(harmless)  # the same few names and labels stand in thousands of rows


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with byte order mark, semicolons and CRLF. None is an empty cell; no text can be taken for a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
