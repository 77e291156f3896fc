"""Numbers, dates and names as the pages write them. Pure, but for the active language."""

from collections.abc import Sequence
from datetime import date

from django.utils.dateformat import format as format_date
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from lhl_portal.ui.numbers import NO_BREAK

MINUS = "\u2212"


def grouped(number: int) -> str:
    """12 345"""
    return str(number_format(number, force_grouping=True))


def change(difference: int) -> str:
    """+3, −2 or ±0: a sign always, so that nobody takes it for a level."""
    sign = "+" if difference > 0 else MINUS if difference < 0 else "±"
    return f"{sign}{abs(difference)}"


def long_day(iso: str) -> str:
    """1. november 2021"""
    return format_date(date.fromisoformat(iso), "j. F Y").replace(" ", NO_BREAK)


def short_day(day: date | str) -> str:
    """1.11.2021"""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{day.day}.{day.month}.{day.year}"


def some_of(names: Sequence[str], limit: int) -> str:
    """The first `limit` names, and in words how many more there are. One more than the limit is named as well."""
    names = [name.replace(" - ", f"{NO_BREAK}-{NO_BREAK}") for name in names]
    if len(names) <= limit + 1:
        return ", ".join(names)
    more = _("og %(number)s til") % {"number": len(names) - limit}
    return f"{', '.join(names[:limit])} {more.replace(' ', NO_BREAK)}"
