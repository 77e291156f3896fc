"""Recognising a municipality by what people write in a list: a number or a name that it has or once had."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from municipalities.models import Municipality, Spell
from municipalities.profile import became, listed, short

_NUMBER = re.compile(r"(\d{3,4})(?:\s+(\D.*))?")  # spreadsheets take the nought away from 0301


def folded(text: str) -> str:
    """`text` as its words and numbers alone, so that case and punctuation make no difference."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


class Recogniser:
    """Every designation of every municipality, read once. `find` asks the database nothing."""

    def __init__(self, municipalities: Iterable[Municipality]) -> None:
        self._found: dict[str, list[tuple[Municipality, Spell]]] = {}
        for body in municipalities:
            for spell in body.spells.all():
                for key in set(_keys(spell)):
                    self._found.setdefault(key, []).append((body, spell))

    @classmethod
    def read(cls) -> Self:
        return cls(Municipality.objects.prefetch_related("spells__county", "changes_out__successor"))

    def find(self, written: str, day: date | None) -> Municipality:
        """The one that `written` means on `day`: a number, a name, a name with its county, or a number with its name.

        ValidationError where there is none, where there are several, and where it did not exist then. Without a day
        it is enough that some municipality is or was called so.
        """
        found = self._matching(written)
        if day is None:
            return found[-1][0]
        then = [(body, spell) for body, spell in found if _valid(spell, day)]
        bodies = {body.pk: body for body, _spell in then} or {
            body.pk: body for body, _spell in found if body.existed_on(day)
        }
        if not bodies:
            raise ValidationError(_absent([body for body, _spell in found], day), code="did_not_exist")
        if len(bodies) > 1:
            raise ValidationError(_ambiguous(written, then or found), code="ambiguous")
        return next(iter(bodies.values()))

    def _matching(self, written: str) -> list[tuple[Municipality, Spell]]:
        number = _NUMBER.fullmatch(written.strip())
        if number is None:
            found = self._found.get(_bare(written), [])
        else:
            found = self._found.get(number[1].zfill(4), [])
            if number[2]:
                named = {body.pk for body, _spell in self._found.get(_bare(number[2]), [])}
                found = [(body, spell) for body, spell in found if body.pk in named]
        if not found:
            raise ValidationError(
                _("Fant ingen kommune som heter «%(written)s».")
                if number is None or number[2]
                else _("Fant ingen kommune med nummer %(written)s."),
                code="unknown",
                params={"written": written},
            )
        return found


def _keys(spell: Spell) -> Iterator[str]:
    yield spell.number
    for name in (spell.name, *spell.name_official.split(" - ")):
        yield folded(name)
        yield folded(f"{name} {spell.county.name}")
    yield folded(spell.name_official)
    yield folded(spell.name_unique)


def _bare(written: str) -> str:
    return folded(written).removesuffix(" kommune")


def _valid(spell: Spell, day: date) -> bool:
    return spell.valid_from <= day and (spell.valid_to is None or day < spell.valid_to)


def _absent(bodies: list[Municipality], day: date) -> str:
    """That it did not exist, and what came before or after."""
    ended = [body for body in bodies if body.valid_to and body.valid_to <= day]
    body = ended[-1] if ended else bodies[0]
    absent = _("%(name)s fantes ikke %(day)s.") % {"name": body.name, "day": short(day)}
    after = became(body) if ended else _("Kommunen ble til %(day)s.") % {"day": short(body.valid_from)}
    return f"{absent} {after}"


def _ambiguous(written: str, found: list[tuple[Municipality, Spell]]) -> str:
    names = sorted(f"{spell.number} {spell.name_unique}" for _body, spell in found)
    return _("Flere kommuner heter «%(written)s»: %(names)s. Skriv kommunenummeret.") % {
        "written": written,
        "names": listed(names),
    }
