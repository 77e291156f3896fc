"""*Se forskjell* on the page: between editions, between rounds, and before signing."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from reporting.editions import edition_before, next_number
from reporting.manifest import read_manifest
from reporting.workflow import perform
from tests import factories as f

NOW = datetime(2021, 11, 20, 9, tzinfo=UTC)
LATER = datetime(2021, 12, 20, 9, tzinfo=UTC)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def manifest(report):
    return read_manifest(report, built_on=NOW.date(), final=True)


@pytest.fixture
def report(county, region):
    report = f.ReportFactory(region=region)
    report.answers.create(question=f.QuestionFactory(round=report.round, number=1), text="Mange kommuner mangler plan.")
    return report


@pytest.fixture
def first(report, county):
    voss = f.MunicipalityFactory(county=county, name="Voss")
    f.MunicipalityFactory(county=county, name="Kvam")
    f.TreatmentFactory(municipality=voss, reform=report.round.reform, stage="decision", on=date(2020, 5, 4))
    return f.edition(report, NOW, said=manifest(report))


def change(report):
    """The office corrects: Kvam has decided, and the answer is another."""
    from municipalities.models import Municipality

    kvam = Municipality.objects.get(spells__name="Kvam")
    f.TreatmentFactory(municipality=kvam, reform=report.round.reform, stage="decision", on=date(2021, 2, 3))
    report.answers.update(text="Få kommuner mangler plan.")


@pytest.fixture
def second(report, first):
    perform(report, "return", by=None, at=NOW, comment="Rett")
    report.refresh_from_db()
    change(report)
    return f.edition(report, LATER, said=manifest(report))


def url(edition, other=None):
    address = reverse("reporting:edition_differences", args=[edition.report_id, edition.number])
    return address + (f"?mot={other.pk}" if other else "")


def test_an_edition_is_held_against_the_one_before(first, second, report):
    page = client_of(f.adviser(report.region)).get(url(second))

    told = page.context["differences"]
    assert (page.context["older"], page.context["newer"]) == (first, second)
    assert "decision_made" in [figure.code for figure in told.figures]
    html = page.content.decode()
    for words in ("Kvam", "Ny registrering", "3.2.2021", "[strøket: </span>Mange ", "[lagt til: </span>Få "):
        assert words in html
    assert "Voss" not in html.split('id="figures-heading"')[1]


def test_the_older_comes_first_whichever_the_page_is_about(first, second, report):
    page = client_of(f.adviser(report.region)).get(url(first, second))

    assert (page.context["older"], page.context["newer"]) == (first, second)
    assert next(c.body.name for figure in page.context["differences"].figures for c in figure.came) == "Kvam"


def test_a_round_is_held_against_the_round_before(first, report):
    next_round = f.RoundFactory(reform=report.round.reform, cut_off=date(2022, 11, 1), due_on=date(2022, 12, 1))
    later = f.ReportFactory(region=report.region, round=next_round)
    change(report)
    edition = f.edition(later, datetime(2022, 11, 20, 9, tzinfo=UTC), said=manifest(later))

    page = client_of(f.adviser(report.region)).get(url(edition))

    assert page.context["older"] == first
    assert [answer.is_gone for answer in page.context["differences"].answers] == [True]
    assert edition_before(later, number=1) == first


def test_an_edition_alone_says_so(first, report):
    assert "ingen annen utgave" in client_of(f.adviser(report.region)).get(url(first)).content.decode()


@pytest.mark.parametrize("asked", ["", "x", "999999999", "9" * 40])
def test_an_edition_that_is_not_among_them_is_said_beside_the_field(first, second, report, asked):
    page = client_of(f.adviser(report.region)).get(f"{url(second)}?mot={asked}")

    assert page.status_code == 200
    assert page.context["form"].errors["mot"]
    assert page.context["differences"] is None


def test_the_editions_of_another_region_are_neither_shown_nor_offered(first, second, report):
    other = f.edition(f.ReportFactory(round=report.round, region=f.RegionFactory()), NOW)
    client = client_of(f.analyst())

    assert str(other.pk) not in dict(client.get(url(second)).context["form"].fields["mot"].choices)
    assert client.get(url(second, other)).context["form"].errors["mot"]
    assert client_of(f.adviser(other.report.region)).get(url(second)).status_code == 404


def test_who_signs_sees_what_has_changed_since_the_edition_before(first, report):
    perform(report, "return", by=None, at=NOW, comment="Rett")
    report.refresh_from_db()
    change(report)
    perform(report, "ready", by=None, at=LATER)
    report.builds.active().delete()
    snapshot = f.snapshot(report, LATER, edition=next_number(report), said=manifest(report))
    address = reverse("reporting:snapshot_differences", args=[snapshot.pk])
    client = client_of(f.leader(report.region))

    assert address in client.get(reverse("reporting:report_submit", args=[report.pk])).content.decode()
    page = client.get(address)

    assert page.context["older"] == first
    assert "utkastet" in page.content.decode()
    assert "decision_made" in [figure.code for figure in page.context["differences"].figures]
    assert client_of(f.adviser(f.RegionFactory())).get(address).status_code == 404


def test_a_merged_municipality_is_told_with_what_it_became(report, county):
    old = [f.MunicipalityFactory(county=county, name=name) for name in ("Os", "Fusa")]
    first = f.edition(report, NOW, said=manifest(report))
    perform(report, "return", by=None, at=NOW, comment="Rett")
    report.refresh_from_db()
    f.merge(date(2020, 1, 1), old, name="Bjørnafjorden")
    second = f.edition(report, LATER, said=manifest(report))

    html = client_of(f.adviser(report.region)).get(url(second)).content.decode()

    assert first.number == 1
    assert html.count("(nå Bjørnafjorden)") == 2


def test_a_larger_difference_costs_no_more_queries(first, second, report, county, django_assert_max_num_queries):
    client = client_of(f.adviser(report.region))
    client.get(url(second))
    perform(report, "return", by=None, at=LATER, comment="Rett")
    report.refresh_from_db()
    for day in range(1, 13):
        body = f.MunicipalityFactory(county=county)
        f.TreatmentFactory(municipality=body, reform=report.round.reform, stage="decision", on=date(2020, 6, day))
    third = f.edition(report, LATER, said=manifest(report))

    with django_assert_max_num_queries(14):
        client.get(url(third, first))
