"""From what an edition says to what stands in the portal today: which records and municipalities a reader may open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse

from dialogue_meetings.models import Meeting
from learning_networks.models import Network
from lhl_portal.access.models import User
from lhl_portal.access.scoping import ScopedQuerySet
from municipalities.models import Municipality
from reform_phases.models import Plan, Treatment
from reporting.areas import PERMISSION

Links = dict[tuple[str, int], str]


class _Page(NamedTuple):
    """The rows behind a page of records, and the permission it takes to open one."""

    rows: ScopedQuerySet
    permission: str


_PAGES = {
    "dialogue_meetings:detail": _Page(Meeting.objects.all(), "dialogue_meetings.view_meeting"),
    "learning_networks:detail": _Page(Network.objects.all(), "learning_networks.view_network"),
    "reform_phases:treatment_detail": _Page(Treatment.objects.all(), "reform_phases.view_treatment"),
    "reform_phases:plan_detail": _Page(Plan.objects.all(), "reform_phases.view_plan"),
}


@dataclass(frozen=True)
class Body:
    """A municipality of an edition, named and numbered as it was; `url` is empty where the reader does not reach it."""

    number: str
    name: str
    url: str

    def told(self, row: dict[str, Any], links: Links) -> dict[str, Any]:
        """The municipality's row of a figure with its records, each with the address that `links` has for it."""
        records = [
            record
            | {"on": date.fromisoformat(record["on"]), "url": links.get((record["ref"]["page"], record["ref"]["pk"]))}
            for record in row["records"]
        ]
        return {"body": self, "records": records}


def reachable(refs: Iterable[dict[str, Any]], *, user: User, today: date) -> Links:
    """Of the records of `refs` (`page` and `pk`), those that still stand and that the user reaches, with addresses.

    One query for each kind of page.
    """
    asked: dict[str, set[int]] = {}
    for ref in refs:
        asked.setdefault(ref["page"], set()).add(ref["pk"])
    links: Links = {}
    for page, keys in asked.items():
        if page in _PAGES:
            rows = _PAGES[page].rows.visible_to(user, _PAGES[page].permission, today=today).filter(pk__in=keys)
            links |= {(page, pk): reverse(page, args=[pk]) for pk in rows.values_list("pk", flat=True)}
    return links


def municipalities_of(manifest: dict[str, Any], *, user: User, today: date) -> dict[str, Body]:
    """By number, as the edition has them."""
    here = manifest["municipalities"]
    visible = Municipality.objects.visible_to(user, PERMISSION, today=today).filter(
        pk__in=[body["id"] for body in here]
    )
    reached = set(visible.values_list("pk", flat=True))
    return {
        body["number"]: Body(
            body["number"],
            body["name"],
            reverse("municipalities:detail", args=[body["id"]]) if body["id"] in reached else "",
        )
        for body in here
    }
