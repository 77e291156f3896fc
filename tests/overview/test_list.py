"""The list of municipalities, as users meet it."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from municipalities.models import Spell
from reform_phases.models import FreshnessLimit, Plan, StatusEntry, Treatment
from tests import factories as f
from tests.overview.listing import END_OF_2021, LIST, names, people, place, rows

State = StatusEntry.State


@pytest.fixture(autouse=True)
def reform(db):
    return f.ReformFactory()


@pytest.fixture
def meal(reform):
    """The only solution of its area."""
    return f.SolutionFactory(area=f.FocusAreaFactory(code="3", name_nb="Mat"), code="3.4", name_nb="Det gode måltid")


def test_it_shows_municipalities_of_the_readers_region_with_their_latest_population(adviser_client, county):
    people(place(county, "Voss", number="4621"), 2020, 15800)
    place(f.CountyFactory(), "Tromsø")

    response = adviser_client.get(LIST, {"kolonne": ["nummer", "innbyggere"]})

    assert rows(response) == {"Voss": {"Kommune": "Voss", "Nummer": "4621", "Innbyggere": "15 800"}}
    assert "1 kommune" in response.text
    assert "Folketall per 1. januar 2020, Statistisk sentralbyrå." in response.text


def test_municipalities_of_another_region_are_in_no_file_either(adviser_client, county):
    place(county, "Voss")
    place(f.CountyFactory(), "Tromsø")

    assert "Tromsø" not in adviser_client.get(LIST, {"format": "csv"}).content.decode()


def test_a_date_shows_the_municipalities_and_names_of_then(adviser_client, county):
    moved = place(county, "Nordreisa", number="5428")
    renamed = moved.spells.get()
    renamed.valid_to = date(2020, 1, 1)
    renamed.number, renamed.name_unique = "1942", "Nordreisa før"
    renamed.save()
    Spell.objects.create(
        municipality=moved,
        number="5428",
        name="Nordreisa",
        name_official="Nordreisa",
        name_unique="Nordreisa nå",
        sort_key="nordreisa",
        county=county,
        valid_from=date(2020, 1, 1),
    )
    successor = f.merge(date(2020, 1, 1), [place(county, "Askim"), place(county, "Spydeberg")], name="Indre Østfold")

    before = adviser_client.get(LIST, {"dato": "2019-12-31"})
    after = adviser_client.get(LIST, {"dato": "2020-01-01"})

    assert names(before) == ["Askim", "Nordreisa før", "Spydeberg"]
    assert f'href="{moved.get_absolute_url()}?dato=2019-12-31"' in before.text
    assert names(after) == [successor.name, "Nordreisa nå"]


def test_a_day_that_has_passed_says_so_and_offers_nothing_to_change(adviser_client, county):
    place(county, "Voss")

    then, now = adviser_client.get(LIST, END_OF_2021), adviser_client.get(LIST)

    assert "Slik det var 31.12.2021" in then.text
    assert 'type="checkbox" name="kommune"' not in then.text
    assert reverse("reform_phases:bulk") not in then.text
    assert "Slik det var 2" not in now.text
    assert 'type="checkbox" name="kommune"' in now.text
    assert f'action="{reverse("reform_phases:bulk")}"' in now.text


def test_who_may_not_record_has_nothing_to_choose(county):
    place(county, "Voss")
    client = Client()
    client.force_login(f.coordinator(county))

    response = client.get(LIST)

    assert names(response) == ["Voss"]
    assert 'type="checkbox" name="kommune"' not in response.text


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ({"dato": "2019-13-45"}, "Oppgi en gyldig dato"),
        ({"dato": "0201-01-01"}, "Registeret begynner 1.1.2019"),
        ({"dato": "2999-01-01"}, "Datoen er fram i tid"),
        ({"kolonne": "passord"}, "Listen har ingen kolonne «passord»."),
        ({"sort": "passord"}, "Listen kan ikke sorteres etter «passord»."),
        ({"tilstand": "started"}, "Velg også en løsning eller et innsatsområde."),
        ({"tilstand": "tull"}, "Velg et gyldig valg"),
        ({"ledd": "decision-expired"}, "Velg et gyldig valg"),
    ],
)
def test_what_makes_no_sense_is_explained_beside_its_field_and_shows_no_rows(adviser_client, county, asked, answer):
    place(county, "Voss")

    response = adviser_client.get(LIST, asked)

    assert response.status_code == 200
    assert list(response.context["filter_form"].errors) == list(asked)
    assert answer in response.text
    assert names(response) == []
    assert "Ingen kommuner passer" not in response.text
    assert "text/html" in adviser_client.get(LIST, asked | {"format": "csv"})["Content-Type"]


def test_a_solution_without_a_state_asks_which(adviser_client, county, meal):
    place(county, "Voss")

    for asked in ({"losning": meal.pk}, {"omrade": meal.area.pk}):
        response = adviser_client.get(LIST, asked)

        assert response.context["filter_form"].errors["tilstand"] == ["Velg hvilken status det skal gjelde."]
        assert names(response) == []


def test_text_finds_former_numbers_and_bodies_that_are_no_more(adviser_client, county):
    askim = place(county, "Askim", number="0124")
    successor = f.merge(date(2020, 1, 1), [askim, place(county, "Hobøl")], name="Indre Østfold")

    for asked in ("askim", "0124"):
        page = adviser_client.get(LIST, {"tekst": asked}).text
        assert f'href="{askim.get_absolute_url()}?tekst={asked}"' in page
        assert f"Ble del av {successor.name} 1.1.2020." in page
        assert "0 kommuner, 1 tidligere" in page


def test_a_former_body_is_opened_on_the_same_day_and_one_link_leads_back_to_today(adviser_client, county):
    askim = place(county, "Askim")
    f.merge(date(2020, 1, 1), [askim, place(county, "Hobøl")], name="Indre Østfold")

    page = adviser_client.get(LIST, {"tekst": "askim"} | END_OF_2021).text

    assert f'href="{askim.get_absolute_url()}?tekst=askim&amp;dato=2021-12-31"' in page
    assert '<a href="?tekst=askim">Vis i dag</a>' in page


def test_the_way_back_from_a_municipality_leads_to_the_list_as_it_was_narrowed(adviser_client, county):
    voss = place(county, "Voss")
    query = f"tekst=v%26o&fylke={county.pk}&dato=2021-12-31".replace("&", "&amp;")

    for name in ("overview:municipality", "overview:timeline", "municipalities:history"):
        address = reverse(name, args=[voss.pk])
        page = adviser_client.get(address, {"tekst": "v&o", "fylke": county.pk} | END_OF_2021).text
        assert f'<a class="ds-link" href="{LIST}?{query}">Kommuner</a>' in page, name
        assert f'href="{reverse("municipalities:detail", args=[voss.pk])}?{query}"' in page, name
        assert '<input type="hidden" name="tekst" value="v&amp;o">' in page, name
    narrowed = adviser_client.get(LIST, {"tekst": "vos", "fylke": county.pk}).text
    assert f'href="{voss.get_absolute_url()}?tekst=vos&amp;fylke={county.pk}"' in narrowed
    for name in ("reform_phases:matrix", "overview:map"):
        page = adviser_client.get(reverse(name), {"fylke": county.pk} | END_OF_2021).text
        assert f'<a class="ds-link" href="{LIST}?fylke={county.pk}&amp;dato=2021-12-31">Kommuner</a>' in page, name


def test_a_filter_that_cannot_be_read_keeps_the_day(adviser_client, county):
    place(county, "Voss")

    page = adviser_client.get(LIST, {"nettverk": "kanskje"} | END_OF_2021).text

    assert "Slik det var 31.12.2021" in page
    assert "Voss" not in page


def test_text_does_not_find_former_bodies_out_of_reach(adviser_client):
    foreign = f.CountyFactory()
    f.merge(date(2020, 1, 1), [place(foreign, "Askim"), place(foreign, "Hobøl")])

    assert "Askim" not in adviser_client.get(LIST, {"tekst": "ask"}).text.replace('value="ask"', "")


def test_a_county_narrows_the_list_and_a_county_out_of_reach_is_no_choice(adviser_client, county, region):
    other = f.CountyFactory(region=region)
    foreign = f.CountyFactory()
    place(county, "Voss")
    place(other, "Stord")
    place(foreign, "Tromsø")

    assert names(adviser_client.get(LIST, {"fylke": other.pk})) == ["Stord"]
    refused = adviser_client.get(LIST, {"fylke": foreign.pk})
    assert "Velg et gyldig valg" in refused.text
    assert names(refused) == []


@pytest.mark.parametrize(
    ("state", "found"),
    [
        (State.CONSIDERED, ["Vurderer"]),
        (State.IMPLEMENTED, ["Innført"]),
        ("started", ["I gang", "Innført"]),
        ("none", ["Taus"]),
        (State.NOT_ASSESSED, []),
    ],
)
def test_a_solution_and_a_state_narrow_the_list(adviser_client, county, meal, state, found):
    for name, held in (("Vurderer", State.CONSIDERED), ("I gang", State.IN_PROGRESS), ("Innført", State.IMPLEMENTED)):
        f.StatusEntryFactory(municipality=place(county, name), solution=meal, state=held)
    place(county, "Taus")

    assert names(adviser_client.get(LIST, {"losning": meal.pk, "tilstand": state})) == found


def test_an_area_and_a_state_find_those_with_any_of_its_solutions_there(adviser_client, county, meal):
    other = f.SolutionFactory(area=meal.area, code="3.5")
    elsewhere = f.SolutionFactory(area__code="4", code="4.1")
    for name, solution in (("En", meal), ("To", other), ("Tre", elsewhere)):
        f.StatusEntryFactory(municipality=place(county, name), solution=solution, state=State.DECIDED)

    assert names(adviser_client.get(LIST, {"omrade": meal.area.pk, "tilstand": State.DECIDED})) == ["En", "To"]


@pytest.fixture
def chains(county, reform):
    """Own, expired, inherited and nothing."""
    own, expired, _none = (place(county, name) for name in ("Egen", "Gammel", "Ingen"))
    new = f.merge(date(2020, 1, 1), [place(county, "Forgjenger")], name="Arving")
    for body in (own, new.changes_in.get().predecessor):
        f.TreatmentFactory(municipality=body, stage=Treatment.Stage.DECISION, on=date(2019, 6, 1))
        f.PlanFactory(municipality=body, adopted_on=date(2019, 6, 1))
    f.PlanFactory(municipality=expired, adopted_on=date(2019, 6, 1), ends_on=date(2021, 1, 1))


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("decision-own", ["Egen"]),
        ("decision-missing", ["Arving", "Gammel", "Ingen"]),
        ("decision-inherited", ["Arving"]),
        ("plan-own", ["Egen"]),
        ("plan-missing", ["Arving", "Gammel", "Ingen"]),
        ("plan-expired", ["Gammel"]),
        ("economy-own", []),
    ],
)
def test_a_link_of_the_chain_that_is_there_or_missing_narrows_the_list(adviser_client, chains, link, found):
    assert names(adviser_client.get(LIST, {"ledd": link})) == found


def test_the_links_are_told_in_words_and_sort_from_nothing_to_ones_own(adviser_client, chains):
    asked = {"kolonne": ["plan", "decision"], "sort": "plan"}

    response = adviser_client.get(LIST, asked)

    assert [(name, line["I plan"], line["Vedtak"]) for name, line in rows(response).items()] == [
        ("Ingen", "Nei", "Nei"),
        ("Arving", "Arvet", "Arvet"),
        ("Gammel", "Utløpt", "Nei"),
        ("Egen", "Ja", "Ja"),
    ]
    assert names(adviser_client.get(LIST, asked | {"sort": "-plan"})) == ["Egen", "Gammel", "Arving", "Ingen"]


def test_membership_of_a_network_narrows_the_list_on_the_day_asked_for(adviser_client, county):
    f.NetworkMembershipFactory(
        municipality=place(county, "Med"), valid_from=date(2020, 1, 15), valid_to=date(2021, 6, 1)
    )
    place(county, "Uten")

    def found(**asked):
        return names(adviser_client.get(LIST, asked))

    assert found(nettverk="ja", dato="2021-01-01") == ["Med"]
    assert found(nettverk="nei", dato="2021-01-01") == ["Uten"]
    assert found(nettverk="ja") == []


def test_stale_statuses_narrow_the_list(adviser_client, county, meal):
    f.FreshnessLimitFactory(months=9)
    f.StatusEntryFactory(municipality=place(county, "Fersk"), solution=meal, on=date(2021, 12, 1))
    f.StatusEntryFactory(municipality=place(county, "Gammel"), solution=meal, on=date(2020, 12, 1))

    assert names(adviser_client.get(LIST, END_OF_2021 | {"ferskhet": "ja"})) == ["Gammel"]
    assert names(adviser_client.get(LIST, END_OF_2021 | {"ferskhet": "nei"})) == ["Fersk"]


def test_the_last_contact_narrows_the_list_by_its_limit(adviser_client, county):
    f.FreshnessLimitFactory(kind=FreshnessLimit.Kind.CONTACT, months=12)
    f.support(place(county, "Fersk"), date(2020, 12, 31))
    f.InvitationFactory(municipality=place(county, "Gammel"), meeting__held_on=date(2020, 12, 30))
    place(county, "Ingen")

    for asked, found in (("fersk", "Fersk"), ("gammel", "Gammel"), ("ingen", "Ingen")):
        assert names(adviser_client.get(LIST, END_OF_2021 | {"kontakt": asked})) == [found]


def test_size_narrows_the_list_and_who_has_no_number_has_no_size(adviser_client, county):
    for name, total in (("Liten", 4999), ("Middels", 5000), ("Også middels", 19999), ("Stor", 20000)):
        people(place(county, name), 2020, total)
    place(county, "Ukjent")

    def found(size):
        return names(adviser_client.get(LIST, {"storrelse": size}))

    assert found("liten") == ["Liten"]
    assert found("middels") == ["Middels", "Også middels"]
    assert found("stor") == ["Stor"]


def test_filters_narrow_together_and_stay_open(adviser_client, county, meal):
    small, large = place(county, "Liten"), place(county, "Stor")
    people(small, 2020, 1000)
    people(large, 2020, 50000)
    for body in (small, large):
        f.StatusEntryFactory(municipality=body, solution=meal, state=State.DECIDED)

    response = adviser_client.get(LIST, {"losning": meal.pk, "tilstand": State.DECIDED, "storrelse": "stor"})

    assert names(response) == ["Stor"]
    assert '<details class="ds-details filter__more" open>' in response.text


def test_htmx_gets_the_rows_alone(adviser_client, county):
    place(county, "Voss")

    page = adviser_client.get(LIST, headers={"HX-Request": "true"}).text

    assert "Voss" in page
    assert "<html" not in page


def test_the_number_of_queries_is_the_same_for_few_and_many(adviser_client, county, meal):
    def more(number):
        for body in f.MunicipalityFactory.create_batch(number, county=county):
            people(body, 2020, 1000)
            f.StatusEntryFactory(municipality=body, solution=meal)
            f.PhaseEntryFactory(municipality=body, phase=phase)
            f.TreatmentFactory(municipality=body)
            f.PlanFactory(municipality=body, kind=Plan.Kind.ECONOMY)
            f.InvitationFactory(municipality=body)
            f.NetworkMembershipFactory(municipality=body)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            adviser_client.get(LIST)
        return len(captured)

    phase = f.PhaseFactory(reform=meal.area.reform)
    more(3)
    few = queries()
    more(27)

    assert queries() == few
    assert few < 40
    assert len(names(adviser_client.get(LIST))) == 30


def test_a_search_without_hits_says_that_the_municipality_may_lie_elsewhere(adviser_client):
    national = Client()
    national.force_login(f.analyst())
    outside = "Kommunen kan ligge utenfor ditt område."

    assert outside in adviser_client.get(LIST, {"tekst": "finnes ikke"}).text
    assert outside not in national.get(LIST, {"tekst": "finnes ikke"}).text


def test_without_a_reform_the_page_still_answers(adviser_client, county, reform):
    place(county, "Voss")
    reform.delete()

    assert adviser_client.get(LIST).status_code == 200
    assert adviser_client.get(LIST, {"format": "csv"}).status_code == 200
