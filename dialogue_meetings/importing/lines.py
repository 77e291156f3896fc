"""One line of a list as the meeting it would become. Asks the database nothing: there may be thousands."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, Self

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dialogue_meetings.forms.log import WITHOUT_FORM
from dialogue_meetings.importing import cells
from dialogue_meetings.importing.columns import BY_FIELD, ROLE
from dialogue_meetings.models import Invitation, Meeting
from dialogue_meetings.presentation import made_title
from lhl_portal.access.models import User
from lhl_portal.ui.dates import refuse_future, refuse_nonsense
from lhl_portal.ui.texts import refuse_identity_number
from municipalities.fields import refuse_before_or_after
from municipalities.models import Municipality
from municipalities.profile import short, spell_on
from municipalities.recognising import folded
from reform_phases.importing.known import Known
from reform_phases.models import FocusArea, Solution

_LONGEST = {"title": 160, "place": 300, "outcome": 4000}  # characters, as `Meeting` has them
Areas = dict[str, list[FocusArea]]


class Offer(NamedTuple):
    """What is the same for every municipality of the meeting."""

    offered_on: date
    answer: str
    answered_on: date | None
    present: bool


@dataclass
class Line:
    """What a line was understood as. `meeting` and `offer` are there where it has no `errors`.

    `shown` and `errors` are texts by field; under an empty name what is wrong with the line as a whole. `key` is the
    same for lines that tell of the same contact.
    """

    shown: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    municipalities: list[Municipality] = field(default_factory=list)
    areas: list[FocusArea] = field(default_factory=list)
    solutions: list[Solution] = field(default_factory=list)
    attendance: dict[str, int] = field(default_factory=dict)
    meeting: Meeting | None = None
    offer: Offer | None = None
    effect: str = ""
    key: str = ""


@dataclass(frozen=True)
class Reader:
    """What lines are read by means of. `words` as in `ColumnMapping`."""

    known: Known
    areas: Areas
    words: dict[str, str]
    host: int
    today: date

    @classmethod
    def read(cls, user: User, permission: str, *, words: dict[str, str], host: int, today: date) -> Self:
        areas: Areas = {}
        for area in FocusArea.objects.order_by("reform", "code"):
            names = {area.name_nb, area.name_nn, area.name_en} - {""}
            for key in {folded(text) for text in (area.code, *names, *(f"{area.code} {name}" for name in names))}:
                areas.setdefault(key, []).append(area)
        return cls(Known.read(user, permission, today=today), areas, words, host, today)

    def line(self, written: dict[str, str]) -> Line:
        """`written`: the text by field, for the columns that are used and not empty."""
        return _Reading(self, written).line


class _Reading:
    """The work on one line: each cell by itself, then all of them together."""

    def __init__(self, reader: Reader, written: dict[str, str]) -> None:
        self.reader, self.written, self.line = reader, written, Line()
        for name, text in written.items():
            self.attempt(name, refuse_identity_number, text)
        on, offered_on = self.cell("on", self.day), self.cell("offered_on", self.past_day)
        kind = Meeting.Kind(self.cell("kind", self.kind) or reader.words.get("") or Meeting.Kind.DIALOGUE)
        answer = self.cell("answer", lambda text: cells.choice_of(text, Invitation.Answer, cells.ANSWERS)) or ""
        form = self.cell("form", lambda text: cells.choice_of(text, Meeting.Form, cells.FORMS)) or ""
        texts = {name: self.cell(name, self.text(name)) or "" for name in _LONGEST}
        self.topics()
        self.counts()
        self.municipalities(on or offered_on)
        if not on and not offered_on and not self.line.errors.keys() & {"on", "offered_on"}:
            self.refuse("on", _("Datoen mangler."))
        if on and on > reader.today and kind in Meeting.Kind.never_planned():
            self.refuse("on", _("%(kind)s kan ikke ha en dato fram i tid.") % {"kind": kind.label})
        if on or offered_on:
            self.settle(kind, on, offered_on, answer)
        if total := self.cell("participants", cells.count_of):
            said = _("Antall deltakere: %(count)d") % {"count": total}
            texts["outcome"] = self.attempt("outcome", self.text("outcome"), f"{texts['outcome']}\n{said}".strip())
        if self.line.errors:
            return
        day = self.days["held_on"] or self.days["planned_on"] or (self.line.offer and self.line.offer.offered_on)
        bodies = self.line.municipalities
        texts["title"] = texts["title"] or made_title(kind, [_name_on(body, day) for body in bodies])
        form = "" if kind in WITHOUT_FORM else form
        self.line.meeting = Meeting(kind=kind, form=form, host_id=reader.host, **self.days, **texts)
        self.line.key = key_of(day, kind, sorted(body.pk for body in bodies))

    def attempt(self, name: str, read: Callable[..., Any], *args: Any) -> Any:
        """What `read` makes of it, or None with what it raises beside the cell."""
        try:
            return read(*args)
        except ValidationError as error:
            self.refuse(name, " ".join(error.messages))
            return None

    def refuse(self, name: str, why: str) -> None:
        self.line.errors[name] = " ".join(filter(None, [self.line.errors.get(name), why]))

    def cell(self, name: str, read: Callable[[str], Any]) -> Any:
        """What is written in the cell, as `read` has it; None for nothing. Says in words how it was understood."""
        text = self.written.get(name)
        if not text or name in self.line.errors:
            return None
        value = self.attempt(name, read, text)
        choices = BY_FIELD[name].choices
        if value is not None:
            label = str(choices(value).label) if choices else short(value) if isinstance(value, date) else str(value)
            self.line.shown[name] = label
        return value

    def day(self, text: str) -> date:
        day = cells.day_of(text)
        refuse_nonsense(day, today=self.reader.today)
        return day

    def past_day(self, text: str) -> date:
        day = cells.day_of(text)
        refuse_future(day, today=self.reader.today)
        return day

    def kind(self, text: str) -> str:
        return cells.choice_of(text, Meeting.Kind, cells.KINDS | self.reader.words)

    def text(self, name: str) -> Callable[[str], str]:
        def read(text: str) -> str:
            if len(text) > _LONGEST[name]:
                raise ValidationError(_("Teksten er lengre enn %(most)d tegn.") % {"most": _LONGEST[name]})
            return " ".join(text.split()) if name == "title" else text

        return read

    def topics(self) -> None:
        known, line = self.reader.known, self.line
        areas: dict[int, FocusArea] = {}
        solutions: dict[int, Solution] = {}
        if text := self.written.get("areas"):
            found = self.attempt("areas", cells.topics_of, text, known, self.reader.areas)
            if found:
                areas = {row.pk: row for row in found.areas}
                solutions = {row.pk: row for row in found.solutions}
                line.shown["areas"] = ", ".join(map(str, (*found.areas, *found.solutions)))
        if text := self.written.get("solutions"):
            rows = self.attempt("solutions", cells.solutions_of, text, known) or []
            solutions |= {row.pk: row for row in rows}
            line.shown["solutions"] = ", ".join(map(str, rows))
        line.areas, line.solutions = list(areas.values()), list(solutions.values())

    def counts(self) -> None:
        for name in self.written:
            if name.startswith(ROLE) and (count := self.cell(name, cells.count_of)):
                self.line.attendance[name.removeprefix(ROLE)] = count

    def municipalities(self, day: date | None) -> None:
        text = self.written.get("municipalities", "")
        found = self.attempt("municipalities", cells.municipalities_of, text, self.reader.known, day)
        if found is not None and not found:
            self.refuse("municipalities", _("Kommunen mangler."))
        self.line.municipalities = found or []
        if found:
            self.line.shown["municipalities"] = ", ".join(map(str, found))

    def settle(self, kind: Meeting.Kind, on: date | None, offered_on: date | None, answer: str) -> None:
        """Whether it was held, is planned or was only offered, and what that makes of the invitations."""
        answers, today = Invitation.Answer, self.reader.today
        refused = answer in (answers.DECLINED, answers.WAITING)
        held = on is not None and on <= today and not refused
        planned = on is not None and on > today and answer != answers.DECLINED
        self.days = {"held_on": on if held else None, "planned_on": on if planned else None}
        offered_on = offered_on or min(on or today, today)
        for body in self.line.municipalities:
            if "offered_on" in self.written:
                self.attempt("offered_on", refuse_before_or_after, body, offered_on)
        if held and on and offered_on > on:
            self.refuse("offered_on", _("Tilbudet kan ikke være etter møtet."))
        if self.line.attendance and not held:
            self.refuse("", _("Møtet er ikke holdt, så oppmøtet kan ikke telles."))
        if kind in Meeting.Kind.outside_meetings() and not held and not planned:
            words = {"kind": kind.label}
            self.refuse("kind", _("%(kind)s er ikke noe en kommune får tilbud om. Skriv bare datoen.") % words)
        if held and not answer:
            answer = answers.ACCEPTED
        self.line.offer = Offer(offered_on, answer or answers.WAITING, on if held else None, held)
        self.line.effect = self.effect(held, planned, answer)

    def effect(self, held: bool, planned: bool, answer: str) -> str:
        if held:
            return _("Holdt")
        if planned:
            return _("Planlagt")
        return _("Tilbudt, takket nei") if answer == Invitation.Answer.DECLINED else _("Tilbudt")


def key_of(day: date | None, kind: str, municipalities: list[int]) -> str:
    """The same for the same contact: when it was held, is planned or was offered, and the municipalities in order."""
    return hashlib.sha256(f"{day}|{kind}|{municipalities}".encode()).hexdigest()


def _name_on(body: Municipality, day: date | None) -> str:
    spell = spell_on([*reversed(body.spells.all())], day) if day else None
    return spell.name_unique if spell else str(body)
