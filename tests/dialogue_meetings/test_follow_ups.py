"""Follow-ups: the list, and closing and reopening one."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dialogue_meetings import promising
from dialogue_meetings.models import FollowUp
from tests import factories
from tests.pages import shown

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


def test_closing_one_leaves_what_somebody_else_wrote_in_it_meanwhile(adviser, promise):
    FollowUp.objects.filter(pk=promise.pk).update(what="Skrevet om")

    promising.close(follow_ups=[promise], on=date(2020, 4, 1), by=adviser)

    promise.refresh_from_db()
    assert (promise.what, promise.done_on, promise.done_by) == ("Skrevet om", date(2020, 4, 1), adviser)


def test_one_that_somebody_else_closed_meanwhile_keeps_their_day_and_note(adviser, promise):
    FollowUp.objects.filter(pk=promise.pk).update(done_on=date(2020, 3, 20), note="Sendt")

    promising.close(follow_ups=[promise], on=date(2020, 4, 1), by=adviser, note="Sendt igjen")

    promise.refresh_from_db()
    assert (promise.done_on, promise.note) == (date(2020, 3, 20), "Sendt")


def test_what_is_to_be_verified_is_verified_by_somebody_else(adviser_client, region, promise):
    FollowUp.objects.filter(pk=promise.pk).update(verify=True)
    colleague = Client()
    colleague.force_login(factories.adviser(region))
    adviser_client.post(url("done", promise))

    own = adviser_client.post(url("verify", promise), {"next": LIST}, follow=True).content.decode()
    assert "En annen enn den som gjorde det, må bekrefte." in own
    assert "Gjort" in own
    assert "ikke bekreftet" in own
    assert url("verify", promise) not in own

    assert url("verify", promise) in colleague.get(f"{LIST}?status=ubekreftet").content.decode()
    colleague.post(url("verify", promise))
    assert "og bekreftet" in adviser_client.get(LIST).content.decode()
    assert list(adviser_client.get(f"{LIST}?status=ubekreftet").context["promises"]) == []

    adviser_client.post(url("reopen", promise))
    promise.refresh_from_db()
    assert (promise.done_by, promise.verified_on, promise.verified_by) == (None, None, None)


def test_what_is_not_done_cannot_be_verified(adviser_client, promise):
    FollowUp.objects.filter(pk=promise.pk).update(verify=True)

    html = adviser_client.post(url("verify", promise), follow=True).content.decode()

    assert "Oppfølgingen venter ikke på å bli bekreftet." in html


def test_its_page_sets_who_among_us_keeps_it_and_what_was_done(adviser_client, adviser, county, promise):
    centre = factories.CentreFactory(name="USHT Vestland")
    centre.coverage.create(county=county, valid_from=factories.START)

    page = shown(adviser_client, url("update", promise))
    sent = {"organisation": str(centre.pk), "done_on": "2020-04-02", "note": "Utkastet er sendt", "next": LIST}
    html = adviser_client.post(url("update", promise), page | sent, follow=True).content.decode()

    promise.refresh_from_db()
    assert (promise.organisation, promise.done_by) == (centre, adviser)
    assert "USHT Vestland" in html
    assert "Utkastet er sendt" in html


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"note": "Sendt"}, "Fyll inn når det ble gjort."),
        ({"done_on": "2999-01-01"}, "Skriv en dato med riktig årstall."),
        ({"what": "Ring 01017012345"}, "Dette ser ut som et fødselsnummer."),
        ({"what": ""}, "Feltet er påkrevet."),
    ],
)
def test_what_does_not_hold_is_refused_beside_its_field(adviser_client, promise, sent, said):
    html = adviser_client.post(url("update", promise), shown(adviser_client, url("update", promise)) | sent)

    assert said in html.content.decode()
    promise.refresh_from_db()
    assert (promise.what, promise.done_on) == ("Sende utkast", None)


def test_who_did_it_does_not_take_back_that_somebody_else_confirms(adviser_client, promise):
    FollowUp.objects.filter(pk=promise.pk).update(verify=True)
    adviser_client.post(url("done", promise))
    page = shown(adviser_client, url("update", promise))
    del page["verify"]

    html = adviser_client.post(url("update", promise), page).content.decode()

    assert "En annen enn den som gjorde det, må bekrefte." in html
    promise.refresh_from_db()
    assert promise.verify


def test_what_is_written_anew_is_confirmed_anew(adviser_client, adviser, promise):
    values = {"verify": True, "done_on": date(2020, 4, 1), "done_by": factories.UserFactory()}
    FollowUp.objects.filter(pk=promise.pk).update(**values, verified_on=date(2020, 4, 2), verified_by=adviser)

    adviser_client.post(url("update", promise), shown(adviser_client, url("update", promise)) | {"note": "Noe annet"})

    promise.refresh_from_db()
    assert (promise.note, promise.verified_on, promise.verified_by) == ("Noe annet", None, None)


def test_nothing_is_done_before_it_was_promised(adviser_client, promise):
    page = shown(adviser_client, url("update", promise)) | {"done_on": "2020-03-01"}
    assert "Dette ble lovet først 2.3.2020." in adviser_client.post(url("update", promise), page).content.decode()

    page = shown(adviser_client, f"/oppfolging/flere/?oppfolging={promise.pk}") | {"on": "2020-03-01"}
    html = adviser_client.post("/oppfolging/flere/", page).content.decode()

    assert "Noe av dette ble lovet først 2.3.2020." in html
    promise.refresh_from_db()
    assert promise.done_on is None


def test_what_the_municipality_promised_belongs_to_none_of_us(adviser_client, county, promise):
    page = shown(adviser_client, url("update", promise))
    office = county.regions.get().region.office

    html = adviser_client.post(url("update", promise), page | {"owner": "municipality", "organisation": office.pk})

    assert "Det kommunen har lovet, hører ikke til noen hos oss." in html.content.decode()


def test_a_change_in_the_meetings_page_takes_back_a_verification_that_is_no_longer_asked_for(
    adviser_client, adviser, promise
):
    other = factories.UserFactory()
    values = {"verify": True, "done_on": date(2020, 4, 1), "done_by": other, "verified_on": date(2020, 4, 2)}
    FollowUp.objects.filter(pk=promise.pk).update(**values, verified_by=adviser)
    update = reverse("dialogue_meetings:update", args=[promise.meeting_id])
    page = shown(adviser_client, update)
    del page["oppfolging-0-verify"]

    assert adviser_client.post(update, page).status_code == 302

    promise.refresh_from_db()
    assert (promise.verify, promise.verified_on, promise.done_on) == (False, None, date(2020, 4, 1))


def test_several_are_closed_at_once_with_one_note_and_only_within_reach(adviser_client, county, promise):
    second = factories.FollowUpFactory(municipality=promise.municipality)
    done = factories.FollowUpFactory(municipality=promise.municipality, done_on=date(2020, 3, 1))
    beyond = factories.FollowUpFactory()
    query = "&".join(f"oppfolging={row.pk}" for row in (promise, second, done, beyond))
    assert 'data-pick="oppfolging"' in adviser_client.get(LIST).content.decode()

    page = shown(adviser_client, f"/oppfolging/flere/?{query}")
    assert sorted(page["oppfolging"]) == sorted([str(promise.pk), str(second.pk)])
    sent = page | {"oppfolging": [promise.pk, second.pk, done.pk, beyond.pk], "on": "2020-04-01", "note": "Delt"}
    html = adviser_client.post("/oppfolging/flere/", sent, follow=True).content.decode()

    assert "2 oppfølginger er gjort." in html
    closed = FollowUp.objects.filter(note="Delt", done_on=date(2020, 4, 1))
    assert set(closed) == {promise, second}


def test_none_picked_says_so(adviser_client):
    assert "Ingen åpen oppfølging er valgt." in adviser_client.get("/oppfolging/flere/").content.decode()


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
    ("query", "expected"),
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
def test_the_list_can_be_narrowed_and_has_the_longest_overdue_on_top(adviser_client, county, query, expected):
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

    assert [promise.row.what for promise in response.context["promises"]] == expected


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
