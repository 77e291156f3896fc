"""A manifest's pages as HTML, and the file of them. It brings WeasyPrint along: import it where a file is made."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from lhl_portal.pdf import engine
from lhl_portal.pdf.engine import Pdf
from lhl_portal.pdf.letters import UNKNOWN, within_letters
from reporting.embedded import embedded_files
from reporting.pdf import TEMPLATE_VERSION, NewerTemplate
from reporting.pdf.national import read_national
from reporting.pdf.pages import read_pages
from reporting.pdf.progress import Progress, reported

# The pages of each kind and layout. A manifest without them is a region's full report.
TEMPLATES = {
    ("regional", "annual"): "reporting/pdf/report.html",
    ("regional", "short"): "reporting/pdf/short.html",
    ("national", "annual"): "reporting/pdf/national.html",
    ("national", "summary"): "reporting/pdf/national_summary.html",
}


def make(manifest: bytes, *, progress: Progress) -> Pdf:
    """See `reporting.pdf.render`."""
    content, html, expected = pages_of(manifest)
    return engine.make(
        html,
        made=datetime.fromisoformat(content["built_on"]).replace(tzinfo=UTC),
        files=embedded_files(manifest),
        watched=reported(progress, expected_pages=expected),
    )


def pages_of(manifest: bytes) -> tuple[dict[str, Any], str, int]:
    """The manifest as the pages show it, their HTML, and about how many they become."""
    content = within_letters(json.loads(manifest))
    if content.get("template", 0) > TEMPLATE_VERSION:
        raise NewerTemplate(content["template"])
    lost = UNKNOWN in json.dumps(content) and UNKNOWN.encode() not in manifest
    kind, layout = content.get("kind", "regional"), content.get("layout", "annual")
    template = TEMPLATES.get((kind, layout), TEMPLATES[kind, "annual"])
    read = read_national if kind == "national" else read_pages
    with translation.override(content["language"]):
        pages = read(content, checksum=hashlib.sha256(manifest).hexdigest(), letters_lost=lost)
        html = render_to_string(template, {"report": pages})
    return content, html, pages.expected_number
