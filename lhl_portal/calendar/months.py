"""Which days a page shows, and a month as weeks. Pure: no database and no clock."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from lhl_portal.calendar.entries import Entry

LIST, WEEK, MONTH = "liste", "uke", "maned"
LIST_MONTHS = 3  # that a list goes over
SHOWN = 4  # entries of a day in a month; the week has them all


@dataclass(frozen=True)
class Day:
    """A day of a table. `more` is how many entries were left out; `inside` is that the day is of the month shown."""

    on: date
    entries: tuple[Entry, ...]
    more: int
    inside: bool
    is_today: bool


@dataclass(frozen=True)
class Week:
    """Monday to Sunday, with its number by ISO 8601."""

    number: int
    days: tuple[Day, ...]


def span(view: str, day: date) -> tuple[date, date]:
    """First and last day of what `view` shows round `day`: whole weeks in a month, so that it has no holes."""
    if view == WEEK:
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if view == MONTH:
        weeks = Calendar().monthdatescalendar(day.year, day.month)
        return weeks[0][0], weeks[-1][-1]
    first = day.replace(day=1)
    return first, _months_on(first, LIST_MONTHS) - timedelta(days=1)


def step(view: str, day: date, steps: int) -> date:
    """The first day of what `view` shows `steps` further on, or back where it is negative."""
    if view == WEEK:
        return span(WEEK, day)[0] + timedelta(weeks=steps)
    return _months_on(day.replace(day=1), steps * (LIST_MONTHS if view == LIST else 1))


def weeks(view: str, day: date, entries: Iterable[Entry], *, today: date) -> list[Week]:
    """The weeks that `view`, a month or a week, shows round `day`."""
    by_day: dict[date, list[Entry]] = {}
    for entry in entries:
        by_day.setdefault(entry.on, []).append(entry)
    first, last = span(view, day)
    found = []
    for monday in range(first.toordinal(), last.toordinal(), 7):
        days = tuple(_day(date.fromordinal(number), by_day, view, day, today) for number in range(monday, monday + 7))
        found.append(Week(days[0].on.isocalendar().week, days))
    return found


def _day(on: date, by_day: dict[date, list[Entry]], view: str, shown: date, today: date) -> Day:
    entries = by_day.get(on, [])
    # One too many is shown rather than counted: the line that says so takes as much room.
    kept = entries if view == WEEK or len(entries) <= SHOWN + 1 else entries[:SHOWN]
    inside = view == WEEK or (on.year, on.month) == (shown.year, shown.month)
    return Day(on, tuple(kept), len(entries) - len(kept), inside, on == today)


def _months_on(first: date, months: int) -> date:
    """The first day of the month that many months from `first`."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
