"""The page about one municipality, *Om kommunen*, as users meet it."""

from datetime import date

from django.urls import reverse

from municipalities.models import Change, Population
from tests import factories


def place(county, name, **kwargs):
    return factories.MunicipalityFactory(county=county, name=name, **kwargs)


def about(client, municipality, **query):
    return client.get(reverse("municipalities:detail", args=[municipality.pk]), query).text


def test_the_page_tells_names_numbers_population_and_apparatus(adviser_client, county, region):
    voss = place(county, "Voss", number="4621")
    Population.objects.create(municipality=voss, year=2020, total=1000, age_65_plus=200, age_80_plus=55)
    factories.CentreFactory(name="USHT Vestland", county=county)

    page = about(adviser_client, voss)

    for text in ("4621", county.name, region.name, "20,0 %", "5,5 %", "USHT Vestland", "fra 1.1.2019"):
        assert text in page
    assert f'href="{reverse("log_choose")}?kommune={voss.pk}"' in page


def test_an_ended_municipality_says_what_it_became_and_links_there(adviser_client, county):
    askim = place(county, "Askim")
    successor = factories.merge(date(2020, 1, 1), [askim, place(county, "Hobøl")], name="Indre Østfold")

    old = about(adviser_client, askim)
    new = about(adviser_client, successor)

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

    page = about(adviser_client, voss)

    assert "1.1.2021, areal fra Aurland" in page
    assert foreign.get_absolute_url() not in page


def test_a_municipality_in_another_region_does_not_exist_for_the_user(adviser_client):
    foreign = factories.MunicipalityFactory()

    for name in ("detail", "history"):
        assert adviser_client.get(reverse(f"municipalities:{name}", args=[foreign.pk])).status_code == 404


def test_the_page_about_a_municipality_does_not_tell_what_came_later(adviser_client, county):
    askim = factories.MunicipalityFactory(county=county, name="Askim")
    factories.merge(date(2022, 1, 1), [askim, factories.MunicipalityFactory(county=county, name="Hobøl")], name="Østby")

    page = adviser_client.get(reverse("municipalities:detail", args=[askim.pk]), {"dato": "2021-03-01"}).text

    assert "Ble til" not in page
    assert "Østby" not in page
    assert "31.12.2021" not in page
