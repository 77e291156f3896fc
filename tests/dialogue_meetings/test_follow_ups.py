"""Follow-ups: the list, and closing and reopening one."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dialogue_meetings import services
from dialogue_meetings.models import FollowUp
from tests import factories

LIST = "/oppfolging/"


@pytest.fixture
def promise(county):
    """A follow-up to a municipality within reach, overdue."""
    invitation = factories.InvitationFactory(municipality__county=county)
    return factories.FollowUpFactory(
        meeting=invitation.meeting, municipality=invitation.municipality, what="Sende utkast"
    )


def url(name, row):
    return reverse(f"dialogue_meetings:follow_up_{name}", args=[row.pk])


def test_it_is_marked_as_done_and_opened_again(adviser_client, promise):
    response = adviser_client.post(url("done", promise), follow=True)
    promise.refresh_from_db()
    assert promise.done_on == timezone.localdate()
    assert response.redirect_chain[0][0] == promise.meeting.get_absolute_url()
    assert "Åpne igjen" in response.content.decode()

    response = adviser_client.post(url("reopen", promise), {"next": LIST}, follow=True)
    promise.refresh_from_db()
    assert promise.done_on is None
    assert response.redirect_chain[0][0] == LIST
    assert "«Sende utkast» er åpen igjen." in response.content.decode()


def test_done_twice_keeps_the_first_day(adviser_client, promise):
    promise.done_on = date(2020, 4, 1)
    promise.save()

    adviser_client.post(url("done", promise))

    promise.refresh_from_db()
    assert promise.done_on == date(2020, 4, 1)


def test_closing_one_leaves_what_somebody_else_wrote_in_it_meanwhile(promise):
    FollowUp.objects.filter(pk=promise.pk).update(what="Skrevet om")

    services.set_done(follow_up=promise, done_on=date(2020, 4, 1))

    promise.refresh_from_db()
    assert (promise.what, promise.done_on) == ("Skrevet om", date(2020, 4, 1))


def test_one_that_somebody_else_closed_meanwhile_keeps_their_day(promise):
    FollowUp.objects.filter(pk=promise.pk).update(done_on=date(2020, 3, 20))

    services.set_done(follow_up=promise, done_on=date(2020, 4, 1))

    promise.refresh_from_db()
    assert promise.done_on == date(2020, 3, 20)


def test_it_never_sends_the_reader_to_another_site(adviser_client, promise):
    response = adviser_client.post(url("done", promise), {"next": "https://example.org/"})

    assert response["Location"] == promise.meeting.get_absolute_url()


def test_an_address_that_is_only_opened_changes_nothing(adviser_client, promise):
    assert adviser_client.get(url("done", promise)).status_code == 405
    promise.refresh_from_db()
    assert promise.done_on is None


def test_one_of_another_region_does_not_exist(adviser_client):
    elsewhere = factories.FollowUpFactory()

    assert adviser_client.post(url("done", elsewhere)).status_code == 404


def test_a_contact_sees_it_but_does_not_close_it(promise):
    client = Client()
    client.force_login(factories.contact(promise.municipality))

    page = client.get(LIST).content.decode()

    assert "Sende utkast" in page
    assert "Marker som gjort" not in page
    assert client.post(url("done", promise)).status_code == 403


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Forfalt", "Vi venter", "Uten frist", "Ferdig"]),
        ("status=apen", ["Forfalt", "Vi venter", "Uten frist"]),
        ("status=forfalt", ["Forfalt"]),
        ("status=gjort", ["Ferdig"]),
        ("hvem=municipality", ["Vi venter"]),
        ("hvem=apparatus", ["Forfalt", "Uten frist", "Ferdig"]),
        ("kommune=askvoll", ["Forfalt", "Vi venter", "Uten frist", "Ferdig"]),
        ("kommune=bergen", []),
        ("status=feil", []),
    ],
)
def test_the_list_can_be_narrowed_and_has_the_longest_overdue_on_top(adviser_client, county, query, shown):
    municipality = factories.MunicipalityFactory(county=county, name="Askvoll")
    later = timezone.localdate() + timedelta(days=9)
    for what, fields in {
        "Ferdig": {"done_on": date(2020, 4, 1)},
        "Uten frist": {"due_on": None},
        "Vi venter": {"due_on": later, "owner": "municipality"},
        "Forfalt": {"due_on": date(2020, 4, 1)},
    }.items():
        factories.FollowUpFactory(municipality=municipality, what=what, **fields)
    factories.FollowUpFactory(what="Et annet sted")

    response = adviser_client.get(f"{LIST}?{query}")

    assert [promise.row.what for promise in response.context["promises"]] == shown


def test_the_list_costs_the_same_for_few_and_many(
    adviser_client, county, django_assert_max_num_queries, django_assert_num_queries
):
    municipality = factories.MunicipalityFactory(county=county)
    factories.FollowUpFactory.create_batch(3, municipality=municipality)
    adviser_client.get(LIST)
    with django_assert_max_num_queries(20) as captured:
        adviser_client.get(LIST)
    factories.FollowUpFactory.create_batch(47, municipality=municipality)
    with django_assert_num_queries(len(captured)):
        adviser_client.get(LIST)
