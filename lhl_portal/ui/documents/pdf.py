"""PDF: begins as one and ends as one. What it holds in between is not judged."""

import re

from lhl_portal.ui.documents import refusals

START = b"%PDF-"

_END = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF\s*\Z")
_TAIL = 2048


def check(content: bytes) -> None:
    """Raises NotAllowed for one that was cut off, or that has something behind its end."""
    found = _END.search(content[-_TAIL:].rstrip(b"\x00"))
    if not found or not len(START) <= int(found.group(1)) < len(content):
        raise refusals.damaged()
