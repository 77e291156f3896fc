"""How a region and its municipalities work in the demo: who is quick, who lags, and who is not heard from in a year."""

from dataclasses import dataclass
from random import Random

from lhl_portal.demo.days import YEARS
from lhl_portal.demo.ground import Area
from municipalities.models import Municipality

_SILENT = {2019: 4, 2020: 4, 2021: 6, 2022: 6, 2023: 6}


@dataclass(frozen=True)
class Pace:
    """`drive` is from 0 (lags) to 1 (leads), by municipality. `silent` are those without any contact in a year.

    `groups` is the share of dialogue meetings held for several municipalities at once; `support` and `networks`
    multiply the national level; `delay` is how many days later than elsewhere the politicians take the reform up.
    """

    groups: float
    support: float
    networks: float
    delay: int
    drive: dict[int, float]
    silent: dict[int, frozenset[int]]

    def is_silent(self, body: Municipality, year: int) -> bool:
        return body.pk in self.silent[year]


def draw_pace(rng: Random, area: Area) -> Pace:
    drive = {body.pk: rng.betavariate(2.2, 2.0) for body in area.all_bodies()}
    return Pace(
        groups=rng.uniform(0.15, 0.55),
        support=rng.uniform(0.8, 1.25),
        networks=rng.uniform(0.75, 1.25),
        delay=rng.randrange(0, 120),
        drive=drive,
        silent={year: _silent(rng, area.bodies[year], drive, year) for year in YEARS},
    )


def _silent(rng: Random, bodies: tuple[Municipality, ...], drive: dict[int, float], year: int) -> frozenset[int]:
    """Mostly those that lag, but not the same ones every year."""
    number = min(_SILENT[year] + rng.randrange(-1, 2), len(bodies) // 3)
    by_drive = sorted(bodies, key=lambda body: drive[body.pk] + rng.uniform(0, 0.6))
    return frozenset(body.pk for body in by_drive[:number])
