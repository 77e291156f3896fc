"""The grid of municipalities and solutions. 357 rows of 25 cells are written as strings, not by a template's loops."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from reform_phases.models import FocusArea, Solution
from reform_phases.presentation import legend, spoken
from reform_phases.progress import STARTED, Statuses

Cells = dict[tuple[str, bool], SafeString]


class Total(NamedTuple):
    """Of the municipalities in the matrix, how many are under way or further with a solution."""

    solution: Solution
    started: int


class Matrix(NamedTuple):
    """`lines` are the rows of the table's body, ready for the page, one for each of `municipalities`."""

    areas: Sequence[FocusArea]
    municipalities: int
    lines: SafeString
    totals: list[Total]
    stale: int
    registered: int


def matrix(
    municipalities: Collection[tuple[int, str]],
    areas: Sequence[FocusArea],
    found: Statuses,
    *,
    oldest: date,
    url: str,
) -> Matrix:
    """`municipalities` are key and name, in order; `areas` come with their solutions.

    What was last said before `oldest` is marked as stale. `url` is the page of the municipality 0.
    """
    solutions = [solution for area in areas for solution in area.solutions.all()]
    keys = [solution.pk for solution in solutions]
    looks = _cells(get_language())
    empty = looks["", False]
    started = dict.fromkeys(keys, 0)
    lines, stale, registered = [], 0, 0
    before, after = url.split("/0/")
    for pk, name in municipalities:
        cells = []
        for key in keys:
            held = found.get((pk, key))
            if held is None:
                cells.append(empty)
                continue
            state, on = held
            old = on < oldest
            registered += 1
            stale += old
            started[key] += state in STARTED
            cells.append(looks[state, old])
        link = f'<a href="{before}/{pk}/{after}">{escape(name)}</a>'
        lines.append(f'<tr data-row="{pk}"><th scope="row">{link}</th>{"".join(cells)}</tr>\n')
    totals = [Total(solution, started[solution.pk]) for solution in solutions]
    # Names are escaped and every cell is from `_cells`, which escapes; joined here once.
    return Matrix(areas, len(lines), mark_safe("".join(lines)), totals, stale, registered)  # noqa: S308


@cache
def _cells(language: str | None) -> Cells:
    """A cell for every state, fresh and stale, in `language`, the one in force."""
    cells: Cells = {}
    for look in legend():
        for stale in (False, True):
            classes = f"state--{look.key or 'none'}{' state--stale' if stale else ''}"
            cells[look.key, stale] = format_html(
                '<td class="{}" aria-label="{}">{}</td>', classes, spoken(look, stale=stale), look.sign
            )
    return cells
