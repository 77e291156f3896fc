"""The part of a report's manifest that the office has written. In words of the language in force."""

from typing import Any

from lhl_portal.access.models import OrganisationName
from reporting.models import Question, Report
from reporting.outline import Asked, outline


def read_answers(report: Report) -> dict[str, Any]:
    """`sections`, `answers` and `contributors`, as in `docs/manifest.md`."""
    parts = outline(report.round, report=report)
    named = [part for part in parts if part.section]
    return {
        "sections": [{"title": str(part.section), "intro": part.section.intro} for part in named if part.section],
        "answers": [
            _answer(asked, named.index(part) if part.section else None) for part in parts for asked in part.questions
        ],
        "contributors": contributors(report),
    }


def contributors(report: Report) -> list[str]:
    """Those who have contributed, as they were called on the cut-off, in the language in force."""
    rows = [row.organisation for row in report.contributions.select_related("organisation")]
    then = OrganisationName.objects.as_of(report.round.cut_off).filter(organisation__in=rows)
    names = {name.organisation_id: str(name) for name in then}
    return [names.get(row.pk, str(row)) for row in rows]


def _answer(asked: Asked, section: int | None) -> dict[str, Any]:
    question = asked.question
    return {
        "number": asked.number,
        "section": section,
        "kind": question.kind,
        "question": str(question),
        "text": asked.answer.text if asked.answer else "",
        **_by_kind(asked),
    }


def _by_kind(asked: Asked) -> dict[str, Any]:
    question = asked.question
    labels = list(question.labels.values())
    match question.kind:
        case Question.Kind.CHOICE:
            return {"options": labels, "chosen": asked.chosen, "several": question.several}
        case Question.Kind.GRADED:
            return {"scale": labels, "statements": [{"text": text, "grade": grade} for text, grade in asked.grades]}
        case Question.Kind.NUMBER:
            return {"value": asked.value, "unit": question.unit}
        case Question.Kind.TABLE:
            return {"columns": labels, "rows": asked.rows}
    return {}
