"""Who is told what, who is not, and that each is told once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dialogue_meetings.models import FollowUp, Invitation, Meeting
from lhl_portal.notices.gathering import gather
from lhl_portal.notices.models import Choice, Notice, Preference
from lhl_portal.notices.reading import lines
from tests import factories
from tests.pages import shown


@pytest.fixture
def today(now):
    return timezone.localdate(now)


@pytest.fixture
def municipality(county):
    return factories.MunicipalityFactory(county=county, name="Askvoll")


@pytest.fixture
def contact(municipality):
    return factories.contact(municipality)


@pytest.fixture
def office(adviser):
    return adviser.memberships.get().organisation


@pytest.fixture
def planned(office, municipality, today):
    """A meeting in ten days, with one municipality that has not answered."""
    meeting = factories.MeetingFactory(
        host=office, title="Dialogmøte om plan", held_on=None, planned_on=today + timedelta(days=10), place="Rådhuset"
    )
    factories.InvitationFactory(meeting=meeting, municipality=municipality, answer="waiting", present=False)
    return meeting


@pytest.fixture
def promise(office, municipality, today):
    """Ours, to be kept in five days."""
    meeting = factories.MeetingFactory(host=office)
    factories.InvitationFactory(meeting=meeting, municipality=municipality)
    return factories.FollowUpFactory(
        meeting=meeting, municipality=municipality, what="Sende mal", due_on=today + timedelta(days=5)
    )


def told(user, at) -> list[str]:
    """The texts of the user's notices, in order."""
    rows = Notice.objects.filter(user=user).order_by("pk")
    return [line.text for line in lines(rows, user, today=timezone.localdate(at))]


def test_a_promise_of_ours_is_told_to_the_host_before_and_after_its_day_and_not_to_the_municipality(
    adviser, contact, promise, now
):
    before = promise.due_on.strftime("%-d.%-m.%Y")
    for at in (now, now, now + timedelta(days=2), now + timedelta(days=6), now + timedelta(days=7)):
        gather(at=at)

    assert told(adviser, now) == [
        f"Frist {before}: Vi har lovet Askvoll «Sende mal».",
        f"Fristen {before} er passert: Vi har lovet Askvoll «Sende mal».",
    ]
    assert told(contact, now) == []


def test_a_municipality_is_told_of_its_own_promise_and_its_neighbour_is_not(adviser, contact, county, promise, now):
    neighbour = factories.contact(factories.MunicipalityFactory(county=county))
    in_the_region = factories.coordinator(county)
    FollowUp.objects.update(owner=FollowUp.Owner.MUNICIPALITY)

    gather(at=now)

    day = promise.due_on.strftime("%-d.%-m.%Y")
    assert told(adviser, now) == told(contact, now) == [f"Frist {day}: Askvoll har lovet «Sende mal»."]
    assert told(neighbour, now) == told(in_the_region, now) == []


def test_an_offer_and_each_reminder_are_told_to_the_municipality_until_it_has_answered(
    adviser, contact, county, office, municipality, today, now
):
    neighbour = factories.contact(factories.MunicipalityFactory(county=county))
    row = factories.offer(municipality, today - timedelta(days=2), host=office)
    factories.offer(municipality, today - timedelta(days=40), host=office)  # long ago

    for at in (now, now):
        gather(at=at)
    factories.ReminderFactory(invitation=row, sent_on=today)
    gather(at=now)
    Invitation.objects.filter(pk=row.pk).update(answer="accepted", answered_on=today)
    factories.ReminderFactory(invitation=row, sent_on=today - timedelta(days=1))
    gather(at=now)

    assert told(contact, now)[:2] == [
        f"{office} tilbyr dere «{row.meeting.title}». Svar i portalen.",
        f"{office} minner om tilbudet «{row.meeting.title}», som ikke er besvart.",
    ]
    assert len(told(contact, now)) == 2
    assert told(neighbour, now) == []
    shown_to = lines(Notice.objects.filter(user=contact), contact, today=today)
    assert {line.url for line in shown_to} == {row.meeting.get_absolute_url()}


def test_a_promise_kept_by_somebody_else_among_us_is_told_to_them(adviser, county, promise, now):
    centre = factories.coordinator(county)
    FollowUp.objects.update(organisation=centre.memberships.get().organisation)

    gather(at=now)

    assert len(told(centre, now)) == 1
    assert told(adviser, now) == []


def test_what_is_done_or_far_ahead_is_not_told(adviser, promise, today, now):
    far = {"meeting": promise.meeting, "municipality": promise.municipality}
    factories.FollowUpFactory(**far, due_on=today + timedelta(days=8))
    FollowUp.objects.filter(pk=promise.pk).update(done_on=today)

    gather(at=now)

    assert told(adviser, now) == []


def test_a_new_date_for_a_promise_is_told_anew(adviser, promise, now):
    gather(at=now)
    FollowUp.objects.update(due_on=promise.due_on + timedelta(days=1))

    gather(at=now)

    assert len(told(adviser, now)) == 2


