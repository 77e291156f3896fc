"""Verbs about rounds and reports that touch more than one row."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet

from lhl_portal.access.models import Organisation, Region, User
from reporting.indicators import INDICATORS
from reporting.models import (
    Answer,
    Build,
    Contribution,
    Extension,
    Question,
    Report,
    Round,
    RoundIndicator,
    Section,
)
from reporting.outline import outline
from reporting.values import Unfit, checked, used


class Settled(Exception):
    """A report of the round has been built: what the round asks stays as it was asked."""


class Locked(Exception):
    """The report is not open for writing."""


class InUse(Exception):
    """An office has answered with what would be lost: the texts `lines`, or several options, or the question itself."""

    def __init__(self, lines: Collection[str] = ()) -> None:
        super().__init__(*lines)
        self.lines = list(lines)


@dataclass(frozen=True)
class Written:
    """What the office answers to a question: `value` as in `reporting.values`."""

    question: Question
    text: str = ""
    value: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def add_reports(*, round: Round) -> list[Report]:
    """A report for every region that has none in `round`, and the national one. Doing it again adds nothing.

    A round that has not chosen its figures asks from now on for the definitions of today, whatever becomes of them.
    """
    if not round.indicators.exists():
        RoundIndicator.objects.bulk_create(
            RoundIndicator(round=round, code=indicator.code, version=indicator.version) for indicator in INDICATORS
        )
    Report.objects.bulk_create(
        [Report(round=round, region=region) for region in Region.objects.exclude(reports__round=round)]
    )
    if not round.reports.filter(region=None).exists():
        Report.objects.create(round=round)
    return list(round.reports.select_related("region"))


@transaction.atomic
def copy_questions(*, earlier: Round, to: Round) -> None:
    """Gives the new round `to` the sections and questions of `earlier`, and the figures it asks for."""
    RoundIndicator.objects.bulk_create(
        RoundIndicator(round=to, code=row.code, version=row.version) for row in earlier.indicators.all()
    )
    sections: dict[int | None, Section] = {}
    for section in earlier.sections.all():
        old = section.pk
        section.pk, section.round = None, to
        section._state.adding = True
        section.save()
        sections[old] = section
    for question in earlier.questions.all():
        question.pk, question.round = None, to
        question.section = sections.get(question.section_id)
        question._state.adding = True
        question.save()


def is_settled(round: Round) -> bool:
    """Whether the round keeps what it asks and its period, since a report of it has been built, or is being built."""
    return Build.objects.filter(report__round=round).exclude(state=Build.State.FAILED).exists()


def save_section(*, section: Section) -> None:
    """Writes a section, a new one as the last of its round. Raises Settled."""
    with _changing(section.round):
        if section._state.adding:
            section.number = _next(section.round.sections.all())
        section.save()


def delete_section(*, section: Section) -> None:
    """Its questions stay, in no section. Raises Settled."""
    with _changing(section.round):
        section.delete()


def save_question(*, question: Question) -> None:
    """Writes a question, a new one as the last of its round. Raises Settled, and InUse with the lines it has lost."""
    with _changing(question.round):
        if question._state.adding:
            question.number = _next(question.round.questions.all())
        else:
            stored = Question.objects.select_for_update().get(pk=question.pk)
            answers = list(stored.answers.all())
            if not question.several and any(len(answer.value.get("chosen", ())) > 1 for answer in answers):
                raise InUse
            labels, statements = used(stored, answers)
            lost = [label for label in stored.labels_nb if label in labels - set(question.labels_nb)]
            lost += [line for line in stored.statements_nb if line in statements - set(question.statements_nb)]
            if lost:
                raise InUse(lost)
        question.save()


def delete_question(*, question: Question) -> None:
    """Raises Settled, and InUse where an office has answered."""
    with _changing(question.round):
        Question.objects.select_for_update().get(pk=question.pk)
        if is_used(question):
            raise InUse
        question.answers.all().delete()  # emptied ones, or it could not be removed
        question.delete()


def is_used(question: Question) -> bool:
    """Whether an office has answered it, or commented on it."""
    return question.answers.exclude(text="", value={}).exists()


def move(*, row: Question | Section, up: bool) -> None:
    """Lets a question change places with its neighbour in its section, or a section with its neighbour. Raises Settled.

    The first cannot go further up, nor the last further down.
    """
    with _changing(row.round):
        beside: Any = (
            row.round.sections if isinstance(row, Section) else row.round.questions.filter(section=row.section)
        )
        rows = list(beside.all())
        place = rows.index(row)
        other = place - 1 if up else place + 1
        if 0 <= other < len(rows):
            first, second = rows[place], rows[other]
            first.number, second.number = second.number, first.number
            first.save(update_fields=["number"])
            second.save(update_fields=["number"])


@contextmanager
def _changing(round: Round) -> Iterator[None]:
    """One who changes what a round asks at a time, and nobody once it is settled."""
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=round.pk)
        if is_settled(round):
            raise Settled
        yield


def _next(rows: QuerySet[Any]) -> int:
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def extend(*, report: Report, due_on: date, reason: str, by: User, at: datetime) -> Extension:
    """Gives the region of `report` until `due_on`, instead of what it was given before."""
    extension, _created = Extension.objects.update_or_create(
        round=report.round,
        region=report.region,
        defaults={"due_on": due_on, "reason": reason, "by": by, "at": at},
    )
    return extension


def withdraw_extension(*, report: Report) -> None:
    """The round's due date holds for the region again."""
    Extension.objects.filter(round=report.round, region=report.region).delete()


@transaction.atomic
def save_answers(*, report: Report, answers: Iterable[Written]) -> None:
    """Stores the office's answers; an unchanged one is not written again, so that its date stays true.

    Raises Locked, and `values.Unfit` where a question no longer takes the answer.
    """
    report = _locked(report)
    written = list(answers)
    # Against a question that somebody changes at the same moment, or removes.
    asked = Question.objects.select_for_update(no_key=True).in_bulk([row.question.pk for row in written])
    known = {answer.question_id: answer for answer in report.answers.all()}
    for row in written:
        question = asked.get(row.question.pk)
        if question is None:
            raise Unfit
        value = checked(question, row.value)
        answer = known.get(question.pk)
        if answer is None and (row.text or value):
            Answer.objects.create(report=report, question=question, text=row.text, value=value)
        elif answer is not None and (answer.text, answer.value) != (row.text, value):
            answer.text, answer.value = row.text, value
            answer.save(update_fields=["text", "value", "updated_at"])


@transaction.atomic
def set_contributors(*, report: Report, organisations: Collection[Organisation]) -> None:
    """These, and no others, have contributed. Those that were there already are left alone. Raises Locked."""
    report = _locked(report)
    report.contributions.exclude(organisation__in=organisations).delete()
    known = set(report.contributions.values_list("organisation_id", flat=True))
    for organisation in organisations:
        if organisation.pk not in known:
            Contribution.objects.create(report=report, organisation=organisation)


def _locked(report: Report) -> Report:
    """The report as it is now, held until the transaction ends."""
    report = Report.objects.select_for_update(of=("self",)).select_related("round").get(pk=report.pk)
    if not report.is_open:
        raise Locked
    return report


def missing_answers(report: Report) -> list[Question]:
    """What the round requires and the office has not answered, in the order it is read."""
    parts = outline(report.round, report=report)
    return [asked.question for part in parts for asked in part.questions if asked.is_missing]
