"""The map, as users meet it."""

import re
from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reform_phases.models import StatusEntry
from reporting.facts import read_facts
from reporting.indicators import INDICATORS
from tests import factories as f
from tests.reporting.worlds import LAST, make_world

MAP = reverse("overview:map")
AT_END_OF_2021 = {"dato": "2021-12-31"}


@pytest.fixture
def reform(db):
    return f.ReformFactory()


@pytest.fixture
def analyst_client(db):
    client = Client()
    client.force_login(f.analyst())
    return client


def place(county, name, **kwargs):
    """A municipality with a square of its own."""
    return f.PositionFactory(municipality=f.MunicipalityFactory(county=county, name=name, **kwargs)).municipality


def tiles(response):
    """The accessible names of the tiles that are links."""
    return re.findall(r'<a class="tile.*?<title>(.*?)</title>', response.content.decode())


def legend(response):
    return {line.label: line.number for line in response.context["map"].legend}


def table(response):
    return [(line.name, line.category) for line in response.context["map"].lines]


def test_a_tile_says_name_and_category_and_opens_the_municipality_on_the_same_day(adviser_client, county, reform):
    lier = place(county, "Lier")
    f.TreatmentFactory(municipality=lier, reform=reform, on=date(2021, 12, 1))

    response = adviser_client.get(MAP, AT_END_OF_2021)

    assert tiles(response) == ["Lier: Vedtak – Ja"]
    assert f'href="{lier.get_absolute_url()}?dato=2021-12-31"' in response.content.decode()
    assert "1.12.2021, 30 dager siden" in response.content.decode()


def test_the_table_holds_what_the_map_shows_in_norwegian_order(adviser_client, county, reform):
    for name, key in (("Ås", "zds"), ("Asker", "asker"), ("Ørsta", "zcrsta")):
        place(county, name, sort_key=key)

    assert table(adviser_client.get(MAP)) == [("Asker", "Nei"), ("Ørsta", "Nei"), ("Ås", "Nei")]


def test_others_are_drawn_by_name_alone(adviser_client, county, reform):
    own = f.PositionFactory(municipality__county=county, municipality__name="Voss", column=5, row=5).municipality
    foreign = f.PositionFactory(municipality__name="Hol", column=6, row=5).municipality
    for body in (own, foreign):
        f.TreatmentFactory(municipality=body, reform=reform)

    response = adviser_client.get(MAP)
    page = response.content.decode()

    assert tiles(response) == ["Voss: Vedtak – Ja"]
    assert "<title>Hol</title>" in page
    assert "Hol:" not in page
    assert foreign.get_absolute_url() not in page
    assert legend(response) == {"Ja": 1, "Nei": 0}


def test_a_municipality_without_a_square_is_told_of_and_counted(adviser_client, county, reform):
    place(county, "Voss")
    f.MunicipalityFactory(county=county, name="Stord")

    response = adviser_client.get(MAP)

    assert "Stord har ingen rute i kartet" in response.content.decode()
    assert sum(legend(response).values()) == 2


@pytest.mark.parametrize("seed", [1, 2])
def test_the_counts_are_those_of_the_figures_on_any_day_in_any_region(analyst_client, seed):
    world = make_world(seed, regions=2, municipalities=12, mergers=3)
    draw = Random(seed)
    for _ in range(2):
        day = f.START + timedelta(days=draw.randrange((LAST - f.START).days))
        facts = read_facts(reform=world.reform, starts_on=world.reform.valid_from, as_of=day)
        for region in world.regions:
            members = [body.pk for body in facts.municipalities.values() if body.region == region.pk]
            for indicator in INDICATORS if members else ():
                share = indicator.compute(facts).within(members)
                asked = {"vis": indicator.code, "dato": day.isoformat(), "region": region.pk}

                counts = legend(analyst_client.get(MAP, asked))

                assert counts == {"Ja": share.value, "Nei": len(share.missing)}, asked


def test_a_count_opens_the_list_of_the_same_municipalities(analyst_client):
    world = make_world(3, regions=1, municipalities=10, mergers=3)
    solution = f.SolutionFactory(area__reform=world.reform)
    for body, state in zip(world.living, StatusEntry.State.values, strict=False):
        f.StatusEntryFactory(municipality=body, solution=solution, state=state, on=f.START)
    followed = 0
    for group, among in analyst_client.get(MAP).context["filter_form"].fields["vis"].choices:
        for key, _label in among:
            shown = analyst_client.get(MAP, AT_END_OF_2021 | {"vis": key}).context["map"]
            for line in shown.legend:
                if line.url:
                    listed = analyst_client.get(line.url)
                    assert listed.context["page_obj"].paginator.count == line.number, (group, key, line)
                    followed += 1
    assert followed > 15


