"""Two people with the same decision, plan or solution open: what each changed is kept, and both are told of a clash."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.pages import shown


@pytest.fixture(params=["treatment", "plan"])
def record(request, county):
    place = factories.MunicipalityFactory(county=county)
    make = {"treatment": factories.TreatmentFactory, "plan": factories.PlanFactory}[request.param]
    return request.param, make(municipality=place, case_number="12/2020", note="Først")


def test_what_another_changed_stays_where_the_second_left_it_alone(adviser_client, record):
    kind, row = record
    url = reverse(f"reform_phases:{kind}_update", args=[row.pk])
    first, second = shown(adviser_client, url), shown(adviser_client, url)

    adviser_client.post(url, first | {"case_number": "99/2021"})
    adviser_client.post(url, second | {"note": "Sist"})

    row.refresh_from_db()
    assert (row.case_number, row.note) == ("99/2021", "Sist")


def test_the_second_to_change_the_same_is_told_and_may_save_again(adviser_client, record):
    kind, row = record
    url = reverse(f"reform_phases:{kind}_update", args=[row.pk])
    first, second = shown(adviser_client, url), shown(adviser_client, url)

    adviser_client.post(url, first | {"note": "Min"})
    refused = adviser_client.post(url, second | {"note": "Din"})

    row.refresh_from_db()
    assert row.note == "Min"
    assert "En annen har endret dette til «Min» i mellomtiden." in refused.text


def test_two_who_change_the_texts_of_a_solution_both_keep_theirs(administrator_client):
    row = factories.SolutionFactory()
    url = reverse("reform_phases:solution_update", args=[row.pk])
    first, second = shown(administrator_client, url), shown(administrator_client, url)

    administrator_client.post(url, first | {"name_nb": "Min"})
    administrator_client.post(url, second | {"summary": "Kort sagt"})
    refused = administrator_client.post(url, second | {"name_nb": "Din"})

    row.refresh_from_db()
    assert (row.name_nb, row.summary) == ("Min", "Kort sagt")
    assert "En annen har endret dette til «Min» i mellomtiden." in refused.text


@pytest.mark.parametrize("page", ["solution", "limits"])
def test_whoever_saves_waits_for_the_one_who_is_saving(administrator_client, page):
    limit, solution = factories.FreshnessLimitFactory(), factories.SolutionFactory()
    url = {
        "solution": reverse("reform_phases:solution_update", args=[solution.pk]),
        "limits": reverse("reform_phases:freshness"),
    }[page]
    table = {"solution": solution, "limits": limit}[page]._meta.db_table
    sent = shown(administrator_client, url)

    with CaptureQueriesContext(connection) as asked:
        administrator_client.post(url, sent)

    assert any(f'FROM "{table}"' in one["sql"] and "FOR UPDATE" in one["sql"] for one in asked)
