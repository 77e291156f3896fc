"""Figures made ready for a page: what stands on each card, in each row, and where each record leads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from reporting.facts import DECISION, Body, Evidence, Facts
from reporting.indicators import CHAPTERS, INDICATORS, Share
from reporting.models import Report


@dataclass(frozen=True)
class Row:
    """A municipality of a figure and the records that speak of it; `hidden` where others' people keep them today."""

    body: Body
    url: str
    records: list[dict[str, Any]]
    hidden: bool


def chapters(shares: dict[str, Share]) -> list[dict[str, Any]]:
    """The figures under the chapters they belong to."""
    return [
        {
            "title": title,
            "figures": [
                {"indicator": indicator, "share": shares[indicator.code]}
                for indicator in INDICATORS
                if indicator.chapter == code
            ],
        }
        for code, title in CHAPTERS
    ]


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


def tabs(report: Report, current: str) -> list[dict[str, Any]]:
    """The pages of a report; `current` is the URL name of the one that is shown. The national one has a single page."""
    if report.region_id is None:
        return []
    pages = (("report", _("Oversikt")), ("answers", _("Svar")))
    return [
        {"label": label, "url": reverse(f"reporting:{name}", args=[report.pk]), "current": name == current}
        for name, label in pages
    ]


def crumbs(*steps: tuple[Any, str]) -> list[tuple[Any, str]]:
    """The way to a page among the reports: label and address, the last one without."""
    return [
        (_("Start"), reverse("start")),
        (_("Rapporter"), reverse("reporting:round_list")),
        *steps,
    ]
