"""What a report says, as canonical JSON: the one thing a PDF is made from.

Everything is in words of the office's language form, and nothing refers back to the tables. Shape: see
`docs/manifest.md`.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from reporting.definitions import asked_by
from reporting.editions import latest_edition, next_number, reason_for
from reporting.facts import Evidence, Facts, read_facts
from reporting.indicators import CHAPTERS, Share, compute_all
from reporting.manifest_answers import read_answers
from reporting.models import Report
from reporting.national_manifest import read_national_manifest
from reporting.offices import area_of, office_on
from reporting.pdf import TEMPLATE_VERSION
from reporting.since.additions import additions

FORMAT = 2


def read_manifest(report: Report, *, built_on: date, final: bool = False) -> dict[str, Any]:
    """Reads `report` as it stands; `final` when it is to be signed. The caller sees to it that all reading is from
    one moment."""
    region, language = report.region, report.language
    with translation.override(language):
        if region is None:
            return read_national_manifest(report, _head(report, built_on=built_on, final=final))
        facts = {day: _facts(report, day) for day in _days(report.round.starts_on, report.round.cut_off)}
        now = facts[report.round.cut_off]
        here = [body for body in now.municipalities.values() if body.region == region.pk]
        office = office_on(region, report.round.cut_off)
        numbers = {body.pk: body.number for body in here}
        asked = asked_by(report.round)
        shares = {day: compute_all(then, asked) for day, then in facts.items()}
        areas = {
            day: [b.pk for b in then.municipalities.values() if b.region == region.pk] for day, then in facts.items()
        }
        manifest = {
            **_head(report, built_on=built_on, final=final),
            "kind": "regional",
            "layout": report.round.layout,
            "report": {
                "region": area_of(office) or region.name,
                "region_code": region.code,
                "office": office,
                "round": str(report.round),
                "reform": report.round.reform.name,
                "due_on": report.due_on.isoformat(),
            },
            "period": {
                "starts_on": report.round.starts_on.isoformat(),
                "as_of": report.round.cut_off.isoformat(),
            },
            "municipalities": [
                {
                    "id": b.pk,
                    "number": b.number,
                    "name": b.name,
                    "county": b.county,
                    "population": b.population,
                }
                for b in here
            ],
            "chapters": [
                {"code": code, "title": str(title)} for code, title in CHAPTERS if any(i.chapter == code for i in asked)
            ],
            "figures": [
                {
                    "code": indicator.code,
                    "version": indicator.version,
                    "chapter": indicator.chapter,
                    "central": indicator.central,
                    "label": str(indicator.label),
                    "definition": str(indicator.definition),
                    "numerator": str(indicator.numerator),
                    "base_label": str(indicator.base),
                    "source": str(indicator.source),
                    **_sets(
                        shares[report.round.cut_off][indicator.code].within(numbers),
                        numbers,
                    ),
                    "series": [_point(day, shares[day][indicator.code].within(areas[day])) for day in sorted(shares)],
                }
                for indicator in asked
            ],
            **read_answers(report),
        }
        return manifest | additions(report, manifest)


def _facts(report: Report, day: date) -> Facts:
    return read_facts(reform=report.round.reform, starts_on=report.round.starts_on, as_of=day)


def _days(starts_on: date, as_of: date) -> list[date]:
    """The last day of each whole year of the period, and the as-of date."""
    years = (date(year, 12, 31) for year in range(starts_on.year, as_of.year))
    return [*years, as_of]


def _sets(share: Share, numbers: dict[int, str]) -> dict[str, Any]:
    """The two sets in the order of the municipalities, with the records behind."""
    return {
        "value": share.value,
        "base": len(share.base),
        "counted": [
            {"municipality": number, "records": [_record(r) for r in share.because[pk]]}
            for pk, number in numbers.items()
            if pk in share.counted
        ],
        "missing": [
            {
                "municipality": number,
                "records": [_record(r) for r in share.beside.get(pk, ())],
            }
            for pk, number in numbers.items()
            if pk in share.missing
        ],
    }


def _head(report: Report, *, built_on: date, final: bool) -> dict[str, Any]:
    """What every kind of report begins with."""
    return {
        "format": FORMAT,
        "template": TEMPLATE_VERSION,
        "edition": _edition(report, final=final),
        "verify_url": settings.PUBLIC_URL + reverse("reporting:verify"),
        "demo": settings.DEMO,
        "language": report.language,
        "software": settings.VERSION,
        "built_on": built_on.isoformat(),
    }


def _edition(report: Report, *, final: bool) -> dict[str, Any]:
    last = latest_edition(report)
    return {
        "number": next_number(report),
        "final": final,
        "reason": reason_for(report),
        "replaces": last.snapshot.sha256 if last else "",
    }


def _record(record: Evidence) -> dict[str, Any]:
    """In words, and `ref`, where it stood in the portal."""
    words: dict[str, Any] = {
        "kind": record.what,
        "label": record.label,
        "on": record.on.isoformat(),
        "ref": {"page": record.url_name, "pk": record.url_pk},
    }
    return words | ({"why": record.why_not} if record.why_not else {})


def _point(day: date, share: Share) -> dict[str, Any]:
    return {"on": day.isoformat(), "value": share.value, "base": len(share.base)}
