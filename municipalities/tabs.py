"""The tabs of a municipality's page. Higher apps fill theirs; they are found by URL name."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality

TABS = (
    ("municipalities:detail", _("Om kommunen"), "municipalities.view_municipality"),
    ("reform_phases:municipality", _("Vedtak og planer"), "reform_phases.view_treatment"),
    ("dialogue_meetings:municipality", _("Møter og støtte"), "dialogue_meetings.view_meeting"),
    ("learning_networks:municipality", _("Nettverk"), "learning_networks.view_network"),
    ("municipalities:history", _("Historikk"), "municipalities.view_municipality"),
)


def tabs(request: HttpRequest, municipality: Municipality, query: str) -> list[dict[str, Any]]:
    """The tabs the user may open, for components/tabs.html; `query` goes along, as ``?dato=2021-12-31``."""
    shown = []
    for url_name, label, permission in TABS:
        if request.user.has_perm(permission):
            url = reverse(url_name, args=[municipality.pk])
            shown.append({"label": label, "url": url + query, "current": request.path == url})
    return shown
