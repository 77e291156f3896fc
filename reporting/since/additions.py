"""What *Siden sist* and the check of numbers add to the manifest of a report."""

from typing import Any

from reporting.models import Report
from reporting.since.choices import chosen
from reporting.since.comparing import Manifest
from reporting.since.notes import lines
from reporting.since.numbers import mismatches
from reporting.since.sentences import drafts
from reporting.since.source import previous_manifest


def additions(report: Report, manifest: Manifest) -> dict[str, Any]:
    """`since`, `since_edition` and `number_notes` of the report that `manifest` is being made of."""
    before = previous_manifest(report)
    since = chosen(report, drafts(before, manifest, manifest["language"]))
    found = mismatches(manifest | {"since": since}, before)
    return {
        "since": since,
        "since_edition": edition(before) if before else None,
        "number_notes": [
            {"where": line.mismatch.place, "number": line.mismatch.number, "text": line.note.text}
            for line in lines(report, found)
            if line.note
        ],
    }


def edition(before: Manifest) -> dict[str, Any]:
    """Which edition a manifest is. One from before editions were numbered has no number."""
    return {
        "round": before.get("report", {}).get("round", ""),
        "number": before.get("edition", {}).get("number"),
        "as_of": before["period"]["as_of"],
    }
