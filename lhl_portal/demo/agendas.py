"""The agendas of the newest dialogue meetings, with what came of some of the items."""

from dialogue_meetings.agendas import standard_items
from dialogue_meetings.models import Meeting
from lhl_portal.demo.scene import Scene
from lhl_portal.demo.text import marked

_MEETINGS = 4


def add_agendas(scene: Scene) -> None:
    """After the meetings. Of those that the region's office has held."""
    held = [
        meeting
        for meeting in scene.rows.of(Meeting)
        if meeting.host == scene.area.office and meeting.kind == Meeting.Kind.DIALOGUE and meeting.held_on
    ]
    held.sort(key=lambda meeting: (meeting.held_on, meeting.title), reverse=True)
    reform = scene.ground.reform.name_in(scene.language)
    for meeting in held[:_MEETINGS]:
        for item in standard_items(meeting, reform=reform, language=scene.language):
            if scene.chance(0.6):
                topic = scene.rng.choice(scene.ground.solutions).name_in(scene.language)
                item.outcome = marked(scene.rng.choice(scene.words.outcomes).format(topic=f"«{topic}»"))
            scene.rows.add(item)
