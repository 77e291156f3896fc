"""Dialogue meetings from offer to follow-up, and the other kinds of meetings."""

from collections.abc import Iterator
from datetime import date, timedelta

from dialogue_meetings.models import Attendance, FollowUp, Invitation, Meeting, MeetingArea, MeetingSolution
from lhl_portal.demo.days import LAST, YEARS, is_closed, working_day
from lhl_portal.demo.scene import Scene
from lhl_portal.demo.text import marked
from municipalities.models import Municipality
from reform_phases.models import FocusArea, Solution

Answer, Kind = Invitation.Answer, Meeting.Kind

# The share of municipalities that are offered a dialogue meeting in a year, and of them that say yes.
_OFFERED = {2019: 0.75, 2020: 0.8, 2021: 0.97, 2022: 0.93, 2023: 0.88}
_YES = {2019: 0.72, 2020: 0.62, 2021: 0.84, 2022: 0.84, 2023: 0.76}
_GUIDED = {2019: 0.03, 2020: 0.05, 2021: 0.12, 2022: 0.14, 2023: 0.1}
_WEBINARS = {2019: 0, 2020: 1, 2021: 2, 2022: 1, 2023: 1}
_COURSES = {2019: 1, 2020: 0, 2021: 1, 2022: 1, 2023: 1}

# How often a role is at a meeting with one municipality, and how many come at most.
_ROLES = {
    Attendance.Role.POLITICAL: (0.35, 4),
    Attendance.Role.ADMINISTRATIVE: (0.75, 3),
    Attendance.Role.CARE_LEADERS: (0.97, 6),
    Attendance.Role.STAFF: (0.4, 5),
    Attendance.Role.ELDERS_COUNCIL: (0.35, 3),
    Attendance.Role.USERS: (0.2, 2),
    Attendance.Role.APPARATUS: (1.0, 4),
}


def add_meetings(scene: Scene) -> None:
    for year in YEARS:
        for invited in _parties(scene, year):
            _dialogue(scene, year, invited)
        for body in scene.area.bodies[year]:
            if not scene.pace.is_silent(body, year) and scene.chance(_GUIDED[year] * 2 * scene.pace.drive[body.pk]):
                _guidance(scene, year, body)
        for kind, number in ((Kind.WEBINAR, _WEBINARS[year]), (Kind.COURSE, _COURSES[year])):
            for _n in range(number):
                _open_to_all(scene, year, kind)


def _parties(scene: Scene, year: int) -> Iterator[list[Municipality]]:
    """Those who are offered a dialogue meeting this year: some in groups, the rest one by one."""
    offered = [body for body in scene.area.bodies[year] if scene.chance(_OFFERED[year])]
    scene.rng.shuffle(offered)
    in_groups = round(len(offered) * scene.pace.groups)
    while in_groups >= 3:
        size = min(scene.between(3, 7), in_groups)
        yield [offered.pop() for _n in range(size)]
        in_groups -= size
    yield from ([body] for body in offered)


def _dialogue(scene: Scene, year: int, invited: list[Municipality]) -> None:
    day = _day(scene, year)
    # What was planned for the spring of the pandemic before it came, was planned as a physical meeting.
    called_off = is_closed(day) and scene.chance(0.65)
    focus = scene.rng.choice(scene.ground.focus_areas)
    topics = scene.solutions(0, 2, [s for s in scene.ground.solutions if s.area_id == focus.pk])
    meeting = scene.rows.add(
        Meeting(
            title=_title(scene, year, focus, topics),
            kind=Kind.DIALOGUE,
            form=Meeting.Form.PHYSICAL if called_off else scene.meeting_form(day),
            host=scene.host(invited, year, centre_share=0.2),
        )
    )
    answers = [_invite(scene, meeting, body, day, _YES[year]) for body in invited]
    _topics(scene, meeting, focus, topics)
    if not any(invitation.answer == Answer.ACCEPTED for invitation in answers):
        return
    moved = scene.chance(0.15)
    meeting.planned_on = max(day - timedelta(days=7 * scene.between(1, 3)), date(year, 1, 7)) if moved else day
    _place(scene, meeting)
    if called_off or scene.chance(0.04):
        return
    _hold(scene, meeting, day, answers)
    if scene.chance(0.85):
        topic = (topics[0] if topics else focus).name_in(scene.language)
        meeting.outcome = marked(scene.rng.choice(scene.words.outcomes).format(topic=_inside(topic)))


def _guidance(scene: Scene, year: int, body: Municipality) -> None:
    day = _day(scene, year)
    topic = scene.rng.choice(scene.ground.solutions)
    meeting = scene.rows.add(
        Meeting(
            title=scene.words.guidance.format(topic=topic.name_in(scene.language)),
            kind=Kind.GUIDANCE,
            form=scene.meeting_form(day),
            host=scene.host([body], year, centre_share=0.4),
            planned_on=day,
        )
    )
    _place(scene, meeting)
    _topics(scene, meeting, topic.area, [topic])
    invitation = _invite(scene, meeting, body, day, 1.0)
    _hold(scene, meeting, day, [invitation])


