"""What each part of the generator is given for one region."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import TypeVar

from dialogue_meetings.models import Meeting
from lhl_portal.access.models import Organisation, User
from lhl_portal.demo.days import digital_share
from lhl_portal.demo.ground import Area, Ground
from lhl_portal.demo.pace import Pace
from lhl_portal.demo.rows import Rows
from lhl_portal.demo.text import Words
from municipalities.models import Municipality
from reform_phases.models import Solution

Item = TypeVar("Item")


@dataclass(frozen=True)
class Scene:
    """One region, with a source of chance of its own: `rng` depends on the region and the noun alone."""

    ground: Ground
    area: Area
    adviser: User
    pace: Pace
    words: Words
    rng: Random
    rows: Rows

    @property
    def language(self) -> str:
        return self.area.region.language

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return self.rng.randrange(low, high + 1)

    def weighted(self, weights: dict[Item, float]) -> Item:
        return self.rng.choices(list(weights), list(weights.values()))[0]

    def solutions(self, at_least: int, at_most: int, among: Sequence[Solution] = ()) -> list[Solution]:
        """Different solutions in the order of their codes."""
        pool = among or self.ground.solutions
        number = min(self.between(at_least, at_most), len(pool))
        return sorted(self.rng.sample(list(pool), number), key=lambda solution: solution.code)

    def by_video(self, day: date) -> bool:
        return self.chance(digital_share(day))

    def host(self, bodies: Sequence[Municipality], year: int, *, centre_share: float) -> Organisation:
        """The office, or now and then a centre that covers all of `bodies`."""
        shared = set.intersection(*({c.pk for c in self.area.centres_of(body, year)} for body in bodies))
        centres = [c for c in self.area.centres_of(bodies[0], year) if c.pk in shared]
        return self.rng.choice(centres) if centres and self.chance(centre_share) else self.area.office

    def meeting_form(self, day: date) -> Meeting.Form:
        return Meeting.Form.DIGITAL if self.by_video(day) else Meeting.Form.PHYSICAL
