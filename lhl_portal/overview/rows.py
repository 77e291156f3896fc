"""Every municipality of a day with what is known about it, each figure by the same rule as on *Tall*.

The number of queries is fixed, whatever the number of municipalities.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db.models import Prefetch

from municipalities.models import Population
from reform_phases.models import FocusArea, FreshnessLimit, PhaseEntry, Reform, Solution
from reform_phases.presentation import Progress, progress
from reform_phases.progress import Held, limits, statuses
from reporting import facts as kinds
from reporting.facts import Body, Evidence, Facts, read_facts

CHAIN = (kinds.AGENDA, kinds.INTENTION, kinds.DECISION, kinds.PLAN, kinds.ECONOMY)
OWN, EXPIRED, INHERITED, NONE = "own", "expired", "inherited", "none"
GROWTH_YEARS = 3


@dataclass(frozen=True)
class Row:
    """One municipality. `areas` maps a focus area's key to its progress, `chain` each link to
    OWN, EXPIRED, INHERITED or NONE. Growth is in per cent over GROWTH_YEARS years, None where a year is missing."""

    body: Body
    states: dict[int, Held]
    areas: dict[int, Progress]
    chain: dict[str, str]
    phase: PhaseEntry | None
    in_network: bool
    last_contact: date | None
    stale: int
    growth_80: float | None

    @property
    def people(self) -> int | None:
        return self.body.population["total"] if self.body.population else None

    @property
    def people_80(self) -> int | None:
        return self.body.population["age_80_plus"] if self.body.population else None


@dataclass(frozen=True)
class Overview:
    """What the list of a day is made from. `areas` come with their solutions; `contact_since` is the oldest contact
    that is still fresh."""

    reform: Reform
    day: date
    areas: list[FocusArea]
    facts: Facts
    rows: list[Row]
    contact_since: date

    @property
    def solutions(self) -> list[Solution]:
        return [solution for area in self.areas for solution in area.solutions.all()]


def areas_of(reform: Reform) -> list[FocusArea]:
    """The reform's focus areas with their solutions, all in order."""
    solutions = Prefetch("solutions", Solution.objects.order_by("code"))
    return list(FocusArea.objects.filter(reform=reform).order_by("code").prefetch_related(solutions))


def read_overview(reform: Reform, day: date, municipalities: Collection[int]) -> Overview:
    """Rows for `municipalities`, in the order given, as they were on `day`."""
    facts = read_facts(reform=reform, starts_on=reform.valid_from, as_of=day, among=municipalities)
    fresh = limits()
    areas = areas_of(reform)
    solutions = {area.pk: [solution.pk for solution in area.solutions.all()] for area in areas}
    every = list(chain.from_iterable(solutions.values()))
    found = statuses(reform, day, municipalities)
    oldest = {kind: fresh[kind].oldest(day) if kind in fresh else date.min for kind in FreshnessLimit.Kind.values}
    phases = {
        entry.municipality_id: entry
        for entry in PhaseEntry.objects.as_of(day)
        .filter(reform=reform, area=None, municipality__in=municipalities)
        .select_related("phase")
    }
    growth = _growth(facts, day)
    own = {kind: facts.counting(kind) for kind in (*CHAIN, kinds.MEMBER, kinds.SUPPORTED)}
    beside = {kind: facts.not_counting(kind) for kind in CHAIN}
    rows = []
    for pk in municipalities:
        if pk not in facts.municipalities:
            continue
        states = {solution: found[pk, solution] for solution in every if (pk, solution) in found}
        rows.append(
            Row(
                body=facts.municipalities[pk],
                states=states,
                areas={area: progress(map(states.get, of_area)) for area, of_area in solutions.items()},
                chain={kind: _link(pk in own[kind], beside[kind].get(pk, ())) for kind in CHAIN},
                phase=phases.get(pk),
                in_network=pk in own[kinds.MEMBER],
                last_contact=max((record.on for record in own[kinds.SUPPORTED].get(pk, ())), default=None),
                stale=sum(held.on < oldest[FreshnessLimit.Kind.STATUS] for held in states.values()),
                growth_80=growth.get(pk),
            )
        )
    return Overview(reform, day, areas, facts, rows, oldest[FreshnessLimit.Kind.CONTACT])


def _link(counts: bool, beside: Iterable[Evidence]) -> str:
    if counts:
        return OWN
    reasons = {record.reason for record in beside}
    if kinds.OVER in reasons:
        return EXPIRED
    return INHERITED if kinds.INHERITED in reasons else NONE


def _growth(facts: Facts, day: date) -> dict[int, float]:
    """How much the number of people over 80 has grown, in per cent, up to the newest year counted by `day`."""
    now = {pk: body.population for pk, body in facts.municipalities.items() if body.population}
    years = {people["year"] - GROWTH_YEARS for people in now.values()}
    then = {
        (body, year): people
        for body, year, people in Population.objects.filter(year__in=years).values_list(
            "municipality_id", "year", "age_80_plus"
        )
    }
    found = {}
    for pk, people in now.items():
        before = then.get((pk, people["year"] - GROWTH_YEARS))
        if before:
            found[pk] = round(100 * (people["age_80_plus"] - before) / before, 1)
    return found
