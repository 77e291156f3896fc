"""The map of a day made ready for the page: drawing, legend and the equal table, all from the same findings."""

from collections import Counter
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lhl_portal.access.periods import valid_on
from lhl_portal.overview.colouring import Colouring, Found
from lhl_portal.overview.rows import Overview
from lhl_portal.overview.tiles import Drawing, Paint, Square, draw, swatch
from municipalities.models import Municipality
from reform_phases.presentation import age


class LegendLine(NamedTuple):
    """One kind of municipalities, how many they are, and the list of them where the list can be narrowed so."""

    label: str
    swatch: SafeString
    number: int
    url: str


class Line(NamedTuple):
    """One municipality in the table."""

    name: str
    url: str
    county: str
    category: str
    detail: str


class Map(NamedTuple):
    """`without_square` are the names of those that have no place on the drawing; the legend and the table have them."""

    colouring: Colouring
    drawing: Drawing | None
    legend: list[LegendLine]
    lines: list[Line]
    without_square: list[str]
    starts_on: date


def read_map(overview: Overview, colouring: Colouring, *, query: str, narrowed: dict[str, str]) -> Map:
    """`query` goes along to a municipality's page, as ``?dato=2021-12-31``, and `narrowed` to the list."""
    page = reverse("overview:municipality", args=[0]) + query
    squares = _squares(overview)
    find = colouring.read(overview)
    found = {row.body.pk: find(row) for row in overview.rows}
    kinds = {kind.key: kind for kind in colouring.categories}
    paints = {key: Paint(kind.tone, kind.sign, f"{colouring.name} – {kind.label}") for key, kind in kinds.items()}
    numbers = Counter(one.category for one in found.values())
    bodies = [row.body for row in overview.rows]
    placed = {square.pk for square in squares}
    return Map(
        colouring=colouring,
        drawing=draw(squares, {pk: paints[one.category] for pk, one in found.items()}, page),
        legend=[
            LegendLine(
                kind.label,
                swatch(paints[key]),
                numbers[key],
                f"{reverse('overview:list')}?{urlencode(narrowed | kind.narrow)}"
                if kind.narrow and numbers[key]
                else "",
            )
            for key, kind in kinds.items()
        ],
        lines=[
            Line(
                body.name,
                page.replace("/0/", f"/{body.pk}/"),
                body.county,
                kinds[found[body.pk].category].label,
                _detail(found[body.pk], overview.day),
            )
            for body in bodies
        ],
        without_square=[body.name for body in bodies if body.pk not in placed],
        starts_on=overview.facts.starts_on,
    )


def _squares(overview: Overview) -> list[Square]:
    """The whole country's: names and places are public, what is known about a municipality is not."""
    country = Municipality.objects.with_designation(overview.day).filter(valid_on(overview.day, "positions__"))
    columns = ("pk", "name_then", "county_name_then", "positions__column", "positions__row")
    return [Square(*row) for row in country.order_by("spell__sort_key", "pk").values_list(*columns)]


def _detail(found: Found, day: date) -> str:
    if found.on is None:
        return found.detail
    return _("%(day)s, %(age)s siden") % {"day": date_format(found.on, "j.n.Y"), "age": age(found.on, day)}