def _open_to_all(scene: Scene, year: int, kind: Meeting.Kind) -> None:
    """A webinar or a course that every municipality of the region is invited to."""
    day = _day(scene, year)
    topic = scene.rng.choice(scene.ground.solutions)
    text = scene.words.webinar if kind == Kind.WEBINAR else scene.words.course
    meeting = scene.rows.add(
        Meeting(
            title=text.format(topic=topic.name_in(scene.language)),
            kind=kind,
            form=Meeting.Form.DIGITAL if kind == Kind.WEBINAR else scene.meeting_form(day),
            host=scene.area.office,
            planned_on=day,
        )
    )
    _place(scene, meeting)
    _topics(scene, meeting, topic.area, [topic])
    _hold(scene, meeting, day, [_invite(scene, meeting, body, day, 0.42) for body in scene.area.bodies[year]])


def _day(scene: Scene, year: int) -> date:
    """Rather in the autumn; in 2020 mostly so. Never so early that the offer falls in the year before."""
    if scene.chance(0.38 if year == 2020 else 0.45):
        return working_day(scene.rng, date(year, 1, 27), date(year, 6, 20))
    return working_day(scene.rng, date(year, 8, 17), date(year, 12, 12))


def _title(scene: Scene, year: int, focus: FocusArea, topics: list[Solution]) -> str:
    if year == YEARS[0] and scene.chance(0.5):
        return scene.words.meeting_start.format(reform=scene.ground.reform.name_in(scene.language))
    if year == YEARS[-1] and scene.chance(0.35):
        return scene.words.meeting_onward
    return scene.words.meeting_about.format(topic=(topics[0] if topics else focus).name_in(scene.language))


def _place(scene: Scene, meeting: Meeting) -> None:
    meeting.place = scene.words.video if meeting.form == Meeting.Form.DIGITAL else scene.words.town_hall


def _topics(scene: Scene, meeting: Meeting, focus: FocusArea, topics: list[Solution]) -> None:
    scene.rows.add(MeetingArea(meeting=meeting, area=focus))
    for solution in topics:
        scene.rows.add(MeetingSolution(meeting=meeting, solution=solution))


def _invite(scene: Scene, meeting: Meeting, body: Municipality, day: date, yes: float) -> Invitation:
    """An offer some weeks before `day`, and the answer. Those who are silent this year never say yes."""
    offered_on = max(date(day.year, 1, 2), day - timedelta(days=scene.between(21, 50)))
    willing = min(1.0, yes * (0.8 + 0.4 * scene.pace.drive[body.pk])) if yes < 1 else 1.0
    if scene.pace.is_silent(body, day.year):
        answer = Answer.DECLINED if scene.chance(0.3) else Answer.WAITING
    elif scene.chance(willing):
        answer = Answer.ACCEPTED
    else:
        answer = Answer.DECLINED if scene.chance(0.45) else Answer.WAITING
    answered_on = min(offered_on + timedelta(days=scene.between(1, 18)), day - timedelta(days=1))
    return scene.rows.add(
        Invitation(
            meeting=meeting,
            municipality=body,
            offered_on=offered_on,
            answer=answer,
            answered_on=None if answer == Answer.WAITING else answered_on,
        )
    )


def _hold(scene: Scene, meeting: Meeting, day: date, invitations: list[Invitation]) -> None:
    """Marks who came, counts heads, and adds what was promised. A meeting to which nobody comes is not held."""
    accepted = [invitation for invitation in invitations if invitation.answer == Answer.ACCEPTED]
    present = [i for i in accepted if len(accepted) == 1 or scene.chance(0.92)]
    if not present:
        return
    meeting.held_on = day
    for invitation in present:
        invitation.present = True
    for role, (share, most) in _ROLES.items():
        heads = sum(scene.between(1, most) for _n in range(min(len(present), 6)) if scene.chance(share))
        count = max(1, min(heads, 5)) if role == Attendance.Role.APPARATUS else heads
        if count:
            scene.rows.add(Attendance(meeting=meeting, role=role, count=count))
    if meeting.kind in {Kind.DIALOGUE, Kind.GUIDANCE}:
        for invitation in present:
            for _n in range(scene.weighted({0: 0.5, 1: 0.4, 2: 0.1})):
                _promise(scene, meeting, day, invitation.municipality)


def _promise(scene: Scene, meeting: Meeting, day: date, body: Municipality) -> None:
    ours = scene.chance(0.6)
    topic = _inside(scene.rng.choice(scene.ground.solutions).name_in(scene.language))
    texts = scene.words.follow_ups_ours if ours else scene.words.follow_ups_theirs
    last = min(LAST, body.valid_to - timedelta(days=1)) if body.valid_to else LAST
    due_on = min(day + timedelta(days=7 * scene.between(2, 13)), last)
    done_on = max(day, due_on + timedelta(days=7 * scene.between(-3, 4)))
    scene.rows.add(
        FollowUp(
            meeting=meeting,
            municipality=body,
            owner=FollowUp.Owner.APPARATUS if ours else FollowUp.Owner.MUNICIPALITY,
            what=scene.rng.choice(texts).format(topic=topic)[:200],
            due_on=due_on,
            done_on=min(done_on, last) if scene.chance(0.8) else None,
        )
    )


def _inside(name: str) -> str:
    """A name as it stands inside a sentence."""
    return name[0].lower() + name[1:]
