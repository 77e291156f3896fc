"""Political treatment and plans: agenda, intention, decision, plan, each on the municipality that existed that day."""

from datetime import date, timedelta

from lhl_portal.demo.days import LAST, council_day
from lhl_portal.demo.lives import Life, lives
from lhl_portal.demo.scene import Scene
from lhl_portal.demo.text import marked
from municipalities.models import Municipality
from reform_phases.models import Plan, PlanSolution, Treatment, TreatmentSolution

Body, Kind, Stage = Treatment.Body, Plan.Kind, Treatment.Stage

_AGENDA_BODIES = {Body.COUNCIL: 0.35, Body.EXECUTIVE: 0.2, Body.COMMITTEE: 0.42, Body.OTHER: 0.03}
_INTENTION_BODIES = {Body.COUNCIL: 0.4, Body.EXECUTIVE: 0.3, Body.COMMITTEE: 0.3}
_DECISION_BODIES = {Body.COUNCIL: 0.9, Body.EXECUTIVE: 0.04, Body.COMMITTEE: 0.06}

# Kinds of plans with how common they are, and how many years they are made for, at least and at most.
_KINDS = {
    Kind.HEALTH_CARE: 0.36,
    Kind.SOCIETY: 0.17,
    Kind.OWN: 0.1,
    Kind.THEME: 0.12,
    Kind.SUBPLAN: 0.09,
    Kind.ECONOMY: 0.08,
    Kind.SECTOR: 0.04,
    Kind.HEALTH_OVERVIEW: 0.03,
    Kind.LAND_USE: 0.01,
}
_YEARS = {
    Kind.PLANNING_STRATEGY: (4, 4),
    Kind.HEALTH_CARE: (6, 10),
    Kind.SOCIETY: (10, 12),
    Kind.LAND_USE: (10, 12),
    Kind.SUBPLAN: (6, 8),
}
_SHORT_YEARS = (2, 4)
_FROM_ADOPTION = {Kind.PLANNING_STRATEGY, Kind.THEME, Kind.OWN}  # the others begin the year after


def add_decisions(scene: Scene) -> None:
    inherited = _decided_by_predecessors(scene)
    for life in lives(scene.area):
        decided_on = _treatments(scene, life, inherits=life.body.pk in inherited)
        _plans(scene, life, decided_on)


def _decided_by_predecessors(scene: Scene) -> set[int]:
    """A few municipalities that were to be merged decide first. Answers with what they became (primary keys)."""
    heirs = set()
    for body in scene.area.all_bodies():
        heir = scene.ground.heirs.get(body.pk)
        if heir is not None and body.valid_to and body.valid_to <= LAST and scene.chance(0.16):
            last = body.valid_to - timedelta(days=1)
            decided_on = council_day(scene.rng, last - timedelta(days=110), last)
            _decide(scene, body, decided_on, scene.rng.choice(scene.words.decisions))
            heirs.add(heir.pk)
    return heirs


def _treatments(scene: Scene, life: Life, *, inherits: bool) -> date | None:
    """Takes the reform up, perhaps states an intention, perhaps decides. Answers with the day of the decision."""
    drive = scene.pace.drive[life.body.pk]
    if drive < 0.1 or scene.chance(0.04):
        return None
    wait = int((1 - drive) ** 1.3 * 1500 + scene.rng.gammavariate(1.5, 40)) + scene.pace.delay
    agenda_on = life.council_day(scene, life.first + timedelta(days=35 + int(wait * (0.65 if life.is_new else 1))))
    if agenda_on is None:
        return None
    if scene.chance(0.85):
        _add(scene, life.body, Stage.AGENDA, agenda_on, scene.weighted(_AGENDA_BODIES), scene.words.agenda)
    reached = agenda_on
    if scene.chance(0.5):
        stated_on = life.council_day(scene, agenda_on + timedelta(days=scene.between(15, 110)))
        if stated_on:
            _intend(scene, life, stated_on)
            reached = stated_on
    if not scene.chance(0.84):
        return None
    decided_on = life.council_day(scene, reached + timedelta(days=scene.between(30, 300)))
    if decided_on is None:
        return None
    confirms = inherits and scene.chance(0.6)
    text = scene.words.confirmed if confirms else scene.rng.choice(scene.words.decisions)
    _decide(scene, life.body, decided_on, text)
    if scene.chance(0.12):
        again_on = life.council_day(scene, decided_on + timedelta(days=scene.between(400, 800)))
        if again_on:
            _decide(scene, life.body, again_on, scene.rng.choice(scene.words.decisions))
    return decided_on


