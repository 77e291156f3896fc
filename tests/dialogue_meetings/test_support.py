"""Support given outside meetings."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dialogue_meetings.models import Support
from tests import factories
from tests.pages import shown

LIST = "/stotte/"
CREATE = "/stotte/ny/"


@pytest.fixture
def municipality(county):
    return factories.MunicipalityFactory(county=county, name="Askvoll")


def url(name, row):
    return reverse(f"dialogue_meetings:support_{name}", args=[row.pk])


def test_support_is_written_and_says_what_it_counts_for(adviser_client, adviser, municipality):
    solution = factories.SolutionFactory()
    data = shown(adviser_client, f"{CREATE}?kommune={municipality.pk}")
    assert data["municipality"] == str(municipality.pk)

    response = adviser_client.post(
        CREATE,
        data | {"kind": "visit", "given_on": "2021-05-04", "solutions": [solution.pk], "note": "Om måltider"},
        follow=True,
    )

    support = Support.objects.get()
    assert response.redirect_chain == [(support.get_absolute_url(), 302)]
    assert "Lagret. Teller som støtte for Askvoll i 2021." in response.content.decode()
    assert (support.municipality, support.giver) == (municipality, adviser.memberships.get().organisation)
    assert list(support.solutions.all()) == [solution]
    assert "Om måltider" in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"given_on": "0201-05-04"}, "given_on", "Skriv en dato med riktig årstall."),
        ({"given_on": "2018-03-05"}, "given_on", "Askvoll fantes ikke 5.3.2018."),
        (
            {"given_on": (timezone.localdate() + timedelta(days=2)).isoformat()},
            "given_on",
            "Datoen kan ikke være fram i tid.",
        ),
        ({"municipality": ""}, "municipality", "Velg en kommune."),
        ({"municipality": "999999"}, "municipality", "Velg en kommune i listen."),
        ({"kind": ""}, "kind", "Feltet er påkrevet."),
    ],
)
def test_a_mistake_is_told_beside_its_field(adviser_client, municipality, changes, field, message):
    data = shown(adviser_client, CREATE) | {"municipality": municipality.pk, "kind": "call", "given_on": "2020-02-01"}

    response = adviser_client.post(CREATE, data | changes)

    assert message in str(response.context["form"][field].errors)
    assert message in response.content.decode()
    assert not Support.objects.exists()


def test_support_is_changed(adviser_client, municipality):
    support = factories.SupportFactory(municipality=municipality)

    data = shown(adviser_client, url("update", support)) | {"given_on": "2020-06-01"}
    response = adviser_client.post(url("update", support), data)

    assert response["Location"] == support.get_absolute_url()
    support.refresh_from_db()
    assert support.given_on == date(2020, 6, 1)
    assert support.giver.kind == "governor"


def test_two_who_change_the_same_support_both_keep_theirs(adviser_client, municipality):
    support = factories.SupportFactory(municipality=municipality)
    first, second = (shown(adviser_client, url("update", support)) for _editor in range(2))

    adviser_client.post(url("update", support), first | {"given_on": "2020-06-01"})
    adviser_client.post(url("update", support), second | {"note": "Mer"})
    refused = adviser_client.post(url("update", support), second | {"given_on": "2020-07-01"})

    support.refresh_from_db()
    assert (support.given_on, support.note) == (date(2020, 6, 1), "Mer")
    assert "En annen har endret dette til «1.6.2020» i mellomtiden." in refused.text


def test_support_is_deleted_after_a_question(adviser_client, municipality):
    support = factories.SupportFactory(municipality=municipality)
    assert "Vil du slette støtten" in adviser_client.get(url("delete", support)).content.decode()

    response = adviser_client.post(url("delete", support), follow=True)

    assert "Støtten er slettet." in response.content.decode()
    assert not Support.objects.exists()


@pytest.mark.parametrize("name", ["detail", "update", "delete"])
def test_support_of_another_region_does_not_exist(adviser_client, name):
    assert adviser_client.get(url(name, factories.SupportFactory())).status_code == 404


def test_a_contact_reads_own_support_and_writes_none(municipality):
    support = factories.SupportFactory(municipality=municipality)
    client = Client()
    client.force_login(factories.contact(municipality))

    assert client.get(support.get_absolute_url()).status_code == 200
    for address in (CREATE, url("update", support), url("delete", support)):
        assert client.post(address).status_code == 403
    assert Support.objects.exists()


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 2), ("kommune=askv", 1), ("type=visit", 1), ("fra=2020-05-01", 1), ("til=2020-04-01", 1), ("fra=x", 0)],
)
def test_the_list_can_be_narrowed(adviser_client, county, municipality, query, count):
    factories.SupportFactory(municipality=municipality)
    factories.SupportFactory(municipality__county=county, kind="visit", given_on=date(2020, 5, 1))
    factories.SupportFactory()

    assert len(adviser_client.get(f"{LIST}?{query}").context["object_list"]) == count


def test_the_list_costs_the_same_for_few_and_many(
    adviser_client, municipality, django_assert_max_num_queries, django_assert_num_queries
):
    factories.SupportFactory.create_batch(3, municipality=municipality)
    adviser_client.get(LIST)
    with django_assert_max_num_queries(20) as captured:
        adviser_client.get(LIST)
    factories.SupportFactory.create_batch(47, municipality=municipality)
    with django_assert_num_queries(len(captured)):
        adviser_client.get(LIST)


def test_the_note_says_that_it_is_no_place_for_names(adviser_client):
    assert "Ingen navn eller personopplysninger." in adviser_client.get(CREATE).content.decode()
