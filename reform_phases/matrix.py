"""The grid of municipalities and solutions. 357 rows of 25 cells are written as strings, not by a template's loops."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from reform_phases.models import FocusArea, Solution
from reform_phases.presentation import legend, spoken
from reform_phases.progress import STALE, STARTED

Cells = dict[str, SafeString]


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
    states: Mapping[int, Sequence[str]],
    *,
    url: str,
) -> Matrix:
    """`municipalities` are key and name, in order; `areas` come with their solutions, of which `states` tells in order.

    `url` is the page of the municipality 0.
    """
    solutions = [solution for area in areas for solution in area.solutions.all()]
    look = _cells(get_language()).__getitem__
    before, after = url.split("/0/")
    lines = [
        f'<tr data-row="{pk}"><th scope="row"><a href="{before}/{pk}/{after}">{escape(name)}</a></th>'
        f"{''.join(map(look, states.get(pk, ())))}</tr>\n"
        for pk, name in municipalities
    ]
    columns = [Counter(column) for column in zip(*states.values(), strict=True)] or [Counter()] * len(solutions)
    held = sum(columns, Counter())
    totals = [
        Total(solution, sum(column[state + mark] for state in STARTED for mark in ("", STALE)))
        for solution, column in zip(solutions, columns, strict=True)
    ]
    return Matrix(
        areas=areas,
        municipalities=len(lines),
        # Names are escaped and every cell is from `_cells`, which escapes; joined here once.
        lines=mark_safe("".join(lines)),  # noqa: S308
        totals=totals,
        stale=sum(number for state, number in held.items() if state.endswith(STALE)),
        registered=held.total() - held[""],
    )


@cache
def _cells(language: str | None) -> Cells:
    """A cell for every state, fresh and stale, in `language`, the one in force."""
    cells: Cells = {}
    for look in legend():
        for stale in (False, True):
            classes = f"state--{look.key or 'none'}{' state--stale' if stale else ''}"
            cells[look.key + STALE if stale else look.key] = format_html(
                '<td class="{}" aria-label="{}">{}</td>', classes, spoken(look, stale=stale), look.sign
            )
    return cells
