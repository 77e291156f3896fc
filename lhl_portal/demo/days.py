"""Working days of the years that the demo covers, and when people could not meet."""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from random import Random

FIRST, LAST = date(2019, 1, 1), date(2023, 12, 31)
YEARS = range(FIRST.year, LAST.year + 1)

# The spring of the pandemic: meetings were called off or moved to video.
CLOSED_FROM, CLOSED_TO = date(2020, 3, 12), date(2020, 6, 15)

_EASTER_SUNDAYS = (date(2019, 4, 21), date(2020, 4, 12), date(2021, 4, 4), date(2022, 4, 17), date(2023, 4, 9))
_FROM_EASTER = (*range(-7, 2), 39, 50)  # the week before, Easter Monday, Ascension Day, Whit Monday
_MOVING = frozenset(sunday + timedelta(days=offset) for sunday in _EASTER_SUNDAYS for offset in _FROM_EASTER)


def _is_working(day: date) -> bool:
    holiday = (day.month, day.day) in {(5, 1), (5, 17)} or day in _MOVING
    christmas = (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 4)
    return day.weekday() < 5 and day.month != 7 and not holiday and not christmas


_WORKING = tuple(day for n in range((LAST - FIRST).days + 1) if _is_working(day := FIRST + timedelta(days=n)))
_COUNCIL = tuple(day for day in _WORKING if day.weekday() in {1, 2, 3} and day.month != 8)


def working_day(rng: Random, first: date, last: date) -> date:
    """A working day in `first`..`last`, both included. `ValueError` when there is none."""
    return _one_of(_WORKING, rng, first, last)


def council_day(rng: Random, first: date, last: date) -> date:
    """A Tuesday, Wednesday or Thursday when politicians meet, in `first`..`last`. `ValueError` when there is none."""
    return _one_of(_COUNCIL, rng, first, last)


def is_closed(day: date) -> bool:
    return CLOSED_FROM <= day <= CLOSED_TO


def digital_share(day: date) -> float:
    """How many of the meetings on `day` were held by video, 0 to 1."""
    if day < CLOSED_FROM:
        return 0.03
    if is_closed(day):
        return 1.0
    if day < date(2021, 8, 1):
        return 0.92
    return 0.5 if day.year < 2023 else 0.4


def _one_of(days: tuple[date, ...], rng: Random, first: date, last: date) -> date:
    low, high = bisect_left(days, first), bisect_right(days, last)
    if low == high:
        raise ValueError(f"no such day from {first} to {last}")
    return days[rng.randrange(low, high)]
