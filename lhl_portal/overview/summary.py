"""One municipality on a day, in short."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Max, Q

from dialogue_meetings.models import FollowUp, Invitation
from learning_networks.models import Network
from learning_networks.roster import participations
from lhl_portal.overview.rows import areas_of
from municipalities.inheritance import predecessors
from municipalities.models import Municipality
from municipalities.profile import short
from reform_phases.chain import Link, chain
from reform_phases.models import (
    ElderCouncilEntry,
    Entry,
    FreshnessLimit,
    OrganisingEntry,
    Phase,
    PhaseEntry,
    Plan,
    Reform,
    Treatment,
)
from reform_phases.presentation import AreaProgress, age, area_progress, entry_in_words
from reform_phases.progress import limits, statuses


class Fact(NamedTuple):
    """What a log says holds, with its age; nothing where `value` is empty."""

    value: str
    on: date | None = None
    age: str = ""
    stale: bool = False


@dataclass(frozen=True)
class Summary:
    """`expected` are the phases that the calendar expects on the day; `area_phases` maps focus areas to their own."""

    reform: Reform
    links: list[Link]
    areas: list[AreaProgress]
    area_phases: dict[int, Fact]
    phase: Fact
    expected: list[Phase]
    organising: Fact
    elder_council: Fact
    last_contact: Fact
    promises: int
    overdue: int
    networks: list[Network]
    stale: int


def summary(municipality: Municipality, reform: Reform, day: date, *, in_the_past: bool) -> Summary:
    before = predecessors(municipality)
    bodies = {municipality.pk, *before}
    fresh = limits()
    oldest = {kind: fresh[kind].oldest(day) if kind in fresh else date.min for kind in FreshnessLimit.Kind.values}
    found = statuses(reform, day, bodies)
    inherited = {
        solution: (held, before[body]) for (body, solution), held in sorted(found.items(), key=_on) if body in before
    }
    areas = area_progress(
        areas_of(reform),
        municipality.pk,
        found,
        day=day,
        oldest=oldest[FreshnessLimit.Kind.STATUS],
        before=inherited,
    )
    phases = {
        entry.area_id: _fact(entry, day, oldest[FreshnessLimit.Kind.PHASE])
        for entry in PhaseEntry.objects.as_of(day).filter(municipality=municipality, reform=reform).in_full()
    }
    promises = FollowUp.objects.open_on(day).filter(municipality__in=bodies)
    contact = _last_contact(municipality, reform, day)
    return Summary(
        reform=reform,
        links=_chain(municipality, bodies, reform, day, in_the_past=in_the_past),
        areas=areas,
        area_phases={area: fact for area, fact in phases.items() if area},
        phase=phases.get(None, Fact("")),
        expected=list(Phase.objects.as_of(day).filter(reform=reform)),
        organising=_of_log(OrganisingEntry, municipality, reform, day),
        elder_council=_of_log(ElderCouncilEntry, municipality, reform, day),
        last_contact=Fact(short(contact), contact, age(contact, day), contact < oldest[FreshnessLimit.Kind.CONTACT])
        if contact
        else Fact(""),
        promises=promises.count(),
        overdue=promises.filter(due_on__lt=day).count(),
        networks=_networks(municipality, bodies, day),
        stale=sum(standing.stale for area in areas for standing in area.standings),
    )


def _on(item: Any) -> date:
    return item[1].on


def _chain(municipality: Municipality, bodies: set[int], reform: Reform, day: date, *, in_the_past: bool) -> list[Link]:
    treatments = Treatment.objects.treated_by(day).filter(municipality__in=bodies, reform=reform)
    plans = Plan.objects.known_on(day, in_the_past=in_the_past).filter(municipality__in=bodies, reform=reform)
    return chain(
        municipality.pk,
        treatments.select_related("municipality"),
        plans.select_related("municipality"),
        today=day,
    )


def _of_log(log: Any, municipality: Municipality, reform: Reform, day: date) -> Fact:
    entry = log.objects.as_of(day).filter(municipality=municipality, reform=reform).first()
    return _fact(entry, day, date.min) if entry else Fact("")


def _fact(entry: Entry, day: date, oldest: date) -> Fact:
    return Fact(entry_in_words(entry), entry.on, age(entry.on, day), entry.on < oldest)


def _last_contact(municipality: Municipality, reform: Reform, day: date) -> date | None:
    """The last meeting it was present at, or other contact, since the reform began: the rule of the list."""
    period = (reform.valid_from, day)
    met = Invitation.objects.filter(municipality=municipality, present=True, meeting__held_on__range=period)
    last: date | None = met.aggregate(last=Max("meeting__held_on"))["last"]
    return last


def _networks(municipality: Municipality, bodies: set[int], day: date) -> list[Network]:
    """Those it takes part in on `day`, membership taken over in a merger included."""
    networks = Network.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=day - timedelta(days=1)), memberships__municipality__in=bodies
    ).distinct()
    rows = participations(networks)
    return [
        network
        for network in networks
        if any(row.municipality.pk == municipality.pk and row.on(day) for row in rows[network.pk])
    ]
