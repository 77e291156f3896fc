"""Writing a network and its participants on one page."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from learning_networks.models import Invitation, Membership, Network
from tests import factories
from tests.pages import row_of, shown

CREATE = "/nettverk/ny/"


@pytest.fixture
def municipality(county):
    return factories.MunicipalityFactory(county=county, name="Askvoll")


@pytest.fixture
def neighbour(county):
    return factories.MunicipalityFactory(county=county, name="Bremanger")


@pytest.fixture
def network(adviser, municipality):
    """A network that Askvoll has been in since it began."""
    network = factories.NetworkFactory(owner=adviser.memberships.get().organisation, name="Mat")
    factories.NetworkInvitationFactory(network=network, municipality=municipality, answer="accepted")
    factories.NetworkMembershipFactory(network=network, municipality=municipality)
    return network


@pytest.fixture
def filled(adviser_client, municipality):
    """The page for a new network with one member."""
    return shown(adviser_client, CREATE) | {
        "name": "Mat og måltider",
        "starts_on": "2020-01-15",
        "kommuner-0-municipality": municipality.pk,
        "kommuner-0-invited_on": "2020-01-02",
        "kommuner-0-joined": "2020-01-15",
    }


def update_url(network):
    return reverse("learning_networks:update", args=[network.pk])


def periods(network, municipality):
    rows = network.memberships.filter(municipality=municipality).order_by("valid_from")
    return list(rows.values_list("valid_from", "valid_to"))


def test_a_network_is_written_with_its_participants(adviser_client, adviser, filled, municipality, neighbour):
    solution = factories.SolutionFactory()
    data = filled | {
        "solutions": [solution.pk],
        "kommuner-1-municipality": neighbour.pk,
        "kommuner-1-invited_on": "2020-01-03",
        "kommuner-1-answer": "declined",
    }

    response = adviser_client.post(CREATE, data, follow=True)

    network = Network.objects.get()
    assert response.redirect_chain == [(network.get_absolute_url(), 302)]
    assert "Lagret. 1 av 2 inviterte kommuner er med." in response.content.decode()
    assert network.owner == adviser.memberships.get().organisation
    assert list(network.solutions.all()) == [solution]
    answers = dict(network.invitations.values_list("municipality__name", "answer"))
    assert answers == {"Askvoll": "accepted", "Bremanger": "declined"}
    assert periods(network, municipality) == [(date(2020, 1, 15), None)]
    assert periods(network, neighbour) == []


def test_a_municipality_in_the_address_is_invited_though_nobody_touched_the_row(adviser_client, municipality):
    data = shown(adviser_client, f"{CREATE}?kommune={municipality.pk}")

    adviser_client.post(CREATE, data | {"name": "Nytt", "starts_on": "2020-01-15"})

    invitation = Network.objects.get().invitations.get()
    assert (invitation.municipality, invitation.answer) == (municipality, "waiting")


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"starts_on": ""}, ("", "starts_on"), "Feltet er påkrevet."),
        ({"starts_on": "0202-01-15"}, ("", "starts_on"), "Skriv en dato med riktig årstall."),
        ({"ends_on": "2019-12-31"}, ("", "ends_on"), "kan ikke avsluttes før det starter"),
        ({"kommuner-0-invited_on": "2020-01-16"}, ("kommuner-0", "joined"), "ikke bli med før den er invitert"),
        ({"kommuner-0-invited_on": "2018-03-05"}, ("kommuner-0", "invited_on"), "Askvoll fantes ikke 5.3.2018."),
        (
            {"kommuner-0-invited_on": (timezone.localdate() + timedelta(days=2)).isoformat()},
            ("kommuner-0", "invited_on"),
            "Datoen kan ikke være fram i tid.",
        ),
        ({"kommuner-0-joined": "2020-01-14"}, ("kommuner-0", "joined"), "Nettverket starter 15.1.2020."),
        ({"ends_on": "2020-01-14", "starts_on": "2020-01-01"}, ("kommuner-0", "joined"), "siste dag er 14.1.2020"),
        (
            {"ends_on": "2020-06-30", "kommuner-0-last": "2020-07-01"},
            ("kommuner-0", "last"),
            "Nettverkets siste dag er 30.6.2020.",
        ),
        ({"kommuner-0-last": "2020-01-14"}, ("kommuner-0", "last"), "ikke være før kommunen ble med"),
        (
            {"kommuner-0-joined": "", "kommuner-0-last": "2020-03-01"},
            ("kommuner-0", "joined"),
            "Fyll inn når kommunen ble med.",
        ),
        ({"kommuner-0-joined": "0020-01-15"}, ("kommuner-0", "joined"), "Skriv en dato med riktig årstall."),
        ({"kommuner-0-answer": "declined"}, ("kommuner-0", "answer"), "En kommune som er med, har takket ja."),
        ({"kommuner-0-municipality": ""}, ("kommuner-0", "municipality"), "Velg en kommune."),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_is_written(adviser_client, filled, changes, field, message):
    response = adviser_client.post(CREATE, filled | {"method": "Modell for forbedring"} | changes)

    assert response.status_code == 200
    assert "Modell for forbedring" in response.content.decode()
    form = response.context["form"]
    prefix, name = field
    (part,) = (p for p in [form.main, *form.participants.forms] if (p.prefix or "") == prefix)
    assert message in str(part[name].errors)
    for model in (Network, Invitation, Membership):
        assert not model.objects.exists()


def test_a_municipality_of_another_region_cannot_be_invited(adviser_client, filled):
    elsewhere = factories.MunicipalityFactory()

    response = adviser_client.post(CREATE, filled | {"kommuner-0-municipality": elsewhere.pk})

    assert "Velg en kommune i listen." in response.content.decode()
    assert not Network.objects.exists()


def test_a_municipality_that_leaves_and_comes_back_has_two_periods(adviser_client, network, municipality):
    first = shown(adviser_client, update_url(network))
    assert "kommuner-0-rejoined" not in first
    adviser_client.post(update_url(network), first | {"kommuner-0-last": "2020-05-31"})
    assert periods(network, municipality) == [(date(2020, 1, 15), date(2020, 6, 1))]

    page = adviser_client.get(network.get_absolute_url()).content.decode()
    assert "15.1.2020–31.5.2020" in page
    assert shown(adviser_client, update_url(network))["kommuner-0-last"] == ["2020-05-31"]

    second = shown(adviser_client, update_url(network)) | {"kommuner-0-rejoined": "2021-02-01"}
    adviser_client.post(update_url(network), second)

    assert periods(network, municipality) == [
        (date(2020, 1, 15), date(2020, 6, 1)),
        (date(2021, 2, 1), None),
    ]


@pytest.fixture
def returned(network, municipality):
    """Askvoll left the network and came back."""
    network.memberships.update(valid_to=date(2020, 6, 1))
    factories.NetworkMembershipFactory(network=network, municipality=municipality, valid_from=date(2021, 2, 1))
    return network


def test_older_periods_are_told_of_and_kept(adviser_client, returned, municipality):
    page = adviser_client.get(update_url(returned)).content.decode()
    assert "Tidligere med 15.1.2020 til 31.5.2020." in page

    data = shown(adviser_client, update_url(returned)) | {"kommuner-0-joined": "2021-03-01"}
    adviser_client.post(update_url(returned), data)

    assert periods(returned, municipality) == [
        (date(2020, 1, 15), date(2020, 6, 1)),
        (date(2021, 3, 1), None),
    ]


@pytest.mark.parametrize(
    ("changes", "name", "message"),
    [
        ({"kommuner-0-joined": "2020-05-01"}, "joined", "Perioden overlapper en tidligere."),
        ({"kommuner-0-invited_on": "2020-02-01"}, "invited_on", "ikke bli med før den er invitert"),
    ],
)
def test_older_periods_cannot_be_contradicted(adviser_client, returned, changes, name, message):
    response = adviser_client.post(update_url(returned), shown(adviser_client, update_url(returned)) | changes)

    assert message in str(response.context["form"].participants.forms[0][name].errors)


def test_a_membership_written_by_mistake_is_taken_out_when_its_dates_are_emptied(adviser_client, network, municipality):
    data = shown(adviser_client, update_url(network)) | {"kommuner-0-joined": ""}

    adviser_client.post(update_url(network), data)

    assert periods(network, municipality) == []
    assert network.invitations.filter(municipality=municipality).exists()


def test_a_participant_is_removed_with_its_membership(adviser_client, network):
    adviser_client.post(update_url(network), shown(adviser_client, update_url(network)) | {"kommuner-0-DELETE": "on"})

    assert not network.invitations.exists()
    assert not network.memberships.exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kommuner-0-DELETE": "on"}, "Askvoll har vært på samlinger."),
        ({"kommuner-0-joined": ""}, "Kommunen var til stede på samlingen 15.3.2020."),
        ({"kommuner-0-joined": "2020-04-01"}, "Kommunen var til stede på samlingen 15.3.2020."),
        ({"kommuner-0-last": "2020-03-14"}, "Kommunen var til stede på samlingen 15.3.2020."),
        ({"starts_on": "2020-04-01"}, "var 15.3.2020."),
        ({"ends_on": "2020-03-01"}, "var 15.3.2020."),
    ],
)
def test_what_is_changed_cannot_contradict_a_gathering(adviser_client, network, municipality, changes, message):
    factories.GatheringFactory(network=network).municipalities.add(municipality)

    response = adviser_client.post(update_url(network), shown(adviser_client, update_url(network)) | changes)

    assert response.status_code == 200
    assert message in response.content.decode()
    assert periods(network, municipality) == [(date(2020, 1, 15), None)]


@pytest.fixture
def far(network):
    """A member of another region."""
    municipality = factories.MunicipalityFactory(name="Fjernvik")
    factories.NetworkMembershipFactory(network=network, municipality=municipality, valid_from=date(2020, 2, 1))
    return municipality


def test_participants_beyond_reach_are_shown_but_never_changed(adviser_client, network, far, municipality):
    assert "Fjernvik – Takket ja" in adviser_client.get(update_url(network)).content.decode()
    data = shown(adviser_client, update_url(network))
    own = row_of(data, network.invitations.get(municipality=municipality))

    response = adviser_client.post(update_url(network), data | {f"{own}-last": "2020-08-31"})

    assert response.status_code == 302
    assert periods(network, municipality) == [(date(2020, 1, 15), date(2020, 9, 1))]
    assert periods(network, far) == [(date(2020, 2, 1), None)]
    assert network.invitations.filter(municipality=far).exists()


def test_the_period_cannot_contradict_participants_beyond_reach(adviser_client, network, far):
    data = shown(adviser_client, update_url(network)) | {"ends_on": "2020-01-31"}

    response = adviser_client.post(update_url(network), data)

    assert response.context["form"].main.errors["ends_on"] == ["Fjernvik ble med 1.2.2020."]


def test_a_participant_that_somebody_else_added_meanwhile_stays(adviser_client, network, neighbour):
    data = shown(adviser_client, update_url(network))
    factories.NetworkMembershipFactory(network=network, municipality=neighbour)

    adviser_client.post(update_url(network), data | {"name": "Lagret sist"})

    network.refresh_from_db()
    assert network.name == "Lagret sist"
    assert len(periods(network, neighbour)) == 1


def test_a_membership_that_somebody_else_began_meanwhile_is_not_overwritten(adviser_client, network, municipality):
    network.memberships.update(valid_to=date(2020, 6, 1))
    data = shown(adviser_client, update_url(network)) | {"kommuner-0-rejoined": "2021-02-01"}
    factories.NetworkMembershipFactory(network=network, municipality=municipality, valid_from=date(2021, 1, 1))

    response = adviser_client.post(update_url(network), data)

    assert "En annen har endret deltakelsen i mellomtiden." in response.content.decode()
    assert len(periods(network, municipality)) == 2


def test_what_somebody_else_changed_meanwhile_is_not_in_the_way_of_other_changes(adviser_client, network, municipality):
    data = shown(adviser_client, update_url(network)) | {"name": "Lagret sist"}
    network.memberships.update(valid_to=date(2020, 6, 1))
    factories.NetworkMembershipFactory(network=network, municipality=municipality, valid_from=date(2021, 1, 1))

    response = adviser_client.post(update_url(network), data)

    assert response.status_code == 302
    network.refresh_from_db()
    assert network.name == "Lagret sist"
    assert len(periods(network, municipality)) == 2


def test_the_same_municipality_twice_is_refused(adviser_client, network, municipality):
    data = shown(adviser_client, update_url(network)) | {"kommuner-1-municipality": municipality.pk}

    response = adviser_client.post(update_url(network), data)

    assert "Kommunen er allerede invitert til nettverket." in response.content.decode()


def test_saving_a_page_that_nobody_touched_writes_no_history(adviser_client, returned):
    events = Invitation.pgh_event_model.objects.count(), Membership.pgh_event_model.objects.count()

    assert adviser_client.post(update_url(returned), shown(adviser_client, update_url(returned))).status_code == 302

    assert (Invitation.pgh_event_model.objects.count(), Membership.pgh_event_model.objects.count()) == events


def test_the_page_costs_the_same_for_few_and_many(
    adviser_client, county, django_assert_max_num_queries, django_assert_num_queries
):
    few, many = factories.NetworkFactory(), factories.NetworkFactory()
    for network, count in ((few, 3), (many, 50)):
        for _ in range(count):
            factories.NetworkMembershipFactory(network=network, municipality__county=county)
    adviser_client.get(update_url(few))
    with django_assert_max_num_queries(30) as captured:
        adviser_client.get(update_url(few))
    with django_assert_num_queries(len(captured)):
        adviser_client.get(update_url(many))
