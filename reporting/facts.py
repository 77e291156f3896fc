"""All reading for the figures: everything logged about every municipality, once, as of one date.

`read_facts` makes a fixed number of queries, whatever the number of municipalities. What it returns is pure data, so
that the indicators need no database.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from dialogue_meetings.models import Invitation as MeetingInvitation
from dialogue_meetings.models import Meeting, Support
from learning_networks.models import Invitation as NetworkInvitation
from learning_networks.models import Membership as NetworkMembership
from lhl_portal.access.models import OrganisationName
from municipalities.models import Change, Municipality, Population
from reform_phases.models import Plan, Reform, Treatment

OFFERED, MET, SUPPORTED, INVITED, MEMBER, AGENDA, INTENTION, DECISION, PLAN, ECONOMY = (
    "offered",
    "met",
    "supported",
    "invited",
    "member",
    "agenda",
    "intention",
    "decision",
    "plan",
    "economy",
)
# Why a record does not count: dated after the cut-off, run out or left, or made by what the municipality was before.
LATE, OVER, INHERITED = "late", "over", "inherited"


@dataclass(frozen=True, slots=True)
class Body:
    """A municipality as it was on the date."""

    pk: int
    number: str
    name: str
    county: str
    region: int
    population: dict[str, int] | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A logged record that says something about one municipality.

    `why_not` is empty where the record counts; otherwise it tells in words why it does not, and `reason` is LATE, OVER
    or INHERITED.
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


def read_facts(*, reform: Reform, starts_on: date, as_of: date) -> Facts:
    """Reads everything once, for the whole country. Municipalities and regions are those of `as_of`."""
    bodies = _bodies(as_of)
    evidence: dict[str, list[Evidence]] = {}
    for record in _settled(list(_records(reform, starts_on, as_of)), bodies, _ancestors(bodies, as_of)):
        evidence.setdefault(record.kind, []).append(record)
    return Facts(
        starts_on=starts_on,
        as_of=as_of,
        municipalities=bodies,
        evidence={
            kind: tuple(sorted(rows, key=lambda r: (r.on, r.url_name, r.url_pk, r.municipality)))
            for kind, rows in evidence.items()
        },
    )


def _bodies(day: date) -> dict[int, Body]:
    """The municipalities of `day` with the newest population counted on or before it."""
    people: dict[int, dict[str, int]] = {}
    for row in Population.objects.filter(year__lte=day.year).order_by("year").values():
        people[row["municipality_id"]] = {k: row[k] for k in ("year", "total", "age_65_plus", "age_80_plus")}
    rows = Municipality.objects.with_designation(day).order_by("spell__sort_key", "pk")
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
    chain = dict(
        Change.objects.filter(is_main=True, effective_on__lte=day).values_list("predecessor_id", "successor_id")
    )
    names = dict(Municipality.objects.filter(pk__in=chain).values_list("pk", "name"))
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
    membership of a network is the exception: it goes over, and with it the invitation to that network.
    """
    taken_over = {
        (ancestors[record.municipality][0], record.url_pk)
        for record in records
        if record.kind == MEMBER and not record.why_not and record.municipality in ancestors
    }
    for record in records:
        if record.municipality in bodies:
            yield record
        elif record.municipality in ancestors:
            heir, name = ancestors[record.municipality]
            if record.kind in {MEMBER, INVITED} and (record.kind == MEMBER or (heir, record.url_pk) in taken_over):
                label = _("%(label)s, overtatt fra %(name)s") % {"label": record.label, "name": name}
                yield _changed(record, municipality=heir, label=label)
            else:
                why_not = record.why_not or _predecessors(record.kind, name)
                yield _changed(record, municipality=heir, why_not=why_not, reason=record.reason or INHERITED)


def _predecessors(kind: str, name: str) -> str:
    """Why a predecessor's record does not count: what politicians settled can be confirmed, what happened cannot."""
    if kind in {AGENDA, INTENTION, DECISION, PLAN, ECONOMY}:
        return _("Arvet fra %(name)s, må bekreftes") % {"name": name}
    return _("Gjaldt %(name)s, før sammenslåingen") % {"name": name}


def _changed(record: Evidence, **changes: Any) -> Evidence:
    values = {name: getattr(record, name) for name in Evidence.__slots__}
    return Evidence(**(values | changes))


def _records(reform: Reform, starts_on: date, as_of: date) -> Iterator[Evidence]:
    yield from _meetings(starts_on, as_of)
    yield from _support(starts_on, as_of)
    yield from _networks(starts_on, as_of)
    yield from _treatments(reform, as_of)
    yield from _plans(reform, as_of)


