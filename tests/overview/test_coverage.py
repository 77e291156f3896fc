"""*Dekning*: nobody who was not offered, met or supported can be overlooked."""

from datetime import date

import pytest
from django.urls import reverse

from tests import factories as f
from tests.pages import cells

PAGE = reverse("overview:coverage")
THEN = {"dato": "2021-10-01"}


@pytest.fixture(autouse=True)
def reform(db):
    return f.ReformFactory()


@pytest.fixture
def region_of_four(county):
    """Met this year; offered and silent; spoken with last year; never heard from."""
    met, offered, before, never = (
        f.MunicipalityFactory(county=county, name=name) for name in ("Askvoll", "Bremanger", "Gulen", "Solund")
    )
    f.InvitationFactory(municipality=met, offered_on=date(2021, 1, 5), meeting__held_on=date(2021, 9, 1))
    f.InvitationFactory(
        municipality=offered,
        offered_on=date(2021, 2, 1),
        answer="declined",
        present=False,
        meeting__held_on=None,
    )
    f.support(before, date(2020, 10, 1))
    return met, offered, before, never


def names(response):
    return [row[0] for row in cells(response.text)] if "<tbody>" in response.text else []


def test_the_longest_silent_come_first_and_those_without_contact_are_named(adviser_client, region_of_four):
    page = adviser_client.get(PAGE, THEN)

    assert names(page) == ["Bremanger", "Solund", "Gulen", "Askvoll"]
    assert "3 av 4 kommuner er uten kontakt i 2021" in page.text
    assert "Bremanger, Gulen, Solund" in page.text
    assert "2 av 4 kommuner er ikke tilbudt dialogmøte i 2021. Alle skal få tilbud." in page.text


def test_each_row_tells_last_and_how_many(adviser_client, region_of_four):
    rows = {row[0]: row[1:] for row in cells(adviser_client.get(PAGE, THEN).text)}

    assert rows["Askvoll"] == ["5.1.2021", "1.9.2021", "1.9.2021", "30", "1", "1", "1", "1", "1"]
    assert rows["Bremanger"] == ["1.2.2021", "–", "–", "Aldri", "1", "0", "0", "0", "0"]
    assert rows["Gulen"] == ["–", "–", "1.10.2020", "365", "0", "0", "0", "0", "1"]
    assert rows["Solund"] == ["–", "–", "–", "Aldri", "0", "0", "0", "0", "0"]


@pytest.mark.parametrize(
    ("missing", "left"),
    [
        ("kontakt", ["Bremanger", "Solund", "Gulen"]),
        ("tilbud", ["Solund", "Gulen"]),
        ("mote", ["Bremanger", "Solund", "Gulen"]),
        ("aldri", ["Bremanger", "Solund"]),
    ],
)
def test_the_list_is_narrowed_to_what_is_missing(adviser_client, region_of_four, missing, left):
    page = adviser_client.get(PAGE, THEN | {"mangler": missing})

    assert names(page) == left
    assert "3 av 4 kommuner er uten kontakt i 2021" in page.text  # of the whole place, whatever is shown


def test_what_came_later_is_not_known_on_another_day(adviser_client, region_of_four):
    page = adviser_client.get(PAGE, {"dato": "2021-08-01"})

    assert "4 av 4 kommuner er uten kontakt i 2021" in page.text
    assert "Slik det var" in page.text


def test_nobody_missing_says_nothing_and_an_empty_filter_explains_itself(adviser_client, county):
    municipality = f.MunicipalityFactory(county=county)
    f.InvitationFactory(municipality=municipality, offered_on=date(2021, 1, 5), meeting__held_on=date(2021, 9, 1))

    page = adviser_client.get(PAGE, THEN | {"mangler": "aldri"})

    assert "uten kontakt" not in page.text
    assert "Ingen kommuner mangler dette" in page.text


def test_a_mistake_in_the_address_is_told_and_gives_no_rows(adviser_client, region_of_four):
    page = adviser_client.get(PAGE, {"dato": "2999-01-01", "mangler": "tull"})

    assert "Datoen er fram i tid." in page.text
    assert names(page) == []
    assert "uten kontakt" not in page.text


def test_municipalities_beyond_reach_are_neither_shown_nor_counted(adviser_client, region_of_four):
    f.MunicipalityFactory(name="Fjernvik")

    page = adviser_client.get(PAGE, THEN)

    assert "Fjernvik" not in page.text
    assert "av 4 kommuner" in page.text


def test_the_file_holds_what_the_page_shows(adviser_client, region_of_four):
    response = adviser_client.get(PAGE, THEN | {"mangler": "tilbud", "format": "csv"})

    text = response.content.decode("utf-8-sig")
    assert response["Content-Type"].startswith("text/csv")
    assert "Solund" in text
    assert "Gulen" in text
    assert "Askvoll" not in text


def test_the_page_leads_to_the_contact_of_each_and_to_the_map(adviser_client, region_of_four):
    page = adviser_client.get(PAGE, THEN).text

    assert f"{reverse('dialogue_meetings:municipality', args=[region_of_four[0].pk])}?dato=2021-10-01" in page
    assert f"{reverse('overview:map')}?dato=2021-10-01&amp;vis=support_given" in page


def test_it_costs_the_same_for_few_and_many(
    adviser_client, county, django_assert_max_num_queries, django_assert_num_queries
):
    def more(count):
        for _n in range(count):
            row = f.MunicipalityFactory(county=county)
            f.InvitationFactory(municipality=row)
            f.support(row)

    more(3)
    adviser_client.get(PAGE, THEN)
    with django_assert_max_num_queries(30) as few:
        adviser_client.get(PAGE, THEN)
    more(20)
    with django_assert_num_queries(len(few)):
        adviser_client.get(PAGE, THEN)
