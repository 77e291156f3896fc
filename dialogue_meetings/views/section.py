"""What the pages about contact with the municipalities have in common."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PICKED = 500  # rows written at once
SECTIONS = (
    ("dialogue_meetings:list", gettext_lazy("Møter og støtte"), "dialogue_meetings.view_meeting"),
    ("calendar:calendar", gettext_lazy("Kalender"), "dialogue_meetings.view_meeting"),
    ("dialogue_meetings:offer_list", gettext_lazy("Tilbud"), "dialogue_meetings.view_meeting"),
    ("overview:coverage", gettext_lazy("Dekning"), "dialogue_meetings.view_meeting"),
    ("dialogue_meetings:follow_up_list", gettext_lazy("Oppfølging"), "dialogue_meetings.view_followup"),
    ("dialogue_meetings:needs", gettext_lazy("Behov"), "dialogue_meetings.view_meeting"),
)


def sections(request: Any, query: str) -> list[dict[str, Any]]:
    """The lists as tabs, for components/tabs.html; `query` goes along, as ``?dato=2021-12-31``."""
    return [
        {"label": label, "url": reverse(name) + query, "current": _stands(request.path, reverse(name))}
        for name, label, permission in SECTIONS
        if request.user.has_perm(permission)
    ]


def _stands(path: str, url: str) -> bool:
    """Whether the page is the list itself or, of needs, a list under it."""
    return path == url or (url == reverse("dialogue_meetings:needs") and path.startswith(url))


def trail(*steps: tuple[Any, str | None]) -> list[tuple[Any, str | None]]:
    """Breadcrumbs from the start page."""
    return [(_("Start"), reverse("start")), *steps]


def suggested(request: Any) -> int | None:
    """The municipality that ``?kommune=`` asks the form to begin with."""
    return key_asked_for(request, "kommune")


def keys_sent(request: Any, name: str) -> list[int]:
    """The primary keys that are picked in a list, at most `PICKED`. What no row could have is left out."""
    sent = request.POST if request.method == "POST" else request.GET
    found = (_key(value) for value in sent.getlist(name)[:PICKED])
    return [key for key in found if key is not None]


def key_asked_for(request: Any, name: str) -> int | None:
    """A primary key in the address, None where there is none that a row could have."""
    return _key(request.GET.get(name, ""))


def _key(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None
