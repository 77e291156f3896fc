"""A network that several offices take part in, or that several people have open at once."""

import time
from datetime import date

import pytest
from django.urls import reverse

from learning_networks.models import Gathering, Network
from tests import factories
from tests.pages import fields, row_of, shown


def url(name, network, *args):
    return reverse(f"learning_networks:{name}", args=[network.pk, *args])


@pytest.fixture
def municipality(county):
    return factories.MunicipalityFactory(county=county, name="Askvoll")


@pytest.fixture
def theirs(municipality):
    """A network of another office, with a municipality of the adviser's and one of theirs."""
    network = factories.NetworkFactory(name="Deres nettverk")
    factories.NetworkMembershipFactory(network=network, municipality=municipality)
    factories.NetworkMembershipFactory(network=network, municipality__name="Fjernvik")
    return network


@pytest.fixture
def own(region, municipality):
    """A network of the adviser's own office."""
    network = factories.NetworkFactory(name="Vårt nettverk", owner=region.office)
    factories.NetworkMembershipFactory(network=network, municipality=municipality)
    return network


class TestSomebodyElsesNetwork:
    def test_its_own_fields_are_text_and_what_is_sent_for_them_is_ignored(self, adviser_client, adviser, theirs):
        before = Network.objects.filter(pk=theirs.pk).values().get()
        data = shown(adviser_client, url("update", theirs))
        assert not {"name", "starts_on", "ends_on", "solutions"} & data.keys()
        forged = {
            "name": "Kapret",
            "starts_on": "2020-01-01",
            "ends_on": "2020-12-31",
            "owner": adviser.memberships.get().organisation_id,
            "solutions": [factories.SolutionFactory().pk],
        }

        assert adviser_client.post(url("update", theirs), data | forged).status_code == 302

        assert Network.objects.filter(pk=theirs.pk).values().get() == before
        assert not theirs.solutions.exists()

    def test_the_adviser_writes_when_own_municipalities_took_part(self, adviser_client, theirs, municipality):
        data = shown(adviser_client, url("update", theirs))
        row = row_of(data, theirs.invitations.get(municipality=municipality))

        assert adviser_client.post(url("update", theirs), data | {f"{row}-last": "2020-08-31"}).status_code == 302

        ends = dict(theirs.memberships.values_list("municipality__name", "valid_to"))
        assert ends == {"Askvoll": date(2020, 9, 1), "Fjernvik": None}

    def test_the_adviser_invites_own_municipalities(self, adviser_client, theirs, county):
        other = factories.MunicipalityFactory(county=county, name="Bremanger")

        response = adviser_client.post(url("invite", theirs), shown(adviser_client, url("invite", theirs)))

        assert response.status_code == 302
        assert theirs.invitations.filter(municipality=other).exists()

    def test_the_adviser_registers_no_gathering(self, adviser_client, theirs):
        data = {"title": "Samling", "held_on": "2020-03-15", "form": "physical"}

        assert adviser_client.get(url("gathering_create", theirs)).status_code == 403
        assert adviser_client.post(url("gathering_create", theirs), data).status_code == 403
        assert not Gathering.objects.exists()

    def test_of_a_gathering_only_the_presence_of_own_municipalities_is_written(
        self, adviser_client, theirs, municipality
    ):
        far = theirs.memberships.get(municipality__name="Fjernvik").municipality
        gathering = factories.GatheringFactory(network=theirs, title="Første")
        gathering.municipalities.add(far)
        before = Gathering.objects.filter(pk=gathering.pk).values().get()
        forged = {"title": "Kapret", "held_on": "2020-05-01", "form": "digital", "present": [municipality.pk]}

        adviser_client.post(url("gathering_update", theirs, gathering.pk), forged)

        assert Gathering.objects.filter(pk=gathering.pk).values().get() == before
        assert set(gathering.municipalities.all()) == {municipality, far}

    def test_the_page_offers_what_the_adviser_may_do(self, adviser_client, theirs):
        page = adviser_client.get(theirs.get_absolute_url()).content.decode()

        assert "Svar for dine kommuner" in page
        assert url("invite", theirs) in page
        assert "Registrer samling" not in page

    def test_who_takes_out_their_last_municipality_lands_on_the_list(self, adviser_client, theirs, municipality):
        data = shown(adviser_client, url("update", theirs))
        row = row_of(data, theirs.invitations.get(municipality=municipality))

        response = adviser_client.post(url("update", theirs), data | {f"{row}-DELETE": "on"}, follow=True)

        assert response.redirect_chain == [(reverse("learning_networks:list"), 302)]


def test_the_owner_is_offered_all_of_it(adviser_client, own):
    page = adviser_client.get(own.get_absolute_url()).content.decode()

    assert "Svar for dine kommuner" not in page
    assert "Registrer samling" in page


class TestTwoAtOnce:
    def test_what_only_the_other_changed_is_kept(self, adviser_client, own):
        data = shown(adviser_client, url("update", own))
        Network.objects.filter(pk=own.pk).update(name="Nytt navn", ends_on=date(2020, 12, 31))

        assert adviser_client.post(url("update", own), data | {"method": "Modell"}).status_code == 302

        own.refresh_from_db()
        assert (own.name, own.ends_on, own.method) == ("Nytt navn", date(2020, 12, 31), "Modell")

    def test_what_both_changed_is_told_once_and_then_written(self, adviser_client, own):
        data = shown(adviser_client, url("update", own))
        Network.objects.filter(pk=own.pk).update(name="Nytt navn")

        refused = adviser_client.post(url("update", own), data | {"name": "Mitt navn"})

        assert "«Nytt navn»" in refused.context["form"].main.errors["name"][0]
        again = fields(refused.content.decode().split("<main", 1)[1].split("</main>", 1)[0])
        assert adviser_client.post(url("update", own), again).status_code == 302
        own.refresh_from_db()
        assert own.name == "Mitt navn"

    def test_a_last_day_that_only_the_other_wrote_still_bounds_the_memberships(self, adviser_client, own):
        data = shown(adviser_client, url("update", own))
        Network.objects.filter(pk=own.pk).update(ends_on=date(2020, 12, 31))

        response = adviser_client.post(url("update", own), data | {"kommuner-0-last": "2021-01-01"})

        (row, *_others) = response.context["form"].participants.forms
        assert row.errors["last"] == ["Nettverkets siste dag er 31.12.2020."]


def test_more_rows_than_a_page_can_have_are_refused_at_once(adviser_client, own):
    data = shown(adviser_client, url("update", own)) | {"kommuner-TOTAL_FORMS": "99999"}
    began = time.monotonic()

    response = adviser_client.post(url("update", own), data)

    assert time.monotonic() - began < 10
    assert "maks 1" in str(response.context["form"].participants.non_form_errors())
