"""What is known about one municipality, read for its page."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lhl_portal.access.models import Coverage, OrganisationName, Region
from lhl_portal.access.periods import valid_on
from lhl_portal.access.scoping import Reach
from municipalities.models import Change, Municipality, Population, Spell

BEGINNING = date(1971, 1, 1)  # the oldest day of the register's source: "since then or earlier"


class Relative(NamedTuple):
    """A body the municipality came from, became or exchanged land with. No `url` where the reader has no access."""

    name: str
    url: str
    what: str


def short(day: date) -> str:
    return date_format(day, "j.n.Y")


def period(valid_from: date, valid_to: date | None) -> str:
    """A half-open period in words, with the last day included as people expect."""
    last = short(valid_to - timedelta(days=1)) if valid_to else ""
    if valid_from <= BEGINNING:
        return _("til %(last)s") % {"last": last} if last else _("hele tiden")
    if not last:
        return _("fra %(first)s") % {"first": short(valid_from)}
    return _("%(first)s til %(last)s") % {"first": short(valid_from), "last": last}


def described_on(municipality: Municipality, today: date) -> date:
    """The day a page about the municipality describes: today, or its last."""
    return min(today, municipality.valid_to - timedelta(days=1)) if municipality.valid_to else today


def spells(municipality: Municipality) -> list[Spell]:
    """Newest first, with county."""
    return list(municipality.spells.select_related("county").order_by("-valid_from"))


def region_on(spell: Spell, day: date) -> Region | None:
    return Region.objects.filter(valid_on(day, "counties__"), counties__county=spell.county_id).first()


def became(municipality: Municipality) -> str:
    """Where an ended municipality went, in a sentence: ``Ble del av Asker 1.1.2020.``"""
    if municipality.valid_to is None:
        return ""
    steps = [c for c in municipality.changes_out.all() if c.kind != Change.Kind.BOUNDARY]
    steps.sort(key=lambda change: not change.is_main)
    names = [str(change.successor.name) for change in steps]
    if not names:
        return _("Opphørte %(day)s.") % {"day": short(municipality.valid_to)}
    words = {"day": short(municipality.valid_to), "names": listed(names)}
    if any(change.kind == Change.Kind.SPLIT for change in steps):
        return _("Ble delt %(day)s og gikk over i %(names)s.") % words
    return _("Ble del av %(names)s %(day)s.") % words


def listed(words: list[str]) -> str:
    """Words as a list in a sentence."""
    return _("%(first)s og %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]} if words[1:] else words[0]


def relatives(municipality: Municipality, area: Reach, *, today: date) -> dict[str, list[Relative]]:
    """Where the municipality came from, what it became, and boundaries moved; by heading, oldest first."""
    changes = list(
        Change.objects.filter(Q(predecessor=municipality) | Q(successor=municipality)).select_related(
            "predecessor", "successor"
        )
    )
    others = {c.predecessor_id for c in changes} | {c.successor_id for c in changes}
    open_to_reader = set(
        Municipality.objects.filter(pk__in=others).within(area, today=today).values_list("pk", flat=True)
    )
    groups: dict[str, list[Relative]] = {_("Kom fra"): [], _("Ble til"): [], _("Grensejusteringer"): []}
    origin, outcome, boundary = groups
    for change in changes:
        left = change.predecessor_id == municipality.pk
        other = change.successor if left else change.predecessor
        words = {"kind": change.get_kind_display(), "day": short(change.effective_on)}
        what = _("%(kind)s %(day)s, bare en del") % words if change.partial else _("%(kind)s %(day)s") % words
        if change.kind == Change.Kind.BOUNDARY:
            direction = _("areal til") if left else _("areal fra")
            what = f"{short(change.effective_on)}, {direction} {other.name}" + (
                f" ({change.note})" if change.note else ""
            )
        url = other.get_absolute_url() if other.pk in open_to_reader else ""
        group = boundary if change.kind == Change.Kind.BOUNDARY else outcome if left else origin
        groups[group].append(Relative(str(other), url, what))
    return {heading: found for heading, found in groups.items() if found}


def covering(spell: Spell, day: date) -> list[tuple[str, str]]:
    """The organisations that cover the municipality on `day`: kind and name then."""
    covers = (
        Coverage.objects.as_of(day)
        .filter(county=spell.county_id)
        .select_related("organisation")
        .order_by("organisation__kind", "organisation__sort_key")
    )
    organisations = [cover.organisation for cover in covers]
    names = {
        name.organisation_id: str(name)
        for name in OrganisationName.objects.as_of(day).filter(organisation__in=organisations)
    }
    return [(str(o.get_kind_display()), names.get(o.pk, o.name)) for o in organisations]


def population(municipality: Municipality) -> list[dict[str, Any]]:
    """Inhabitants by year, newest first; shares in percent with one decimal, None where nobody lives."""
    return [
        {
            "year": str(row.year),
            "total": row.total,
            "age_65_plus": row.age_65_plus,
            "share_65": _share(row, row.age_65_plus),
            "age_80_plus": row.age_80_plus,
            "share_80": _share(row, row.age_80_plus),
        }
        for row in municipality.population.order_by("-year")
    ]


def _share(row: Population, part: int) -> float | None:
    return round(100 * part / row.total, 1) if row.total else None
