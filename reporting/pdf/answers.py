"""The office's answers by section, and the wide tables among them that become annexes. Pure, but for the language."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from string import ascii_uppercase
from typing import Any

WIDE = 4  # columns: a table with as many is an annex with pages of its own
NARROWEST, WIDEST = 24, 160  # letters: what a column is given room for, whatever stands in it


@dataclass(frozen=True)
class Statement:
    """A statement and its grade. `place` of `places` is where the grade stands on the scale; 0 without a grade."""

    text: str
    grade: str
    place: int
    places: int

    @property
    def filled(self) -> str:
        """Per cent of the bar."""
        return str(100 * self.place // self.places) if self.places else "0"


@dataclass(frozen=True)
class Table:
    """`widths` are whole per cents of the page, one for each column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[str, ...]


@dataclass(frozen=True)
class Answered:
    """A question and what was answered. `annex` is the letter of the annex where its table stands, if it does."""

    number: str
    kind: str
    question: str
    text: str
    options: tuple[tuple[str, bool], ...] = ()
    scale: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    value: str = ""
    unit: str = ""
    table: Table | None = None
    annex: str = ""

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(label for label, chosen in self.options if chosen)

    @property
    def not_chosen(self) -> tuple[str, ...]:
        return tuple(label for label, chosen in self.options if not chosen)

    @property
    def is_graded(self) -> bool:
        """Whether any statement has its grade."""
        return any(statement.grade for statement in self.statements)

    @property
    def has_content(self) -> bool:
        """Whether anything but free text was answered."""
        return bool(self.chosen or self.is_graded or self.value or (self.table and self.table.rows))

    @property
    def is_answered(self) -> bool:
        return self.has_content or bool(self.text)


@dataclass(frozen=True)
class Section:
    """Questions under one heading; `title` is empty for those that stand before the first."""

    title: str
    intro: str
    answers: tuple[Answered, ...]


def read_sections(manifest: dict[str, Any]) -> tuple[Section, ...]:
    """In the order of the answers, which the round has put by section."""
    titles = manifest.get("sections") or []
    answers = list(_answered(manifest.get("answers") or []))
    sections = []
    for place, group in groupby(answers, key=lambda pair: pair[0]):
        section = titles[place] if place is not None and place < len(titles) else {}
        rows = tuple(answer for _place, answer in group)
        sections.append(Section(section.get("title", ""), section.get("intro", "").strip(), rows))
    return tuple(sections)


def _answered(answers: Sequence[dict[str, Any]]) -> Any:
    letters = iter(ascii_uppercase)
    for answer in answers:
        kind = answer.get("kind", "text")
        wide = kind == "table" and len(answer.get("columns", ())) >= WIDE
        yield (
            answer.get("section"),
            Answered(
                number=str(answer["number"]),
                kind=kind,
                question=answer["question"],
                text=(answer.get("text") or "").strip(),
                options=tuple((label, label in answer.get("chosen", ())) for label in answer.get("options", ())),
                scale=tuple(answer.get("scale", ())),
                statements=tuple(_statement(row, answer["scale"]) for row in answer.get("statements", ())),
                value=str(answer.get("value") or ""),
                unit=answer.get("unit") or "",
                table=_table(answer) if kind == "table" else None,
                annex=next(letters) if wide else "",
            ),
        )


def _statement(row: dict[str, Any], scale: Sequence[str]) -> Statement:
    grade = row.get("grade") or ""
    place = scale.index(grade) + 1 if grade in scale else 0
    return Statement(row["text"], grade, place, len(scale))


def _table(answer: dict[str, Any]) -> Table:
    columns = tuple(answer.get("columns", ()))
    rows = tuple(tuple(str(cell) for cell in row) for row in answer.get("rows", ()) if any(map(str, row)))
    return Table(columns, rows, widths(columns, rows))


def widths(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Whole per cents by the letters in each column, so that a date gets little and an account much. They sum to 100.

    By the mean of the longest and the average: one long cell among short ones is not what the column is like.
    """
    if not columns:
        return ()
    needs = []
    for place, label in enumerate(columns):
        lengths = [len(row[place]) for row in rows if place < len(row) and row[place]] or [0]
        need = (max(lengths) + sum(lengths) / len(lengths)) / 2
        longest_word = max(map(len, label.split()), default=0)
        needs.append(min(max(need, 1.6 * longest_word, NARROWEST), WIDEST) ** 0.75)
    shares = [int(100 * need / sum(needs)) for need in needs]
    shares[shares.index(max(shares))] += 100 - sum(shares)
    return tuple(map(str, shares))
