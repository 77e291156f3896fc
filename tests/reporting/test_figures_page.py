from datetime import date
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from reporting.indicators import BY_CODE, Share
from reporting.presentation import chapters
from tests import factories as f

PERIOD = {"fra": "2019-01-01", "dato": "2021-11-01"}


@pytest.fixture
def reform(db):
    return f.ReformFactory()


def test_every_figure_says_its_date_base_and_source(adviser_client, county, reform):
    f.MunicipalityFactory(county=county)

    page = adviser_client.get(reverse("reporting:figures"), PERIOD).content.decode()

    assert "1. november 2021" in page
    assert "Grunnlag: 1 kommune som fantes" in page
    assert "Registrerte politiske vedtak" in page


def test_a_figure_opens_to_those_that_count_those_that_do_not_and_the_records(adviser_client, county, reform):
    decided, silent = (
        f.MunicipalityFactory(county=county),
        f.MunicipalityFactory(county=county),
    )
    treatment = f.TreatmentFactory(municipality=decided, reform=reform, case_number="2020/77")

    response = adviser_client.get(reverse("reporting:figure", args=["decision_made"]), PERIOD)
    page = response.content.decode()

    assert [row.body.name for row in response.context["counted"]] == [decided.name]
    assert [row.body.name for row in response.context["missing"]] == [silent.name]
    assert treatment.get_absolute_url() in page
    assert "2020/77" in page


def test_a_decision_after_the_date_does_not_count_and_the_page_says_so(adviser_client, county, reform):
    f.TreatmentFactory(
        municipality=f.MunicipalityFactory(county=county),
        reform=reform,
        on=date(2021, 11, 2),
    )

    response = adviser_client.get(reverse("reporting:figure", args=["decision_made"]), PERIOD)

    assert response.context["share"].value == 0
    page = response.content.decode()
    assert "1 registrering er datert etter 1. november 2021 og teller ikke" in page
    assert "Etter skjæringsdatoen" in page


def test_a_predecessors_decision_stands_as_inherited_and_does_not_count(adviser_client, county, reform):
    one, other = (
        f.MunicipalityFactory(county=county, name="Gamle"),
        f.MunicipalityFactory(county=county),
    )
    f.TreatmentFactory(municipality=one, reform=reform, on=date(2019, 5, 1))
    f.merge(date(2020, 1, 1), [one, other], name="Nye")

    response = adviser_client.get(reverse("reporting:figure", args=["decision_made"]), PERIOD)

    assert response.context["share"].value == 0
    assert "Arvet fra Gamle, må bekreftes" in response.content.decode()


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"dato": "2021-02-31"}, "gyldig dato"),
        ({"dato": "i går"}, "gyldig dato"),
        ({"dato": "2999-01-01"}, "Datoen er ikke kommet ennå."),
        ({"fra": "1821-01-01"}, "Reformen startet 1.1.2019."),
        (
            {"fra": "2021-12-01", "dato": "2021-11-01"},
            "Slutten kan ikke være før starten.",
        ),
        ({"omrade": "lilleputt"}, "lilleputt"),
    ],
)
def test_nonsense_in_the_address_is_explained_and_gives_no_figures(adviser_client, county, reform, asked, message):
    response = adviser_client.get(reverse("reporting:figures"), PERIOD | asked)

    assert response.status_code == 200
    assert message in response.content.decode()
    assert "chapters" not in response.context


def test_an_adviser_gets_the_own_region_and_not_the_country(adviser_client, county, region, reform):
    f.MunicipalityFactory(county=county)
    elsewhere = f.RegionFactory()

    own = adviser_client.get(reverse("reporting:figures"), PERIOD | {"omrade": region.code})
    other = adviser_client.get(reverse("reporting:figures"), PERIOD | {"omrade": elsewhere.code})
    country = adviser_client.get(reverse("reporting:figures"), PERIOD | {"omrade": "landet"})

    assert own.context["area"].name == region.name
    assert "area" not in other.context
    assert "area" not in country.context


def test_the_directorate_sees_every_region_and_the_country(client, county, reform):
    client.force_login(f.analyst())
    f.MunicipalityFactory(county=county)
    f.MunicipalityFactory()

    response = client.get(reverse("reporting:figures"), PERIOD)

    assert [len(share.base) for share in response.context["country"]] == [2] * len(response.context["country"])
    assert len(response.context["regions"]) == 2


def test_a_coordinator_sees_the_own_counties(client, region, county, reform):
    near = f.MunicipalityFactory(county=county)
    f.MunicipalityFactory(county=f.CountyFactory(region=region))
    client.force_login(f.coordinator(county))

    response = client.get(reverse("reporting:figure", args=["decision_made"]), PERIOD)

    assert [row.body.pk for row in response.context["missing"]] == [near.pk]


def test_what_lies_in_another_region_today_is_counted_then_and_not_shown(adviser_client, region, county, reform):
    moved = f.MunicipalityFactory(county=county, name="Flyttet")
    treatment = f.TreatmentFactory(municipality=moved, reform=reform, on=date(2019, 5, 1))
    f.merge(date(2020, 1, 1), [moved], county=f.CountyFactory())

    response = adviser_client.get(
        reverse("reporting:figure", args=["decision_made"]),
        {"fra": "2019-01-01", "dato": "2019-12-31", "omrade": region.code},
    )

    page = response.content.decode()
    assert [row.body.name for row in response.context["counted"]] == ["Flyttet"]
    assert treatment.get_absolute_url() not in page
    assert "Registreringene hører i dag til en annen region" in page


def test_an_unknown_figure_is_not_found(adviser_client, reform):
    assert adviser_client.get(reverse("reporting:figure", args=["lykke"])).status_code == 404


def test_htmx_gets_the_figures_alone(adviser_client, county, reform):
    page = adviser_client.get(reverse("reporting:figures"), PERIOD, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in page
    assert "Grunnlag" in page


def test_the_figures_cost_the_same_whatever_the_number_of_municipalities(
    adviser_client, county, reform, django_assert_num_queries
):
    def queries() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as captured:
            adviser_client.get(reverse("reporting:figures"), PERIOD)
        return len(captured)

    for _ in range(3):
        f.TreatmentFactory(municipality=f.MunicipalityFactory(county=county), reform=reform)
    few = queries()
    for _ in range(20):
        f.TreatmentFactory(municipality=f.MunicipalityFactory(county=county), reform=reform)

    assert queries() == few


def test_all_but_one_is_not_all_on_any_page(settings):
    almost = Share(frozenset(range(303)), frozenset(range(304)), {}, {})
    total = SimpleNamespace(value=303, base=304, percent=100 * 303 / 304)
    pages = [
        render_to_string("reporting/_national_total.html", {"figure": total, "as_of": date(2021, 11, 1)}),
        render_to_string("reporting/_national_regions.html", {"rows": [], "total": total}),
        render_to_string(
            "reporting/_chapters.html",
            {"chapters": chapters({"decision_made": almost}, [BY_CODE["decision_made"]]), "query": "", "as_of": None},
        ),
    ]

    assert [page.count("&gt; 99\xa0%") for page in pages] == [1, 1, 1]
    templates = (settings.BASE_DIR / "templates/reporting").rglob("*.html")
    assert [path.name for path in templates if "floatformat:0" in path.read_text(encoding="utf-8")] == []
