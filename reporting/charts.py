"""Where things stand in a column chart. Pure geometry; `templates/reporting/chart.svg` draws it.

Lengths are strings in the units of the viewBox: a template would write a number with the decimal sign of the language.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

WIDTH, HEIGHT = 360, 176
TOP, FLOOR = 18, 152
WIDEST_BAR = 44
TALL_ENOUGH = 20  # a column lower than this has its number above it, not inside


@dataclass(frozen=True)
class Point:
    """`value` of `base` municipalities on a day. `is_break`: not to be compared with the point before."""

    on: date
    value: int
    base: int
    is_break: bool = False


@dataclass(frozen=True)
class Column:
    """One day: a pale column for the base, a strong one for the value in front of it."""

    x: str
    width: str
    middle: str
    base_y: str
    base_height: str
    value_y: str
    value_height: str
    base_text: str
    base_text_y: str
    value_text: str
    value_text_y: str
    value_inside: bool
    day: str


@dataclass(frozen=True)
class ColumnChart:
    """A series of points over time, scaled to the largest base."""

    code: str
    columns: tuple[Column, ...]
    breaks: tuple[str, ...] = ()  # where a line says that what stands left and right of it is not comparable
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = FLOOR
    day_y: int = FLOOR + 16

    @classmethod
    def of(cls, code: str, points: Sequence[Point]) -> Self:
        """`code` makes the ids of the chart's title and description unique on a page."""
        top = max((point.base for point in points), default=0) or 1
        band = WIDTH / max(len(points), 1)
        scale = (FLOOR - TOP) / top
        return cls(
            code,
            columns=tuple(_column(point, band * place, band, scale) for place, point in enumerate(points)),
            breaks=tuple(_length(band * place) for place, point in enumerate(points) if point.is_break),
        )


def _column(point: Point, left: float, band: float, scale: float) -> Column:
    width = min(WIDEST_BAR, band * 0.6)
    middle = left + band / 2
    base, value = point.base * scale, point.value * scale
    inside = value >= TALL_ENOUGH
    return Column(
        x=_length(middle - width / 2),
        width=_length(width),
        middle=_length(middle),
        base_y=_length(FLOOR - base),
        base_height=_length(base),
        value_y=_length(FLOOR - value),
        value_height=_length(value),
        base_text=str(point.base) if point.base else "",
        base_text_y=_length(FLOOR - base - 5),
        value_text=str(point.value) if point.base else "–",
        value_text_y=_length(FLOOR - value + (14 if inside else -4)),
        value_inside=inside,
        day=f"{point.on.day}.{point.on.month}.{point.on.year}",
    )


def _length(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
