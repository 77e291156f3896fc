"""A municipality's own measures as pages show them: values ready, templates only choose and loop."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from municipalities.profile import listed, period
from reform_phases.models import Measure

State = Measure.State
COLORS = {State.PLANNED: "info", State.ONGOING: "success", State.DONE: "neutral", State.STOPPED: "neutral"}
RANKS = {State.ONGOING: 0, State.PLANNED: 1, State.DONE: 2, State.STOPPED: 3}
DONE_ICON = "CheckmarkCircle"  # what is done and what was stopped have a calm colour, and each its own shape


class Shown(NamedTuple):
    """A measure with its period and state in words. `origin` says whose it is where not the municipality's own.

    `rank` is 0 for one under way, 1 for one to come, 2 for one that came to its end and 3 for one that was stopped.
    """

    measure: Measure
    period: str
    label: str
    color: str
    icon: str
    rank: int
    origin: str

    @property
    def is_over(self) -> bool:
        return self.rank >= 2


class Sector(NamedTuple):
    label: str
    measures: list[Shown]


def shown(measure: Measure, *, today: date, origin: str = "") -> Shown:
    """The state as it is now. One that the dates contradict says so."""
    state = State(measure.state)
    rank = RANKS[state]
    label, color, icon = str(state.label), COLORS[state], DONE_ICON if state == State.DONE else ""
    if rank < 2 and measure.ends_on and measure.ends_on < today:
        label, color = _("%(state)s, sluttdatoen er passert") % {"state": label}, "warning"
    elif state == State.PLANNED and measure.starts_on < today:
        label, color = _("%(state)s, startdatoen er passert") % {"state": label}, "warning"
    return Shown(measure, _period(measure), label, color, icon, rank, origin)


def shown_then(measure: Measure, *, day: date, origin: str = "") -> Shown:
    """On a day that has passed, when only the dates tell how it was. Give one that had started."""
    is_over = measure.ends_on is not None and measure.ends_on < day
    label, color, rank = (_("Avsluttet"), "neutral", 2) if is_over else (_("Startet"), "success", 0)
    return Shown(measure, _period(measure), label, color, "", rank, origin)


def told(measures: Iterable[Measure], before: Mapping[int, str], *, day: date, in_the_past: bool) -> list[Shown]:
    """Those under way first, then those to come, then those that are over; the latest start first.

    `before` says of whom the municipality was made, by primary key.
    """
    rows = [
        shown_then(measure, day=day, origin=before.get(measure.municipality_id, ""))
        if in_the_past
        else shown(measure, today=day, origin=before.get(measure.municipality_id, ""))
        for measure in measures
    ]
    rows.sort(key=lambda row: (row.rank, -row.measure.starts_on.toordinal(), row.measure.pk))
    return rows


def by_sector(rows: Iterable[Shown]) -> tuple[list[Sector], list[str]]:
    """The sectors in order with their measures, and the names of those without any."""
    sectors: dict[str, list[Shown]] = {value: [] for value in Measure.Sector.values}
    for row in rows:
        sectors[row.measure.sector].append(row)
    labels = {value: str(label) for value, label in Measure.Sector.choices}
    filled = [Sector(labels[value], found) for value, found in sectors.items() if found]
    return filled, [labels[value] for value, found in sectors.items() if not found]


def sentence(sectors: Sequence[str]) -> str:
    """Names of sectors inside a sentence; empty where there are none."""
    return listed([sector.lower() for sector in sectors]) if sectors else ""


def _period(measure: Measure) -> str:
    return period(measure.starts_on, measure.ends_on + timedelta(days=1) if measure.ends_on else None)
