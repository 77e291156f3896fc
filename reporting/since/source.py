"""Which edition a report is held against."""

import json

from reporting.models import Report, Snapshot
from reporting.since.comparing import Manifest


def previous_manifest(report: Report) -> Manifest | None:
    """What the region's report said in the latest earlier round of the same reform; None where there is none."""
    earlier = Snapshot.objects.filter(
        build__report__region=report.region_id,
        build__report__round__reform=report.round.reform_id,
        build__report__round__cut_off__lt=report.round.cut_off,
    ).order_by("-build__report__round__cut_off", "-pk")
    content = earlier.values_list("manifest", flat=True).first()
    return None if content is None else json.loads(bytes(content))
