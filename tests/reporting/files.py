"""What a test asks of a finished file."""

import io
import re

import page
import pypdf

from lhl_portal.pdf.engine import Pdf


def words(pdf: Pdf) -> list[str]:
    """The text of each page, on one line."""
    return [re.sub(r"\s+", " ", sheet.extract_text()) for sheet in pypdf.PdfReader(io.BytesIO(pdf.data)).pages]


def letters(pages: list[str]) -> str:
    """All text without white space: where lines break is the layout's business."""
    return re.sub(r"\s+", "", "".join(pages))


def failures(pdf: Pdf, profile: str) -> list[tuple[str, str]]:
    return [
        (failure.rule_id, failure.message) for failure in page.validate_pdf_bytes(pdf.data, profile=profile).failures
    ]
