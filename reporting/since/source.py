"""Which edition a report is held against."""

import json

from reporting.models import Edition, Report, State
from reporting.since.comparing import Manifest


def previous_manifest(report: Report) -> Manifest | None:
    """What the region said in the latest earlier round of the same reform that it sent; None where there is none."""
    earlier = Edition.objects.filter(
        report__region=report.region_id,
        report__round__reform=report.round.reform_id,
        report__round__cut_off__lt=report.round.cut_off,
    ).exclude(state=State.SUPERSEDED)
    newest = earlier.order_by("-report__round__cut_off", "-number").values_list("snapshot__manifest", flat=True)
    content = newest.first()
    return None if content is None else json.loads(bytes(content))
