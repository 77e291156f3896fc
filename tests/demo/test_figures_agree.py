"""The list, the matrix, the map and *Tall* say the same, for every region on days drawn at random."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lhl_portal.access.models import Region
from reform_phases.models import Solution
from reform_phases.presentation import NOT_REGISTERED
from reform_phases.progress import STARTED
from tests import factories as f

pytestmark = pytest.mark.usefixtures("demo")

FIRST, LAST = date(2019, 2, 1), date(2023, 12, 31)
RNG = Random("figures agree")
DAYS = [FIRST + timedelta(days=number) for number in RNG.sample(range((LAST - FIRST).days), 10)]
# What the list asks of the chain, and the figure on *Tall* that is the same.
SAME = {"decision": "decision_made", "intention": "intention_documented", "plan": "plan_adopted"}


@pytest.fixture
def analyst():
    client = Client()
    client.force_login(f.analyst())
    return client


def context(client: Client, page: str, **asked: Any) -> Any:
    response = client.get(reverse(page), asked)
    assert response.status_code == 200
    return response.context


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_figures_agree_in_every_region_on(analyst, day):
    rng = Random(f"{day}")
    solutions = list(Solution.objects.order_by("code"))
    regions = list(Region.objects.order_by("code"))
    for region in regions:
        place = {"region": region.pk, "dato": day.isoformat()}
        kind, solution = rng.choice(list(SAME)), rng.choice(solutions)
        tall = context(analyst, "reporting:figures", omrade=region.code, fra="2019-01-01", dato=day.isoformat())
        shares = {row["indicator"].code: row["share"] for part in tall["chapters"] for row in part["figures"]}
        states = next(row.counts for row in tall["solutions"] if row.solution == solution)
        by_state = {look.key: count.value for look, count in zip(tall["states"], states, strict=True)}

        counted = context(analyst, "overview:list", ledd=f"{kind}-own", **place)["page_obj"].paginator.count
        assert counted == shares[SAME[kind]].value, (region, kind)

        state = rng.choice(list(by_state))
        asked = {"losning": solution.pk, "tilstand": state or NOT_REGISTERED}
        listed = context(analyst, "overview:list", **asked, **place)["page_obj"].paginator.count
        assert listed == by_state[state], (region, solution, state)

        totals = {
            total.solution: total.started
            for total in context(analyst, "reform_phases:matrix", **place)["matrix"].totals
        }
        assert totals[solution] == sum(by_state[started] for started in STARTED), (region, solution)

        legend = context(analyst, "overview:map", vis=f"losning-{solution.code}", **place)["map"].legend
        labels = {look.label: by_state[look.key] for look in tall["states"]}
        assert {line.label: line.number for line in legend} == labels
        drawn = context(analyst, "overview:map", vis=SAME[kind], **place)["map"].legend
        assert next(line.number for line in drawn if line.label == "Ja") == shares[SAME[kind]].value
        assert sum(line.number for line in drawn) == tall["base"]
