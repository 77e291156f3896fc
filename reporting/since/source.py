"""Which edition a report is held against."""

import json

from reporting.editions import of_earlier_rounds
from reporting.models import Report
from reporting.since.comparing import Manifest


def previous_manifest(report: Report) -> Manifest | None:
    """What the region said in the latest earlier round of the same reform that it sent; None where there is none."""
    content = of_earlier_rounds(report).values_list("snapshot__manifest", flat=True).first()
    return None if content is None else json.loads(bytes(content))
