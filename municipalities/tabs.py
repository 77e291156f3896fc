"""The tabs of a municipality's page, and the ways to see many of them. Higher apps fill theirs, by URL name."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from municipalities.asof import PLACE
from municipalities.models import Municipality

TABS = (
    ("overview:municipality", _("Status"), "reform_phases.view_status"),
    ("reform_phases:municipality", _("Vedtak og planer"), "reform_phases.view_treatment"),
    ("reform_phases:measures", _("Tiltak"), "reform_phases.view_measure"),
    ("dialogue_meetings:municipality", _("Møter og støtte"), "dialogue_meetings.view_meeting"),
    ("learning_networks:municipality", _("Nettverk"), "learning_networks.view_network"),
    ("overview:timeline", _("Historikk"), "municipalities.view_municipality"),
    ("municipalities:detail", _("Om kommunen"), "municipalities.view_municipality"),
)
WAYS = (
    ("overview:list", _("Liste"), "municipalities.view_municipality"),
    ("reform_phases:matrix", _("Matrise"), "reform_phases.view_status"),
    ("overview:map", _("Kart"), "municipalities.view_municipality"),
)
KEPT = (*PLACE, "dato")  # what narrows the one narrows the others as well


def tabs(request: HttpRequest, municipality: Municipality, query: str) -> list[dict[str, Any]]:
    """The tabs the user may open, for components/tabs.html; `query` goes along, as ``?dato=2021-12-31``."""
    shown = []
    for url_name, label, permission in TABS:
        if request.user.has_perm(permission):
            url = reverse(url_name, args=[municipality.pk])
            shown.append({"label": label, "url": url + query, "current": request.path == url})
    return shown


def ways(request: HttpRequest) -> list[dict[str, Any]]:
    """The ways to see many municipalities, for components/tabs.html, each with the same place and day."""
    query = f"?{urlencode(kept(request))}" if kept(request) else ""
    return [
        {"label": label, "url": reverse(url_name) + query, "current": request.path == reverse(url_name)}
        for url_name, label, permission in WAYS
        if request.user.has_perm(permission)
    ]


def kept(request: HttpRequest) -> dict[str, str]:
    """The place and day that the address asks for."""
    return {name: request.GET[name] for name in KEPT if request.GET.get(name)}
