"""Figures made ready for a page: what stands on each card, in each row, and where each record leads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from lhl_portal.access.models import User
from reporting.differences import Crossing
from reporting.facts import DECISION, Body, Evidence, Facts
from reporting.indicators import CHAPTERS, INDICATORS, Indicator, Share
from reporting.models import Report, Thread


@dataclass(frozen=True)
class Row:
    """A municipality of a figure and the records that speak of it; `hidden` where others' people keep them today."""

    body: Body
    url: str
    records: list[dict[str, Any]]
    hidden: bool


def chapters(shares: dict[str, Share], asked: Iterable[Indicator] = INDICATORS) -> list[dict[str, Any]]:
    """The figures `asked` for under the chapters they belong to; a chapter without any is left out.

    `asks` of a figure ends its address.
    """
    found: dict[str, list[dict[str, Any]]] = {code: [] for code, _title in CHAPTERS}
    for indicator in asked:
        share = shares[indicator.code]
        found[indicator.chapter].append({"indicator": indicator, "share": share, "asks": asks(indicator)})
    return [{"title": title, "figures": found[code]} for code, title in CHAPTERS if found[code]]


def asks(indicator: Indicator) -> str:
    """What the address of a figure's page adds after `figure_query` to say the version; nothing for the current one."""
    return "" if indicator.current else f"&versjon={indicator.version}"


def figure_query(report: Report, *, today: date) -> str:
    """What the address of a figure's page says to show the municipalities of `report`, from the question mark on.

    Before the cut-off it asks for `today`, since the page knows no later day.
    """
    round, region = report.round, report.region
    asked = {"fra": round.starts_on, "dato": min(round.cut_off, today), "reform": round.reform_id}
    return f"?{urlencode(asked | {'omrade': region.code if region else 'landet'})}"


def rows(
    facts: Facts,
    share: Share,
    members: list[int],
    reachable: set[int],
    *,
    counted: bool,
) -> list[Row]:
    """The municipalities that count, or those that do not, in Norwegian order. Only what is `reachable` is opened."""
    chosen = share.counted if counted else share.missing
    behind = share.because if counted else share.beside
    return [
        Row(
            body=facts.municipalities[pk],
            url=reverse("municipalities:detail", args=[pk]) if pk in reachable else "",
            records=[_record(record) for record in behind.get(pk, ())] if pk in reachable else [],
            hidden=pk not in reachable and pk in behind,
        )
        for pk in members
        if pk in chosen
    ]


def late(shares: Iterable[Share], as_of: date) -> dict[str, int]:
    """How many records are dated after the as-of date and so do not count: `all` of them, and `decisions`."""
    found = {
        (record.url_name, record.url_pk, record.kind == DECISION)
        for share in shares
        for records in share.beside.values()
        for record in records
        if record.on > as_of
    }
    return {
        "all": len({(name, pk) for name, pk, _decision in found}),
        "decisions": sum(decision for _name, _pk, decision in found),
    }


def _record(record: Evidence) -> dict[str, Any]:
    url = reverse(record.url_name, args=[record.url_pk])
    return {"text": record.text, "on": record.on, "why_not": record.why_not, "url": url}


def tabs(report: Report, current: str, user: User) -> list[dict[str, Any]]:
    """The pages of a report that the user may open; `current` is the URL name of the one that is shown."""
    if report.region_id is None:  # the national report is made of editions, and has a single page
        return []
    unsettled = report.threads.unsettled().count()
    pages = (
        ("report", _("Oversikt"), "reporting.view_report"),
        ("answers", _("Svar"), "reporting.change_report"),
        ("since", _("Siden sist"), "reporting.view_report"),
        ("numbers", _("Tall i teksten"), "reporting.view_report"),
        (
            "thread_list",
            _("Merknader (%(n)s)") % {"n": unsettled} if unsettled else _("Merknader"),
            "reporting.view_report",
        ),
    )
    return [
        {"label": label, "url": reverse(f"reporting:{name}", args=[report.pk]), "current": name == current}
        for name, label, permission in pages
        if user.has_perm(permission)
    ]


def by_place(threads: Iterable[Thread]) -> dict[str, list[Thread]]:
    """The threads under ``<anchor>:<key>``."""
    found: dict[str, list[Thread]] = {}
    for thread in threads:
        found.setdefault(f"{thread.anchor}:{thread.key}", []).append(thread)
    return found


def told(crossings: Iterable[Crossing]) -> list[dict[str, Any]]:
    """Municipalities that came to a set or left it, with what the records tell of why, dates as dates."""
    return [
        {
            "body": crossing.body,
            "reasons": [
                {"why": reason.why}
                | (_told(reason.record) if reason.record else {})
                | ({"before": _told(reason.before)} if reason.before else {})
                for reason in crossing.reasons
            ],
        }
        for crossing in crossings
    ]


def _told(record: dict[str, Any]) -> dict[str, Any]:
    fails = record.get("why", "")
    return {"kind": record["kind"], "label": record["label"], "on": date.fromisoformat(record["on"]), "fails": fails}


def crumbs(*steps: tuple[Any, str]) -> list[tuple[Any, str]]:
    """The way to a page among the reports: label and address, the last one without."""
    return [
        (_("Start"), reverse("start")),
        (_("Rapporter"), reverse("reporting:round_list")),
        *steps,
    ]
