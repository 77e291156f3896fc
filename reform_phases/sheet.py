"""What the municipality's sheet says: one page of A4, so what there is room for is counted in lines. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from municipalities.profile import short
from reform_phases.chain import Link
from reform_phases.measures import Shown
from reform_phases.models import FocusArea, Solution, StatusEntry
from reform_phases.progress import STARTED, Held

# Of the page as css/sheet.css sets it, with some air: lines below the heading, areas side by side, letters to a line.
LINES = 64
ABREAST = 5
AREA_LETTERS = 24
MEASURE_COLUMNS = 2
MEASURE_LETTERS = 58
SECTOR_LINES = 2  # a heading with the room above it


class Status(NamedTuple):
    """A solution and its state in words; no `label` where nothing is registered."""

    name: str
    label: str
    is_started: bool


class Area(NamedTuple):
    name: str
    statuses: list[Status]

    @property
    def lines(self) -> int:
        return _lines(self.name, AREA_LETTERS) + sum(_lines(s.name, AREA_LETTERS) + 1 for s in self.statuses)


def areas(focus_areas: Iterable[FocusArea], held: Mapping[int, Held]) -> list[Area]:
    """Give areas with their solutions read. `held` is by solution."""
    return [Area(str(area), [_status(s, held.get(s.pk)) for s in area.solutions.all()]) for area in focus_areas]


def in_one_line(links: Iterable[Link]) -> list[tuple[str, str]]:
    """Each link of the chain with what there is to say of it in a word or two."""
    return [(link.label, _standing(link)) for link in links]


def fitting(rows: Sequence[Shown], above: Sequence[Area]) -> list[Shown]:
    """As many of `rows`, from the first, as there is room for below the areas."""
    taken = sum(max(area.lines for area in above[first : first + ABREAST]) for first in range(0, len(above), ABREAST))
    room = MEASURE_COLUMNS * (LINES - taken) - SECTOR_LINES * len({row.measure.sector for row in rows})
    kept = []
    for row in rows:
        room -= _lines(_in_full(row), MEASURE_LETTERS)
        if room < 0:
            break
        kept.append(row)
    return kept


def _status(solution: Solution, held: Held | None) -> Status:
    if held is None:
        return Status(str(solution), "", False)
    return Status(str(solution), str(StatusEntry.State(held.state).label), held.state in STARTED)


def _standing(link: Link) -> str:
    if link.state == "none":
        return _("ikke registrert")
    if link.state == "inherited":
        return _("arvet fra %(name)s, må bekreftes") % {"name": link.records[0].inherited_from}
    own = [record for record in link.records if not record.inherited_from]
    if link.state == "expired":
        return _("utløpt")
    newest = next(record for record in own if not record.expired)
    return short(newest.on) if newest.on else _("under arbeid")


def _in_full(row: Shown) -> str:
    """Everything that the sheet says of a measure."""
    return f"{row.measure.title} – {row.measure.unit}, {row.period} ({row.label}) {row.origin}"


def _lines(text: str, letters: int) -> int:
    return -(-len(text) // letters)
