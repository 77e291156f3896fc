"""What each line of a file would do: write something new, or nothing, as the portal has it or it is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lhl_portal.access.models import User
from reform_phases.importing.kinds import Kind
from reform_phases.importing.known import Known
from reform_phases.importing.lines import Line
from reform_phases.recording import Subject, lock, newest

NEW, SAME, WRONG = "new", "same", "wrong"

Key = tuple[Any, ...]


class Written(NamedTuple):
    """A line as it stands in the file, cells by field."""

    number: int
    cells: dict[str, str]


@dataclass
class Checked:
    """`lines` as `Import` keeps them, the forms of those that are new, and `seen` for `recording.record`.

    A line has ``number``, ``cells``, ``shown`` (what they were read as), ``errors`` (by field; under an empty name what
    is wrong with the line as a whole), ``outcome``, ``note`` and ``before``, the value it replaces. All is text but the
    number.
    """

    lines: list[dict[str, Any]] = field(default_factory=list)
    new: list[Line] = field(default_factory=list)
    seen: dict[Subject, int] = field(default_factory=dict)

    def count(self, outcome: str) -> int:
        return sum(line["outcome"] == outcome for line in self.lines)

    @property
    def counts(self) -> dict[str, int]:
        return {outcome: self.count(outcome) for outcome in (NEW, SAME, WRONG)}


def check(kind: Kind, written: Iterable[Written], *, user: User, today: date, to_write: bool = False) -> Checked:
    """Each line against the rules, the other lines and what the portal has. However many lines, the same queries.

    `to_write` locks the municipalities before it looks at what the portal has, so that it stays so until the
    transaction ends: of two offices with the same lines, the second sees what the first wrote.
    """
    known = Known.read(user, kind.permission, today=today)
    forms = [(line, kind.form(line.cells, known=known)) for line in written]
    bodies = {form.instance.municipality_id for _line, form in forms if form.is_valid()}
    if to_write:
        lock(bodies)
    checked = Checked(seen=newest(kind.model, bodies) if kind.value else {})
    present = _present(kind, bodies)
    taken: dict[Key, tuple[int, Any]] = {}
    for line, form in forms:
        errors = {name if name in form.fields else "": " ".join(map(str, said)) for name, said in form.errors.items()}
        outcome, note = (WRONG, "") if errors else _effect(kind, form, present)
        if not errors and (twice := _twice(kind, form, line.number, taken)):
            outcome, note, errors = WRONG, "", {"": twice}
        if outcome == NEW:
            checked.new.append(form)
        checked.lines.append(
            {
                "number": line.number,
                "cells": line.cells,
                "shown": {name: form.words(name) for name in line.cells if name not in errors},
                "errors": errors,
                "outcome": outcome,
                "note": note,
                "before": str(present[_key(kind, form)]) if note and outcome == NEW else "",
            }
        )
    return checked


def summary(counts: dict[str, int]) -> str:
    """The counts in words: ``12 nye, 3 finnes fra før, 1 med feil``."""
    parts = (
        ngettext("%(n)s ny", "%(n)s nye", counts[NEW]) % {"n": counts[NEW]},
        _("%(n)s finnes fra før") % {"n": counts[SAME]} if counts[SAME] else "",
        _("%(n)s med feil") % {"n": counts[WRONG]} if counts[WRONG] else "",
    )
    return ", ".join(filter(None, parts))


def _key(kind: Kind, form: Line) -> Key:
    return tuple(getattr(form.instance, name) for name in kind.once)


def _value(kind: Kind, form: Line) -> Any:
    return getattr(form.instance, kind.value) if kind.value else None


def _effect(kind: Kind, form: Line, present: dict[Key, Any]) -> tuple[str, str]:
    key = _key(kind, form)
    if key not in present:
        return NEW, ""
    if present[key] == _value(kind, form):
        return SAME, _("Finnes fra før.")
    field: Any = form.fields[kind.value]
    return NEW, _("Gjelder i stedet for «%(before)s», som er registrert for samme dag.") % {
        "before": field.words(present[key])
    }


def _twice(kind: Kind, form: Line, number: int, taken: dict[Key, tuple[int, Any]]) -> str:
    """What is wrong with saying this in line `number` as well; empty for the first."""
    value = _value(kind, form)
    before, said = taken.setdefault(_key(kind, form), (number, value))
    if before == number:
        return ""
    if said == value:
        return _("Står allerede i rad %(row)d.") % {"row": before}
    return _("Rad %(row)d sier noe annet om det samme på samme dag.") % {"row": before}


def _present(kind: Kind, municipalities: set[int]) -> dict[Key, Any]:
    """What the portal says already, of what still counts. Of several the last."""
    rows = kind.model._default_manager.filter(municipality__in=municipalities).order_by("pk")
    if not kind.value:
        return dict.fromkeys(rows.values_list(*kind.once))
    found = rows.filter(counts=True).order_by("rank").values_list(*kind.once, kind.value)
    return {row[:-1]: row[-1] for row in found}
