"""Gatherings of a network and who was there."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from learning_networks.models import Gathering
from tests import factories
from tests.pages import shown


@pytest.fixture
def municipality(county):
    return factories.MunicipalityFactory(county=county, name="Askvoll")


@pytest.fixture
def late(county):
    return factories.MunicipalityFactory(county=county, name="Bremanger")


@pytest.fixture
def network(region, municipality, late):
    """Askvoll from the start; Bremanger from June 2020. The office of their region owns it."""
    network = factories.NetworkFactory(name="Mat", owner=region.office)
    factories.NetworkMembershipFactory(network=network, municipality=municipality)
    factories.NetworkMembershipFactory(network=network, municipality=late, valid_from=date(2020, 6, 1))
    return network


@pytest.fixture
def create(network):
    return reverse("learning_networks:gathering_create", args=[network.pk])


def update(gathering):
    return reverse("learning_networks:gathering_update", args=[gathering.network_id, gathering.pk])


def test_all_members_are_ticked_and_only_the_absent_need_a_touch(adviser_client, create, network, municipality, late):
    data = shown(adviser_client, create)
    assert set(data["present"]) == {str(municipality.pk), str(late.pk)}

    response = adviser_client.post(
        create, data | {"title": "Samling 3", "held_on": "2020-09-01", "present": [late.pk]}, follow=True
    )

    gathering = Gathering.objects.get()
    assert list(gathering.municipalities.all()) == [late]
    assert response.redirect_chain == [(network.get_absolute_url(), 302)]
    assert "Lagret. 1 kommune var til stede." in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"held_on": "2020-01-14"}, "held_on", "Nettverket starter 15.1.2020."),
        ({"held_on": "2021-01-01"}, "held_on", "Nettverkets siste dag er 31.12.2020."),
        ({"held_on": "0202-01-14"}, "held_on", "Skriv en dato med riktig årstall."),
        (
            {"held_on": (timezone.localdate() + timedelta(days=2)).isoformat()},
            "held_on",
            "Datoen kan ikke være fram i tid.",
        ),
        ({"held_on": "2020-05-31"}, "present", "Bremanger var ikke med i nettverket 31.5.2020."),
        ({"present": [999999]}, "present", "Velg et gyldig valg"),
        ({"title": ""}, "title", "Feltet er påkrevet."),
    ],
)
def test_a_mistake_is_told_beside_its_field(adviser_client, create, network, changes, field, message):
    network.ends_on = date(2020, 12, 31)
    network.save()
    data = shown(adviser_client, create) | {"title": "Samling 3", "held_on": "2020-09-01"}

    response = adviser_client.post(create, data | changes)

    assert message in str(response.context["form"][field].errors)
    assert not Gathering.objects.exists()


def test_a_gathering_is_changed(adviser_client, network, municipality, late):
    gathering = factories.GatheringFactory(network=network, held_on=date(2020, 9, 1))
    gathering.municipalities.add(municipality)
    data = shown(adviser_client, update(gathering))
    assert data["present"] == [str(municipality.pk)]

    adviser_client.post(update(gathering), data | {"present": [municipality.pk, late.pk], "form": "digital"})

    gathering.refresh_from_db()
    assert gathering.form == "digital"
    assert set(gathering.municipalities.all()) == {municipality, late}


def test_those_beyond_reach_stay_as_they_are(adviser_client, network, municipality):
    far = factories.MunicipalityFactory(name="Fjernvik")
    factories.NetworkMembershipFactory(network=network, municipality=far, valid_from=date(2020, 2, 1))
    gathering = factories.GatheringFactory(network=network)
    gathering.municipalities.add(municipality, far)
    assert "Fjernvik" in adviser_client.get(update(gathering)).content.decode()
    data = shown(adviser_client, update(gathering))

    adviser_client.post(update(gathering), data | {"present": []})
    assert list(gathering.municipalities.all()) == [far]

    response = adviser_client.post(update(gathering), data | {"held_on": "2020-01-20"})
    assert "Fjernvik var ikke med i nettverket 20.1.2020." in str(response.context["form"]["held_on"].errors)


def test_a_municipality_that_took_a_membership_over_can_be_present(adviser_client, create, network, municipality):
    successor = factories.merge(date(2021, 1, 1), [municipality], name="Nyvik")
    data = shown(adviser_client, create)
    assert str(successor.pk) in data["present"]
    assert str(municipality.pk) not in data["present"]

    adviser_client.post(create, data | {"title": "Samling", "held_on": "2021-03-01", "present": [successor.pk]})

    assert list(Gathering.objects.get().municipalities.all()) == [successor]


def test_a_gathering_is_found_only_under_its_own_network(adviser_client, network, county):
    gathering = factories.GatheringFactory(network=network)
    other = factories.NetworkMembershipFactory(municipality__county=county).network

    address = reverse("learning_networks:gathering_update", args=[other.pk, gathering.pk])

    assert adviser_client.get(address).status_code == 404


def test_a_gathering_of_another_region_does_not_exist(adviser_client):
    elsewhere = factories.NetworkMembershipFactory().network

    assert adviser_client.get(update(factories.GatheringFactory(network=elsewhere))).status_code == 404
