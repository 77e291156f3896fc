"""HTML to PDF. No table, no clock and no setting but where the fonts and the stylesheets lie.

The same HTML gives the same bytes, in any process. The file is PDF/A-3a and PDF/UA-1.
"""

import gc
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime

import pydyf
from weasyprint import HTML, Attachment, Document
from weasyprint.text.fonts import FontConfiguration

from lhl_portal.pdf.assets import AssetFetcher, AssetRefused
from lhl_portal.pdf.conformance import finish, is_clean

__all__ = ["AssetRefused", "Pdf", "make"]

ATTEMPTS = 8
# What dates the fonts belongs to the whole process, so its threads take turns.
_TURN = threading.Lock()


@dataclass(frozen=True)
class Pdf:
    """A finished file and its number of pages."""

    data: bytes
    pages: int


def make(
    html: str,
    *,
    made: datetime,
    files: Sequence[tuple[str, bytes]] = (),
    watched: AbstractContextManager[None] | None = None,
) -> Pdf:
    """The file of `html`, dated `made`, with `files` (name and content) inside. The work is done within `watched`.

    Raises AssetRefused when the pages ask for anything but the stylesheets and fonts in the map of `assets`.
    """
    with _TURN, _collector_at_rest(), _fonts_dated(made), watched or nullcontext():
        fetcher = AssetFetcher()
        document = HTML(string=html, base_url="asset:", url_fetcher=fetcher).render(
            font_config=FontConfiguration(), pdf_variant="pdf/a-3a"
        )
        data = _write(document, files, made)
        if fetcher.refused:
            raise AssetRefused(", ".join(fetcher.refused))
        return Pdf(data=data, pages=len(document.pages))


def _write(document: Document, files: Sequence[tuple[str, bytes]], made: datetime) -> bytes:
    for attempt in range(ATTEMPTS):

        def finisher(_document: Document, pdf: pydyf.PDF, attempt: int = attempt) -> None:
            finish(pdf, attempt=attempt)

        attachments = [
            Attachment(string=content, name=name, relationship="Data", created=made, modified=made)
            for name, content in files
        ]
        data: bytes = document.write_pdf(finisher=finisher, pdf_variant="pdf/a-3a", attachments=attachments)
        if is_clean(data):
            break
    return data


@contextmanager
def _fonts_dated(made: datetime) -> Iterator[None]:
    """The fonts in the file are stamped with the clock, unless this variable of the process says when."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(made.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """The boxes of a document all live to its end: looking for dead ones among them costs a sixth of the time."""
    if not gc.isenabled():
        yield
        return
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()
        gc.collect()
