"""The grid of municipalities and solutions. 357 rows of 25 cells are written as strings, not by a template's loops."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reform_phases.models import FocusArea, Solution
from reform_phases.presentation import Look, look
from reform_phases.progress import STARTED, Statuses


class Line(NamedTuple):
    """A municipality with its cells, ready for the page."""

    pk: int
    name: str
    place: str
    url: str
    cells: SafeString


class Total(NamedTuple):
    """Of the municipalities in the matrix, how many are under way or further with a solution."""

    solution: Solution
    started: int


class Matrix(NamedTuple):
    areas: Sequence[FocusArea]
    lines: list[Line]
    totals: list[Total]
    stale: int
    registered: int


def matrix(
    municipalities: Iterable[tuple[int, str, str]], areas: Sequence[FocusArea], found: Statuses, *, oldest: date
) -> Matrix:
    """`municipalities` are key, name and county, in order; `areas` come with their solutions.

    What was last said before `oldest` is marked as stale.
    """
    solutions = [solution for area in areas for solution in area.solutions.all()]
    empty = _cell("", False, get_language())
    started = dict.fromkeys((solution.pk for solution in solutions), 0)
    lines, stale, registered = [], 0, 0
    detail = reverse("overview:municipality", args=[0])
    for pk, name, place in municipalities:
        cells = []
        for solution in solutions:
            held = found.get((pk, solution.pk))
            if held is None:
                cells.append(empty)
                continue
            old = held.on < oldest
            registered += 1
            stale += old
            started[solution.pk] += held.state in STARTED
            cells.append(_cell(held.state, old, get_language()))
        # Every cell is from `_cell`, which escapes; joined here once per row.
        lines.append(Line(pk, name, place, detail.replace("/0/", f"/{pk}/"), mark_safe("".join(cells))))  # noqa: S308
    totals = [Total(solution, started[solution.pk]) for solution in solutions]
    return Matrix(areas, lines, totals, stale, registered)


@cache
def _cell(state: str, stale: bool, language: str | None) -> SafeString:
    """A cell in `language`, the one in force."""
    shown: Look = look(state)
    label = _("%(state)s, uferskt") % {"state": shown.label} if stale else shown.label
    classes = f"state--{state or 'none'}{' state--stale' if stale else ''}"
    return format_html('<td class="{}" aria-label="{}">{}</td>', classes, label, shown.sign)
