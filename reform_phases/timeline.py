"""Phases laid out on a line of years, for the drawing on the reform's page. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from reform_phases.models import Phase, Reform

WIDTH = 720
BAR = 22
STEP = 30
TOP = 24


class Mark(NamedTuple):
    """The beginning of a year."""

    x: int
    label: str


class Bar(NamedTuple):
    """A phase. `days` is its period with both ends included."""

    phase: Phase
    x: int
    y: int
    text_y: int
    width: int
    days: tuple[date, date]


class Timeline(NamedTuple):
    height: int
    years: list[Mark]
    bars: list[Bar]


def timeline(reform: Reform, phases: Iterable[Phase]) -> Timeline:
    """Bars in an area `WIDTH` wide, one under the other. An open end is drawn to the end of the last known year."""
    rows = list(phases)
    begins = [reform.valid_from, *(phase.valid_from for phase in rows)]
    dated: list[Reform | Phase] = [reform, *rows]
    ends = [row.valid_to for row in dated if row.valid_to] or [max(begins) + timedelta(days=366)]
    first = date(min(begins).year, 1, 1)
    last = max(max(ends), max(begins) + timedelta(days=1))
    scale = WIDTH / (last - first).days

    def x(day: date) -> int:
        return round((day - first).days * scale)

    bars = []
    for number, phase in enumerate(rows):
        end = phase.valid_to or last
        y = TOP + number * STEP
        days = (phase.valid_from, end - timedelta(days=1))
        bars.append(Bar(phase, x(phase.valid_from), y, y + 15, x(end) - x(phase.valid_from), days))
    years = [Mark(x(date(year, 1, 1)), str(year)) for year in range(first.year, (last - timedelta(days=1)).year + 1)]
    return Timeline(TOP + len(rows) * STEP, years, bars)
