"""Reading networks, inviting many at once, and who may do what."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learning_networks.models import Invitation, Network
from tests import factories
from tests.pages import shown

LIST = "/nettverk/"


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def url(name, network):
    return reverse(f"learning_networks:{name}", args=[network.pk])


@pytest.fixture
def municipality(county):
    return factories.MunicipalityFactory(county=county, name="Askvoll")


@pytest.fixture
def network(municipality):
    """A network with Askvoll as a member."""
    return factories.NetworkMembershipFactory(network__name="Mat og måltider", municipality=municipality).network


def test_the_list_shows_networks_within_reach_with_members_of_invited(adviser_client, network, county):
    factories.NetworkInvitationFactory(network=network, municipality__county=county)
    factories.NetworkMembershipFactory(network__name="Et annet sted")

    response = adviser_client.get(LIST)

    page = response.content.decode()
    for text in ("Mat og måltider", network.owner.name, "15.1.2020–", "Pågår", '<td class="num">1</td>'):
        assert text in page
    (row,) = response.context["rows"]
    assert (row["members"], row["network"].invited) == (1, 2)
    assert "Et annet sted" not in page


def test_a_network_that_is_over_shows_how_many_were_in_it_on_its_last_day(adviser_client, network, county):
    factories.NetworkMembershipFactory(network=network, municipality__county=county, valid_to=date(2020, 5, 1))
    Network.objects.filter(pk=network.pk).update(ends_on=date(2020, 12, 31))

    (row,) = adviser_client.get(LIST).context["rows"]

    assert row["members"] == 1
    assert row["state"][0] == "Avsluttet"


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 2), ("navn=MAT", 1), ("kommune=askv", 1), ("status=pagar", 1), ("status=avsluttet", 1), ("status=x", 0)],
)
def test_the_list_can_be_narrowed(adviser_client, network, county, query, count):
    factories.NetworkMembershipFactory(
        network__name="Overganger", network__ends_on=date(2020, 12, 31), municipality__county=county
    )

    assert len(adviser_client.get(f"{LIST}?{query}").context["rows"]) == count


def test_the_list_costs_the_same_for_few_and_many(
    adviser_client, municipality, django_assert_max_num_queries, django_assert_num_queries
):
    factories.NetworkMembershipFactory.create_batch(3, municipality=municipality)
    adviser_client.get(LIST)
    with django_assert_max_num_queries(20) as captured:
        adviser_client.get(LIST)
    factories.NetworkMembershipFactory.create_batch(47, municipality=municipality)
    with django_assert_num_queries(len(captured)):
        adviser_client.get(LIST)


def test_the_page_tells_who_is_in_and_who_came_to_gatherings(adviser_client, network, municipality, county):
    waiting = factories.MunicipalityFactory(county=county, name="Bremanger")
    factories.NetworkInvitationFactory(network=network, municipality=waiting)
    factories.GatheringFactory(network=network, title="Første samling").municipalities.add(municipality)

    page = adviser_client.get(network.get_absolute_url()).content.decode()

    for text in (
        "1 kommune er med av 2 invitert.",
        "Askvoll",
        "Takket ja",
        "Bremanger",
        "Ikke svart",
        "Første samling",
    ):
        assert text in page


def test_membership_goes_over_to_the_municipality_that_came_after(adviser_client, network, municipality):
    factories.merge(date(2021, 1, 1), [municipality], name="Nyvik")

    page = adviser_client.get(network.get_absolute_url()).content.decode()

    assert "Overtatt fra Askvoll" in page
    assert "15.1.2020–31.12.2020" in page
    assert "1.1.2021–" in page
    assert "1 kommune er med av 1 invitert." in page


def test_a_membership_that_ended_before_the_merger_does_not_go_over(adviser_client, network, municipality):
    network.memberships.update(valid_to=date(2020, 6, 1))
    factories.merge(date(2021, 1, 1), [municipality], name="Nyvik")

    page = adviser_client.get(network.get_absolute_url()).content.decode()

    assert "Overtatt" not in page
    assert "0 kommuner er med av 1 invitert." in page


def test_a_predecessor_with_the_same_name_is_told_by_its_last_year(adviser_client, network, municipality):
    factories.merge(date(2021, 1, 1), [municipality], name="Askvoll")

    assert "Overtatt fra Askvoll (til 2020)" in adviser_client.get(network.get_absolute_url()).content.decode()


def test_a_successor_can_leave_what_it_took_over(adviser_client, network, municipality):
    factories.merge(date(2021, 1, 1), [municipality], name="Nyvik")
    data = shown(adviser_client, url("update", network)) | {"kommuner-0-last": "2021-12-31"}

    page = adviser_client.post(url("update", network), data, follow=True).content.decode()

    assert "1.1.2021–31.12.2021" in page
    assert "0 kommuner er med av 1 invitert." in page


def test_two_members_that_merge_count_as_one(adviser_client, network, municipality, county):
    other = factories.MunicipalityFactory(county=county, name="Bremanger")
    factories.NetworkMembershipFactory(network=network, municipality=other)
    factories.merge(date(2021, 1, 1), [municipality, other], name="Nyvik")

    assert adviser_client.get(network.get_absolute_url()).context["members"] == 1


@pytest.mark.parametrize("name", ["detail", "update", "invite", "gathering_create"])
def test_a_network_of_another_region_does_not_exist(adviser_client, name):
    elsewhere = factories.NetworkMembershipFactory().network

    assert adviser_client.get(url(name, elsewhere)).status_code == 404


def test_a_contact_reads_and_writes_nothing(network, municipality):
    client = client_of(factories.contact(municipality))

    page = client.get(network.get_absolute_url()).content.decode()

    assert "Askvoll" in page
    assert "Registrer samling" not in page
    assert client.post("/nettverk/ny/").status_code == 403
    for name in ("update", "invite", "gathering_create"):
        assert client.get(url(name, network)).status_code == 403


def test_a_coordinator_invites_in_the_county_and_not_in_the_rest_of_the_region(region, county, network, municipality):
    factories.MunicipalityFactory(county=factories.CountyFactory(region=region), name="Bortevik")
    here = factories.MunicipalityFactory(county=county, name="Herøy")

    form = client_of(factories.coordinator(county)).get(url("invite", network)).context["form"]

    assert set(form.by_pk) == {here.pk}


def test_all_municipalities_not_invited_are_invited_at_once(adviser_client, network, county):
    names = ("Bremanger", "Eid", "Gloppen")
    for name in names:
        factories.MunicipalityFactory(county=county, name=name)
    factories.MunicipalityFactory(name="Fjernvik")
    data = shown(adviser_client, url("invite", network))
    assert len(data["municipalities"]) == 3

    response = adviser_client.post(url("invite", network), data, follow=True)

    assert "3 kommuner er invitert." in response.content.decode()
    invited = dict(network.invitations.values_list("municipality__name", "invited_on"))
    assert set(invited) == {"Askvoll", *names}
    assert invited["Eid"] == timezone.localdate()
    assert "Alle kommuner her er invitert." in adviser_client.get(url("invite", network)).content.decode()


def test_municipalities_are_listed_as_they_were_on_the_day_of_the_invitation(adviser_client, network, county):
    old = factories.MunicipalityFactory(county=county, name="Eid")
    new = factories.merge(date(2021, 1, 1), [old], name="Stad")

    address = f"{url('invite', network)}?dato=2020-02-01"
    assert set(adviser_client.get(address).context["form"].by_pk) == {old.pk}
    assert set(adviser_client.get(url("invite", network)).context["form"].by_pk) == {new.pk}

    data = shown(adviser_client, address)
    assert data["invited_on"] == ["2020-02-01"]
    adviser_client.post(address, data)
    assert network.invitations.get(municipality=old).invited_on == date(2020, 2, 1)


def test_the_day_that_is_sent_decides_whatever_the_list_shows(adviser_client, network, county):
    other = factories.MunicipalityFactory(county=county)

    adviser_client.post(
        url("invite", network), shown(adviser_client, url("invite", network)) | {"invited_on": "2020-02-01"}
    )

    assert network.invitations.get(municipality=other).invited_on == date(2020, 2, 1)


@pytest.mark.parametrize(
    ("day", "field", "message"),
    [
        ("2018-03-05", "municipalities", "Gloppen fantes ikke 5.3.2018."),
        ((timezone.localdate() + timedelta(days=2)).isoformat(), "invited_on", "Datoen kan ikke være fram i tid."),
        ("0202-03-05", "invited_on", "Skriv en dato med riktig årstall."),
        ("", "invited_on", "Feltet er påkrevet."),
    ],
)
def test_a_day_when_they_cannot_have_been_invited_is_refused(adviser_client, network, county, day, field, message):
    factories.MunicipalityFactory(county=county, name="Gloppen")
    data = shown(adviser_client, url("invite", network)) | {"invited_on": day}

    response = adviser_client.post(url("invite", network), data)

    assert message in str(response.context["form"][field].errors)
    assert network.invitations.count() == 1


def test_one_county_can_be_invited_at_a_time(adviser_client, network, region, county):
    here = factories.MunicipalityFactory(county=county)
    other = factories.CountyFactory(region=region, name="Nabofylket")
    factories.MunicipalityFactory(county=other)

    response = adviser_client.get(f"{url('invite', network)}?fylke={county.pk}")

    assert set(response.context["form"].by_pk) == {here.pk}
    assert "Nabofylket" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("dato=0201-01-01", "Skriv en dato med riktig årstall."),
        ("dato=tull", "Oppgi en gyldig dato."),
        ("dato=2999-01-01", "Skriv en dato med riktig årstall."),
        ("fylke=999999", "ikke et av de tilgjengelige valgene"),
    ],
)
def test_a_day_or_county_that_cannot_be_read_invites_nobody(adviser_client, network, county, query, message):
    other = factories.MunicipalityFactory(county=county)
    address = f"{url('invite', network)}?{query}"
    assert message in adviser_client.get(address).content.decode()

    adviser_client.post(address, {"municipalities": [other.pk]})

    assert Invitation.objects.count() == 1


def test_a_municipality_beyond_reach_is_not_invited(adviser_client, network):
    elsewhere = factories.MunicipalityFactory()

    adviser_client.post(url("invite", network), {"municipalities": [elsewhere.pk]})

    assert not network.invitations.filter(municipality=elsewhere).exists()


def test_nobody_ticked_is_told(adviser_client, network, county):
    factories.MunicipalityFactory(county=county)

    assert "Velg minst én kommune." in adviser_client.post(url("invite", network), {}).content.decode()


class TestTab:
    """Networks on a municipality's own page."""

    def url(self, municipality):
        return f"/kommuner/{municipality.pk}/nettverk/"

    def test_it_shows_memberships_invitations_without_answer_and_attendance(
        self, adviser_client, network, municipality
    ):
        factories.NetworkInvitationFactory(network__name="Overganger", municipality=municipality)
        factories.GatheringFactory(network=network, title="Første").municipalities.add(municipality)
        factories.GatheringFactory(network=network, title="Andre", held_on=date(2020, 5, 1))
        factories.GatheringFactory(network=network, title="Før tiden", held_on=date(2019, 5, 1))

        page = adviser_client.get(self.url(municipality)).content.decode()

        for text in ("Mat og måltider", "Med", "Invitert 2.1.2020, ikke svart", "Første", "Andre"):
            assert text in page
        assert page.count("Ikke til stede") == 1
        assert "Før tiden" not in page

    def test_a_predecessors_membership_is_taken_over(self, adviser_client, network, municipality):
        factories.GatheringFactory(network=network, title="Første").municipalities.add(municipality)
        successor = factories.merge(date(2021, 1, 1), [municipality], name="Nyvik")

        page = adviser_client.get(self.url(successor)).content.decode()

        assert "Overtatt fra Askvoll" in page
        assert "1.1.2021–" in page
        assert "Fra Askvoll (før sammenslåingen)" in page
        old = adviser_client.get(self.url(municipality)).content.decode()
        assert "15.1.2020–31.12.2020" in old
        assert "Overtatt" not in old

    def test_an_invitation_never_answered_says_when_the_network_is_over(self, adviser_client, municipality):
        factories.NetworkInvitationFactory(network__ends_on=date(2020, 12, 31), municipality=municipality)

        page = adviser_client.get(self.url(municipality)).content.decode()

        assert "ikke svart. Nettverket er avsluttet." in page

    def test_a_municipality_of_another_region_does_not_exist(self, adviser_client):
        assert adviser_client.get(self.url(factories.MunicipalityFactory())).status_code == 404

    def test_it_costs_the_same_for_few_and_many(
        self, adviser_client, municipality, django_assert_max_num_queries, django_assert_num_queries
    ):
        factories.NetworkMembershipFactory.create_batch(3, municipality=municipality)
        adviser_client.get(self.url(municipality))
        with django_assert_max_num_queries(30) as captured:
            adviser_client.get(self.url(municipality))
        factories.NetworkMembershipFactory.create_batch(47, municipality=municipality)
        with django_assert_num_queries(len(captured)):
            adviser_client.get(self.url(municipality))
