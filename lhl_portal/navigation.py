"""The main menu, a municipality's tabs and what every page needs to know about its reader."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lhl_portal.notices.reading import notices_of


@dataclass(frozen=True)
class Place:
    """One entry of a menu: where it leads, what it is called, who sees it, and the addresses that belong to it."""

    url_name: str
    label: Any
    permission: str | None = None
    prefixes: tuple[str, ...] = ()


MENU = (
    Place("start", _("Start")),
    Place("overview:list", _("Kommuner"), "municipalities.view_municipality", ("/registreringer/",)),
    Place(
        "dialogue_meetings:list",
        _("Møter og støtte"),
        "dialogue_meetings.view_meeting",
        ("/dekning/", "/kalender/", "/tilbud/", "/oppfolging/", "/behov/"),
    ),
    Place("learning_networks:list", _("Nettverk"), "learning_networks.view_network"),
    Place(
        "reform_phases:treatment_list",
        _("Vedtak og planer"),
        "reform_phases.view_treatment",
        ("/planer/", "/tiltak/"),
    ),
    Place("reporting:figures", _("Tall"), "reporting.view_figure"),
    Place("reporting:round_list", _("Rapporter"), "reporting.view_report"),
    Place("reform_phases:reform", _("Reformen"), "reform_phases.view_reform"),
    Place("access:user_list", _("Administrasjon"), "access.view_user"),
)

LOG = (
    Place("dialogue_meetings:create", _("Møte, samtale eller annen kontakt"), "dialogue_meetings.add_meeting"),
    Place("learning_networks:create", _("Læringsnettverk"), "learning_networks.add_network"),
    Place("reform_phases:treatment_create", _("Politisk behandling"), "reform_phases.add_treatment"),
    Place("reform_phases:plan_create", _("Plan"), "reform_phases.add_plan"),
    Place("reform_phases:measure_create", _("Eget tiltak"), "reform_phases.add_measure"),
    Place("dialogue_meetings:import_list", _("Importer møter fra regneark"), "dialogue_meetings.add_meeting"),
    Place("reform_phases:import_list", _("Importer fra regneark"), "reform_phases.add_status"),
)


def places(request: HttpRequest, entries: tuple[Place, ...]) -> list[dict[str, Any]]:
    """Those of `entries` the user may open, with address and whether it is where the reader is."""
    shown = []
    for place in entries:
        if place.permission and not request.user.has_perm(place.permission):
            continue
        url = reverse(place.url_name)
        own = (url, *place.prefixes)
        current = request.path == url if url == "/" else request.path.startswith(own)
        shown.append({"label": place.label, "url": url, "current": current})
    return shown


def portal(request: HttpRequest) -> dict[str, Any]:
    """Context processor: demo marking, menu and the reader's own organisation."""
    context: dict[str, Any] = {"DEMO": settings.DEMO, "VERSION": settings.VERSION}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context
    memberships = user.memberships_on(timezone.localdate())
    return context | {
        "main_menu": places(request, MENU),
        "can_log": any(user.has_perm(place.permission) for place in LOG if place.permission),
        "user_area": ", ".join(str(m.organisation) for m in memberships),
        "unread_notices": notices_of(user).unread().count,  # asked for by whole pages, and not by parts of them
    }
