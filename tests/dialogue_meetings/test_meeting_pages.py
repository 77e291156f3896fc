"""Reading meetings: the list, the page of one, deleting; who may do what."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dialogue_meetings.models import Attendance, FollowUp, Invitation, Meeting
from tests import factories

LIST = "/dialogmoter/"


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def meeting(region, county):
    """A dialogue meeting held with Askvoll by the office of its region."""
    municipality = factories.MunicipalityFactory(county=county, name="Askvoll")
    meeting = factories.MeetingFactory(title="Møte om plan", host=region.office)
    return factories.InvitationFactory(meeting=meeting, municipality=municipality).meeting


def url(name, row):
    return reverse(f"dialogue_meetings:{name}", args=[row.pk])


def test_the_list_shows_meetings_within_reach_only(adviser_client, meeting):
    factories.InvitationFactory(meeting__title="Møte et annet sted")

    page = adviser_client.get(LIST).content.decode()

    for text in ("Møte om plan", "Askvoll", "2.3.2020", "Holdt", meeting.host.name):
        assert text in page
    assert "Møte et annet sted" not in page


def test_a_meeting_with_many_municipalities_is_told_in_short(adviser_client, county):
    group = factories.MeetingFactory()
    for name in ("Alver", "Bømlo", "Fitjar", "Gulen", "Hyllestad"):
        factories.InvitationFactory(meeting=group, municipality=factories.MunicipalityFactory(county=county, name=name))

    assert "Alver, Bømlo, Fitjar og 2 til" in adviser_client.get(LIST).content.decode()


def test_the_list_begins_with_the_newest_whether_held_planned_or_offered(adviser_client, county):
    def meeting(title, **kwargs):
        factories.InvitationFactory(
            municipality__county=county, present=False, answer="waiting", meeting__title=title, **kwargs
        )

    meeting("Tilbudt i februar", meeting__held_on=None)
    meeting("Holdt i mars")
    meeting("Planlagt i september", meeting__held_on=None, meeting__planned_on=date(2020, 9, 1))

    rows = adviser_client.get(LIST).context["rows"]

    assert [row["meeting"].title for row in rows] == ["Planlagt i september", "Holdt i mars", "Tilbudt i februar"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"Holdt møte", "Planlagt møte", "Tilbudt møte", "Avslått møte"}),
        ("kommune=askv", {"Holdt møte"}),
        ("kommune=finnes-ikke", set()),
        ("type=webinar", {"Planlagt møte"}),
        ("status=holdt", {"Holdt møte"}),
        ("status=planlagt", {"Planlagt møte"}),
        ("status=tilbudt", {"Tilbudt møte"}),
        ("status=avslatt", {"Avslått møte"}),
        ("fra=2020-03-02&til=2020-03-02", {"Holdt møte"}),
        ("fra=2020-03-03", {"Planlagt møte"}),
        ("til=2020-02-01", {"Tilbudt møte", "Avslått møte"}),
    ],
)
def test_the_list_can_be_narrowed(adviser_client, county, query, titles):
    def meeting(title, name, **kwargs):
        municipality = factories.MunicipalityFactory(county=county, name=name)
        factories.InvitationFactory(municipality=municipality, meeting__title=title, present=False, **kwargs)

    meeting("Holdt møte", "Askvoll")
    meeting("Planlagt møte", "Bømlo", meeting__held_on=None, meeting__planned_on="2020-09-01", meeting__kind="webinar")
    meeting("Tilbudt møte", "Fitjar", meeting__held_on=None)
    meeting("Avslått møte", "Gulen", meeting__held_on=None, answer="declined")

    response = adviser_client.get(f"{LIST}?{query}")

    assert {row["meeting"].title for row in response.context["rows"]} == titles
    assert f"{len(titles)} møte" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("fra=tull", "Oppgi en gyldig dato."),
        ("fra=0201-01-01", "Skriv en dato med riktig årstall."),
        ("fra=2020-05-01&til=2020-04-01", "Velg en dato som ikke er før den første."),
        ("status=ukjent", "ukjent er ikke et av de tilgjengelige valgene"),
    ],
)
def test_what_cannot_be_read_is_told_and_gives_no_rows(adviser_client, meeting, query, message):
    page = adviser_client.get(f"{LIST}?{query}").content.decode()

    assert message in page
    assert "Møte om plan" not in page


def test_an_htmx_request_gets_the_rows_alone(adviser_client, meeting):
    page = adviser_client.get(LIST, headers={"HX-Request": "true"}).content.decode()

    assert "Møte om plan" in page
    assert "<html" not in page


def test_the_list_is_paged_and_costs_the_same_for_few_and_many(
    adviser_client, county, django_assert_max_num_queries, django_assert_num_queries
):
    municipality = factories.MunicipalityFactory(county=county)
    factories.InvitationFactory.create_batch(3, municipality=municipality)
    adviser_client.get(LIST)
    with django_assert_max_num_queries(20) as captured:
        adviser_client.get(LIST)
    factories.InvitationFactory.create_batch(57, municipality=municipality)
    with django_assert_num_queries(len(captured)):
        page = adviser_client.get(LIST)
    assert len(page.context["rows"]) == 50
    assert len(adviser_client.get(f"{LIST}?page=2").context["rows"]) == 10


def test_the_page_tells_who_was_invited_and_how_many_came(adviser_client, meeting):
    absent = factories.MunicipalityFactory(name="Fjernvik")
    factories.InvitationFactory(meeting=meeting, municipality=absent, present=False, answer="waiting")
    Attendance.objects.create(meeting=meeting, role="political", count=2)
    Attendance.objects.create(meeting=meeting, role="staff", count=5)

    page = adviser_client.get(meeting.get_absolute_url()).content.decode()

    assert "1 av 2 inviterte kommuner var til stede." in page
    assert "Ikke til stede" in page
    assert "Ikke svart" in page
    assert '<th scope="row">Til sammen</th><td class="num">7</td>' in page
    assert f'href="/kommuner/{absent.pk}/"' not in page


@pytest.mark.parametrize(
    ("changes", "answers", "state"),
    [
        ({"held_on": date(2020, 3, 2)}, ["declined"], "Holdt"),
        ({"planned_on": timezone.localdate()}, ["accepted"], "Planlagt"),
        ({"planned_on": timezone.localdate() - timedelta(days=1)}, ["accepted"], "Planlagt, ikke bekreftet holdt"),
        ({}, ["declined", "waiting"], "Tilbudt"),
        ({}, ["declined", "declined"], "Avslått"),
        ({}, [], "Tilbudt"),
    ],
)
def test_the_state_says_what_is_known(adviser_client, region, county, changes, answers, state):
    meeting = factories.MeetingFactory(host=region.office, **{"held_on": None} | changes)
    for answer in answers:
        factories.InvitationFactory(meeting=meeting, municipality__county=county, present=False, answer=answer)

    assert adviser_client.get(meeting.get_absolute_url()).context["state"][0] == state
    (row,) = adviser_client.get(LIST).context["rows"]
    assert row["state"][0] == state


def test_a_meeting_of_a_municipality_that_has_ended_is_still_there(adviser_client, meeting):
    factories.merge(date(2021, 1, 1), [meeting.invitations.get().municipality], name="Nyvik")

    assert "Askvoll (til 2020)" in adviser_client.get(meeting.get_absolute_url()).content.decode()


@pytest.mark.parametrize("name", ["detail", "update", "delete"])
def test_a_meeting_of_another_region_does_not_exist(adviser_client, name):
    elsewhere = factories.InvitationFactory().meeting

    assert adviser_client.get(url(name, elsewhere)).status_code == 404


def test_a_coordinator_reaches_the_county_and_not_the_rest_of_the_region(region, county, meeting):
    user = factories.coordinator(county)
    neighbour = factories.CountyFactory(region=region)
    elsewhere = factories.InvitationFactory(municipality__county=neighbour).meeting
    client = client_of(user)

    assert client.get(url("update", meeting)).status_code == 200
    assert client.get(url("detail", elsewhere)).status_code == 404
    choices = client.get(reverse("dialogue_meetings:create")).context["form"].main.fields["municipalities"]
    assert set(choices.by_pk) == {meeting.invitations.get().municipality_id}


def test_a_contact_sees_own_meetings_but_writes_none(meeting):
    own = meeting.invitations.get().municipality
    client = client_of(factories.contact(own))

    page = client.get(meeting.get_absolute_url()).content.decode()

    assert "Askvoll" in page
    assert url("update", meeting) not in page
    for address in (reverse("dialogue_meetings:create"), url("update", meeting), url("delete", meeting)):
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403
    assert Meeting.objects.filter(pk=meeting.pk).exists()


def test_a_meeting_is_deleted_after_a_question(adviser_client, meeting):
    factories.FollowUpFactory(meeting=meeting, municipality=meeting.invitations.get().municipality)
    question = adviser_client.get(url("delete", meeting)).content.decode()
    assert "Vil du slette «Møte om plan»?" in question
    assert "1 invitasjon slettes sammen med møtet." in question

    response = adviser_client.post(url("delete", meeting), follow=True)

    assert "Møtet «Møte om plan» er slettet." in response.content.decode()
    assert not Meeting.objects.exists()
    assert not Invitation.objects.exists()
    assert not FollowUp.objects.exists()


def test_a_meeting_with_municipalities_beyond_reach_cannot_be_deleted(adviser_client, meeting):
    far = factories.MunicipalityFactory(name="Fjernvik")
    factories.InvitationFactory(meeting=meeting, municipality=far)

    page = adviser_client.get(url("delete", meeting)).content.decode()

    assert "Møtet kan ikke slettes" in page
    assert "Fjernvik" in page
    assert adviser_client.post(url("delete", meeting)).status_code == 403
    assert meeting.invitations.count() == 2
