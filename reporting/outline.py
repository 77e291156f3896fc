"""The questions of a round as they are read: in sections, each with its number, and with a report's answers."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reporting.models import Answer, Question, Report, Round, Section
from reporting.values import is_answered, localized


@dataclass(frozen=True)
class Asked:
    """A question with the number it is read by (``2.1``, or ``2`` in a round without sections) and its answer."""

    number: str
    question: Question
    answer: Answer | None = None

    @property
    def is_missing(self) -> bool:
        """Whether the report cannot be sent without it."""
        return self.question.required and not is_answered(self.question, self.answer)

    @property
    def is_answered(self) -> bool:
        return is_answered(self.question, self.answer)

    @property
    def chosen(self) -> list[str]:
        """The chosen options, in the language in force. So are the answers below."""
        labels = self.question.labels
        return [labels[label] for label in self._value.get("chosen", ()) if label in labels]

    @property
    def grades(self) -> list[tuple[str, str | None]]:
        """Each statement with its grade, None where it has none yet."""
        labels, given = self.question.labels, self._value.get("grades", {})
        return [(words, labels.get(given.get(key, ""))) for key, words in self.question.statements.items()]

    @property
    def value(self) -> str | None:
        """The number as it is written, without its unit."""
        return localized(self._value["number"]) if self._value.get("number") else None

    @property
    def rows(self) -> list[list[str]]:
        """The rows of a table, each with a cell for each column."""
        return [[row.get(column, "") for column in self.question.labels_nb] for row in self._value.get("rows", ())]

    @property
    def _value(self) -> dict:
        return self.answer.value if self.answer else {}


@dataclass(frozen=True)
class Part:
    """A section with its questions. Those in no section come last, in a part without one."""

    section: Section | None
    number: str
    questions: list[Asked]
    last: bool = False  # of the sections

    @property
    def title(self) -> str:
        """Empty where the round has no sections at all."""
        return str(self.section) if self.section else _("Øvrige spørsmål") if self.number else ""

    @property
    def left(self) -> int:
        """How many required answers are missing."""
        return sum(asked.is_missing for asked in self.questions)


def outline(round: Round, *, report: Report | None = None) -> list[Part]:
    """The parts of `round`, also empty sections, with the answers of `report`. Two or three queries."""
    sections = list(round.sections.all())
    questions = list(round.questions.all())
    answers = {answer.question_id: answer for answer in report.answers.all()} if report else {}
    parts = []
    for place, section in enumerate([*sections, None], start=1):
        number = str(place) if sections else ""
        members = [question for question in questions if question.section_id == (section.pk if section else None)]
        if section or members:
            asked = [
                Asked(f"{number}.{turn}" if number else str(turn), question, answers.get(question.pk))
                for turn, question in enumerate(members, start=1)
            ]
            parts.append(Part(section, number, asked, last=place == len(sections)))
    return parts
