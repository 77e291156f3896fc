"""How offers went out and were reminded of, why some said no, and what help municipalities asked for."""

from datetime import date, timedelta

from dialogue_meetings.models import Channel, Invitation, Meeting, Need, NeedTopic, Reminder
from lhl_portal.demo.days import LAST
from lhl_portal.demo.scene import Scene
from lhl_portal.demo.text import marked

_CHANNELS = {Channel.MAIL: 0.6, Channel.LETTER: 0.25, Channel.CALL: 0.15}
_ANSWERS = {Need.Answer.MET: 0.45, Need.Answer.PLANNED: 0.2, Need.Answer.NOT_NOW: 0.15, "": 0.2}


def add_offers(scene: Scene) -> None:
    """After the meetings: says more of the invitations to them."""
    for row in _own(scene):
        if row.meeting.kind in Meeting.Kind.outside_meetings():
            continue
        row.channel = scene.weighted(_CHANNELS)
        if row.answer == Invitation.Answer.DECLINED and scene.chance(0.7):
            row.reason = marked(scene.rng.choice(scene.words.declined))
        if row.answer == Invitation.Answer.WAITING and scene.chance(0.5):
            on = row.offered_on + timedelta(days=scene.between(14, 30))
            if on <= _last_day(row):
                scene.rows.add(Reminder(invitation=row, sent_on=on, channel=Channel.CALL))


def add_needs(scene: Scene) -> None:
    """Of municipalities that were at a dialogue meeting."""
    topics = list(NeedTopic.objects.filter(in_use=True))
    if not topics:
        return
    for row in _own(scene):
        held_on = row.meeting.held_on
        if not (row.present and held_on and row.meeting.kind == Meeting.Kind.DIALOGUE and scene.chance(0.4)):
            continue
        for topic in scene.rng.sample(topics, min(scene.between(1, 2), len(topics))):
            need = Need(meeting=row.meeting, municipality=row.municipality, topic=topic, raised_on=held_on)
            answer = scene.weighted(_ANSWERS)
            on = held_on + timedelta(days=scene.between(7, 120))
            if answer and on <= _last_day(row):
                need.answer, need.answered_on, need.answered_by = answer, on, scene.adviser
                texts = scene.words.not_now if answer == Need.Answer.NOT_NOW else scene.words.answered
                need.because = marked(scene.rng.choice(texts))
            scene.rows.add(need)


def _own(scene: Scene) -> list[Invitation]:
    """Invitations of those that were the region's municipalities that year."""
    here = {(year, body.pk) for year, bodies in scene.area.bodies.items() for body in bodies}
    return [row for row in scene.rows.of(Invitation) if (row.offered_on.year, row.municipality.pk) in here]


def _last_day(row: Invitation) -> date:
    ends = row.municipality.valid_to
    return min(LAST, ends - timedelta(days=1)) if ends else LAST
