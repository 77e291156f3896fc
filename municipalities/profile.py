"""What is known about one municipality, read for its page."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from lhl_portal.access.models import Coverage, Membership, OrganisationName, Region
from lhl_portal.access.periods import valid_on
from lhl_portal.access.roles import Role
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


def described_on(municipality: Municipality, day: date) -> date:
    """The day that a page about the municipality on `day` can describe: that day, or its last."""
    return min(day, municipality.valid_to - timedelta(days=1)) if municipality.valid_to else day


def existed_by(municipality: Municipality, day: date) -> bool:
    """Whether it had come into being on `day`; it may have ended since."""
    return municipality.valid_from <= day


def spell_on(spells: list[Spell], day: date) -> Spell | None:
    """The designation on `day`, of those given newest first."""
    return next((spell for spell in spells if spell.valid_from <= day), None)


def names_on(municipalities: Iterable[Municipality], day: date) -> dict[int, str]:
    """What each was called on `day`, by primary key; one that did not exist then is told of as today."""
    today = {municipality.pk: str(municipality) for municipality in municipalities}
    spells_then = Spell.objects.as_of(day).filter(municipality__in=today)
    return today | dict(spells_then.values_list("municipality_id", "name_unique"))


def header(municipality: Municipality, spells: list[Spell], day: date) -> list[tuple[str, Any]]:
    """What stands on top of every page about a municipality that existed by `day`."""
    day = described_on(municipality, day)
    spell = spell_on(spells, day)
    if spell is None:
        return []
    number = spell.number
    if spells[0].number != number:
        number = _("%(then)s (nå %(now)s)") % {"then": number, "now": spells[0].number}
    facts: list[tuple[str, Any]] = [
        (_("Kommunenummer"), number),
        (_("Fylke"), spell.county.name),
        (_("Region"), region_on(spell, day)),
    ]
    people = municipality.population.filter(year__lte=day.year).first()
    if people:
        words = {"over_65": _number(people.age_65_plus), "over_80": _number(people.age_80_plus)}
        inhabitants = _("%(total)s, av dem %(over_65)s på 65 år og mer og %(over_80)s på 80 år og mer") % (
            words | {"total": _number(people.total)}
        )
        facts.append((_("Innbyggere 1.1.%(year)s") % {"year": people.year}, inhabitants))
    contacts = contacts_of(municipality, day)
    if contacts:
        facts.append((_("Kontakt i kommunen"), ", ".join(f"{name} ({email})" for name, email in contacts)))
    return facts


def contacts_of(municipality: Municipality, day: date) -> list[tuple[str, str]]:
    """Name and e-mail at work of those who were the municipality's contacts on `day`."""
    rows = Membership.objects.as_of(day).filter(
        organisation=municipality.organisation_id, role=Role.CONTACT, user__is_active=True
    )
    return list(rows.order_by("user__name").values_list("user__name", "user__email"))


def forerunners(municipality: Municipality, area: Reach, *, today: date) -> list[Relative]:
    """What stood where the municipality is now, for a day before it came into being."""
    return [
        row
        for heading, found in relatives(municipality, area, today=today).items()
        if heading == _("Kom fra")
        for row in found
    ]


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


def relatives(
    municipality: Municipality, area: Reach, *, today: date, until: date = date.max, query: str = ""
) -> dict[str, list[Relative]]:
    """Where the municipality came from, what it became, and boundaries moved `until` a day; by heading, oldest first.

    `query` goes along to their pages, as ``?dato=2021-12-31``.
    """
    changes = list(
        Change.objects.filter(
            Q(predecessor=municipality) | Q(successor=municipality), effective_on__lte=until
        ).select_related("predecessor", "successor")
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
        url = other.get_absolute_url() + query if other.pk in open_to_reader else ""
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


def population(municipality: Municipality, day: date) -> list[dict[str, Any]]:
    """Inhabitants by year until `day`, newest first; shares in percent with one decimal, None where nobody lives."""
    return [
        {
            "year": str(row.year),
            "total": row.total,
            "age_65_plus": row.age_65_plus,
            "share_65": _share(row, row.age_65_plus),
            "age_80_plus": row.age_80_plus,
            "share_80": _share(row, row.age_80_plus),
        }
        for row in municipality.population.filter(year__lte=day.year)
    ]


def _number(value: int) -> str:
    return number_format(value, force_grouping=True)


def _share(row: Population, part: int) -> float | None:
    return round(100 * part / row.total, 1) if row.total else None
