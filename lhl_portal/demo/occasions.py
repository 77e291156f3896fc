"""What told the office how municipalities stood: decisions, plans, meetings, gatherings, and its rounds of asking."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dialogue_meetings.models import Invitation, Meeting, MeetingSolution
from learning_networks.models import Gathering, NetworkSolution, Presence
from lhl_portal.demo.days import YEARS, working_day
from lhl_portal.demo.decisions import link_to
from lhl_portal.demo.lives import Life, lives_here
from lhl_portal.demo.scene import Scene
from municipalities.models import Municipality
from reform_phases.models import Plan, PlanSolution, Solution, StatusEntry, Treatment, TreatmentSolution

Source, State = StatusEntry.Source, StatusEntry.State

# The share of municipalities that tell the office how they stand in the autumn of a year.
_TELL = {2019: 0.3, 2020: 0.35, 2021: 0.62, 2022: 0.6, 2023: 0.66}
# The share whose statuses the office looks through and confirms, in the spring and again late in a year.
_CONFIRMED = {2019: 0.0, 2020: 0.35, 2021: 0.5, 2022: 0.6, 2023: 0.55}
_SEASONS = (((1, 20), (6, 10)), ((9, 20), (12, 12)))


@dataclass(frozen=True)
class Occasion:
    """`proves` is the least that holds for `solutions` from then on, and `confirms` is that nothing moved."""

    on: date
    lives: tuple[Life, ...]
    source: StatusEntry.Source
    solutions: tuple[Solution, ...] = ()
    proves: StatusEntry.State | None = None
    confirms: bool = False
    link: str = ""


def occasions(scene: Scene) -> list[Occasion]:
    """In the order they came, each with the municipalities of the region that existed that day."""
    here = {life.body.pk: life for life in lives_here(scene.area)}
    found = [*_documents(scene, here), *_gatherings(scene, here), *_meetings(scene, here), *_rounds(scene, here)]
    return sorted(found, key=lambda occasion: (occasion.on, [life.body.code for life in occasion.lives]))


def _documents(scene: Scene, here: dict[int, Life]) -> Iterator[Occasion]:
    """Decisions and adopted plans, as far as they name solutions."""
    decided, planned = _named(scene, TreatmentSolution, "treatment"), _named(scene, PlanSolution, "plan")
    for treatment in scene.rows.of(Treatment):
        if treatment.stage == Treatment.Stage.DECISION:
            yield from _document(scene, here, treatment, treatment.on, decided[id(treatment)], State.DECIDED)
    for plan in scene.rows.of(Plan):
        if plan.adopted_on:
            yield from _document(scene, here, plan, plan.adopted_on, planned[id(plan)], State.PLANNED)


def _document(
    scene: Scene,
    here: dict[int, Life],
    row: Treatment | Plan,
    on: date,
    solutions: list[Solution],
    proves: StatusEntry.State,
) -> Iterator[Occasion]:
    lives = _then(here, [row.municipality], on)
    if lives:
        link = row.link or (link_to(row.case_number) if row.case_number and scene.chance(0.5) else "")
        yield Occasion(on, lives, Source.DOCUMENT, tuple(solutions), proves, link=link)


def _meetings(scene: Scene, here: dict[int, Life]) -> Iterator[Occasion]:
    """Those where the office talked with municipalities; at webinars and courses it only talks to them."""
    topics = _named(scene, MeetingSolution, "meeting")
    present = defaultdict(list)
    for invitation in scene.rows.of(Invitation):
        if invitation.present:
            present[id(invitation.meeting)].append(invitation.municipality)
    for meeting in scene.rows.of(Meeting):
        if meeting.held_on and meeting.kind in {Meeting.Kind.DIALOGUE, Meeting.Kind.GUIDANCE}:
            lives = _then(here, present[id(meeting)], meeting.held_on)
            if lives:
                yield Occasion(meeting.held_on, lives, Source.MEETING, tuple(topics[id(meeting)]))


def _gatherings(scene: Scene, here: dict[int, Life]) -> Iterator[Occasion]:
    themes = _named(scene, NetworkSolution, "network")
    came = defaultdict(list)
    for presence in scene.rows.of(Presence):
        came[id(presence.gathering)].append(presence.municipality)
    for gathering in scene.rows.of(Gathering):
        lives = _then(here, came[id(gathering)], gathering.held_on)
        if lives:
            yield Occasion(gathering.held_on, lives, Source.MEETING, tuple(themes[id(gathering.network)]))


def _rounds(scene: Scene, here: dict[int, Life]) -> Iterator[Occasion]:
    """New municipalities soon after they came, what some tell every autumn, a look at the old twice a year."""
    for life in here.values():
        if life.is_new and scene.chance(0.85):
            day = life.working_day(scene, life.first + timedelta(days=scene.between(25, 110)))
            if day:
                yield Occasion(day, (life,), Source.MUNICIPALITY)
    for year in YEARS:
        heard = [here[body.pk] for body in scene.area.bodies[year] if not scene.pace.is_silent(body, year)]
        for life in heard:
            if scene.chance(_TELL[year] * (0.55 + 0.85 * scene.pace.drive[life.body.pk])):
                day = working_day(scene.rng, date(year, 8, 20), date(year, 11, 25))
                yield Occasion(day, (life,), Source.MUNICIPALITY if scene.chance(0.75) else Source.ADVISER)
        for first, last in _SEASONS:
            confirmed = [life for life in heard if scene.chance(_CONFIRMED[year])]
            while confirmed:
                size = min(scene.between(2, 9), len(confirmed))
                day = working_day(scene.rng, date(year, *first), date(year, *last))
                yield Occasion(day, tuple(confirmed[:size]), Source.ADVISER, confirms=True)
                del confirmed[:size]


def _then(here: dict[int, Life], bodies: Sequence[Municipality], on: date) -> tuple[Life, ...]:
    """The lives in the region of those of `bodies` that lay there on the day, in order of code."""
    found = {here[body.pk] for body in bodies if body.pk in here}
    return tuple(sorted((life for life in found if life.first <= on <= life.last), key=lambda life: life.body.code))


def _named(scene: Scene, model: type[Any], parent: str) -> dict[int, list[Solution]]:
    """The solutions that rows of `model` give their `parent`, by the parent's identity: it has no primary key yet."""
    named = defaultdict(list)
    for row in scene.rows.of(model):
        named[id(getattr(row, parent))].append(row.solution)
    return named
