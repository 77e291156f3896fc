"""A meeting that several offices take part in, or that several people have open at once."""

import time
from datetime import date

import pytest
from django.urls import reverse

from dialogue_meetings.models import Attendance, Meeting
from tests import factories
from tests.pages import fields, row_of, shown


def url(name, meeting):
    return reverse(f"dialogue_meetings:{name}", args=[meeting.pk])


@pytest.fixture
def municipality(county):
    return factories.MunicipalityFactory(county=county, name="Askvoll")


@pytest.fixture
def theirs(municipality):
    """A meeting of another office, with a municipality of the adviser's."""
    meeting = factories.MeetingFactory(title="Deres møte", outcome="Slik det ble")
    factories.InvitationFactory(meeting=meeting, municipality=municipality)
    far = factories.InvitationFactory(meeting=meeting, municipality__name="Fjernvik")
    factories.FollowUpFactory(meeting=meeting, municipality=far.municipality, what="Hemmelig løfte")
    Attendance.objects.create(meeting=meeting, role="staff", count=4)
    return meeting


@pytest.fixture
def own(region, municipality):
    """A meeting of the adviser's own office."""
    meeting = factories.MeetingFactory(title="Vårt møte", host=region.office, outcome="Linje 1\nLinje 2")
    factories.InvitationFactory(meeting=meeting, municipality=municipality)
    return meeting


class TestSomebodyElsesMeeting:
    def test_its_own_fields_are_text_and_what_is_sent_for_them_is_ignored(self, adviser_client, adviser, theirs):
        before = Meeting.objects.filter(pk=theirs.pk).values().get()
        solution = factories.SolutionFactory()
        data = shown(adviser_client, url("update", theirs))
        assert not {"title", "held_on", "outcome", "solutions", "oppmote-staff"} & data.keys()
        assert "Deres møte" in adviser_client.get(url("update", theirs)).content.decode()
        forged = {
            "title": "Kapret",
            "held_on": "2020-04-01",
            "planned_on": "2020-04-01",
            "outcome": "Noe annet",
            "host": adviser.memberships.get().organisation_id,
            "kind": "course",
            "solutions": [solution.pk],
            "areas": [solution.area_id],
            "oppmote-staff": "99",
        }

        assert adviser_client.post(url("update", theirs), data | forged).status_code == 302

        assert Meeting.objects.filter(pk=theirs.pk).values().get() == before
        assert not theirs.solutions.exists()
        assert not theirs.areas.exists()
        assert theirs.attendance.get().count == 4

    def test_the_adviser_answers_and_promises_for_own_municipalities(self, adviser_client, theirs, municipality):
        data = shown(adviser_client, url("update", theirs))
        row = row_of(data, theirs.invitations.get(municipality=municipality))
        data |= {
            f"{row}-answered_on": "2020-02-20",
            "oppfolging-0-what": "Ringe",
            "oppfolging-0-municipality": municipality.pk,
        }

        response = adviser_client.post(url("update", theirs), data)

        assert response.status_code == 302
        assert theirs.invitations.get(municipality=municipality).answered_on == date(2020, 2, 20)
        assert theirs.follow_ups.get(municipality=municipality).what == "Ringe"
        assert theirs.follow_ups.count() == 2

    def test_it_cannot_be_deleted(self, adviser_client, theirs):
        theirs.follow_ups.all().delete()
        theirs.invitations.filter(municipality__name="Fjernvik").delete()

        assert adviser_client.get(url("delete", theirs)).status_code == 403
        assert adviser_client.post(url("delete", theirs)).status_code == 403
        assert Meeting.objects.filter(pk=theirs.pk).exists()

    def test_the_page_offers_an_answer_and_neither_change_nor_deletion(self, adviser_client, theirs):
        page = adviser_client.get(theirs.get_absolute_url()).content.decode()

        assert "Svar for dine kommuner" in page
        assert url("delete", theirs) not in page
        assert "Slik det ble" in page

    def test_what_others_were_promised_is_not_told(self, adviser_client, theirs, municipality):
        factories.FollowUpFactory(meeting=theirs, municipality=municipality, what="Eget løfte")

        for address in (theirs.get_absolute_url(), url("update", theirs)):
            page = adviser_client.get(address).content.decode()
            assert "Eget løfte" in page
            assert "1 oppfølging gjelder kommuner utenfor ditt område." in page
            assert "Hemmelig løfte" not in page

    def test_a_contact_of_one_municipality_reads_no_promise_to_another(self, client, theirs, municipality):
        client.force_login(factories.contact(municipality))

        page = client.get(theirs.get_absolute_url()).content.decode()

        assert "Deres møte" in page
        assert "Hemmelig løfte" not in page

    def test_who_takes_out_their_last_municipality_lands_on_the_list(self, adviser_client, theirs, municipality):
        data = shown(adviser_client, url("update", theirs))
        row = row_of(data, theirs.invitations.get(municipality=municipality))

        response = adviser_client.post(url("update", theirs), data | {f"{row}-DELETE": "on"}, follow=True)

        assert response.redirect_chain == [(reverse("dialogue_meetings:list"), 302)]
        assert not theirs.invitations.filter(municipality=municipality).exists()


