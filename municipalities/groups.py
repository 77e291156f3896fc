"""Municipalities that are chosen together: all in a county, all in a network. Apps above add their own kinds."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from municipalities.models import Municipality


class Group(NamedTuple):
    """`key` is what a form sends, `members` are primary keys of municipalities."""

    key: str
    label: str
    members: frozenset[int]


Source = Callable[[date], Iterable[Group]]
_sources: list[Source] = []


def offer(source: Source) -> None:
    """Called once by an app as it starts. `source` gives its groups of a day, whoever asks."""
    _sources.append(source)


def groups(day: date, within: frozenset[int]) -> list[Group]:
    """Of `day`, each with those members that are `within`; groups with fewer than two of them are left out."""
    found = (group for source in (_counties, *_sources) for group in source(day))
    cut = (group._replace(members=group.members & within) for group in found)
    return [group for group in cut if len(group.members) > 1]


def _counties(day: date) -> Iterator[Group]:
    members: dict[tuple[int, str], set[int]] = {}
    rows = Municipality.objects.with_designation(day).order_by("county_name_then")
    for pk, county, name in rows.values_list("pk", "county_then", "county_name_then"):
        members.setdefault((county, name), set()).add(pk)
    for (county, name), bodies in members.items():
        yield Group(f"fylke-{county}", _("Alle i %(name)s") % {"name": name}, frozenset(bodies))
