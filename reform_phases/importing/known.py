"""What lines are checked against, read once for all of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _

from lhl_portal.access.models import User
from municipalities.models import Municipality
from municipalities.recognising import Recogniser, folded
from reform_phases.models import Reform, Solution
from reform_phases.models.reform import Named

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class Known:
    """`reached` are the municipalities that the user may write about."""

    user: User
    permission: str
    today: date
    recogniser: Recogniser
    reached: frozenset[int]
    reforms: tuple[Reform, ...]
    solutions: dict[str, list[Solution]]

    @classmethod
    def read(cls, user: User, permission: str, *, today: date) -> Self:
        reached = Municipality.objects.visible_to(user, permission, today=today).order_by().values_list("pk", flat=True)
        return cls(
            user=user,
            permission=permission,
            today=today,
            recogniser=Recogniser.read(),
            reached=frozenset(reached),
            reforms=tuple(Reform.objects.order_by("-valid_from")),
            solutions=_by_spelling(Solution.objects.select_related("area")),
        )

    def municipality(self, written: str, day: date) -> Municipality:
        """The one meant on `day`, if the user may write about it."""
        body = self.recogniser.find(written, day)
        if body.pk not in self.reached:
            raise ValidationError(
                _("%(name)s er utenfor området du kan registrere for."), code="reach", params={"name": body.name}
            )
        return body

    def solution(self, written: str) -> Solution:
        """By code, by name in any language of the portal, or by both."""
        found = self.solutions.get(folded(written), [])
        if not found:
            raise ValidationError(
                _("Fant ingen løsning «%(written)s». Skriv koden, for eksempel 3.4."), params={"written": written}
            )
        if len(found) > 1:
            raise ValidationError(
                _("Flere reformer har løsningen %(written)s. Skriv navnet."), params={"written": written}
            )
        return found[0]

    def several(self, written: str) -> list[Solution]:
        """Solutions with semicolons, commas or new lines between them."""
        found: dict[int, Solution] = {}
        for part in re.split(r"[;\n]", written):
            # A comma may also stand within one of them, as in 3,4.
            for text in [part] if folded(part) in self.solutions else part.split(","):
                if text.strip():
                    solution = self.solution(text.strip())
                    found[solution.pk] = solution
        return list(found.values())

    def reform(self, written: str) -> Reform:
        for reform in self.reforms:
            if folded(written) in map(folded, (reform.code, *_names(reform))):
                return reform
        raise ValidationError(_("Fant ingen reform som heter «%(written)s»."), params={"written": written})


@cache
def spellings(choices: type[TextChoices]) -> dict[str, str]:
    """Each value by its key and by its label in every language of the portal, folded."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with translation.override(language):
            for choice in choices:
                found[folded(str(choice.label))] = choice.value
                found[folded(choice.value)] = choice.value
    return found


def _names(row: Named) -> tuple[str, str, str]:
    return row.name_nb, row.name_nn, row.name_en


def _by_spelling(solutions: Iterable[Solution]) -> dict[str, list[Solution]]:
    found: dict[str, list[Solution]] = {}
    for solution in solutions:
        names = _names(solution)
        for key in {folded(text) for text in (solution.code, *names, *(f"{solution.code} {name}" for name in names))}:
            found.setdefault(key, []).append(solution)
    return found
