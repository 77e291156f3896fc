"""Which phase municipalities were in: each at its own pace, sometimes back, for some by focus area as well."""

from collections.abc import Iterator
from datetime import date, timedelta

from lhl_portal.demo.acts import log
from lhl_portal.demo.lives import Life, lives_here
from lhl_portal.demo.politics import Taken, taken_up
from lhl_portal.demo.scene import Scene
from reform_phases.models import FocusArea, PhaseEntry
from reform_phases.recording import confirming

Source = PhaseEntry.Source

_SOURCES = {Source.ADVISER: 0.5, Source.MEETING: 0.3, Source.MUNICIPALITY: 0.2}
_OFF = {-1: 0.25, 0: 0.55, 1: 0.2}  # how a focus area stands beside the whole
_CARRYING_OUT_FROM, _EVALUATION_FROM = date(2020, 6, 1), date(2022, 9, 1)

Step = tuple[date, int]  # from when, and the phase's number


def add_phases(scene: Scene) -> None:
    politics = taken_up(scene)
    for life in lives_here(scene.area):
        steps = _in_order(_steps(scene, life, politics.get(life.body.pk, Taken())))
        areas = {area: scene.weighted(_OFF) for area in scene.ground.focus_areas} if scene.chance(1 / 3) else {}
        _write(scene, life, steps, areas)


def _steps(scene: Scene, life: Life, politics: Taken) -> Iterator[Step]:
    drive = scene.pace.drive[life.body.pk]
    if drive < 0.08:
        return
    began_on = life.first + timedelta(days=20 + int(scene.rng.gammavariate(2, 45) * (1.6 - drive)))
    yield began_on, 1
    assessed_on = politics.agenda_on or (began_on + timedelta(days=scene.between(200, 700)))
    if politics.agenda_on or scene.chance(0.7):
        yield max(assessed_on, began_on + timedelta(days=14)), 2
    if politics.decided_on is None:
        return
    carried_out_on = max(politics.decided_on + timedelta(days=scene.between(45, 280)), _CARRYING_OUT_FROM)
    yield carried_out_on, 3
    if scene.chance(0.12):
        back_on = carried_out_on + timedelta(days=scene.between(90, 240))
        yield back_on, 2
        carried_out_on = back_on + timedelta(days=scene.between(120, 260))
        yield carried_out_on, 3
    if scene.chance(1.1 * drive):
        yield max(carried_out_on + timedelta(days=scene.between(300, 700)), _EVALUATION_FROM), 4


def _in_order(steps: Iterator[Step]) -> list[Step]:
    """Without those that come to nothing: overtaken by a later one, or no step at all."""
    found: list[Step] = []
    for step in steps:
        if not found or (step[0] > found[-1][0] and step[1] != found[-1][1]):
            found.append(step)
    return found


def _write(scene: Scene, life: Life, steps: list[Step], areas: dict[FocusArea, int]) -> None:
    """Each step is one act, also of the areas that moved with it; between the steps it is now and then confirmed."""
    held: dict[FocusArea | None, int] = {}
    for n, (around, number) in enumerate(steps):
        on = life.working_day(scene, around)
        if on is None:
            return
        numbers: dict[FocusArea | None, int] = {None: number}
        numbers |= {area: _within(scene, number + off) for area, off in areas.items()}
        source = scene.weighted(_SOURCES)
        entries = [
            PhaseEntry(
                municipality=life.body,
                reform=scene.ground.reform,
                area=area,
                phase=scene.ground.phases[wanted - 1],
                on=on,
                source=source,
            )
            for area, wanted in numbers.items()
            if held.get(area) != wanted
        ]
        log(scene, entries)
        held = numbers
        until = steps[n + 1][0] if n + 1 < len(steps) else life.last
        _confirm(scene, life, entries[0], until)


def _confirm(scene: Scene, life: Life, entry: PhaseEntry, until: date) -> None:
    around = entry.on
    while scene.chance(0.55):
        around += timedelta(days=scene.between(120, 300))
        on = life.working_day(scene, around)
        if on is None or on >= until:
            return
        log(scene, [confirming(entry, on, source=Source.ADVISER)])


def _within(scene: Scene, number: int) -> int:
    return max(1, min(number, len(scene.ground.phases)))
