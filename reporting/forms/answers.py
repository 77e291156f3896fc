"""The office's answers, and who has contributed to its report."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lhl_portal.access.models import Organisation
from lhl_portal.ui.texts import refuse_identity_number
from lhl_portal.ui.widgets import CheckboxGroup
from reporting.models import Question, Report
from reporting.outline import Asked, Part, outline
from reporting.services import Written
from reporting.values import MOST_ROWS, Unfit, checked, digest, in_words, localized

Kind = Question.Kind
TEXT_LENGTH = 10000
CELL_LENGTH = 2000
SPARE_ROWS = 3


class NumberField(forms.DecimalField):
    """A number with a comma or a point, in groups of three or not."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> Any:
        return super().to_python("".join(str(value or "").split()).replace(",", "."))


@dataclass(frozen=True)
class Entry:
    """A question in the form. `main` are its fields, none for free text; `rows` those of a table, row by row."""

    asked: Asked
    text: Any
    shown: str
    shown_name: str
    main: list[Any] = field(default_factory=list)
    rows: list[list[Any]] = field(default_factory=list)
    rows_name: str = ""


class AnswersForm(forms.Form):
    """Fields for each question of the round of the report `instance`, by its kind.

    What the browser first showed goes along as a checksum of each answer: an answer left alone is not written, and one
    that a colleague has changed meanwhile is not overwritten without being seen.
    """

    def __init__(self, *args: Any, instance: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts: list[Part] = outline(instance.round, report=instance)
        self.answers: list[Written] = []
        for asked in self.questions:
            self._add(asked)

    @property
    def questions(self) -> list[Asked]:
        return [asked for part in self.parts for asked in part.questions]

    @property
    def required(self) -> list[Asked]:
        return [asked for asked in self.questions if asked.question.required]

    @property
    def missing(self) -> list[Asked]:
        """Required and not answered, as stored."""
        return [asked for asked in self.questions if asked.is_missing]

    def entries(self) -> Iterator[tuple[Part, list[Entry]]]:
        """The parts with their fields, for the page."""
        for part in self.parts:
            yield part, [self._entry(asked) for asked in part.questions]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for asked in self.questions:
            names = [_text(asked.question), *self._names(asked)]
            if not any(name in self.errors for name in names):
                self._settle(asked, values)
        return values

    def _settle(self, asked: Asked, values: dict[str, Any]) -> None:
        """Takes what the user has changed into `answers`, or says that a colleague was there first."""
        question = asked.question
        text = values.get(_text(question), "")
        first = next(self._names(asked), _text(question))
        try:
            value = checked(question, self._value(asked, values))
        except Unfit:
            self.add_error(first, _("Spørsmålet tar ikke dette svaret."))
            return
        old_text, old = _stored(asked)
        written, stored = digest(text, value), digest(old_text, old)
        shown = self.data.get(_shown(question), stored)
        if written in (stored, shown):
            return
        if shown == stored:
            self.answers.append(Written(question, text, value))
            return
        self.add_error(
            first,
            _("En annen har endret svaret til «%(text)s» i mellomtiden. Lagre igjen for å bruke ditt.")
            % {"text": in_words(question, old_text, old)},
        )
        seen: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        seen[_shown(question)] = stored
        self.data = seen

    def _add(self, asked: Asked) -> None:
        question = asked.question
        text, value = _stored(asked)
        free = question.kind == Kind.TEXT
        label = f"{asked.number} {question}"
        if question.kind == Kind.CHOICE:
            self._add_choice(question, label, value.get("chosen", []))
        elif question.kind == Kind.GRADED:
            grades = [("", _("Ikke vurdert")), *question.labels.items()]
            for statement, words in question.statements.items():
                self.fields[_part(question, statement)] = forms.ChoiceField(
                    label=words, choices=grades, required=False, initial=value.get("grades", {}).get(statement, "")
                )
        elif question.kind == Kind.NUMBER:
            too_long, limits = _("Tallet er for langt."), _limits(question)
            self.fields[_main(question)] = NumberField(
                label=label,
                help_text=" ".join(filter(None, [_unit(question), limits])),
                required=False,
                min_value=question.least,
                max_value=question.most,
                max_digits=12,
                decimal_places=2,
                initial=localized(value.get("number", "")),
                error_messages={
                    "min_value": limits,
                    "max_value": limits,
                    "max_digits": too_long,
                    "max_whole_digits": too_long,
                },
            )
        elif question.kind == Kind.TABLE:
            self._add_table(asked, value.get("rows", []))
        self.fields[_text(question)] = forms.CharField(
            label=label if free else _("Kommentar"),
            required=False,
            max_length=TEXT_LENGTH,
            initial=text,
            validators=[refuse_identity_number],
            widget=forms.Textarea(attrs={"rows": 6 if free else 2}),
        )

    def _add_choice(self, question: Question, label: str, chosen: list[str]) -> None:
        if question.several:
            self.fields[_main(question)] = forms.MultipleChoiceField(
                label=label,
                help_text=_("Du kan velge flere."),
                choices=list(question.labels.items()),
                required=False,
                initial=chosen,
                widget=CheckboxGroup,
            )
        else:
            self.fields[_main(question)] = forms.ChoiceField(
                label=label,
                choices=[*question.labels.items(), ("", _("Ikke besvart"))],
                required=False,
                initial=chosen[0] if chosen else "",
                widget=forms.RadioSelect,
            )

    def _add_table(self, asked: Asked, rows: list[dict[str, str]]) -> None:
        """The rows there are and some spare ones; a row that is emptied is gone."""
        question = asked.question
        for place in range(self._number_of_rows(asked)):
            row = rows[place] if place < len(rows) else {}
            for column, words in question.labels.items():
                self.fields[_part(question, column, place)] = forms.CharField(
                    label=words,
                    required=False,
                    max_length=CELL_LENGTH,
                    initial=row.get(column, ""),
                    validators=[refuse_identity_number],
                    widget=forms.Textarea(attrs={"rows": 2}),
                )

    def _number_of_rows(self, asked: Asked) -> int:
        sent = self.data.get(f"{_main(asked.question)}_rows", "") if self.is_bound else ""
        number = int(sent) if sent.isdecimal() and len(sent) < 4 else len(asked.rows) + SPARE_ROWS
        return min(number, MOST_ROWS)

    def _names(self, asked: Asked) -> Iterator[str]:
        """The fields of the answer itself, without the text."""
        question = asked.question
        if question.kind in (Kind.CHOICE, Kind.NUMBER):
            yield _main(question)
        elif question.kind == Kind.GRADED:
            yield from (_part(question, statement) for statement in question.statements)
        elif question.kind == Kind.TABLE:
            for place in range(self._number_of_rows(asked)):
                yield from (_part(question, column, place) for column in question.labels)

    def _value(self, asked: Asked, values: dict[str, Any]) -> dict[str, Any]:
        """What is sent, in the shape of `reporting.values`."""
        question = asked.question
        if question.kind == Kind.CHOICE:
            sent = values[_main(question)]
            return {"chosen": sent if question.several else [sent] if sent else []}
        if question.kind == Kind.GRADED:
            return {"grades": {statement: values[_part(question, statement)] for statement in question.statements}}
        if question.kind == Kind.NUMBER:
            number = values[_main(question)]
            return {} if number is None else {"number": str(number)}
        if question.kind == Kind.TABLE:
            places = range(self._number_of_rows(asked))
            return {
                "rows": [
                    {column: values[_part(question, column, place)] for column in question.labels} for place in places
                ]
            }
        return {}

    def _entry(self, asked: Asked) -> Entry:
        question = asked.question
        main = [self[name] for name in self._names(asked)]
        across = len(question.labels_nb) if question.kind == Kind.TABLE else 0
        stored = digest(*_stored(asked))
        return Entry(
            asked=asked,
            text=self[_text(question)],
            shown=self.data.get(_shown(question), stored) if self.is_bound else stored,
            shown_name=_shown(question),
            main=[] if across else main,
            rows=[main[start : start + across] for start in range(0, len(main), across)] if across else [],
            rows_name=f"{_main(question)}_rows",
        )


class ContributorsForm(forms.Form):
    """The organisations that have contributed, among those that work in the region."""

    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Organisasjoner som har bidratt"),
        required=False,
        widget=CheckboxGroup,
    )

    def __init__(self, *args: Any, among: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["organisations"]
        choices.queryset = among


def _stored(asked: Asked) -> tuple[str, dict[str, Any]]:
    return (asked.answer.text, asked.answer.value) if asked.answer else ("", {})


def _limits(question: Question) -> str:
    """The least and the most, in words: what the field says of itself, and of a number that is outside."""
    words = {"least": _plain(question.least), "most": _plain(question.most)}
    if question.least is not None and question.most is not None:
        return _("Fra %(least)s til %(most)s.") % words
    if question.least is not None:
        return _("Minst %(least)s.") % words
    if question.most is not None:
        return _("Høyst %(most)s.") % words
    return ""


def _unit(question: Question) -> str:
    return _("I %(unit)s.") % {"unit": question.unit} if question.unit else ""


def _plain(number: Decimal | None) -> str:
    return "" if number is None else localized(f"{number.normalize():f}")


def _text(question: Question) -> str:
    return f"question_{question.pk}"


def _main(question: Question) -> str:
    return f"answer_{question.pk}"


def _shown(question: Question) -> str:
    return f"shown_{question.pk}"


def _part(question: Question, line: str, row: int | None = None) -> str:
    """Named by what it says and not by its place, so that nobody's answer moves when the lines do."""
    mark = sha256(line.encode()).hexdigest()[:8]
    return f"{_main(question)}_{mark}" + ("" if row is None else f"_{row}")
