"""What one wants to know about a municipality at a glance, for many of them at once. Apps above add what they own.

Every source asks its fixed number of queries, whatever the number of municipalities.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from municipalities.models import Jurisdiction, Population


class KeyFact(NamedTuple):
    """A term and what is known on the day, in words. `note` says what makes it weaker, such as an intention."""

    term: str
    value: str
    note: str = ""


Bodies = Mapping[int, frozenset[int]]
"""Each municipality with itself and those whose records it answers for, all by primary key."""
Source = Callable[[Bodies, date], Mapping[int, list[KeyFact]]]
_sources: list[Source] = []


def offer(source: Source) -> None:
    """Called once by an app as it starts. `source` tells of each municipality what it knows on a day."""
    _sources.append(source)


def key_facts(municipalities: Collection[int], day: date) -> dict[int, list[KeyFact]]:
    """What all sources know on `day`, by municipality, in the order the sources were offered."""
    bodies = _bodies(municipalities)
    told: dict[int, list[KeyFact]] = {municipality: [] for municipality in municipalities}
    for source in (_people, *_sources):
        for municipality, facts in source(bodies, day).items():
            told[municipality] += facts
    return told


def by_steward(bodies: Bodies) -> dict[int, int]:
    """Whose records each body's are: the other way round."""
    return {body: municipality for municipality, all_of in bodies.items() for body in all_of}


def _bodies(municipalities: Collection[int]) -> Bodies:
    found = {municipality: {municipality} for municipality in municipalities}
    answering = Jurisdiction.objects.filter(steward__in=found)
    for steward, body in answering.values_list("steward_id", "municipality_id"):
        found[steward].add(body)
    return {municipality: frozenset(all_of) for municipality, all_of in found.items()}


def _people(bodies: Bodies, day: date) -> dict[int, list[KeyFact]]:
    newest = Population.objects.filter(municipality__in=bodies, year__lte=day.year)
    rows = newest.order_by("municipality_id", "-year").distinct("municipality_id")
    told = {}
    for row in rows:
        words = {"total": _number(row.total), "over_80": _number(row.age_80_plus)}
        value = _("%(total)s, av dem %(over_80)s på 80 år og mer") % words
        told[row.municipality_id] = [KeyFact(_("Innbyggere 1.1.%(year)s") % {"year": row.year}, value)]
    return told


def _number(value: int) -> str:
    return str(number_format(value, force_grouping=True))