@pytest.mark.parametrize(
    ("states", "category", "detail"),
    [
        ([], "Ikke registrert", ""),
        (["considered"], "Ingen er i gang", "0 av 3"),
        (["in_progress"], "Under halvparten er i gang", "1 av 3"),
        (["in_progress", "evaluated"], "Minst halvparten er i gang", "2 av 3"),
        (["in_progress", "implemented", "not_relevant"], "Alle løsningene er i gang", "2 av 2"),
        (["not_relevant"] * 3, "Ikke aktuelt", ""),
    ],
)
def test_an_area_is_shown_in_steps(adviser_client, county, reform, states, category, detail):
    area = f.FocusAreaFactory(reform=reform, code="1")
    solutions = f.SolutionFactory.create_batch(3, area=area)
    body = place(county, "Voss")
    for solution, state in zip(solutions, states, strict=False):
        f.StatusEntryFactory(municipality=body, solution=solution, state=state)

    [line] = adviser_client.get(MAP, {"vis": "omrade-1"}).context["map"].lines

    assert (line.category, line.detail) == (category, detail)


def test_phase_and_inherited_decision_are_told_apart(adviser_client, county, reform):
    old = [place(county, "Gamle"), place(county, "Andre")]
    f.TreatmentFactory(municipality=old[0], reform=reform, on=date(2019, 5, 1))
    new = f.PositionFactory(municipality=f.merge(date(2020, 1, 1), old, name="Nye"), valid_from=date(2020, 1, 1))
    entry = f.PhaseEntryFactory(municipality=new.municipality, phase__reform=reform, phase__name_nb="Oppstart")

    decision = adviser_client.get(MAP, AT_END_OF_2021 | {"vis": "decision"})
    phase = adviser_client.get(MAP, AT_END_OF_2021 | {"vis": "fase"})

    assert legend(decision) == {"Ja": 0, "Arvet": 1, "Nei": 0}
    assert table(phase) == [("Nye", str(entry.phase))]


def test_only_what_counts_a_period_says_when_it_begins(adviser_client, county, reform):
    place(county, "Voss")

    assert "Perioden begynner med reformen, 1.1.2019." in adviser_client.get(MAP, {"vis": "meeting_held"}).text
    assert "Perioden begynner" not in adviser_client.get(MAP, {"vis": "plan_adopted"}).text


def test_the_map_says_on_paper_too_what_it_is_narrowed_to(adviser_client, county, reform):
    place(county, "Voss")

    assert f"Tall · {county.name}, «vos»" in adviser_client.get(MAP, {"fylke": county.pk, "tekst": "vos"}).text


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ({"vis": "feil"}, "Kartet kan ikke farges etter «feil»."),
        ({"dato": "2018-12-31"}, "Registeret begynner 1.1.2019"),
        ({"dato": "2999-01-01"}, "Datoen er fram i tid"),
    ],
)
def test_what_cannot_be_shown_is_explained_and_shows_nothing(adviser_client, county, reform, asked, answer):
    place(county, "Voss")

    response = adviser_client.get(MAP, asked)

    assert response.status_code == 200
    assert answer in response.content.decode()
    assert tiles(response) == []
    assert "Ingen kommuner å vise" not in response.content.decode()


def test_nobody_found_is_said(adviser_client, county, reform):
    place(county, "Voss")

    assert "Ingen kommuner å vise" in adviser_client.get(MAP, {"tekst": "finnes ikke"}).content.decode()


def test_without_a_reform_the_page_still_answers(adviser_client, county):
    place(county, "Voss")

    assert "Ingen kommuner å vise" in adviser_client.get(MAP).content.decode()


def test_the_ways_to_see_municipalities_keep_place_and_day(adviser_client, county, reform):
    page = adviser_client.get(MAP, AT_END_OF_2021 | {"vis": "plan"}).content.decode()

    assert f'href="{reverse("overview:list")}?dato=2021-12-31"' in page
    assert f'href="{MAP}?dato=2021-12-31" aria-current="page"' in page


def test_the_number_of_queries_is_the_same_for_few_and_many(adviser_client, county, reform):
    solution = f.SolutionFactory(area__reform=reform)

    def more(number):
        for body in [place(county, f"Kommune {n}") for n in range(number)]:
            f.StatusEntryFactory(municipality=body, solution=solution)
            f.TreatmentFactory(municipality=body, reform=reform)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            adviser_client.get(MAP, AT_END_OF_2021)
        return len(captured)

    more(3)
    few = queries()
    more(27)

    assert queries() == few
