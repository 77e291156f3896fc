"""How municipalities organised the reform, and whether their eldreråd was with them."""

from datetime import date, timedelta

from lhl_portal.demo.acts import log
from lhl_portal.demo.lives import Life, lives_here
from lhl_portal.demo.politics import taken_up
from lhl_portal.demo.scene import Scene
from reform_phases.models import ElderCouncilEntry, Entry, OrganisingEntry

Answer, Model, Source = ElderCouncilEntry.Answer, OrganisingEntry.Model, Entry.Source

_MODELS = {Model.HEALTH: 0.5, Model.BOTH: 0.33, Model.SOCIETY: 0.17}
_ANSWERS = {Answer.YES: 0.58, Answer.NO: 0.27, Answer.UNKNOWN: 0.15}
_SOURCES = {Source.MUNICIPALITY: 0.45, Source.MEETING: 0.35, Source.ADVISER: 0.2}


def add_organising(scene: Scene) -> None:
    """Known of most that have taken the reform up. Some widen it later, and some bring the eldreråd in later."""
    politics = taken_up(scene)
    for life in lives_here(scene.area):
        taken = politics.get(life.body.pk)
        if taken is None or taken.agenda_on is None:
            continue
        if scene.chance(0.75):
            model = scene.weighted(_MODELS)
            on = _say(scene, life, OrganisingEntry(model=model), taken.agenda_on + timedelta(days=scene.between(0, 90)))
            if on and model != Model.BOTH and scene.chance(0.15):
                _say(scene, life, OrganisingEntry(model=Model.BOTH), on + timedelta(days=scene.between(250, 700)))
        if scene.chance(0.7):
            answer = scene.weighted(_ANSWERS)
            around = taken.agenda_on + timedelta(days=scene.between(-60, 120))
            on = _say(scene, life, ElderCouncilEntry(answer=answer), around)
            if on and answer != Answer.YES and scene.chance(0.4):
                _say(scene, life, ElderCouncilEntry(answer=Answer.YES), on + timedelta(days=scene.between(120, 500)))


def _say(scene: Scene, life: Life, entry: OrganisingEntry | ElderCouncilEntry, around: date) -> date | None:
    """The day it was written; None when the life was over by then."""
    on = life.working_day(scene, around)
    if on is not None:
        entry.municipality, entry.reform, entry.on = life.body, scene.ground.reform, on
        entry.source = scene.weighted(_SOURCES)
        log(scene, [entry])
    return on
