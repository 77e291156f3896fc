"""The municipality's sheet as a file. It brings WeasyPrint along: import it where a file is made."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from lhl_portal.pdf.engine import Pdf, make
from lhl_portal.pdf.letters import within_letters

TEMPLATE = "reform_phases/pdf/sheet.html"


def render(shown: Mapping[str, Any], *, made_on: date) -> Pdf:
    """The file of what the page `Sheet` shows (its context), in the active language. The same gives the same bytes."""
    told = within_letters(_told(shown))
    language = translation.get_language() or settings.LANGUAGE_CODE
    html = render_to_string(TEMPLATE, told | {"day": shown["day"], "made_on": made_on, "language": language})
    return make(html, made=datetime.combine(made_on, datetime.min.time(), UTC))


def _told(shown: Mapping[str, Any]) -> dict[str, Any]:
    """The page's content as plain texts, so that every letter of them can be made drawable before they are HTML."""
    missing = _("ikke registrert")
    organising, council, spell = shown["organising"], shown["elder_council"], shown["spell"]
    return {
        "heading": str(shown["page"]),
        "name": str(shown["title"]),
        "number": spell.number if spell else "",
        "county": spell.county.name if spell else "",
        "reform": str(shown["reform"].name),
        "demo": settings.DEMO,
        "software": settings.VERSION,
        "facts": [
            *([str(label), standing] for label, standing in shown["chain"]),
            [_("Helse- eller samfunnsreform"), organising.get_model_display() if organising else missing],
            [_("Eldrerådet involvert"), _council(council) if council else missing],
        ],
        "areas": [
            {
                "name": area.name,
                "statuses": [
                    {"name": status.name, "label": status.label or missing, "is_started": status.is_started}
                    for status in area.statuses
                ],
            }
            for area in shown["areas"]
        ],
        "sectors": [
            {"label": str(sector.label), "measures": [_measure(row) for row in sector.measures]}
            for sector in shown["sectors"]
        ],
        "more": shown["more"],
        "stopped": shown["stopped"],
        "empty_sectors": str(shown["empty_sectors"]),
    }


def _council(entry: Any) -> str:
    return f"{entry.get_answer_display()} ({entry.on.day}.{entry.on.month}.{entry.on.year})"


def _measure(row: Any) -> dict[str, str]:
    return {
        "title": row.measure.title,
        "unit": row.measure.unit,
        "period": str(row.period),
        "label": "" if row.color == "success" else str(row.label),
        "origin": str(row.origin),
    }
