"""From the manifest of approved minutes to their PDF. It brings WeasyPrint along: import it where a file is made."""

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from dialogue_meetings.presentation import minutes_shown
from lhl_portal.pdf.engine import Pdf, make
from lhl_portal.pdf.letters import UNKNOWN, within_letters
from municipalities.profile import short

TEMPLATE = "dialogue_meetings/pdf/minutes.html"
MANIFEST_NAME = "referat.json"


def render(manifest: bytes) -> Pdf:
    """The minutes that `manifest` (canonical JSON in UTF-8) tells about. The same manifest gives the same bytes.

    Raises AssetRefused when the pages ask for anything but their own stylesheets and fonts.
    """
    told: dict[str, Any] = within_letters(json.loads(manifest))
    approved_on = date.fromisoformat(told["approved_on"])
    with translation.override(told["language"]):
        shown = {
            "manifest": told,
            "approved_on": short(approved_on),
            "checksum": hashlib.sha256(manifest).hexdigest(),
            "letters_lost": UNKNOWN in json.dumps(told) and UNKNOWN.encode() not in manifest,
            "minutes": minutes_shown(told["content"]),
        }
        html = render_to_string(TEMPLATE, shown)
    made = datetime.combine(approved_on, datetime.min.time(), UTC)
    return make(html, made=made, files=[(MANIFEST_NAME, manifest)])
