"""Lists that leave the portal as files, each remembered in the log of access."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse

from lhl_portal.access.models import User
from lhl_portal.audit.models import AccessEvent
from lhl_portal.ui.exports import About, csv_response, xlsx_response
from lhl_portal.ui.tables import Table

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}


def export(request: HttpRequest, table: Table[Any], about: About, *, kind: str) -> HttpResponse:
    """`table` as a file of `kind`, one of FORMATS. The log keeps the whole address and how many rows went out."""
    response = FORMATS[kind](table, about)
    AccessEvent.objects.create(
        kind=AccessEvent.Kind.EXPORT,
        user=cast(User, request.user),
        path=request.get_full_path()[:500],
        detail=f"{kind}, {len(table.rows)} rows: {about.title}"[:200],
    )
    return response
