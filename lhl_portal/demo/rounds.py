"""Four rounds with what they ask, a report for every region, and some offices' draft answers and contributors."""

from collections.abc import Sized
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from lhl_portal.access.models import User
from lhl_portal.demo.days import FIRST, LAST
from lhl_portal.demo.ground import Area, Ground
from lhl_portal.demo.questions import (
    QUESTIONS_2021,
    QUESTIONS_2023,
    QUESTIONS_MAY_2022,
    QUESTIONS_NOVEMBER_2022,
    SECTIONS_2021,
    Asking,
    Pair,
)
from lhl_portal.demo.text import marked
from reporting.models import Answer, Contribution, Extension, Question, Round, Section
from reporting.services import add_reports
from reporting.workflow import open_round


@dataclass(frozen=True)
class _Asked:
    """A round. Every `every` office has drafts, and each that writes nynorsk."""

    name: Pair
    layout: Round.Layout
    cut_off: date
    opens_on: date
    due_on: date
    questions: tuple[Asking, ...]
    every: int
    sections: tuple[tuple[Pair, Pair], ...] = ()


_ROUNDS = (
    _Asked(
        name=("Årsrapport 2021",) * 2,
        layout=Round.Layout.ANNUAL,
        cut_off=date(2021, 11, 1),
        opens_on=date(2021, 10, 1),
        due_on=date(2021, 12, 1),
        questions=QUESTIONS_2021,
        sections=SECTIONS_2021,
        every=3,
    ),
    _Asked(
        name=("Status per 15. mai 2022",) * 2,
        layout=Round.Layout.SHORT,
        cut_off=date(2022, 5, 15),
        opens_on=date(2022, 4, 19),
        due_on=date(2022, 6, 1),
        questions=QUESTIONS_MAY_2022,
        every=4,
    ),
    _Asked(
        name=("Rapport per 1. november 2022",) * 2,
        layout=Round.Layout.ANNUAL,
        cut_off=date(2022, 11, 1),
        opens_on=date(2022, 10, 3),
        due_on=date(2022, 12, 1),
        questions=QUESTIONS_NOVEMBER_2022,
        every=4,
    ),
    _Asked(
        name=("Årsrapport 2023",) * 2,
        layout=Round.Layout.ANNUAL,
        cut_off=LAST,
        opens_on=date(2023, 12, 1),
        due_on=date(2024, 2, 1),
        questions=QUESTIONS_2023,
        every=2,
    ),
)


def add_rounds(ground: Ground) -> int:
    """Answers with the number of rows written. Reports are opened as in the portal itself."""
    return sum(_round(ground, asked) for asked in _ROUNDS)


def _round(ground: Ground, asked: _Asked) -> int:
    name_nb, name_nn = asked.name
    round = Round.objects.create(
        name_nb=name_nb,
        name_nn=name_nn,
        reform=ground.reform,
        layout=asked.layout,
        starts_on=FIRST,
        cut_off=asked.cut_off,
        opens_on=asked.opens_on,
        due_on=asked.due_on,
    )
    sections = Section.objects.bulk_create(
        Section(round=round, number=n, title_nb=title[0], title_nn=title[1], intro_nb=intro[0], intro_nn=intro[1])
        for n, (title, intro) in enumerate(asked.sections, start=1)
    )
    questions = Question.objects.bulk_create(
        _question(round, n, asking, sections) for n, asking in enumerate(asked.questions, start=1)
    )
    reports = {report.region_id: report for report in add_reports(round=round)}
    writing = [area for n, area in enumerate(ground.areas) if area.region.language == "nn" or n % asked.every == 0]
    answers = Answer.objects.bulk_create(
        Answer(report=reports[area.region.pk], question=question, text=text, value=value)
        for turn, area in enumerate(writing)
        for question, asking in zip(questions, asked.questions, strict=True)
        for text, value in [_answer(area, turn, asking)]
        if text or value
    )
    contributions = Contribution.objects.bulk_create(
        Contribution(report=reports[area.region.pk], organisation=centre)
        for area in writing
        for centre in _centres(area, asked.cut_off.year)
    )
    extensions = _extension(round, ground.areas[0]) if asked.sections else 0
    steps = open_round(round=round, by=None, at=datetime.combine(asked.opens_on, time(7), tzinfo=UTC))
    made: tuple[Sized, ...] = (sections, questions, reports, answers, contributions)
    return 1 + sum(len(rows) for rows in made) + extensions + steps


def _question(round: Round, number: int, asking: Asking, sections: list[Section]) -> Question:
    return Question(
        round=round,
        number=number,
        section=None if asking.section is None else sections[asking.section],
        kind=asking.kind,
        text_nb=asking.text[0],
        text_nn=asking.text[1],
        required=asking.required,
        several=asking.several,
        labels_nb=[nb for nb, _nn in asking.labels],
        labels_nn=[nn for _nb, nn in asking.labels],
        statements_nb=[nb for nb, _nn in asking.statements],
        statements_nn=[nn for _nb, nn in asking.statements],
        unit_nb=asking.unit[0],
        unit_nn=asking.unit[1],
        least=asking.least,
        most=asking.most,
    )


def _answer(area: Area, turn: int, asking: Asking) -> tuple[str, dict[str, Any]]:
    """What the office answers: text and value."""
    if asking.rows:
        columns = [nb for nb, _nn in asking.labels]
        words = [[_in_language(area, cell) for cell in row] for row in asking.rows]
        rows = [dict(zip(columns, row, strict=True)) for row in words]
        return "", {"rows": [row | {columns[-1]: marked(row[columns[-1]])} for row in rows]}
    draft = _in_language(area, asking.draft)
    return marked(draft) if draft else "", asking.values[turn % len(asking.values)] if asking.values else {}


def _centres(area: Area, year: int) -> list[Any]:
    found = {centre for (then, _body), centres in area.centres.items() if then == year for centre in centres}
    return sorted(found, key=lambda centre: centre.code)


def _extension(round: Round, area: Area) -> int:
    """One region was given more time."""
    Extension.objects.create(
        round=round,
        region=area.region,
        due_on=date(2021, 12, 15),
        reason=marked("Embetet har hatt sykdom i den regionale gruppen."),
        by=User.objects.filter(email="demo.analytiker@example.no").first(),
        at=datetime(2021, 11, 22, 9, tzinfo=UTC),
    )
    return 1


def _in_language(area: Area, pair: Pair) -> str:
    bokmaal, nynorsk = pair
    return nynorsk if area.region.language == "nn" else bokmaal
