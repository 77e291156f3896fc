"""Municipalities to look at beside one: those nearest to it, and those of like size. No ranking of what they do.

Names are public facts: the whole country is there, and whoever shows them says which of them the reader can open.
"""

from datetime import date
from math import asin, cos, log, radians, sin, sqrt
from typing import NamedTuple

from django.db.models import FilteredRelation, OuterRef, Subquery

from lhl_portal.access.periods import valid_on
from municipalities.models import Municipality, Population

EARTH_KM = 6371.0  # mean radius

Point = tuple[float, float]


class Neighbour(NamedTuple):
    """A municipality with its name on the day, and whole kilometres between the points of the two."""

    pk: int
    name_then: str
    km: int


class Peer(NamedTuple):
    """A municipality with its name on the day, and its newest population then."""

    pk: int
    name_then: str
    inhabitants: int


def nearest(municipality: Municipality, day: date, count: int = 5) -> list[Neighbour]:
    """The `count` municipalities of `day` nearest to `municipality`, nearest first. None where it has no place then."""
    rows = (
        Municipality.objects.with_designation(day)
        .annotate(position=FilteredRelation("positions", condition=valid_on(day, "positions__")))
        .filter(position__isnull=False)
        .values_list("pk", "name_then", "position__latitude", "position__longitude")
    )
    points = {pk: (latitude, longitude) for pk, _, latitude, longitude in rows}
    if municipality.pk not in points:
        return []
    away = {pk: kilometres(points[municipality.pk], point) for pk, point in points.items()}
    names = {pk: name for pk, name, _, _ in rows}
    others = sorted(points.keys() - {municipality.pk}, key=lambda pk: (away[pk], names[pk]))
    return [Neighbour(pk, names[pk], round(away[pk])) for pk in others[:count]]


def like_size(municipality: Municipality, day: date, count: int = 5) -> list[Peer]:
    """The `count` municipalities of `day` nearest to `municipality` in inhabitants, by ratio: half is as far as double.

    The newest population on or before `day` counts. None where the municipality has no inhabitants then.
    """
    newest = Population.objects.filter(municipality=OuterRef("pk"), year__lte=day.year).order_by("-year")
    rows = (
        Municipality.objects.with_designation(day)
        .annotate(inhabitants=Subquery(newest.values("total")[:1]))
        .filter(inhabitants__gt=0)
        .values_list("pk", "name_then", "inhabitants")
    )
    peers = {pk: Peer(pk, name, inhabitants) for pk, name, inhabitants in rows}
    own = peers.pop(municipality.pk, None)
    if own is None:
        return []
    apart = {pk: abs(log(peer.inhabitants / own.inhabitants)) for pk, peer in peers.items()}
    return sorted(peers.values(), key=lambda peer: (apart[peer.pk], peer.name_then))[:count]


def kilometres(one: Point, other: Point) -> float:
    """Along the great circle between two points, each latitude and longitude in degrees."""
    (latitude, longitude), (to_latitude, to_longitude) = (tuple(map(radians, point)) for point in (one, other))
    north, east = (to_latitude - latitude) / 2, (to_longitude - longitude) / 2
    return 2 * EARTH_KM * asin(sqrt(sin(north) ** 2 + cos(latitude) * cos(to_latitude) * sin(east) ** 2))