def _intend(scene: Scene, life: Life, day: date) -> None:
    treatment = _add(scene, life.body, Stage.INTENTION, day, scene.weighted(_INTENTION_BODIES), scene.words.intention)
    if scene.chance(0.85):
        treatment.intended_on = min(day + timedelta(days=30 * scene.between(2, 10)), life.last)


def _decide(scene: Scene, body: Municipality, day: date, text: str) -> None:
    treatment = _add(scene, body, Stage.DECISION, day, scene.weighted(_DECISION_BODIES), text)
    treatment.case_number = _case_number(scene, day)
    if scene.chance(0.15):
        treatment.link = link_to(treatment.case_number)
    for solution in scene.solutions(2, 7):
        scene.rows.add(TreatmentSolution(treatment=treatment, solution=solution))


def _add(
    scene: Scene, body: Municipality, stage: Treatment.Stage, day: date, by: Treatment.Body, text: str
) -> Treatment:
    return scene.rows.add(
        Treatment(
            municipality=body,
            reform=scene.ground.reform,
            stage=stage,
            on=day,
            body=by,
            case_number=_case_number(scene, day) if scene.chance(0.6) else "",
            note=marked(text) if scene.chance(0.75) else "",
        )
    )


def _plans(scene: Scene, life: Life, decided_on: date | None) -> None:
    """A plan soon after the decision; now and then one without any, and in 2020 the planning strategy of the term."""
    if decided_on is not None and scene.chance(0.86):
        _plan(scene, life, decided_on + timedelta(days=scene.between(0, 420)), scene.weighted(_KINDS))
        if scene.chance(0.25):
            _plan(scene, life, decided_on + timedelta(days=scene.between(200, 700)), scene.weighted(_KINDS))
    elif decided_on is None and scene.chance(0.2):
        _plan(scene, life, life.first + timedelta(days=scene.between(200, 1800)), scene.weighted(_KINDS))
    if life.last > date(2020, 12, 31) and scene.chance(0.35 * scene.pace.drive[life.body.pk]):
        _plan(scene, life, date(2020, scene.between(8, 11), 1), Kind.PLANNING_STRATEGY)


def _plan(scene: Scene, life: Life, ready: date, kind: Plan.Kind) -> None:
    """Adopted when it is ready; still under work if that is after the demo's last day. An ended body's is dropped."""
    adopted_on = life.council_day(scene, ready)
    if adopted_on is None and life.last < LAST:
        return
    from_year = (adopted_on or LAST).year + (0 if kind in _FROM_ADOPTION else 1)
    last_year = from_year + scene.between(*_YEARS.get(kind, _SHORT_YEARS)) - 1
    title = scene.words.plans[kind].format(
        first=from_year, last=last_year, reform=scene.ground.reform.name_in(scene.language)
    )
    case_number = _case_number(scene, adopted_on) if adopted_on and scene.chance(0.9) else ""
    plan = scene.rows.add(
        Plan(
            municipality=life.body,
            reform=scene.ground.reform,
            kind=kind,
            title=title,
            adopted_on=adopted_on,
            ends_on=date(last_year, 12, 31) if adopted_on and scene.chance(0.9) else None,
            case_number=case_number,
            link=link_to(case_number) if case_number and scene.chance(0.1) else "",
            note=marked(scene.words.plan_note) if scene.chance(0.3) else "",
        )
    )
    for solution in scene.solutions(2, 8):
        scene.rows.add(PlanSolution(plan=plan, solution=solution))


def _case_number(scene: Scene, day: date) -> str:
    return f"{day.year}/{scene.between(100, 9800)}"


def link_to(case_number: str) -> str:
    return f"https://example.no/sak/{case_number.replace('/', '-')}"
