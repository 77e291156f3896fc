"""Logging contact on one screen, and saying that a planned meeting was held."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dialogue_meetings.models import FollowUp, Invitation, Meeting
from tests import factories
from tests.pages import fields, shown

LOG = "/dialogmoter/ny/"


@pytest.fixture
def municipality(county):
    return factories.MunicipalityFactory(county=county, name="Askvoll")


@pytest.fixture
def neighbour(county):
    return factories.MunicipalityFactory(county=county, name="Bremanger")


@pytest.fixture
def filled(adviser_client, municipality, neighbour):
    return shown(adviser_client, LOG) | {"on": "2020-03-02", "municipalities": [municipality.pk, neighbour.pk]}


def test_a_group_meeting_is_logged_with_topics_and_a_promise_to_all(
    adviser_client, adviser, filled, municipality, neighbour
):
    solution = factories.SolutionFactory()
    topics = {"areas": [solution.area_id], "solutions": [solution.pk], "outcome": "Vil arbeide med måltider."}

    response = adviser_client.post(
        LOG,
        filled
        | topics
        | {"oppmote-political": 2, "oppfolging-0-what": "Sende mal", "oppfolging-0-due_on": "2020-05-01"},
        follow=True,
    )

    meeting = Meeting.objects.get()
    assert response.redirect_chain == [(f"{meeting.get_absolute_url()}?lagret={filled['token'][0]}", 302)]
    assert "Lagret. Teller som dialogmøte for 2 kommuner i 2020; 2 oppfølginger." in response.content.decode()
    assert (meeting.title, meeting.held_on, meeting.planned_on) == (
        "Dialogmøte med Askvoll, Bremanger",
        date(2020, 3, 2),
        None,
    )
    assert meeting.host == adviser.memberships.get().organisation
    assert set(meeting.invitations.values_list("municipality", "answer", "offered_on", "present")) == {
        (row.pk, "accepted", date(2020, 3, 2), True) for row in (municipality, neighbour)
    }
    assert set(meeting.follow_ups.values_list("municipality", "what", "due_on")) == {
        (row.pk, "Sende mal", date(2020, 5, 1)) for row in (municipality, neighbour)
    }
    assert (list(meeting.solutions.all()), list(meeting.areas.all())) == ([solution], [solution.area])
    assert dict(meeting.attendance.values_list("role", "count")) == {"political": 2}


def test_a_call_is_logged_as_support_and_is_neither_physical_nor_digital(adviser_client, filled, municipality):
    changes = {"kind": "call", "municipalities": [municipality.pk], "place": "Rådhuset"}

    response = adviser_client.post(LOG, filled | changes, follow=True)

    meeting = Meeting.objects.get()
    assert (meeting.title, meeting.form, meeting.place) == ("Telefon, Askvoll", "", "Rådhuset")
    assert "Lagret. Teller som støtte for 1 kommune i 2020." in response.content.decode()


def test_a_day_that_has_not_come_plans_the_meeting(adviser_client, filled, municipality):
    day = timezone.localdate() + timedelta(days=3)

    adviser_client.post(LOG, filled | {"on": day.isoformat(), "begins_at": "09:00", "ends_at": "11:30"})

    meeting = Meeting.objects.get()
    assert (meeting.planned_on, meeting.held_on) == (day, None)
    assert (f"{meeting.begins_at:%H.%M}", f"{meeting.ends_at:%H.%M}") == ("09.00", "11.30")
    assert set(meeting.invitations.values_list("answer", "offered_on", "present")) == {
        ("waiting", timezone.localdate(), False)
    }


def test_all_in_a_county_or_a_network_are_chosen_at_once(adviser_client, county, filled, municipality, neighbour):
    third = factories.MunicipalityFactory(county=county, name="Gulen")
    network = factories.NetworkFactory(name="Mat", starts_on=date(2020, 1, 1))
    for row in (municipality, third):
        factories.NetworkMembershipFactory(network=network, municipality=row, valid_from=date(2020, 1, 1))
    choices = dict(adviser_client.get(LOG).context["form"].main.fields["groups"].choices)
    assert choices[f"nettverk-{network.pk}"] == "Alle i nettverket Mat"

    def chosen(**groups):
        Meeting.objects.all().delete()
        adviser_client.post(LOG, filled | {"municipalities": []} | groups)
        return {i.municipality.name for i in Invitation.objects.select_related("municipality")}

    assert chosen(groups=[f"nettverk-{network.pk}"]) == {"Askvoll", "Gulen"}
    assert chosen(groups=[f"fylke-{county.pk}"]) == {"Askvoll", "Bremanger", "Gulen"}
    assert chosen(groups=[f"nettverk-{network.pk}"], municipalities=[neighbour.pk]) == {"Askvoll", "Bremanger", "Gulen"}


def test_groups_offer_and_choose_nobody_beyond_reach(adviser_client, filled, municipality, neighbour):
    network = factories.NetworkFactory(starts_on=date(2020, 1, 1))
    for row in (municipality, neighbour, factories.MunicipalityFactory(name="Fjernvik")):
        factories.NetworkMembershipFactory(network=network, municipality=row, valid_from=date(2020, 1, 1))
    far = factories.MunicipalityFactory.create_batch(2, county=factories.CountyFactory(name="Fjernfylke"))

    assert "Fjernfylke" not in adviser_client.get(LOG).content.decode()
    adviser_client.post(LOG, filled | {"municipalities": [], "groups": [f"nettverk-{network.pk}"]})
    refused = adviser_client.post(LOG, filled | {"municipalities": [far[0].pk]})

    assert set(Invitation.objects.values_list("municipality__name", flat=True)) == {"Askvoll", "Bremanger"}
    assert "Velg kommuner i listen." in str(refused.context["form"].main.errors["municipalities"])


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"municipalities": []}, "municipalities", "Velg minst én kommune."),
        ({"on": ""}, "on", "Feltet er påkrevet."),
        ({"on": "0201-05-04"}, "on", "Skriv en dato med riktig årstall."),
        ({"on": "2018-03-05"}, "municipalities", "Askvoll fantes ikke 5.3.2018."),
        ({"on": "2999-01-01", "kind": "call"}, "on", "Skriv en dato med riktig årstall."),
        (
            {"on": (timezone.localdate() + timedelta(days=1)).isoformat(), "kind": "mail"},
            "on",
            "E-post kan ikke ha en dato fram i tid.",
        ),
        ({"outcome": "Gjelder 01019012345"}, "outcome", "Dette ser ut som et fødselsnummer."),
        ({"begins_at": "10:00", "ends_at": "09:00"}, "__all__", "Sluttiden må være etter starttiden."),
    ],
)
def test_a_mistake_is_told_and_nothing_is_written(adviser_client, filled, changes, field, message):
    response = adviser_client.post(LOG, filled | {"title": "Det som er skrevet"} | changes)

    assert message in str(response.context["form"].main.errors[field])
    assert message in response.content.decode()
    assert "Det som er skrevet" in response.content.decode()
    assert not Meeting.objects.exists()


def test_what_belongs_together_is_checked_together(adviser_client, filled, municipality, neighbour):
    day = (timezone.localdate() + timedelta(days=1)).isoformat()
    promised = {
        "municipalities": [municipality.pk],
        "oppfolging-0-what": "Ringe",
        "oppfolging-0-municipality": neighbour.pk,
    }

    not_chosen = adviser_client.post(LOG, filled | promised)
    not_held = adviser_client.post(LOG, filled | {"on": day, "oppmote-staff": 4})

    assert not_chosen.context["form"].follow_ups.forms[0].errors["municipality"] == ["Kommunen er ikke valgt."]
    assert not_held.context["form"].attendance.errors["staff"] == [
        "Møtet er ikke holdt ennå, så oppmøtet kan ikke telles."
    ]
    assert not_held.context["form"].more_is_open
    assert not Meeting.objects.exists()


def test_the_page_begins_with_a_municipality_or_with_a_meeting_like_it(
    adviser_client, adviser, municipality, neighbour
):
    assert shown(adviser_client, f"{LOG}?kommune={municipality.pk}")["municipalities"] == [str(municipality.pk)]
    host = adviser.memberships.get().organisation
    before = factories.MeetingFactory(host=host, title="Månedsmøtet", kind="guidance", place="Teams", outcome="Om mat")
    for row in (municipality, neighbour):
        factories.InvitationFactory(meeting=before, municipality=row)
    before.areas.add(area := factories.FocusAreaFactory())

    page = shown(adviser_client, f"{LOG}?som={before.pk}")

    assert set(page["municipalities"]) == {str(municipality.pk), str(neighbour.pk)}
    assert (page["title"], page["kind"], page["place"], page["outcome"]) == (["Månedsmøtet"], "guidance", ["Teams"], "")
    assert page["areas"] == [str(area.pk)]
    assert page["on"] == [timezone.localdate().isoformat()]
    far = factories.InvitationFactory(meeting__title="Fjernt").meeting
    assert "Fjernt" not in str(shown(adviser_client, f"{LOG}?som={far.pk}"))


def test_those_last_met_stand_first(adviser_client, adviser, municipality, neighbour):
    host = adviser.memberships.get().organisation
    factories.InvitationFactory(meeting=factories.MeetingFactory(host=host), municipality=neighbour)

    (first, recent), (_rest, others) = adviser_client.get(LOG).context["form"].main.fields["municipalities"].choices

    assert (first, recent) == ("Sist brukt", [(neighbour.pk, "Bremanger")])
    assert others == [(municipality.pk, "Askvoll")]


def test_a_planned_meeting_is_held_in_one_press(adviser_client, adviser, municipality, neighbour):
    day = timezone.localdate() - timedelta(days=1)
    host = adviser.memberships.get().organisation
    meeting = factories.MeetingFactory(host=host, held_on=None, planned_on=day)
    for row, answer in ((municipality, "waiting"), (neighbour, "declined")):
        factories.InvitationFactory(meeting=meeting, municipality=row, answer=answer, present=False)
    address = reverse("dialogue_meetings:held", args=[meeting.pk])
    assert address in adviser_client.get(meeting.get_absolute_url()).content.decode()

    response = adviser_client.post(address, follow=True)
    again = adviser_client.post(address, follow=True)

    meeting.refresh_from_db()
    assert meeting.held_on == day
    assert dict(meeting.invitations.values_list("municipality__name", "present")) == {
        "Askvoll": True,
        "Bremanger": False,
    }
    assert meeting.invitations.get(municipality=municipality).answer == "accepted"
    assert "Teller som dialogmøte for 1 kommune" in response.content.decode()
    assert "Møtet er holdt allerede" in again.content.decode()
    assert address not in again.content.decode()


def test_only_the_host_says_that_a_meeting_was_held_and_not_before_its_day(adviser_client, adviser, municipality):
    yesterday, tomorrow = (timezone.localdate() + timedelta(days=n) for n in (-1, 1))
    theirs = factories.MeetingFactory(held_on=None, planned_on=yesterday)
    ours = factories.MeetingFactory(host=adviser.memberships.get().organisation, held_on=None, planned_on=tomorrow)
    for meeting in (theirs, ours):
        factories.InvitationFactory(meeting=meeting, municipality=municipality, present=False)

    assert adviser_client.post(reverse("dialogue_meetings:held", args=[theirs.pk])).status_code == 403
    adviser_client.post(reverse("dialogue_meetings:held", args=[ours.pk]))

    assert not Meeting.objects.exclude(held_on=None).exists()


def test_the_page_costs_the_same_for_few_and_many(
    adviser_client, county, municipality, django_assert_max_num_queries, django_assert_num_queries
):
    def log(count):
        network = factories.NetworkFactory()
        for _n in range(count):
            row = factories.MunicipalityFactory(county=county)
            factories.InvitationFactory(municipality=row)
            factories.NetworkMembershipFactory(network=network, municipality=row)

    log(3)
    adviser_client.get(LOG)
    with django_assert_max_num_queries(30) as captured:
        adviser_client.get(LOG)
    log(20)
    with django_assert_num_queries(len(captured)):
        adviser_client.get(LOG)


def test_old_addresses_of_calls_and_mails_lead_to_them(adviser_client, municipality):
    call = factories.support(municipality, support_number=41)
    far = factories.support(support_number=42)

    assert adviser_client.get("/stotte/41/")["Location"] == call.get_absolute_url()
    assert adviser_client.get(f"/stotte/{far.support_number}/").status_code == 404


def test_follow_ups_are_as_many_as_typed(adviser_client, filled, municipality):
    rows = {
        "oppfolging-TOTAL_FORMS": 2,
        "oppfolging-0-what": "Ringe",
        "oppfolging-0-municipality": municipality.pk,
        "oppfolging-1-what": "Sende plan",
        "oppfolging-1-owner": "municipality",
    }

    adviser_client.post(LOG, filled | rows)

    assert sorted(FollowUp.objects.values_list("what", "owner", "municipality__name")) == [
        ("Ringe", "apparatus", "Askvoll"),
        ("Sende plan", "municipality", "Askvoll"),
        ("Sende plan", "municipality", "Bremanger"),
    ]


def test_the_hours_are_shown_and_can_be_changed(adviser_client, adviser, municipality):
    host = adviser.memberships.get().organisation
    meeting = factories.MeetingFactory(host=host, begins_at=time(9, 0), ends_at=time(11, 30))
    factories.InvitationFactory(meeting=meeting, municipality=municipality)
    address = reverse("dialogue_meetings:update", args=[meeting.pk])
    assert "09.00–11.30" in adviser_client.get(meeting.get_absolute_url()).content.decode()

    data = shown(adviser_client, address)
    adviser_client.post(address, data | {"begins_at": "10:15"})

    meeting.refresh_from_db()
    assert (meeting.begins_at, meeting.ends_at) == (time(10, 15), time(11, 30))


def test_a_call_says_nothing_of_invitations(adviser_client, municipality):
    call, meeting = factories.support(municipality), factories.InvitationFactory(municipality=municipality).meeting

    pages = [adviser_client.get(row.get_absolute_url()).content.decode() for row in (call, meeting)]

    assert ["invitert kommune" in page for page in pages] == [False, True]
    assert ["Takket ja" in page for page in pages] == [False, True]


def test_the_same_page_sent_twice_is_one_meeting(adviser_client, filled):
    first, second = (adviser_client.post(LOG, filled, follow=True) for _time in range(2))

    assert "Dette er lagret allerede." in second.content.decode()
    assert second.redirect_chain == first.redirect_chain
    assert Meeting.objects.count() == 1


def test_a_title_that_was_made_is_made_anew_for_a_meeting_like_it(adviser_client, filled):
    adviser_client.post(LOG, filled)
    before = Meeting.objects.get()

    page = shown(adviser_client, f"{LOG}?som={before.pk}")

    assert before.title == "Dialogmøte med Askvoll, Bremanger"
    assert page["title"] == [""]


def test_a_meeting_is_held_also_where_somebody_was_invited_after_its_day(adviser_client, adviser, municipality):
    today = timezone.localdate()
    meeting = factories.MeetingFactory(
        host=adviser.memberships.get().organisation, held_on=None, planned_on=today - timedelta(days=2)
    )
    factories.InvitationFactory(
        meeting=meeting, municipality=municipality, offered_on=today, answer="waiting", present=False
    )

    adviser_client.post(reverse("dialogue_meetings:held", args=[meeting.pk]))

    row = meeting.invitations.get()
    day = meeting.planned_on
    assert (row.present, row.answer, row.offered_on, row.answered_on) == (True, "accepted", day, day)
    update = reverse("dialogue_meetings:update", args=[meeting.pk])
    assert adviser_client.post(update, shown(adviser_client, update)).status_code == 302


def test_the_same_page_with_another_meeting_on_it_loses_nothing(adviser_client, filled, neighbour):
    adviser_client.post(LOG, filled | {"outcome": "Om ernæring"})

    other = filled | {"municipalities": [neighbour.pk], "outcome": "Om noe annet"}
    html = adviser_client.post(LOG, other).content.decode()

    assert "er lagret fra denne siden alt. Lagre igjen for å logge dette som et nytt møte." in html
    again = fields(html.split("<main", 1)[1]) | {"municipalities": [neighbour.pk]}
    assert again["outcome"] == "Om noe annet"
    assert adviser_client.post(LOG, again).status_code == 302
    assert set(Meeting.objects.values_list("outcome", flat=True)) == {"Om ernæring", "Om noe annet"}


def test_the_same_contact_logged_from_another_page_is_asked_about_once(adviser_client, filled):
    adviser_client.post(LOG, filled)
    once_more = shown(adviser_client, LOG) | {key: filled[key] for key in ("on", "municipalities")}

    html = adviser_client.post(LOG, once_more).content.decode()

    assert "er logget alt med samme type, dag og kommuner. Lagre igjen for å logge ett til." in html
    assert Meeting.objects.count() == 1
    adviser_client.post(LOG, fields(html.split("<main", 1)[1]) | {"municipalities": filled["municipalities"]})
    assert Meeting.objects.count() == 2


def test_a_planned_meeting_that_all_have_declined_was_not_held(adviser_client, region, municipality):
    meeting = factories.MeetingFactory(host=region.office, held_on=None, planned_on=date(2021, 3, 1))
    factories.InvitationFactory(meeting=meeting, municipality=municipality, answer="declined", present=False)

    html = adviser_client.post(reverse("dialogue_meetings:held", args=[meeting.pk]), follow=True).content.decode()

    assert "Alle kommunene dine har takket nei, så møtet kan ikke være holdt." in html
    meeting.refresh_from_db()
    assert meeting.held_on is None


def test_districts_take_part_for_their_municipality(adviser_client, county):
    oslo, other = (factories.MunicipalityFactory(county=county, name=name) for name in ("Oslo", "Asker"))
    alna, bjerke = (factories.DistrictFactory(municipality=oslo, name=name) for name in ("Alna", "Bjerke"))
    factories.DistrictFactory(name="Et annet sted")

    page = adviser_client.get(LOG).content.decode()
    assert "Alna" in page
    assert "Et annet sted" not in page
    sent = shown(adviser_client, LOG) | {"municipalities": [other.pk], "districts": [alna.pk], "on": "2021-03-01"}
    html = adviser_client.post(LOG, sent, follow=True).content.decode()

    assert "kommuner i 2021" in html
    assert "Alna" in html
    invitation = Invitation.objects.get(municipality=oslo)
    assert invitation.present
    change = reverse("dialogue_meetings:districts", args=[invitation.pk])
    assert change in html
    adviser_client.post(change, shown(adviser_client, change) | {"districts": [bjerke.pk]})
    assert list(invitation.districts.all()) == [bjerke]
    assert "Bydeler" not in adviser_client.get("/tilbud/").content.decode()


def test_where_no_municipality_has_districts_none_are_asked_for(adviser_client, county):
    factories.MunicipalityFactory(county=county)

    assert "Bydeler" not in adviser_client.get(LOG).content.decode()
