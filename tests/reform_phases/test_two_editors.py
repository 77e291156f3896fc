"""Two people with the same decision or plan open: what each changed is kept, and both are told of a clash."""

import pytest
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
