"""The answers to questions that are not free text, as pure functions of question and value.

A value is empty where nobody has answered. Otherwise, by kind of question, with the bokmål texts of the question:

* choice: ``{"chosen": [labels]}``, in the order of the question;
* graded: ``{"grades": {statement: label}}``, for the statements that are graded;
* number: ``{"number": "12.5"}``;
* table: ``{"rows": [{column: text}]}``, each column in each row, no row without text.
"""

import json
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from reporting.models import Answer, Question

Kind = Question.Kind
MOST_ROWS = 60


class Unfit(Exception):
    """The value is none that the question asks for, as when the question was changed meanwhile."""


def checked(question: Question, value: dict[str, Any]) -> dict[str, Any]:
    """`value` in the shape that is stored. Raises Unfit."""
    try:
        return _CHECKS[Kind(question.kind)](question, value) if value else {}
    except (AttributeError, InvalidOperation, KeyError, TypeError) as error:
        raise Unfit from error


def _no_value(question: Question, value: dict[str, Any]) -> dict[str, Any]:
    raise Unfit


def _choice(question: Question, value: dict[str, Any]) -> dict[str, Any]:
    chosen = set(value["chosen"])
    if not chosen <= set(question.labels_nb) or (len(chosen) > 1 and not question.several):
        raise Unfit
    return {"chosen": [label for label in question.labels_nb if label in chosen]} if chosen else {}


def _graded(question: Question, value: dict[str, Any]) -> dict[str, Any]:
    grades = {statement: grade for statement, grade in value["grades"].items() if grade}
    if not grades.keys() <= set(question.statements_nb) or not set(grades.values()) <= set(question.labels_nb):
        raise Unfit
    return {"grades": grades} if grades else {}


def _number(question: Question, value: dict[str, Any]) -> dict[str, Any]:
    number = Decimal(value["number"])
    if not number.is_finite() or number != round(number, 2):
        raise Unfit
    if (question.least is not None and number < question.least) or (
        question.most is not None and number > question.most
    ):
        raise Unfit
    return {"number": f"{number.normalize():f}"}


def _table(question: Question, value: dict[str, Any]) -> dict[str, Any]:
    rows = [{column: row.get(column, "").strip() for column in question.labels_nb} for row in value["rows"]]
    rows = [row for row in rows if any(row.values())]
    if len(rows) > MOST_ROWS or any(set(row) - set(question.labels_nb) for row in value["rows"]):
        raise Unfit
    return {"rows": rows} if rows else {}


_CHECKS = {
    Kind.TEXT: _no_value,
    Kind.CHOICE: _choice,
    Kind.GRADED: _graded,
    Kind.NUMBER: _number,
    Kind.TABLE: _table,
}


def is_answered(question: Question, answer: Answer | None) -> bool:
    """A comment alone is no answer, and an assessment is answered when every statement has its grade."""
    if answer is None:
        return False
    if question.kind == Kind.TEXT:
        return bool(answer.text.strip())
    if question.kind == Kind.GRADED:
        return set(question.statements_nb) <= answer.value.get("grades", {}).keys()
    return bool(answer.value)


def used(question: Question, answers: list[Answer]) -> tuple[set[str], set[str]]:
    """The labels and the statements of `question`, in bokmål, that somebody has answered with."""
    labels: set[str] = set()
    statements: set[str] = set()
    for value in (answer.value for answer in answers):
        labels |= set(value.get("chosen", ()))
        labels |= {column for row in value.get("rows", ()) for column, text in row.items() if text}
        labels |= set(value.get("grades", {}).values())
        statements |= set(value.get("grades", {}))
    return labels, statements


def localized(number: str) -> str:
    """``12,5`` for ``12.5``, as numbers are written in the language in force; empty for none."""
    return str(number_format(Decimal(number), use_l10n=True)) if number else ""


def in_words(question: Question, text: str, value: dict[str, Any]) -> str:
    """The whole answer on one line, to tell somebody what a colleague has written."""
    labels = question.labels
    parts = [labels.get(label, label) for label in value.get("chosen", ())]
    parts += [
        f"{question.statements.get(s, s)}: {labels.get(grade, grade)}" for s, grade in value.get("grades", {}).items()
    ]
    if value.get("number"):
        parts.append(f"{localized(value['number'])} {question.unit}".strip())
    parts += [" | ".join(filter(None, row.values())) for row in value.get("rows", ())]
    return "; ".join([*parts, *filter(None, [text])]) or _("ikke besvart")


def digest(text: str, value: dict[str, Any]) -> str:
    """Short and the same for the same answer, whatever line ends a browser sends."""
    told = json.dumps([_lines(text), _line_ends(value)], sort_keys=True)
    return sha256(told.encode()).hexdigest()[:16]


def _lines(text: str) -> list[str]:
    return text.strip().splitlines()


def _line_ends(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _line_ends(part) for key, part in value.items() if part}
    if isinstance(value, list):
        return [_line_ends(part) for part in value]
    return _lines(value) if isinstance(value, str) else value
