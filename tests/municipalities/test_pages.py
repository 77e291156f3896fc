"""The list of municipalities and the page of one, as users meet them."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from municipalities.models import Change, Population, Spell
from tests import factories

LIST = reverse("municipalities:list")


def place(county, name, **kwargs):
    return factories.MunicipalityFactory(county=county, name=name, **kwargs)


def people(municipality, year, total, over_65=100, over_80=20):
    return Population.objects.create(
        municipality=municipality, year=year, total=total, age_65_plus=over_65, age_80_plus=over_80
    )


def names(response):
    return [row.name_then for row in response.context["object_list"]]


def test_the_list_shows_municipalities_of_the_readers_region_with_their_latest_population(adviser_client, county):
    people(place(county, "Voss", number="4621"), 2020, 15800)
    place(factories.CountyFactory(), "Tromsø")

    response = adviser_client.get(LIST)

    assert names(response) == ["Voss"]
    page = response.content.decode()
    assert "15\xa0800" in page
    assert "1 kommune" in page
    assert "Folketall per 1. januar 2020." in page


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
    successor = factories.merge(
        date(2020, 1, 1), [place(county, "Askim"), place(county, "Spydeberg")], name="Indre Østfold"
    )

    before = adviser_client.get(LIST, {"dato": "2019-12-31"})
    after = adviser_client.get(LIST, {"dato": "2020-01-01"})

    assert names(before) == ["Askim", "Nordreisa før", "Spydeberg"]
    assert "Slik det var 31.12.2019" in before.content.decode()
    assert names(after) == [successor.name, "Nordreisa nå"]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("2019-13-45", "Oppgi en gyldig dato"),
        ("0201-01-01", "Registeret begynner 1.1.2019"),
        ("2999-01-01", "Datoen er fram i tid"),
    ],
)
def test_a_date_that_makes_no_sense_is_explained_and_shows_no_rows(adviser_client, county, asked, answer):
    place(county, "Voss")

    response = adviser_client.get(LIST, {"dato": asked})

    page = response.content.decode()
    assert response.status_code == 200
    assert answer in page
    assert names_shown(page) == []


def names_shown(page):
    return [name for name in ("Voss", "Bergen") if f">{name}</a>" in page]


def test_text_finds_former_numbers_and_bodies_that_are_no_more(adviser_client, county):
    askim = place(county, "Askim", number="0124")
    successor = factories.merge(date(2020, 1, 1), [askim, place(county, "Hobøl")], name="Indre Østfold")

    by_name = adviser_client.get(LIST, {"tekst": "askim"}).content.decode()
    by_number = adviser_client.get(LIST, {"tekst": "0124"}).content.decode()

    for page in (by_name, by_number):
        assert f'href="{askim.get_absolute_url()}"' in page
        assert f"Ble del av {successor.name} 1.1.2020." in page
        assert "0 kommuner, 1 tidligere" in page


def test_text_does_not_find_former_bodies_out_of_reach(adviser_client):
    foreign = factories.CountyFactory()
    factories.merge(date(2020, 1, 1), [place(foreign, "Askim"), place(foreign, "Hobøl")])

    assert "Askim" not in adviser_client.get(LIST, {"tekst": "ask"}).content.decode().replace('value="ask"', "")


def test_a_county_narrows_the_list_and_a_county_out_of_reach_is_no_choice(adviser_client, county, region):
    other = factories.CountyFactory(region=region)
    foreign = factories.CountyFactory()
    place(county, "Voss")
    place(other, "Stord")
    place(foreign, "Tromsø")

    assert names(adviser_client.get(LIST, {"fylke": other.pk})) == ["Stord"]
    refused = adviser_client.get(LIST, {"fylke": foreign.pk})
    assert "Velg et gyldig valg" in refused.content.decode()
    assert not refused.context["object_list"]


def test_headings_sort_both_ways_and_say_the_present_order(adviser_client, county):
    people(place(county, "Voss", number="4621"), 2020, 15800)
    people(place(county, "Bergen", number="4601"), 2020, 285000)
    place(county, "Nyby", number="4699")

    largest = adviser_client.get(LIST, {"sort": "-population"})

    assert names(largest) == ["Bergen", "Voss", "Nyby"]
    assert 'aria-sort="descending"><a href="?sort=population"' in largest.content.decode()
    assert names(adviser_client.get(LIST, {"sort": "number"})) == ["Bergen", "Voss", "Nyby"]
    assert names(adviser_client.get(LIST)) == ["Bergen", "Nyby", "Voss"]
    assert not adviser_client.get(LIST, {"sort": "password"}).context["object_list"]


def test_htmx_gets_the_rows_alone(adviser_client, county):
    place(county, "Voss")

    page = adviser_client.get(LIST, headers={"HX-Request": "true"}).content.decode()

    assert "Voss" in page
    assert "<html" not in page


def test_the_list_costs_the_same_for_three_and_for_fifty(
    adviser_client, county, django_assert_num_queries, django_assert_max_num_queries
):
    for _number in range(3):
        people(factories.MunicipalityFactory(county=county), 2020, 1000)
    with django_assert_max_num_queries(20) as few:
        adviser_client.get(LIST)
    for _number in range(47):
        people(factories.MunicipalityFactory(county=county), 2020, 1000)

    with django_assert_num_queries(len(few)):
        response = adviser_client.get(LIST)
    assert len(response.context["object_list"]) == 50


def test_the_page_tells_names_numbers_population_and_apparatus(adviser_client, county, region):
    voss = place(county, "Voss", number="4621")
    people(voss, 2020, 1000, over_65=200, over_80=55)
    factories.CentreFactory(name="USHT Vestland", county=county)

    page = adviser_client.get(voss.get_absolute_url()).content.decode()

    for text in ("4621", county.name, region.name, "20,0 %", "5,5 %", "USHT Vestland", "fra 1.1.2019"):
        assert text in page
    assert f'href="{reverse("log_choose")}?kommune={voss.pk}"' in page


def test_an_ended_municipality_says_what_it_became_and_links_there(adviser_client, county):
    askim = place(county, "Askim")
    successor = factories.merge(date(2020, 1, 1), [askim, place(county, "Hobøl")], name="Indre Østfold")

    old = adviser_client.get(askim.get_absolute_url()).content.decode()
    new = adviser_client.get(successor.get_absolute_url()).content.decode()

    assert "Ble del av Indre Østfold 1.1.2020." in old
    assert f'href="{successor.get_absolute_url()}"' in old
    assert "1.1.2019 til 31.12.2019" in old
    assert f'href="{askim.get_absolute_url()}"' in new
    assert "Kom fra" in new


def test_a_neighbour_out_of_reach_is_named_without_a_link(adviser_client, county):
    voss = place(county, "Voss")
    foreign = place(factories.CountyFactory(), "Aurland")
    Change.objects.create(
        predecessor=foreign, successor=voss, effective_on=date(2021, 1, 1), kind="boundary", partial=True
    )

    page = adviser_client.get(voss.get_absolute_url()).content.decode()

    assert "1.1.2021, areal fra Aurland" in page
    assert foreign.get_absolute_url() not in page


def test_a_municipality_in_another_region_does_not_exist_for_the_user(adviser_client):
    foreign = factories.MunicipalityFactory()

    for name in ("detail", "history"):
        assert adviser_client.get(reverse(f"municipalities:{name}", args=[foreign.pk])).status_code == 404


def test_a_search_without_hits_says_that_the_municipality_may_lie_elsewhere(adviser_client):
    national = Client()
    national.force_login(factories.analyst())
    outside = "Kommunen kan ligge utenfor ditt område."

    assert outside in adviser_client.get("/kommuner/", {"tekst": "finnes ikke"}).content.decode()
    assert outside not in national.get("/kommuner/", {"tekst": "finnes ikke"}).content.decode()