def test_the_host_is_offered_change_and_deletion(adviser_client, own):
    page = adviser_client.get(own.get_absolute_url()).content.decode()

    assert "Svar for dine kommuner" not in page
    assert url("update", own) in page
    assert url("delete", own) in page


class TestTwoAtOnce:
    def test_what_only_the_other_changed_is_kept(self, adviser_client, own):
        solution = factories.SolutionFactory()
        data = shown(adviser_client, url("update", own))
        Meeting.objects.filter(pk=own.pk).update(title="Ny tittel", held_on=date(2020, 3, 3), outcome="Nytt")
        own.solutions.add(solution)
        Attendance.objects.create(meeting=own, role="staff", count=4)

        response = adviser_client.post(url("update", own), data | {"place": "Førde", "oppmote-users": "2"})

        assert response.status_code == 302
        own.refresh_from_db()
        assert (own.title, own.held_on, own.outcome, own.place) == ("Ny tittel", date(2020, 3, 3), "Nytt", "Førde")
        assert list(own.solutions.all()) == [solution]
        assert dict(own.attendance.values_list("role", "count")) == {"staff": 4, "users": 2}

    @pytest.mark.parametrize(
        ("name", "stored", "told", "sent"),
        [
            ("title", "Ny tittel", "Ny tittel", "Min tittel"),
            ("held_on", date(2020, 3, 3), "3.3.2020", "2020-03-04"),
            ("kind", "webinar", "Webinar", "course"),
            ("outcome", "Nytt", "Nytt", "Mitt"),
            ("place", "", "–", "Florø"),
        ],
    )
    def test_what_both_changed_is_told_once_and_then_written(self, adviser_client, own, name, stored, told, sent):
        Meeting.objects.filter(pk=own.pk).update(place="Førde")
        data = shown(adviser_client, url("update", own))
        Meeting.objects.filter(pk=own.pk).update(**{name: stored})

        refused = adviser_client.post(url("update", own), data | {name: sent})

        assert refused.status_code == 200
        (message,) = refused.context["form"].main.errors[name]
        assert message == f"En annen har endret dette til «{told}» i mellomtiden. Lagre igjen for å bruke din tekst."
        own.refresh_from_db()
        assert getattr(own, name) == stored
        again = shown_in(refused)
        assert again[name] in (sent, [sent])
        assert adviser_client.post(url("update", own), again).status_code == 302
        own.refresh_from_db()
        assert str(getattr(own, name)) == sent

    def test_topics_that_both_changed_are_told_once_and_then_written(self, adviser_client, own):
        first, second = factories.SolutionFactory(name_nb="Måltider"), factories.SolutionFactory()
        data = shown(adviser_client, url("update", own))
        own.solutions.add(first)

        refused = adviser_client.post(url("update", own), data | {"solutions": [second.pk]})

        (message,) = refused.context["form"].main.errors["solutions"]
        assert "Måltider" in message
        assert list(own.solutions.all()) == [first]
        assert adviser_client.post(url("update", own), shown_in(refused)).status_code == 302
        assert list(own.solutions.all()) == [second]

    def test_the_same_change_by_both_is_no_quarrel(self, adviser_client, own):
        data = shown(adviser_client, url("update", own))
        Meeting.objects.filter(pk=own.pk).update(title="Ny tittel")

        assert adviser_client.post(url("update", own), data | {"title": "Ny tittel"}).status_code == 302

    def test_a_browsers_own_line_breaks_are_no_change(self, adviser_client, own):
        data = shown(adviser_client, url("update", own))
        data |= {"initial-outcome": "Linje 1\r\nLinje 2", "outcome": "Linje 1\r\nLinje 2\r\nLinje 3"}

        assert adviser_client.post(url("update", own), data).status_code == 302
        own.refresh_from_db()
        assert own.outcome.splitlines() == ["Linje 1", "Linje 2", "Linje 3"]


@pytest.mark.parametrize("prefix", ["kommuner", "oppfolging"])
def test_more_rows_than_a_page_can_have_are_refused_at_once(adviser_client, own, prefix):
    data = shown(adviser_client, url("update", own)) | {f"{prefix}-TOTAL_FORMS": "99999", "title": "Ny"}
    began = time.monotonic()

    response = adviser_client.post(url("update", own), data)

    assert time.monotonic() - began < 10
    parts = {part.prefix: part for part in response.context["form"].parts}
    assert "maks 1" in str(parts[prefix].non_form_errors())
    own.refresh_from_db()
    assert own.title == "Vårt møte"


def shown_in(response):
    return fields(response.content.decode().split("<main", 1)[1].split("</main>", 1)[0])
