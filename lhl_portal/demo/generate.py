"""Writes the whole demo: people, what was logged in 2019-2023 and two report rounds. The same rows every time."""

from random import Random

import pghistory
from django.db import transaction

from lhl_portal.demo.agendas import add_agendas
from lhl_portal.demo.asking import add_needs, add_offers
from lhl_portal.demo.attachments import add_attachments
from lhl_portal.demo.decisions import add_decisions
from lhl_portal.demo.ground import NoGround, read_ground
from lhl_portal.demo.guard import Refused, demo_is_there_already
from lhl_portal.demo.measures import add_measures
from lhl_portal.demo.meetings import add_meetings
from lhl_portal.demo.networks import add_networks
from lhl_portal.demo.organising import add_organising
from lhl_portal.demo.pace import draw_pace
from lhl_portal.demo.people import add_people
from lhl_portal.demo.phases import add_phases
from lhl_portal.demo.rounds import add_rounds
from lhl_portal.demo.rows import Rows
from lhl_portal.demo.saved_views import add_saved_views
from lhl_portal.demo.scene import Scene
from lhl_portal.demo.statuses import add_statuses
from lhl_portal.demo.support import add_support
from lhl_portal.demo.text import words_in

# In order: what is known of a municipality follows from its meetings, gatherings, decisions and plans.
PARTS = {
    "meetings": add_meetings,
    "offers": add_offers,
    "needs": add_needs,
    "attachments": add_attachments,
    "agendas": add_agendas,
    "support": add_support,
    "networks": add_networks,
    "decisions": add_decisions,
    "statuses": add_statuses,
    "phases": add_phases,
    "organising": add_organising,
    "measures": add_measures,
}


@transaction.atomic
def seed() -> int:
    """Answers with the number of rows written: 0 where the demo is there already.

    `Refused`, with nothing written, where it could mix with real work.
    """
    if demo_is_there_already():
        return 0
    try:
        ground = read_ground()
    except NoGround as missing:
        raise Refused(str(missing)) from missing
    with pghistory.context(command="seed_demo", demo=True):
        rows = Rows()
        advisers = add_people(ground, rows)
        add_saved_views(rows)
        for area in ground.areas:
            code = area.region.code
            pace = draw_pace(Random(f"{code}/pace"), area)
            for noun, add in PARTS.items():
                # A source for each noun: what one part draws never moves what another does.
                rng = Random(f"{code}/{noun}")
                add(Scene(ground, area, advisers[code], pace, words_in(area.region.language), rng, rows))
        return rows.write() + add_rounds(ground)
