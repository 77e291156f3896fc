"""From a manifest to a PDF. This package is the only place that knows WeasyPrint.

Everything on the pages comes from the manifest: no table, no clock and no setting but where the fonts and the
stylesheet lie. The same manifest gives the same bytes, in any process. The file is PDF/A-3a and PDF/UA-1.
"""

import gc
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import pydyf
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import HTML, Attachment, Document
from weasyprint.text.fonts import FontConfiguration

from reporting.embedded import embedded_files
from reporting.pdf.assets import AssetFetcher, AssetRefused
from reporting.pdf.conformance import finish, is_clean
from reporting.pdf.letters import UNKNOWN, within_letters
from reporting.pdf.pages import read_pages
from reporting.pdf.progress import Progress, reported

__all__ = ["AssetRefused", "Pdf", "render"]

TEMPLATE = "reporting/pdf/report.html"
ATTEMPTS = 8


@dataclass(frozen=True)
class Pdf:
    """A finished file and its number of pages."""

    data: bytes
    pages: int


def render(manifest: bytes, *, progress: Progress = lambda step, percent: None) -> Pdf:
    """The report that `manifest` (canonical JSON in UTF-8) tells about.

    `progress` is called with a step of `Build.Step` and a rising per cent from 35 to 95; what it raises stops the work.
    Raises AssetRefused when the pages ask for anything but their own stylesheet and fonts.
    """
    content = within_letters(json.loads(manifest))
    with translation.override(content["language"]):
        lost = UNKNOWN in json.dumps(content) and UNKNOWN.encode() not in manifest
        pages = read_pages(content, checksum=hashlib.sha256(manifest).hexdigest(), letters_lost=lost)
        html = render_to_string(TEMPLATE, {"report": pages})
    made = datetime.fromisoformat(content["built_on"]).replace(tzinfo=UTC)
    with _collector_at_rest(), _fonts_dated(made), reported(progress, expected_pages=pages.expected_number):
        fetcher = AssetFetcher()
        document = HTML(string=html, base_url="asset:", url_fetcher=fetcher).render(
            font_config=FontConfiguration(), pdf_variant="pdf/a-3a"
        )
        data = _write(document, manifest, made)
        if fetcher.refused:
            raise AssetRefused(", ".join(fetcher.refused))
        return Pdf(data=data, pages=len(document.pages))


def _write(document: Document, manifest: bytes, made: datetime) -> bytes:
    for attempt in range(ATTEMPTS):

        def finisher(_document: Document, pdf: pydyf.PDF, attempt: int = attempt) -> None:
            finish(pdf, attempt=attempt)

        files = [
            Attachment(string=file.data, name=file.name, relationship="Data", created=made, modified=made)
            for file in embedded_files(manifest)
        ]
        data: bytes = document.write_pdf(finisher=finisher, pdf_variant="pdf/a-3a", attachments=files)
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
