"""Meetings and support on a municipality's own page."""

from datetime import date

import pytest
from django.test import Client

from tests import factories


@pytest.fixture
def municipality(county):
    return factories.MunicipalityFactory(county=county, name="Askvoll")


def url(municipality):
    return f"/kommuner/{municipality.pk}/moter/"


def test_the_tab_shows_meetings_support_offers_without_answer_and_open_follow_ups(adviser_client, municipality):
    held = factories.InvitationFactory(municipality=municipality, meeting__title="Holdt møte").meeting
    factories.InvitationFactory(
        municipality=municipality,
        meeting__title="Nytt tilbud",
        meeting__held_on=None,
        answer="waiting",
        present=False,
    )
    factories.FollowUpFactory(meeting=held, municipality=municipality, what="Sende mal")
    factories.FollowUpFactory(meeting=held, municipality=municipality, what="Ferdig", done_on=date(2020, 4, 1))
    factories.support(municipality, kind="visit")
    factories.InvitationFactory(meeting__title="En annens møte")

    page = adviser_client.get(url(municipality)).content.decode()

    for text in ("Holdt møte", "Nytt tilbud", "Tilbudt 1.2.2020, ikke svart", "Sende mal", "Besøk", "Marker som gjort"):
        assert text in page
    assert "Ferdig" not in page
    assert "En annens møte" not in page
    assert f"/dialogmoter/ny/?kommune={municipality.pk}" in page


def test_what_was_logged_before_a_merger_is_shown_as_theirs(adviser_client, municipality):
    factories.InvitationFactory(municipality=municipality, meeting__title="Gammelt møte")
    factories.support(municipality)
    successor = factories.merge(date(2021, 1, 1), [municipality], name="Nyvik")

    page = adviser_client.get(url(successor)).content.decode()

    assert "Gammelt møte" in page
    assert page.count("Fra Askvoll (før sammenslåingen)") == 2
    old = adviser_client.get(url(municipality)).content.decode()
    assert "Gammelt møte" in old
    assert "før sammenslåingen" not in old


def test_a_municipality_of_another_region_does_not_exist(adviser_client):
    assert adviser_client.get(url(factories.MunicipalityFactory())).status_code == 404


def test_a_contact_is_offered_no_logging(municipality):
    client = Client()
    client.force_login(factories.contact(municipality))

    page = client.get(url(municipality)).content.decode()

    assert "Ingen møter eller annen kontakt er registrert for kommunen." in page
    assert "Logg kontakt" not in page


def test_the_tab_costs_the_same_for_few_and_many(
    adviser_client, municipality, django_assert_max_num_queries, django_assert_num_queries
):
    def log(count):
        for invitation in factories.InvitationFactory.create_batch(count, municipality=municipality):
            factories.FollowUpFactory(meeting=invitation.meeting, municipality=municipality)
        for _n in range(count):
            factories.support(municipality)

    log(3)
    adviser_client.get(url(municipality))
    with django_assert_max_num_queries(30) as captured:
        adviser_client.get(url(municipality))
    log(47)
    with django_assert_num_queries(len(captured)):
        adviser_client.get(url(municipality))
