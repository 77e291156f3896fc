"""Files that leave the portal are remembered."""

import pytest

from lhl_portal.access.exporting import FORMATS, export
from lhl_portal.audit.models import AccessEvent
from lhl_portal.ui.tables import Column, Table
from tests.ui.test_exports import ABOUT


@pytest.mark.parametrize("kind", list(FORMATS))
def test_an_export_is_logged_with_who_took_what(rf, adviser, kind):
    request = rf.get("/kommuner/", {"fylke": "46"})
    request.user = adviser
    column: Column[str] = Column("navn", "Navn", lambda row: row)

    response = export(request, Table([column], ["Stad", "Kinn"]), ABOUT, kind=kind)

    assert response["Content-Disposition"].startswith("attachment")
    event = AccessEvent.objects.get()
    assert (event.kind, event.user, event.path) == ("export", adviser, "/kommuner/?fylke=46")
    assert event.detail == f"{kind}, 2 rows: {ABOUT.title}"
