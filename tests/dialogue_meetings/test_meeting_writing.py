"""Changing a meeting with municipalities, attendance, topics and follow-ups on one page."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dialogue_meetings.models import Attendance, FollowUp, Invitation, Meeting
from tests import factories
from tests.pages import row_of, shown


@pytest.fixture
def municipality(county):
    return factories.MunicipalityFactory(county=county, name="Askvoll")


@pytest.fixture
def neighbour(county):
    return factories.MunicipalityFactory(county=county, name="Bremanger")


@pytest.fixture
def bare(adviser):
    """A meeting of the adviser's office to which nobody is invited yet."""
    return factories.MeetingFactory(host=adviser.memberships.get().organisation, held_on=None)


@pytest.fixture
def filled(adviser_client, bare, municipality):
    """The page of a meeting, filled in as held with one municipality present."""
    return shown(adviser_client, update_url(bare)) | {
        "title": "Dialogmøte om plan",
        "held_on": "2020-03-02",
        "kommuner-TOTAL_FORMS": 2,
        "kommuner-0-municipality": municipality.pk,
        "kommuner-0-offered_on": "2020-02-01",
        "kommuner-0-answer": "accepted",
        "kommuner-0-present": "on",
    }


@pytest.fixture
def group(adviser, county, municipality):
    """A meeting with one municipality of the adviser's, present, and one of another region, present."""
    host = adviser.memberships.get().organisation
    meeting = factories.MeetingFactory(host=host, title="Fellesmøte")
    factories.InvitationFactory(meeting=meeting, municipality=municipality)
    far = factories.MunicipalityFactory(name="Fjernvik")
    factories.InvitationFactory(meeting=meeting, municipality=far, offered_on=date(2020, 2, 3))
    factories.FollowUpFactory(meeting=meeting, municipality=far, what="Sende mal")
    return meeting


def update_url(meeting):
    return reverse("dialogue_meetings:update", args=[meeting.pk])


def test_a_meeting_is_written_with_all_its_parts(adviser_client, adviser, bare, filled, municipality, neighbour):
    solution = factories.SolutionFactory()
    data = filled | {
        "kommuner-1-municipality": neighbour.pk,
        "kommuner-1-offered_on": "2020-02-01",
        "kommuner-1-answer": "declined",
        "kommuner-1-answered_on": "2020-02-10",
        "oppmote-political": 2,
        "oppmote-care_leaders": 3,
        "oppmote-users": 0,
        "areas": [solution.area_id],
        "solutions": [solution.pk],
        "outcome": "Vil arbeide med måltider.",
        "oppfolging-0-what": "Sende eksempel",
        "oppfolging-0-municipality": municipality.pk,
        "oppfolging-0-due_on": "2020-05-01",
    }

    response = adviser_client.post(update_url(bare), data, follow=True)

    meeting = Meeting.objects.get()
    assert response.redirect_chain == [(meeting.get_absolute_url(), 302)]
    page = response.content.decode()
    assert "Lagret. Teller som dialogmøte for 1 kommune i 2020; 1 oppfølging." in page
    assert meeting.host == adviser.memberships.get().organisation
    rows = {i.municipality: (i.answer, i.answered_on, i.present) for i in meeting.invitations.all()}
    assert rows == {
        municipality: ("accepted", None, True),
        neighbour: ("declined", date(2020, 2, 10), False),
    }
    assert dict(meeting.attendance.values_list("role", "count")) == {"political": 2, "care_leaders": 3}
    assert list(meeting.solutions.all()) == [solution]
    assert list(meeting.areas.all()) == [solution.area]
    assert meeting.follow_ups.get().municipality == municipality
    for text in ("Bremanger", "Takket nei", "Til sammen", "Vil arbeide med måltider.", "Sende eksempel"):
        assert text in page


@pytest.mark.parametrize(
    ("answered_on", "offered_on"), [("", date(2020, 3, 2)), ("2020-02-20", date(2020, 2, 20))], ids=["held", "answered"]
)
def test_an_offer_without_a_day_was_made_no_later_than_meeting_and_answer(
    adviser_client, bare, filled, answered_on, offered_on
):
    data = filled | {"kommuner-0-offered_on": "", "kommuner-0-answered_on": answered_on}

    adviser_client.post(update_url(bare), data)

    assert Meeting.objects.get().invitations.get().offered_on == offered_on


