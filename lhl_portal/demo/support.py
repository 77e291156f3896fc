"""Help given outside meetings: rising until 2022, by phone and mail while people could not travel."""

from datetime import date

from dialogue_meetings.models import Invitation, Meeting, MeetingSolution
from lhl_portal.demo.days import YEARS, is_closed, working_day
from lhl_portal.demo.scene import Scene
from lhl_portal.demo.text import marked
from municipalities.models import Municipality

_A_YEAR = {2019: 0.6, 2020: 0.8, 2021: 1.1, 2022: 1.3, 2023: 1.0}
_KINDS = {
    Meeting.Kind.CALL: 0.32,
    Meeting.Kind.MAIL: 0.28,
    Meeting.Kind.PLAN_INPUT: 0.2,
    Meeting.Kind.VISIT: 0.12,
    Meeting.Kind.OTHER: 0.08,
}


def add_support(scene: Scene) -> None:
    for year in YEARS:
        for body in scene.area.bodies[year]:
            if scene.pace.is_silent(body, year):
                continue
            expected = _A_YEAR[year] * scene.pace.support * (0.5 + scene.pace.drive[body.pk])
            for _n in range(sum(scene.chance(expected / 4) for _try in range(4))):
                _give(scene, body, year)


def _give(scene: Scene, body: Municipality, year: int) -> None:
    given_on = working_day(scene.rng, date(year, 1, 7), date(year, 12, 18))
    kind = scene.weighted(_KINDS)
    if kind == Meeting.Kind.VISIT and is_closed(given_on):
        kind = Meeting.Kind.CALL
    topics = scene.solutions(0, 2)
    topic = (topics[0] if topics else scene.rng.choice(scene.ground.focus_areas)).name_in(scene.language)
    note = marked(scene.rng.choice(scene.words.support).format(topic=f"«{topic}»")) if scene.chance(0.7) else ""
    meeting = scene.rows.add(
        Meeting(
            title=f"{kind.label}, {body.name}",
            host=scene.host([body], year, centre_share=0.35),
            kind=kind,
            form=Meeting.Form.PHYSICAL if kind == Meeting.Kind.VISIT else "",
            held_on=given_on,
            outcome=note,
        )
    )
    scene.rows.add(
        Invitation(
            meeting=meeting,
            municipality=body,
            offered_on=given_on,
            answer=Invitation.Answer.ACCEPTED,
            answered_on=given_on,
            present=True,
        )
    )
    for solution in topics:
        scene.rows.add(MeetingSolution(meeting=meeting, solution=solution))
