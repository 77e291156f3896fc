"""From a manifest to a PDF. Everything on the pages comes from the manifest: no table, no clock.

The same manifest gives the same bytes, in any process.
"""

import hashlib
import json
from datetime import UTC, datetime

from django.template.loader import render_to_string
from django.utils import translation

from lhl_portal.pdf import engine
from lhl_portal.pdf.engine import AssetRefused, Pdf
from lhl_portal.pdf.letters import UNKNOWN, within_letters
from reporting.embedded import embedded_files
from reporting.pdf.pages import read_pages
from reporting.pdf.progress import Progress, reported

__all__ = ["AssetRefused", "Pdf", "render"]

TEMPLATE = "reporting/pdf/report.html"


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
    return engine.make(
        html,
        made=datetime.fromisoformat(content["built_on"]).replace(tzinfo=UTC),
        files=embedded_files(manifest),
        watched=reported(progress, expected_pages=pages.expected_number),
    )
