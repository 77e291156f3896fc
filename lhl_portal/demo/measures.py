"""Municipalities' own measures in the seven sectors, inside and outside the reform's solutions."""

from datetime import date, timedelta

from lhl_portal.demo.days import LAST
from lhl_portal.demo.lives import Life, lives_here
from lhl_portal.demo.measure_ideas import IDEAS, Idea
from lhl_portal.demo.scene import Scene
from lhl_portal.demo.text import marked
from reform_phases.models import Measure, MeasureSolution, MeasureStrategy

State = Measure.State

_MOST = 8


def add_measures(scene: Scene) -> None:
    for life in lives_here(scene.area):
        expected = scene.pace.drive[life.body.pk] * (life.last - life.first).days / (5 * 365)
        number = sum(scene.chance(expected) for _n in range(_MOST))
        for idea in sorted(scene.rng.sample(IDEAS, number), key=IDEAS.index):
            _measure(scene, life, idea)


def _measure(scene: Scene, life: Life, idea: Idea) -> None:
    """Begun at the start of a month in the municipality's life, or planned for the year after the demo."""
    planned = life.last == LAST and scene.chance(0.08)
    if planned:
        starts_on = date(LAST.year + 1, scene.between(1, 9), 1)
    else:
        days = (life.last - life.first).days
        starts_on = (life.first + timedelta(days=int(scene.rng.betavariate(1.6, 1.3) * days))).replace(day=1)
    ends_on = starts_on + timedelta(days=30 * scene.between(6, 36)) if scene.chance(0.6) else None
    is_merged = life.body.valid_to is not None and life.body.valid_to <= LAST
    goes_over = is_merged and (ends_on is None or ends_on > life.last)
    if goes_over:
        ends_on = life.last
    measure = scene.rows.add(
        Measure(
            municipality=life.body,
            reform=scene.ground.reform,
            sector=idea.sector,
            title=idea.title_in(scene.language),
            unit=idea.unit_in(scene.language),
            starts_on=starts_on,
            ends_on=ends_on,
            state=State.PLANNED if planned else _state(scene, ends_on),
            note=_note(scene, goes_over=goes_over),
        )
    )
    for solution in scene.ground.solutions:
        if solution.code in idea.solutions:
            scene.rows.add(MeasureSolution(measure=measure, solution=solution))
    for strategy in scene.ground.strategies:
        if strategy.code in idea.strategies and scene.chance(0.8):
            scene.rows.add(MeasureStrategy(measure=measure, strategy=strategy))


def _state(scene: Scene, ends_on: date | None) -> State:
    if ends_on is not None and ends_on <= LAST:
        return State.STOPPED if scene.chance(0.12) else State.DONE
    return State.ONGOING


def _note(scene: Scene, *, goes_over: bool) -> str:
    if goes_over:
        return marked(scene.words.taken_over)
    return marked(scene.rng.choice(scene.words.measure)) if scene.chance(0.4) else ""