def test_who_hosts_but_does_not_reach_the_municipality_is_not_told(promise, now):
    stranger = factories.coordinator(factories.CountyFactory())
    Meeting.objects.update(host=stranger.memberships.get().organisation)

    gather(at=now)

    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("answer", "text"), [("accepted", "Askvoll har takket ja til "), ("declined", "Askvoll har takket nei til ")]
)
def test_an_answer_is_told_once_to_the_host_and_not_to_who_wrote_it_down(
    adviser, adviser_client, region, contact, planned, answer, text, now
):
    colleague = factories.adviser(region)
    form = shown(adviser_client, reverse("dialogue_meetings:update", args=[planned.pk]))
    sent = form | {"kommuner-0-answer": answer}
    assert adviser_client.post(reverse("dialogue_meetings:update", args=[planned.pk]), sent).status_code == 302

    gather(at=now)
    gather(at=now + timedelta(minutes=5))

    assert told(colleague, now) == [f"{text}«Dialogmøte om plan»."]
    assert told(adviser, now) == told(contact, now) == []


def test_an_answer_that_is_written_down_as_the_meeting_is_held_is_no_news(adviser, planned, now):
    Invitation.objects.update(answer="accepted", present=True)
    Meeting.objects.update(held_on=planned.planned_on)

    gather(at=now)

    assert told(adviser, now) == []


def test_a_changed_meeting_is_told_to_those_who_come_with_what_is_new(adviser, contact, county, planned, now):
    declined = factories.MunicipalityFactory(county=county)
    factories.InvitationFactory(meeting=planned, municipality=declined, answer="declined", present=False)
    stays_away = factories.contact(declined)
    old, new = planned.planned_on, planned.planned_on + timedelta(days=7)
    Meeting.objects.update(planned_on=new, begins_at="10:00", place="")

    gather(at=now)

    expected = [
        f"«Dialogmøte om plan» er endret: ny dato {new:%-d.%-m.%Y} (var {old:%-d.%-m.%Y}); klokken 10.00; uten sted."
    ]
    assert told(adviser, now) == told(contact, now) == expected
    assert told(stays_away, now) == []


def test_a_meeting_without_a_day_any_more_is_told_as_taken_out_of_the_plan(contact, planned, now):
    Meeting.objects.update(planned_on=None)

    gather(at=now)

    day = planned.planned_on.strftime("%-d.%-m.%Y")
    assert told(contact, now) == [f"«Dialogmøte om plan», som var planlagt {day}, er tatt ut av planen."]


def test_a_change_that_does_not_matter_to_who_comes_is_not_told(adviser, contact, planned, now):
    Meeting.objects.update(title="Dialogmøte om planer", outcome="Vil ha hjelp")

    gather(at=now)

    assert told(adviser, now) == told(contact, now) == []


def test_what_is_put_right_in_a_meeting_of_the_past_is_not_told(contact, office, municipality, today, now):
    meeting = factories.MeetingFactory(host=office, held_on=None, planned_on=today - timedelta(days=1))
    factories.InvitationFactory(meeting=meeting, municipality=municipality, present=False)
    Meeting.objects.update(place="Kulturhuset")

    gather(at=now)

    assert told(contact, now) == []


def test_a_meeting_that_is_deleted_is_told_to_those_invited_and_has_no_page(
    adviser, adviser_client, contact, planned, now
):
    adviser_client.post(reverse("dialogue_meetings:delete", args=[planned.pk]))

    gather(at=now)

    day = planned.planned_on.strftime("%-d.%-m.%Y")
    assert told(contact, now) == [f"«Dialogmøte om plan», som var planlagt {day}, er slettet."]
    assert told(adviser, now) == []
    row = Notice.objects.get()
    assert lines([row], contact, today=timezone.localdate(now))[0].url == ""


def test_nobody_inactive_and_nobody_who_has_turned_it_off_is_told(adviser, region, promise, now):
    off, gone, left = (factories.adviser(region) for _ in range(3))
    Preference.objects.create(user=off, kind="follow_up", choice=Choice.OFF)
    gone.is_active = False
    gone.save()
    left.memberships.update(valid_to=timezone.localdate(now))

    gather(at=now)

    assert set(Notice.objects.values_list("user", flat=True)) == {adviser.pk}


def test_the_first_run_ever_does_not_tell_what_happened_before_it(begun, contact, planned, now):
    Meeting.objects.update(place="Kulturhuset")
    begun.delete()
    later = now + timedelta(minutes=5)

    gather(at=later)
    gather(at=later + timedelta(minutes=5))

    assert told(contact, now) == []


def test_whom_to_tell_is_found_with_as_many_queries_for_many_meetings(
    adviser, contact, planned, office, municipality, now, django_assert_max_num_queries, django_assert_num_queries
):
    def change_all():
        for meeting in Meeting.objects.all():
            Meeting.objects.filter(pk=meeting.pk).update(place=f"{meeting.place}!")

    change_all()
    with django_assert_max_num_queries(30) as few:
        gather(at=now)
    for _ in range(4):
        meeting = factories.MeetingFactory(host=office, held_on=None, planned_on=planned.planned_on)
        factories.InvitationFactory(meeting=meeting, municipality=municipality, answer="waiting", present=False)
    change_all()

    with django_assert_num_queries(len(few)):
        gather(at=now)

    assert len(told(contact, now)) == 6
