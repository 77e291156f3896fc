"""All reading for the figures: everything logged about every municipality, once, as of one date.

`read_facts` makes a fixed number of queries, whatever the number of municipalities. What it returns is pure data, so
that the indicators need no database.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from dialogue_meetings.models import Invitation as MeetingInvitation
from dialogue_meetings.models import Meeting
from learning_networks.models import Invitation as NetworkInvitation
from learning_networks.models import Membership as NetworkMembership
from learning_networks.models import Presence
from municipalities.models import Change, Municipality, Population
from reform_phases.models import Plan, Reform, Treatment

OFFERED, MET, SUPPORTED, INVITED, MEMBER, GATHERED, AGENDA, INTENTION, DECISION, PLAN, ECONOMY = (
    "offered",
    "met",
    "supported",
    "invited",
    "member",
    "gathered",
    "agenda",
    "intention",
    "decision",
    "plan",
    "economy",
)
POLITICAL = frozenset({AGENDA, INTENTION, DECISION, PLAN, ECONOMY})
FOLLOWING = frozenset({INVITED, GATHERED})  # what goes over in a merger where the membership of the network does
# Why a record does not count: dated after the cut-off, run out or left, made by what the municipality was before, or
# too few of its sort.
LATE, OVER, INHERITED, FEW = "late", "over", "inherited", "few"

Late = Callable[[date], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Body:
    """A municipality as it was on the date."""

    pk: int
    number: str
    name: str
    county: str
    region: int
    population: dict[str, int] | None


class Evidence(NamedTuple):
    """A logged record that says something about one municipality.

    `why_not` is empty where the record counts; otherwise it tells in words why it does not, and `reason` is LATE, OVER,
    INHERITED or FEW. `part` tells apart records that share a page: the gatherings of a network.
    """

    kind: str
    municipality: int
    on: date
    what: str
    label: str
    url_name: str
    url_pk: int
    why_not: str = ""
    reason: str = ""
    part: int = 0

    @property
    def text(self) -> str:
        """Kind and label as one phrase: a label that already begins with the kind says it once."""
        return self.label if self.label.lower().startswith(self.what.lower()) else f"{self.what}: {self.label}"


@dataclass(frozen=True)
class Facts:
    """What was logged about the period `starts_on`..`as_of`, both days included.

    `municipalities` are those valid on `as_of`, by primary key, in Norwegian order. `evidence` maps kind to records,
    oldest first; only records of `municipalities` are here.
    """

    starts_on: date
    as_of: date
    municipalities: dict[int, Body]
    evidence: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)

    def counting(self, *kinds: str) -> dict[int, list[Evidence]]:
        """Municipality to the records of `kinds` that count."""
        return self._by_municipality(kinds, counts=True)

    def not_counting(self, *kinds: str) -> dict[int, list[Evidence]]:
        """Municipality to the records of `kinds` that do not count, each with its reason."""
        return self._by_municipality(kinds, counts=False)

    def _by_municipality(self, kinds: Iterable[str], *, counts: bool) -> dict[int, list[Evidence]]:
        found: dict[int, list[Evidence]] = {}
        for kind in kinds:
            for record in self.evidence.get(kind, ()):
                if counts is not bool(record.why_not):
                    found.setdefault(record.municipality, []).append(record)
        return found


def read_facts(*, reform: Reform, starts_on: date, as_of: date, among: Collection[int] | None = None) -> Facts:
    """Reads everything once, for the whole country or the municipalities `among`, by primary key.

    Municipalities and regions are those of `as_of`.
    """
    country = _bodies(as_of)
    wanted = country.keys() if among is None else set(among)
    bodies = {pk: body for pk, body in country.items() if pk in wanted}
    ancestors = _ancestors(bodies, as_of)
    # To name all of them would cost the database more than it saves.
    about = Q() if len(bodies) == len(country) else Q(municipality__in=[*bodies, *ancestors])
    evidence: dict[str, list[Evidence]] = {}
    for record in _settled(list(_records(reform, starts_on, as_of, about)), bodies, ancestors):
        evidence.setdefault(record.kind, []).append(record)
    return Facts(
        starts_on=starts_on,
        as_of=as_of,
        municipalities=bodies,
        evidence={
            kind: tuple(sorted(rows, key=lambda r: (r.on, r.url_name, r.url_pk, r.municipality, r.part)))
            for kind, rows in evidence.items()
        },
    )


def _bodies(day: date) -> dict[int, Body]:
    """The municipalities of `day` with the newest population counted on or before it."""
    newest = Population.objects.filter(year__lte=day.year).order_by("municipality", "-year").distinct("municipality")
    rows = Municipality.objects.with_designation(day).order_by("spell__sort_key", "pk")
    counted = ("year", "total", "age_65_plus", "age_80_plus")
    people = {
        body: dict(zip(counted, numbers, strict=True))
        for body, *numbers in newest.values_list("municipality", *counted)
    }
    return {
        pk: Body(
            pk=pk,
            number=number,
            name=name,
            county=county,
            region=region,
            population=people.get(pk),
        )
        for pk, number, name, county, region in rows.values_list(
            "pk", "number_then", "name_then", "county_name_then", "region_then"
        )
    }


def _ancestors(bodies: dict[int, Body], day: date) -> dict[int, tuple[int, str]]:
    """Each ended municipality to the living one that its main successor chain leads to, and its own name."""
    changes = Change.objects.filter(is_main=True, effective_on__lte=day)
    chain, names = {}, {}
    for ended, heir, name in changes.values_list("predecessor_id", "successor_id", "predecessor__name"):
        chain[ended], names[ended] = heir, name
    found = {}
    for ended in chain:
        heir = ended
        while heir in chain:
            heir = chain[heir]
        if heir in bodies:
            found[ended] = (heir, names[ended])
    return found


def _settled(
    records: list[Evidence], bodies: dict[int, Body], ancestors: dict[int, tuple[int, str]]
) -> Iterator[Evidence]:
    """The records on the municipalities of the date that they speak of.

    Facts stay on the body that made them, so a predecessor's record stands beside the successor without counting. Open
    membership of a network is the exception: it goes over, and with it the invitation to that network and the presence
    at its gatherings.
    """
    taken_over = {
        (ancestors[record.municipality][0], record.url_pk)
        for record in records
        if record.kind == MEMBER and not record.why_not and record.municipality in ancestors
    }
    taken_over_from = _("%(label)s, overtatt fra %(name)s")
    unconfirmed, ended = _("Arvet fra %(name)s, må bekreftes"), _("Gjaldt %(name)s, før sammenslåingen")
    for record in records:
        if record.municipality in bodies:
            yield record
        elif record.municipality in ancestors:
            heir, name = ancestors[record.municipality]
            if record.kind == MEMBER or (record.kind in FOLLOWING and (heir, record.url_pk) in taken_over):
                label = taken_over_from % {"label": record.label, "name": name}
                yield record._replace(municipality=heir, label=label)
            else:
                # What politicians settled can be confirmed, what happened cannot.
                why_not = unconfirmed if record.kind in POLITICAL else ended
                yield record._replace(
                    municipality=heir,
                    why_not=record.why_not or why_not % {"name": name},
                    reason=record.reason or INHERITED,
                )


def _records(reform: Reform, starts_on: date, as_of: date, about: Q) -> Iterator[Evidence]:
    """Texts that all records of a kind share are looked up once: there are thousands of records."""
    late = _lateness(as_of)
    yield from _meetings(starts_on, about, late)
    yield from _networks(starts_on, as_of, about, late)
    yield from _gatherings(starts_on, about, late)
    yield from _treatments(reform, about, late)
    yield from _plans(reform, as_of, about, late)


def _lateness(as_of: date) -> Late:
    """What tells of a day whether it is too late, in words and as a reason; twice nothing for what is in time."""
    late, in_time = (_("Etter skjæringsdatoen"), LATE), ("", "")
    return lambda on: late if on > as_of else in_time


def _in_words(choices: Iterable[tuple[str, Any]]) -> dict[str, str]:
    return {value: str(label) for value, label in choices}


def _meetings(starts_on: date, about: Q, late: Late) -> Iterator[Evidence]:
    kinds, offer = _in_words(Meeting.Kind.choices), _("Tilbud om dialogmøte")
    rows = MeetingInvitation.objects.filter(about).values_list(
        "municipality_id",
        "offered_on",
        "present",
        "meeting_id",
        "meeting__title",
        "meeting__kind",
        "meeting__held_on",
    )
    url = "dialogue_meetings:detail"
    for municipality, offered_on, present, pk, title, kind, held_on in rows:
        if kind == Meeting.Kind.DIALOGUE and offered_on >= starts_on:
            yield Evidence(OFFERED, municipality, offered_on, offer, title, url, pk, *late(offered_on))
        if present and held_on and held_on >= starts_on:
            for as_kind in (MET, SUPPORTED) if kind == Meeting.Kind.DIALOGUE else (SUPPORTED,):
                yield Evidence(as_kind, municipality, held_on, kinds[kind], title, url, pk, *late(held_on))


def _networks(starts_on: date, as_of: date, about: Q, late: Late) -> Iterator[Evidence]:
    url = "learning_networks:detail"
    invitation, membership, until = (
        _("Invitasjon til læringsnettverk"),
        _("Deltakelse i læringsnettverk"),
        _("Deltok til %(day)s"),
    )
    invitations = NetworkInvitation.objects.filter(about, invited_on__gte=starts_on)
    for municipality, on, pk, name in invitations.values_list(
        "municipality_id", "invited_on", "network_id", "network__name"
    ):
        yield Evidence(INVITED, municipality, on, invitation, name, url, pk, *late(on))
    memberships = NetworkMembership.objects.filter(about).values_list(
        "municipality_id",
        "valid_from",
        "valid_to",
        "municipality__valid_to",
        "network_id",
        "network__name",
        "network__ends_on",
    )
    for municipality, joined, left, body_ended, pk, name, network_ends in memberships:
        # One that lasted until the body ended was not left by it and goes over; a later end is the successor's leaving.
        leaving = None if left and left == body_ended else left
        if network_ends is not None:
            leaving = min(leaving or date.max, network_ends + timedelta(days=1))
        why_not, reason = late(joined)
        if not why_not and leaving is not None and leaving <= as_of:
            why_not, reason = until % {"day": _day(leaving - timedelta(days=1))}, OVER
        yield Evidence(MEMBER, municipality, joined, membership, name, url, pk, why_not, reason)


def _gatherings(starts_on: date, about: Q, late: Late) -> Iterator[Evidence]:
    url, gathering = "learning_networks:detail", _("Samling i læringsnettverk")
    there = Presence.objects.filter(about, gathering__held_on__gte=starts_on).values_list(
        "municipality_id", "gathering__held_on", "gathering__title", "gathering__network_id", "gathering_id"
    )
    for municipality, on, title, network, pk in there:
        yield Evidence(GATHERED, municipality, on, gathering, title, url, network, *late(on), part=pk)


def _treatments(reform: Reform, about: Q, late: Late) -> Iterator[Evidence]:
    stages, bodies = _in_words(Treatment.Stage.choices), _in_words(Treatment.Body.choices)
    url, numbered = "reform_phases:treatment_detail", _("%(body)s, sak %(number)s")
    rows = Treatment.objects.filter(about, reform=reform).values_list(
        "municipality_id", "on", "stage", "body", "case_number", "pk"
    )
    for municipality, on, stage, body, case_number, pk in rows:
        label = numbered % {"body": bodies[body], "number": case_number} if case_number else bodies[body]
        yield Evidence(stage, municipality, on, stages[stage], label, url, pk, *late(on))


def _plans(reform: Reform, as_of: date, about: Q, late: Late) -> Iterator[Evidence]:
    kinds, until, url = _in_words(Plan.Kind.choices), _("Gjaldt til og med %(day)s"), "reform_phases:plan_detail"
    rows: Any = Plan.objects.filter(about, reform=reform, adopted_on__isnull=False).values_list(
        "municipality_id", "adopted_on", "ends_on", "kind", "title", "pk"
    )
    for municipality, on, ends_on, kind, title, pk in rows:
        why_not, reason = late(on)
        if not why_not and ends_on is not None and ends_on < as_of:
            why_not, reason = until % {"day": _day(ends_on)}, OVER
        # An economy plan is a plan, and a link of its own in the chain.
        for as_kind in (PLAN, ECONOMY) if kind == Plan.Kind.ECONOMY else (PLAN,):
            yield Evidence(as_kind, municipality, on, kinds[kind], title, url, pk, why_not, reason)


def _day(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"
