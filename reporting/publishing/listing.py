"""The rounds and their editions, as a machine finds its way among them."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone

from lhl_portal.access.scoping import Reach
from reporting.models import Edition, Round
from reporting.publishing.files import files_of

MOST_ROUNDS = 100  # the newest


def rounds_for(area: Reach, *, today: date) -> QuerySet[Round]:
    """Every round, each with the editions inside `area` as `editions_here`. Two queries."""
    editions = (
        Edition.objects.light()
        .within(area, today=today)
        .select_related("report__region", "snapshot")
        .order_by("report__region__sort_key", "report", "number")
    )
    return Round.objects.select_related("reform").prefetch_related(
        Prefetch("reports__editions", editions, to_attr="editions_here")
    )


def told(round: Round) -> dict[str, Any]:
    """A round with its editions. Names are in bokmål, and addresses whole."""
    return {
        "id": round.pk,
        "name": round.name_nb,
        "reform": round.reform.name,
        "starts_on": round.starts_on.isoformat(),
        "as_of": round.cut_off.isoformat(),
        "due_on": round.due_on.isoformat(),
        "url": settings.PUBLIC_URL + reverse("reporting:data_round", args=[round.pk]),
        "editions": [
            _edition(edition)
            for report in round.reports.all()
            for edition in report.editions_here  # type: ignore[attr-defined]
        ],
    }


def _edition(edition: Edition) -> dict[str, Any]:
    region = edition.report.region
    return {
        "report": edition.report_id,
        "region_code": region.code if region else None,
        "region": region.name if region else None,
        "number": edition.number,
        "state": edition.state,
        "submitted_on": timezone.localdate(edition.submitted_at).isoformat(),
        "reason": edition.reason,
        "sha256": edition.snapshot.sha256,
        "pdf_sha256": edition.snapshot.pdf_sha256,
        "files": {file.name: settings.PUBLIC_URL + path for file, path in files_of(edition)},
    }
