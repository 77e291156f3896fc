"""Putting entries into the logs, as the region's adviser would have done it."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.utils import timezone

from lhl_portal.demo.days import LAST, working_day
from lhl_portal.demo.scene import Scene
from reform_phases.models import Act, Entry


def log(scene: Scene, entries: Sequence[Entry]) -> Act:
    """One act with `entries`, all of the same working day: written that day or within a week, in office hours."""
    on = entries[0].on
    day = on if scene.chance(0.5) else working_day(scene.rng, on, min(on + timedelta(days=7), LAST))
    opening = datetime.combine(day, time(8), tzinfo=timezone.get_default_timezone())
    act = Act(by=scene.adviser, at=opening + timedelta(minutes=scene.between(0, 465)))
    _add(scene, act, entries)
    return act


def log_after(scene: Scene, act: Act, entries: Sequence[Entry], *, days: int = 0, undoes: bool = False) -> None:
    """Another act, `days` after `act`, that puts right what it got wrong, or undoes the whole of it."""
    at = act.at + timedelta(days=days, minutes=scene.between(2, 12))
    _add(scene, Act(by=scene.adviser, at=at, undoes=act if undoes else None), entries)


def _add(scene: Scene, act: Act, entries: Sequence[Entry]) -> None:
    scene.rows.add(act)
    for entry in entries:
        entry.act = act
        scene.rows.add(entry)
