"""Views that the people of the demo have saved, with names that are the same in both forms of Norwegian."""

from lhl_portal.access.models import Membership, SavedView
from lhl_portal.access.roles import Role
from lhl_portal.demo.rows import Rows

_SAVERS = {Role.ADVISER, Role.ANALYST}


def add_saved_views(rows: Rows) -> None:
    """One that is shared and one that is not, for those who follow municipalities."""
    for membership in rows.of(Membership):
        if membership.role in _SAVERS:
            owner, organisation = membership.user, membership.organisation
            rows.add(
                SavedView(
                    owner=owner,
                    organisation=organisation,
                    page="overview:list",
                    name="Til oppfølging",
                    query="ledd=decision-missing",
                )
            )
            rows.add(
                SavedView(
                    owner=owner, page="reform_phases:matrix", name="Ved utgangen av 2021", query="dato=2021-12-31"
                )
            )
