"""What a report says, as canonical JSON: the one thing a PDF is made from.

Everything is in words of the office's language form, and nothing refers back to the tables. Shape: see
`docs/manifest.md`.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation

from lhl_portal.access.models import OrganisationName, Region
from reporting.facts import Evidence, Facts, read_facts
from reporting.indicators import CHAPTERS, INDICATORS, Share, compute_all
from reporting.models import Answer, Question, Report
from reporting.pdf import TEMPLATE_VERSION

FORMAT = 1


def read_manifest(report: Report, *, built_on: date) -> dict[str, Any]:
    """Reads `report` as it stands. The caller sees to it that all reading is from one moment."""
    language = report.region.language
    with translation.override(language):
        facts = {day: _facts(report, day) for day in _days(report.round.starts_on, report.round.cut_off)}
        now = facts[report.round.cut_off]
        here = [body for body in now.municipalities.values() if body.region == report.region_id]
        office = office_on(report.region, report.round.cut_off)
        numbers = {body.pk: body.number for body in here}
        shares = {day: compute_all(then) for day, then in facts.items()}
        areas = {
            day: [b.pk for b in then.municipalities.values() if b.region == report.region_id]
            for day, then in facts.items()
        }
        return {
            "format": FORMAT,
            "template": TEMPLATE_VERSION,
            "demo": settings.DEMO,
            "language": language,
            "software": settings.VERSION,
            "built_on": built_on.isoformat(),
            "report": {
                "region": _area(office) or report.region.name,
                "region_code": report.region.code,
                "office": office,
                "round": str(report.round),
                "reform": report.round.reform.name,
                "due_on": report.round.due_on.isoformat(),
            },
            "period": {
                "starts_on": report.round.starts_on.isoformat(),
                "as_of": report.round.cut_off.isoformat(),
            },
            "municipalities": [
                {
                    "number": b.number,
                    "name": b.name,
                    "county": b.county,
                    "population": b.population,
                }
                for b in here
            ],
            "chapters": [{"code": code, "title": str(title)} for code, title in CHAPTERS],
            "figures": [
                {
                    "code": indicator.code,
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
                for indicator in INDICATORS
            ],
            "answers": list(_answers(report)),
        }


def _facts(report: Report, day: date) -> Facts:
    return read_facts(reform=report.round.reform, starts_on=report.round.starts_on, as_of=day)


def _days(starts_on: date, as_of: date) -> list[date]:
    """The last day of each whole year of the period, and the as-of date."""
    years = (date(year, 12, 31) for year in range(starts_on.year, as_of.year))
    return [*years, as_of]


def office_on(region: Region, day: date) -> str:
    """What the region's office was called on `day`, in the language in force; else what it is called today."""
    name = OrganisationName.objects.as_of(day).filter(organisation__region=region).first()
    return str(name or region.office)


def _area(office: str) -> str:
    """What the region was called then: an office is named after it (*Statsforvalteren i Oslo og Viken*)."""
    return office.partition(" i ")[2]


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


def _record(record: Evidence) -> dict[str, str]:
    words = {"kind": record.what, "label": record.label, "on": record.on.isoformat()}
    return words | ({"why": record.why_not} if record.why_not else {})


def _point(day: date, share: Share) -> dict[str, Any]:
    return {"on": day.isoformat(), "value": share.value, "base": len(share.base)}


def _answers(report: Report) -> Iterator[dict[str, Any]]:
    texts = dict(Answer.objects.filter(report=report).values_list("question_id", "text"))
    for question in Question.objects.filter(round=report.round):
        yield {
            "number": question.number,
            "question": str(question),
            "text": texts.get(question.pk, ""),
        }
