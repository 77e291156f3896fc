"""When politicians took the reform up and decided, as the decisions of the demo have it."""

from dataclasses import dataclass, replace
from datetime import date

from lhl_portal.demo.scene import Scene
from reform_phases.models import Treatment


@dataclass(frozen=True)
class Taken:
    """The first days; None where it has not happened."""

    agenda_on: date | None = None
    decided_on: date | None = None


def taken_up(scene: Scene) -> dict[int, Taken]:
    """By municipality (primary key)."""
    found: dict[int, Taken] = {}
    for treatment in sorted(scene.rows.of(Treatment), key=lambda treatment: treatment.on):
        pk = treatment.municipality_id
        known = found.get(pk, Taken())
        found[pk] = known = replace(known, agenda_on=known.agenda_on or treatment.on)
        if treatment.stage == Treatment.Stage.DECISION:
            found[pk] = replace(known, decided_on=known.decided_on or treatment.on)
    return found