def test_a_municipality_of_another_region_cannot_be_chosen(adviser_client, bare, filled):
    elsewhere = factories.MunicipalityFactory()

    response = adviser_client.post(update_url(bare), filled | {"kommuner-0-municipality": elsewhere.pk})

    assert response.status_code == 200
    assert "Velg en kommune i listen." in response.context["form"].invitations.forms[0].errors["municipality"]
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        (
            {
                "kommuner-0-municipality": "",
                "kommuner-0-present": "",
                "kommuner-0-answer": "waiting",
                "kommuner-0-offered_on": "",
            },
            ("kommuner-0", "municipality"),
            "Velg minst én kommune.",
        ),
        ({"kommuner-0-municipality": ""}, ("kommuner-0", "municipality"), "Velg en kommune."),
        ({"held_on": ""}, ("kommuner-0", "present"), "Fyll inn datoen møtet ble holdt"),
        ({"held_on": "0201-03-02"}, ("", "held_on"), "Skriv en dato med riktig årstall."),
        ({"held_on": "tull"}, ("", "held_on"), "gyldig dato"),
        ({"planned_on": "9020-01-01"}, ("", "planned_on"), "Skriv en dato med riktig årstall."),
        (
            {"held_on": (timezone.localdate() + timedelta(days=2)).isoformat()},
            ("", "held_on"),
            "Datoen kan ikke være fram i tid.",
        ),
        ({"kommuner-0-offered_on": "2020-03-03"}, ("kommuner-0", "offered_on"), "etter at møtet ble holdt"),
        ({"kommuner-0-offered_on": "2018-03-05"}, ("kommuner-0", "offered_on"), "Askvoll fantes ikke 5.3.2018."),
        ({"kommuner-0-answer": "declined"}, ("kommuner-0", "present"), "kan ikke være til stede"),
        (
            {"kommuner-0-answer": "waiting", "kommuner-0-answered_on": "2020-02-03"},
            ("kommuner-0", "answer"),
            "Velg hva kommunen svarte.",
        ),
        ({"kommuner-0-answered_on": "2020-01-03"}, ("kommuner-0", "answered_on"), "ikke være før tilbudet"),
        ({"oppmote-political": "-1"}, ("oppmote", "political"), "større enn eller lik 0"),
        ({"held_on": "", "kommuner-0-present": "", "oppmote-staff": "4"}, ("oppmote", "staff"), "før oppmøtet telles"),
        ({"oppfolging-0-due_on": "2020-05-01"}, ("oppfolging-0", "what"), "Feltet er påkrevet"),
        ({"title": ""}, ("", "title"), "Feltet er påkrevet"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_is_written(
    adviser_client, bare, filled, changes, field, message
):
    response = adviser_client.post(update_url(bare), filled | {"outcome": "Det som er skrevet"} | changes)

    assert response.status_code == 200
    page = response.content.decode()
    assert message in page
    assert "Det som er skrevet" in page
    if field:
        prefix, name = field
        form = response.context["form"]
        parts = [form.main, form.attendance, *form.invitations.forms, *form.follow_ups.forms]
        (part,) = (p for p in parts if (p.prefix or "") == prefix)
        assert message in str(part[name].errors)
    for model in (Invitation, FollowUp, Attendance):
        assert not model.objects.exists()


def test_the_same_municipality_twice_is_refused(adviser_client, bare, filled, municipality):
    data = filled | {"kommuner-1-municipality": municipality.pk, "kommuner-1-offered_on": "2020-02-01"}

    response = adviser_client.post(update_url(bare), data)

    assert "Kommunen er allerede invitert til møtet." in response.content.decode()
    assert not Invitation.objects.exists()


def test_a_follow_up_with_somebody_not_invited_is_refused(adviser_client, bare, filled, neighbour):
    data = filled | {"oppfolging-0-what": "Ringe", "oppfolging-0-municipality": neighbour.pk}

    response = adviser_client.post(update_url(bare), data)

    (error,) = response.context["form"].follow_ups.forms[0].errors["municipality"]
    assert error == "Kommunen er ikke invitert til møtet."
    assert not Invitation.objects.exists()


def test_a_follow_up_of_a_meeting_with_one_municipality_is_about_that_one(adviser_client, bare, filled, municipality):
    adviser_client.post(update_url(bare), filled | {"oppfolging-0-what": "Ringe"})

    assert FollowUp.objects.get().municipality == municipality


def test_a_follow_up_of_a_meeting_with_several_must_say_whose_it_is(adviser_client, bare, filled, neighbour):
    second = {"kommuner-1-municipality": neighbour.pk, "kommuner-1-offered_on": "2020-02-01"}

    response = adviser_client.post(update_url(bare), filled | second | {"oppfolging-0-what": "Ringe"})

    assert "Velg hvilken kommune oppfølgingen gjelder." in response.content.decode()
    assert not Invitation.objects.exists()


def test_a_municipality_that_ended_before_the_meeting_cannot_have_been_present(
    adviser_client, bare, filled, municipality
):
    factories.merge(date(2020, 3, 1), [municipality], name="Nyvik")

    response = adviser_client.post(update_url(bare), filled)

    assert "Askvoll fantes ikke 2.3.2020." in response.content.decode()
    assert not Invitation.objects.exists()


def test_a_municipality_that_has_ended_can_be_logged_for_the_time_it_existed(
    adviser_client, bare, filled, municipality
):
    factories.merge(date(2021, 1, 1), [municipality], name="Nyvik")

    response = adviser_client.post(update_url(bare), filled, follow=True)

    assert "Askvoll (til 2020)" in response.content.decode()
    assert Meeting.objects.get().invitations.get().municipality == municipality


def test_invitations_beyond_reach_are_shown_but_never_changed(adviser_client, group):
    far = group.invitations.get(municipality__name="Fjernvik")
    page = adviser_client.get(update_url(group)).content.decode()
    assert "Fjernvik – Takket ja, til stede" in page
    assert "1 oppfølging gjelder kommuner utenfor ditt område." in page
    assert "Sende mal" not in page
    data = shown(adviser_client, update_url(group))
    own = row_of(data, group.invitations.get(municipality__name="Askvoll"))

    response = adviser_client.post(update_url(group), data | {f"{own}-present": "", "title": "Nytt navn"})

    assert response.status_code == 302
    group.refresh_from_db()
    assert group.title == "Nytt navn"
    assert not group.invitations.get(municipality__name="Askvoll").present
    kept = group.invitations.get(municipality__name="Fjernvik")
    assert (kept.pk, kept.present, kept.offered_on) == (far.pk, True, date(2020, 2, 3))
    assert group.follow_ups.get().what == "Sende mal"


def test_a_forged_row_cannot_reach_an_invitation_beyond_reach(adviser_client, group):
    far = group.invitations.get(municipality__name="Fjernvik")
    data = shown(adviser_client, update_url(group)) | {"kommuner-0-id": far.pk, "kommuner-0-present": ""}

    response = adviser_client.post(update_url(group), data)

    assert response.status_code == 200
    far.refresh_from_db()
    assert far.present


@pytest.mark.parametrize(
    ("held_on", "message"),
    [
        ("", "Fjernvik er registrert som til stede, så møtet må ha en dato det ble holdt."),
        ("2020-02-02", "Fjernvik fikk tilbudet etter denne datoen."),
    ],
)
def test_the_date_cannot_contradict_invitations_beyond_reach(adviser_client, group, held_on, message):
    data = shown(adviser_client, update_url(group))
    own = row_of(data, group.invitations.get(municipality__name="Askvoll"))

    response = adviser_client.post(update_url(group), data | {f"{own}-present": "", "held_on": held_on})

    assert message in response.context["form"].main.errors["held_on"]
    group.refresh_from_db()
    assert group.held_on == date(2020, 3, 2)


def test_a_row_that_somebody_else_added_meanwhile_stays(adviser_client, group, neighbour):
    data = shown(adviser_client, update_url(group))
    factories.InvitationFactory(meeting=group, municipality=neighbour)

    adviser_client.post(update_url(group), data | {"title": "Lagret sist"})

    assert group.invitations.filter(municipality=neighbour, present=True).exists()
    assert group.invitations.count() == 3


def test_a_row_that_somebody_else_changed_meanwhile_is_left_as_they_made_it(adviser_client, group):
    data = shown(adviser_client, update_url(group))
    own = group.invitations.get(municipality__name="Askvoll")
    Invitation.objects.filter(pk=own.pk).update(answered_on=date(2020, 2, 20))

    adviser_client.post(update_url(group), data | {"title": "Lagret sist"})

    own.refresh_from_db()
    assert own.answered_on == date(2020, 2, 20)


def test_a_municipality_that_somebody_else_added_meanwhile_is_not_added_twice(adviser_client, group, neighbour):
    data = shown(adviser_client, update_url(group))
    factories.InvitationFactory(meeting=group, municipality=neighbour)
    data |= {"kommuner-1-municipality": neighbour.pk, "kommuner-1-offered_on": "2020-02-01"}

    response = adviser_client.post(update_url(group), data)

    assert "Kommunen er allerede invitert til møtet." in response.content.decode()


def test_a_row_that_somebody_else_removed_is_told_of(adviser_client, group):
    data = shown(adviser_client, update_url(group))
    group.invitations.get(municipality__name="Askvoll").delete()

    response = adviser_client.post(update_url(group), data)

    assert "En annen har fjernet denne raden i mellomtiden." in response.content.decode()
    assert adviser_client.post(update_url(group), data | {"kommuner-0-DELETE": "on"}).status_code == 302


def test_a_row_can_be_removed_and_put_in_again_at_once(adviser_client, group, municipality):
    own = group.invitations.get(municipality=municipality)
    data = shown(adviser_client, update_url(group)) | {
        "kommuner-0-DELETE": "on",
        "kommuner-1-municipality": municipality.pk,
        "kommuner-1-offered_on": "2020-01-15",
    }

    assert adviser_client.post(update_url(group), data).status_code == 302

    again = group.invitations.get(municipality=municipality)
    assert again.pk != own.pk
    assert again.offered_on == date(2020, 1, 15)


@pytest.mark.parametrize("rows", ["1", "2"])
def test_the_last_municipality_cannot_be_removed(adviser_client, county, municipality, rows):
    meeting = factories.InvitationFactory(municipality=municipality).meeting
    data = shown(adviser_client, update_url(meeting)) | {"kommuner-0-DELETE": "on", "kommuner-TOTAL_FORMS": rows}

    response = adviser_client.post(update_url(meeting), data)

    assert "Velg minst én kommune." in response.content.decode()
    assert meeting.invitations.exists()


def test_a_municipality_with_a_follow_up_added_meanwhile_cannot_be_removed(adviser_client, group, municipality):
    data = shown(adviser_client, update_url(group))
    factories.FollowUpFactory(meeting=group, municipality=municipality, what="Ny avtale")

    response = adviser_client.post(update_url(group), data | {"kommuner-0-DELETE": "on"})

    assert "Askvoll har en oppfølging fra møtet, og kan ikke fjernes." in response.content.decode()
    assert group.invitations.count() == 2


def test_saving_a_page_that_nobody_touched_writes_no_history(adviser_client, group):
    Attendance.objects.create(meeting=group, role="staff", count=4)
    events = Invitation.pgh_event_model.objects.count(), Attendance.pgh_event_model.objects.count()

    response = adviser_client.post(update_url(group), shown(adviser_client, update_url(group)))

    assert response.status_code == 302
    assert (Invitation.pgh_event_model.objects.count(), Attendance.pgh_event_model.objects.count()) == events


def test_an_attendance_that_is_emptied_is_no_longer_counted(adviser_client, group):
    Attendance.objects.create(meeting=group, role="staff", count=4)
    data = shown(adviser_client, update_url(group))
    assert data["oppmote-staff"] == ["4"]

    adviser_client.post(update_url(group), data | {"oppmote-staff": "", "oppmote-users": "2"})

    assert dict(group.attendance.values_list("role", "count")) == {"users": 2}


def test_hosts_are_the_apparatus_within_reach(adviser_client, adviser, bare, county, municipality):
    centre = factories.CentreFactory(county=county, name="USHT her")
    factories.CentreFactory(county=factories.CountyFactory(), name="USHT der")

    hosts = adviser_client.get(update_url(bare)).context["form"].main.fields["host"].queryset

    assert set(hosts) == {adviser.memberships.get().organisation, centre}


def test_the_page_costs_the_same_for_few_and_many_municipalities(
    adviser_client, county, django_assert_max_num_queries, django_assert_num_queries
):
    few, many = factories.MeetingFactory(), factories.MeetingFactory()
    for meeting, count in ((few, 3), (many, 50)):
        for _ in range(count):
            factories.InvitationFactory(meeting=meeting, municipality__county=county)
    adviser_client.get(update_url(few))
    with django_assert_max_num_queries(30) as captured:
        adviser_client.get(update_url(few))
    with django_assert_num_queries(len(captured)):
        adviser_client.get(update_url(many))


def test_what_has_approved_minutes_was_held_and_stays_so(adviser_client, county, region):
    meeting = factories.InvitationFactory(municipality__county=county, meeting__host=region.office).meeting
    factories.MinutesFactory(meeting=meeting)
    update = reverse("dialogue_meetings:update", args=[meeting.pk])

    html = adviser_client.post(update, shown(adviser_client, update) | {"held_on": ""}).content.decode()

    assert "Referatet er godkjent, så møtet må ha en dato det ble holdt." in html
    meeting.refresh_from_db()
    assert meeting.held_on is not None


def test_a_planned_meeting_does_not_become_a_call_to_come(adviser_client, county, region):
    row = factories.offer(factories.MunicipalityFactory(county=county), date(2021, 2, 1), host=region.office)
    update = reverse("dialogue_meetings:update", args=[row.meeting_id])

    sent = shown(adviser_client, update) | {"kind": "call", "planned_on": "2031-01-01"}
    html = adviser_client.post(update, sent).content.decode()

    assert "Telefon kan ikke ha en dato fram i tid." in html
