"""From when to when municipalities existed in the demo's years, and days in their lives."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from lhl_portal.demo.days import FIRST, LAST, YEARS, council_day, is_closed, working_day
from lhl_portal.demo.ground import Area
from lhl_portal.demo.scene import Scene
from municipalities.models import Municipality


@dataclass(frozen=True)
class Life:
    """The days of the demo on which a municipality existed, both included."""

    body: Municipality
    first: date
    last: date

    @property
    def is_new(self) -> bool:
        return self.first > FIRST

    def council_day(self, scene: Scene, around: date) -> date | None:
        """A day to meet from `around` on, after the pandemic's first spring; None when the life is over by then."""
        if is_closed(around) and scene.chance(0.8):
            around += timedelta(days=120)
        return self._day(council_day, scene, around)

    def working_day(self, scene: Scene, around: date) -> date | None:
        """A working day from `around` on; None when the life is over by then."""
        return self._day(working_day, scene, around)

    def _day(self, among: Callable[[Random, date, date], date], scene: Scene, around: date) -> date | None:
        around = max(around, self.first)
        try:
            return among(scene.rng, around, min(around + timedelta(days=60), self.last))
        except ValueError:
            return None


def lives(area: Area) -> list[Life]:
    """Of every municipality that was ever in the area, in order of code."""
    return [Life(body, max(FIRST, body.valid_from), _last_day(body)) for body in area.all_bodies()]


def lives_here(area: Area) -> list[Life]:
    """The same, but only as long as they lay in the area: an office logs what is in its own region."""
    here = []
    for life in lives(area):
        years = [year for year in YEARS if life.body in area.bodies[year]]
        here.append(Life(life.body, max(life.first, date(years[0], 1, 1)), min(life.last, date(years[-1], 12, 31))))
    return here


def _last_day(body: Municipality) -> date:
    return min(LAST, body.valid_to - timedelta(days=1)) if body.valid_to else LAST