def _late(on: date, as_of: date) -> tuple[str, str]:
    """In words and as a reason; twice nothing for what is in time."""
    return (_("Etter skjæringsdatoen"), LATE) if on > as_of else ("", "")


def _meetings(starts_on: date, as_of: date) -> Iterator[Evidence]:
    kinds = dict(Meeting.Kind.choices)
    rows = MeetingInvitation.objects.values_list(
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
        what = str(kinds[kind])
        if kind == Meeting.Kind.DIALOGUE and offered_on >= starts_on:
            yield Evidence(
                OFFERED,
                municipality,
                offered_on,
                _("Tilbud om dialogmøte"),
                title,
                url,
                pk,
                *_late(offered_on, as_of),
            )
        if present and held_on and held_on >= starts_on:
            late = _late(held_on, as_of)
            if kind == Meeting.Kind.DIALOGUE:
                yield Evidence(MET, municipality, held_on, what, title, url, pk, *late)
            yield Evidence(SUPPORTED, municipality, held_on, what, title, url, pk, *late)


def _support(starts_on: date, as_of: date) -> Iterator[Evidence]:
    kinds = dict(Support.Kind.choices)
    names: dict[int, list[OrganisationName]] = {}
    for name in OrganisationName.objects.order_by("valid_from"):
        names.setdefault(name.organisation_id, []).append(name)
    rows = Support.objects.filter(given_on__gte=starts_on).values_list(
        "municipality_id", "given_on", "kind", "giver_id", "giver__name", "pk"
    )
    for municipality, on, kind, giver, name_today, pk in rows:
        yield Evidence(
            SUPPORTED,
            municipality,
            on,
            _("Støtte og veiledning"),
            f"{kinds[kind]}, {_name_on(on, names.get(giver, [])) or name_today}",
            "dialogue_meetings:support_detail",
            pk,
            *_late(on, as_of),
        )


def _name_on(day: date, names: list[OrganisationName]) -> str:
    """What an organisation was called on `day`, in the language in force; empty where that is not known."""
    return next((str(n) for n in names if n.valid_from <= day and (n.valid_to is None or day < n.valid_to)), "")


def _networks(starts_on: date, as_of: date) -> Iterator[Evidence]:
    url = "learning_networks:detail"
    invitations = NetworkInvitation.objects.filter(invited_on__gte=starts_on)
    for municipality, on, pk, name in invitations.values_list(
        "municipality_id", "invited_on", "network_id", "network__name"
    ):
        what = _("Invitasjon til læringsnettverk")
        yield Evidence(INVITED, municipality, on, what, name, url, pk, *_late(on, as_of))
    memberships = NetworkMembership.objects.values_list(
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
        why_not, reason = _late(joined, as_of)
        if not why_not and leaving is not None and leaving <= as_of:
            why_not, reason = _("Deltok til %(day)s") % {"day": _day(leaving - timedelta(days=1))}, OVER
        yield Evidence(
            MEMBER,
            municipality,
            joined,
            _("Deltakelse i læringsnettverk"),
            name,
            url,
            pk,
            why_not,
            reason,
        )


def _treatments(reform: Reform, as_of: date) -> Iterator[Evidence]:
    stages, bodies = dict(Treatment.Stage.choices), dict(Treatment.Body.choices)
    rows = Treatment.objects.filter(reform=reform).values_list(
        "municipality_id", "on", "stage", "body", "case_number", "pk"
    )
    for municipality, on, stage, body, case_number, pk in rows:
        label = str(bodies[body])
        if case_number:
            label = _("%(body)s, sak %(number)s") % {"body": label, "number": case_number}
        url = "reform_phases:treatment_detail"
        yield Evidence(
            stage,
            municipality,
            on,
            str(stages[stage]),
            label,
            url,
            pk,
            *_late(on, as_of),
        )


def _plans(reform: Reform, as_of: date) -> Iterator[Evidence]:
    kinds = dict(Plan.Kind.choices)
    rows: Any = Plan.objects.filter(reform=reform, adopted_on__isnull=False).values_list(
        "municipality_id", "adopted_on", "ends_on", "kind", "title", "pk"
    )
    for municipality, on, ends_on, kind, title, pk in rows:
        why_not, reason = _late(on, as_of)
        if not why_not and ends_on is not None and ends_on < as_of:
            why_not, reason = _("Gjaldt til og med %(day)s") % {"day": _day(ends_on)}, OVER
        # An economy plan is a plan, and a link of its own in the chain.
        for as_kind in (PLAN, ECONOMY) if kind == Plan.Kind.ECONOMY else (PLAN,):
            yield Evidence(
                as_kind,
                municipality,
                on,
                str(kinds[kind]),
                title,
                "reform_phases:plan_detail",
                pk,
                why_not,
                reason,
            )


def _day(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"
