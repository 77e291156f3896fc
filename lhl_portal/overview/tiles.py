"""The tile map: a square for each municipality, and the lines between counties. Pure drawing, in strings.

The drawing's own unit is a thirtieth of the distance between two squares, and the page's style sheet says how large one
em of it is: `Frame.width` and `Frame.height` are in em, so that the same drawing fits screens and paper.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

STEP, SIDE = 30, 28  # from one square to the next, and the side of a square
EM = 15  # units: two em from one square to the next
MARGIN = 2  # squares round what is shown, to know the place again
NEAR = 16  # a frame of at most so many squares each way is drawn large, with longer names
LETTERS, LETTERS_NEAR = 4, 6

# Signs are drawn round the middle of their place, in the colour of the text. Constant text of ours, so safe as it is.
CHECK = mark_safe('<path class="tile__line" d="M-5 0l3.5 4L5-4"/>')
DASH = mark_safe('<path class="tile__line" d="M-4 0H4"/>')
CLOCK = mark_safe('<circle class="tile__line" r="5.5"/><path class="tile__line" d="M0-3V0l2.5 1.5"/>')
EMPTY = mark_safe('<circle class="tile__line" r="5"/>')
QUARTER = mark_safe(EMPTY + '<path class="tile__solid" d="M0 0V-5A5 5 0 0 1 5 0z"/>')  # noqa: S308
THREE_QUARTERS = mark_safe(EMPTY + '<path class="tile__solid" d="M0 0V-5A5 5 0 1 1-5 0z"/>')  # noqa: S308
FULL = mark_safe(EMPTY + '<circle class="tile__solid" r="5"/>')  # noqa: S308

_RECT = f'<rect width="{SIDE}" height="{SIDE}" rx="3"/>'


class Square(NamedTuple):
    """Where a municipality lies: columns from the west and rows from the north, both from 0."""

    pk: int
    name: str
    county: str
    column: int
    row: int


class Paint(NamedTuple):
    """How the squares of one kind look. `tone` is a colour of map.css, `says` what follows the name, in words."""

    tone: str
    sign: SafeString
    says: str


class Frame(NamedTuple):
    """The part of the country that is drawn, in squares."""

    left: int
    top: int
    columns: int
    rows: int

    @property
    def near(self) -> bool:
        return self.columns <= NEAR and self.rows <= NEAR

    @property
    def view_box(self) -> str:
        return f"{self.left * STEP - 1} {self.top * STEP - 1} {self.columns * STEP + 2} {self.rows * STEP + 2}"

    @property
    def width(self) -> str:
        return f"{(self.columns * STEP + 2) / EM:.2f}em"

    @property
    def height(self) -> str:
        return f"{(self.rows * STEP + 2) / EM:.2f}em"

    def holds(self, square: Square) -> bool:
        return 0 <= square.column - self.left < self.columns and 0 <= square.row - self.top < self.rows


class Drawing(NamedTuple):
    """What templates/overview/map.svg needs: `tiles` are links, `context` the other municipalities in the frame."""

    frame: Frame
    tiles: SafeString
    context: SafeString
    borders: str


def draw(country: Collection[Square], painted: dict[int, Paint], url: str) -> Drawing | None:
    """The municipalities of `painted` among the others of the `country`, north to south; None where none has a square.

    `url` is the page of the municipality 0.
    """
    shown = [square for square in country if square.pk in painted]
    if not shown:
        return None
    frame = frame_of(shown, country)
    letters = LETTERS_NEAR if frame.near else LETTERS
    within = sorted(filter(frame.holds, country), key=lambda square: (square.row, square.column))
    tiles = [_link(square, painted[square.pk], url, letters) for square in within if square.pk in painted]
    context = [_calm(square, letters) for square in within if square.pk not in painted]
    # Both are joined once; every name in them is escaped.
    joined, calm = mark_safe("".join(tiles)), mark_safe("".join(context))  # noqa: S308
    return Drawing(frame, joined, calm, borders(within, country))


def frame_of(shown: Iterable[Square], country: Iterable[Square]) -> Frame:
    """What is shown with MARGIN squares round it, as far as the country goes."""
    (west, north, east, south), whole = _bounds(shown), _bounds(country)
    left, top = max(west - MARGIN, whole[0]), max(north - MARGIN, whole[1])
    right, bottom = min(east + MARGIN, whole[2]), min(south + MARGIN, whole[3])
    return Frame(left, top, right - left + 1, bottom - top + 1)


def borders(squares: Iterable[Square], country: Iterable[Square]) -> str:
    """The outlines of the counties that `squares` lie in, as the data of a path. Each line is drawn once."""
    counties = {(square.column, square.row): square.county for square in country}
    upright, level = set(), set()
    for square in squares:
        x, y = square.column, square.row
        for step in (0, 1):
            if counties.get((x + 2 * step - 1, y)) != square.county:
                upright.add((x + step, y))
            if counties.get((x, y + 2 * step - 1)) != square.county:
                level.add((y + step, x))
    lines = [f"M{x * STEP} {y * STEP}v{length * STEP}" for x, y, length in _runs(upright)]
    lines += [f"M{x * STEP} {y * STEP}h{length * STEP}" for y, x, length in _runs(level)]
    return "".join(lines)


def abbreviation(name: str, letters: int) -> str:
    """At most so many letters that remind of `name`: its beginning, or of several words the first's and the last's."""
    own = name.partition(" (")[0].partition(" – ")[0]
    if len(own) <= letters:
        return own
    first, *others = re.split(r"[ -]+", own)
    if not others:
        return own[:letters]
    return first[: letters - letters // 2] + others[-1][: letters // 2]


def swatch(paint: Paint) -> SafeString:
    """A square as the legend shows it: the same colour and sign, and no name."""
    return format_html(
        '<svg class="map-swatch" viewBox="-1 -1 {0} {0}" aria-hidden="true" focusable="false">'
        '<g class="tile tile--{1}">{2}<g transform="translate(14 14)">{3}</g></g></svg>',
        STEP,
        paint.tone,
        mark_safe(_RECT),  # noqa: S308  our own
        paint.sign,
    )


def text_sign(text: str) -> SafeString:
    """A sign that is a letter or a number."""
    return format_html('<text class="tile__text" y="4">{}</text>', text)


def _link(square: Square, paint: Paint, url: str, letters: int) -> str:
    return (
        f'<a class="tile tile--{paint.tone}" href="{url.replace("/0/", f"/{square.pk}/")}"{_at(square)}>'
        f"<title>{escape(square.name)}: {escape(paint.says)}</title>{_RECT}"
        f'<g aria-hidden="true"><g transform="translate(14 10)">{paint.sign}</g>{_name(square, letters)}</g></a>\n'
    )


def _calm(square: Square, letters: int) -> str:
    return f'<g class="tile"{_at(square)}><title>{escape(square.name)}</title>{_RECT}{_name(square, letters)}</g>\n'


def _at(square: Square) -> str:
    return f' transform="translate({square.column * STEP + 1} {square.row * STEP + 1})"'


def _name(square: Square, letters: int) -> str:
    return f'<text class="tile__name" x="14" y="24">{escape(abbreviation(square.name, letters))}</text>'


def _bounds(squares: Iterable[Square]) -> tuple[int, int, int, int]:
    """West, north, east, south."""
    columns, rows = zip(*((square.column, square.row) for square in squares), strict=True)
    return min(columns), min(rows), max(columns), max(rows)


def _runs(edges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Edges one after the other on a line made one: the line, where it begins, and how many edges long it is."""
    for (line, _key), run in groupby(enumerate(sorted(edges)), key=lambda pair: (pair[1][0], pair[1][1] - pair[0])):
        places = [place for _number, (_line, place) in run]
        yield line, places[0], len(places)
