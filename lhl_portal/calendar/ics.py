"""Entries as an iCalendar file (RFC 5545). The only module that knows `icalendar`."""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from lhl_portal.calendar.entries import Entry, Revision

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Leve hele livet//Portal//NO"
OSLO = ZoneInfo("Europe/Oslo")
ASSUMED = timedelta(hours=1)  # how long what has a beginning and no end is shown to last
REFRESH = timedelta(hours=6)  # how often a subscriber should ask again


def write(
    entries: Iterable[Entry],
    revisions: Mapping[str, Revision],
    *,
    public_url: str,
    written_at: datetime,
    name: str = "",
) -> bytes:
    """A file with `entries`. With a `name` it is a calendar to subscribe to.

    The same entries give the same bytes: `written_at` dates only an entry that the history does not know.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("x-wr-timezone", OSLO.key)
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT6H")  # what Outlook reads instead
    calendar.add_component(_oslo())
    for entry in entries:
        revision = revisions.get(entry.key, Revision(0, written_at))
        calendar.add_component(_event(entry, revision, public_url))
    return calendar.to_ical()


def _event(entry: Entry, revision: Revision, public_url: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{urlsplit(public_url).hostname}")
    event.add("sequence", revision.number)
    changed_at = revision.at.astimezone(UTC).replace(microsecond=0)
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    if entry.begins_at:
        begins, ends = _moments(entry.on, entry.begins_at, entry.ends_at)
        event.add("dtstart", begins)
        event.add("dtend", ends)
    else:
        event.add("dtstart", entry.on)
        event.add("dtend", entry.on + timedelta(days=1))  # the first day it does not last
        event.add("transp", "TRANSPARENT")  # nobody is busy the whole day because the hour is not known
    event.add("summary", _text(entry.named))
    if entry.place:
        event.add("location", _text(entry.place))
    event.add("description", _text("\n".join(_about(entry))))
    event.add("categories", [_text(entry.label)])
    event.add("url", public_url + entry.url)
    event.add("status", "CONFIRMED" if entry.agreed else "TENTATIVE")
    return event


def _moments(on: date, begins_at: time, ends_at: time | None) -> tuple[datetime, datetime]:
    """In Oslo's own time, whatever its distance to UTC is on the day."""
    begins = datetime.combine(on, begins_at, OSLO)
    if ends_at:
        return begins, datetime.combine(on, ends_at, OSLO)
    return begins, (begins.astimezone(UTC) + ASSUMED).astimezone(OSLO)  # an hour, also where the clock is moved


def _about(entry: Entry) -> list[str]:
    lines = [
        (_("Type"), entry.label),
        (_("Form"), entry.form),
        (_("Nettverk"), entry.network),
        (_("Vertskap"), entry.host),
        (_("Kommuner"), ", ".join(entry.municipalities)),
    ]
    return [f"{term}: {value}" for term, value in lines if value]


def _text(text: str) -> str:
    """`text` without what iCalendar allows in no value: control characters, and other ends of lines than its own."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter if letter == "\n" or not _breaks(letter) else " " for letter in lines)


def _breaks(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Zl", "Zp"}


def _oslo() -> Timezone:
    """Norway's rule since 1996, as the rule itself: more calendars read that than a list of days."""
    zone = Timezone()
    zone.add("tzid", OSLO.key)
    winter, summer = timedelta(hours=1), timedelta(hours=2)
    for part, name, month, hour, before, after in (
        (TimezoneStandard(), "CET", 10, 3, summer, winter),
        (TimezoneDaylight(), "CEST", 3, 2, winter, summer),
    ):
        part.add("dtstart", datetime(1996, month, 27 if month == 10 else 31, hour))  # noqa: DTZ001  in the zone it tells of
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzname", name)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        zone.add_component(part)
    return zone
