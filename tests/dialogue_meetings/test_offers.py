"""Offers of dialogue meetings: given in one act, reminded of, answered and planned; and whom nobody has offered."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dialogue_meetings import offering
from dialogue_meetings.models import Channel, Invitation, Meeting, Reminder
from tests import factories as f
from tests.pages import cells, shown

LIST, NEW, TOGETHER = "/tilbud/", "/tilbud/nytt/", "/tilbud/flere/"
ON = date(2021, 2, 1)


def answer_url(row):
    return reverse("dialogue_meetings:offer_answer", args=[row.pk])


@pytest.fixture
def office(county):
    return county.regions.get().region.office


def test_all_that_lack_an_offer_get_one_each_in_one_act(adviser_client, county, office):
    for name in ("Alta", "Bodø", "Dovre"):
        f.MunicipalityFactory(county=county, name=name)
    today = timezone.localdate()
    before = adviser_client.get(LIST).content.decode()
    assert f"3 kommuner er ikke tilbudt dialogmøte i {today.year}. Alta, Bodø, Dovre." in before

    page = shown(adviser_client, f"{NEW}?gruppe=uten-tilbud")
    response = adviser_client.post(NEW, page | {"channel": "letter"}, follow=True)

    html = response.content.decode()
    assert "Tilbud er registrert for 3 kommuner." in html
    assert f"Alle kommuner er tilbudt dialogmøte i {today.year}." in html
    rows = Invitation.objects.order_by("municipality__sort_key")
    assert [(row.offered_on, row.channel, row.answer) for row in rows] == [(today, Channel.LETTER, "waiting")] * 3
    titles = ["Dialogmøte med Alta", "Dialogmøte med Bodø", "Dialogmøte med Dovre"]
    assert list(Meeting.objects.order_by("title").values_list("title", flat=True)) == titles


def test_one_common_meeting_may_be_offered_to_several(adviser_client, county):
    chosen = [f.MunicipalityFactory(county=county).pk for _ in range(2)]

    page = shown(adviser_client, NEW)
    adviser_client.post(NEW, page | {"municipalities": chosen, "together": "ja", "title": "Felles møte"})

    meeting = Meeting.objects.get()
    assert meeting.title == "Felles møte"
    assert set(meeting.invitations.values_list("municipality", flat=True)) == set(chosen)


def test_the_same_page_sent_twice_offers_once_and_says_who_has_an_offer(adviser_client, county):
    chosen = f.MunicipalityFactory(county=county, name="Dovre").pk
    sent = shown(adviser_client, NEW) | {"municipalities": [chosen]}

    adviser_client.post(NEW, sent)
    html = adviser_client.post(NEW, sent, follow=True).content.decode()

    assert Invitation.objects.count() == 1
    assert "Har allerede et åpent tilbud, og fikk ikke et nytt: Dovre." in html


def test_who_said_no_may_be_offered_again(county, office):
    municipality = f.MunicipalityFactory(county=county)
    f.offer(municipality, ON, host=office, answer="declined", answered_on=ON)

    given = offering.offer(host=office, municipalities=[municipality], on=date(2021, 9, 1))

    assert len(given.meetings) == 1
    assert given.left_out == []


def test_an_offer_is_not_of_tomorrow_and_wants_somebody(adviser_client, county):
    f.MunicipalityFactory(county=county)
    tomorrow = timezone.localdate() + timedelta(days=1)

    html = adviser_client.post(NEW, shown(adviser_client, NEW) | {"on": tomorrow.isoformat()}).content.decode()

    assert "Datoen kan ikke være fram i tid." in html
    assert "Velg minst én kommune." in html
    assert not Invitation.objects.exists()


def test_a_yes_and_its_day_are_one_press(adviser_client, county, office):
    row = f.offer(f.MunicipalityFactory(county=county), ON, host=office)

    page = shown(adviser_client, answer_url(row))
    html = adviser_client.post(
        answer_url(row),
        page | {"answer": "accepted", "planned_on": "2031-05-04", "begins_at": "10:00", "next": LIST},
        follow=True,
    ).content.decode()

    row.refresh_from_db()
    assert (row.answer, row.answered_on) == ("accepted", timezone.localdate())
    assert row.meeting.planned_on == date(2031, 5, 4)
    assert "takket ja. Møtet er planlagt 4.5.2031." in html


def plan_url(row):
    return reverse("dialogue_meetings:offer_plan", args=[row.pk])


@pytest.fixture
def accepted(county, office):
    row = f.offer(f.MunicipalityFactory(county=county), ON, host=office, answer="accepted", answered_on=ON)
    Meeting.objects.update(place="Rådhuset", begins_at="09:00")
    return row


def test_from_the_list_a_day_is_all_that_is_typed_and_nothing_else_is_touched(adviser_client, accepted):
    assert f'action="{plan_url(accepted)}"' in adviser_client.get(LIST).content.decode()

    response = adviser_client.post(plan_url(accepted), {"planned_on": "2031-05-04", "next": LIST})

    assert response["Location"] == LIST
    meeting = Meeting.objects.get()
    assert (meeting.planned_on, meeting.place, str(meeting.begins_at)) == (date(2031, 5, 4), "Rådhuset", "09:00:00")


def test_from_an_old_list_a_no_that_came_meanwhile_is_not_overrun(adviser_client, accepted):
    offering.answer(invitations=[accepted], answer=Invitation.Answer.DECLINED, on=ON, reason="Kapasitet")

    html = adviser_client.post(plan_url(accepted), {"planned_on": "2031-05-04"}, follow=True).content.decode()

    assert "Tilbudet er endret i mellomtiden." in html
    accepted.refresh_from_db()
    assert (accepted.answer, accepted.reason, accepted.meeting.planned_on) == ("declined", "Kapasitet", None)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("", "Feltet er påkrevet."),
        ("0021-05-04", "Skriv en dato med riktig årstall."),
        ("2021-01-31", "fikk tilbudet først 1.2.2021."),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words(adviser_client, accepted, day, said):
    html = adviser_client.post(plan_url(accepted), {"planned_on": day}, follow=True).content.decode()

    assert said in html
    assert Meeting.objects.get().planned_on is None


def test_a_municipality_that_is_no_more_is_not_planned_with(adviser_client, accepted):
    accepted.municipality.valid_to = date(2022, 1, 1)
    accepted.municipality.save()

    html = adviser_client.post(plan_url(accepted), {"planned_on": "2031-05-04"}, follow=True).content.decode()

    assert "fantes ikke 4.5.2031." in html


def test_a_meeting_that_everybody_has_said_no_to_is_not_planned_any_more(adviser_client, accepted):
    Meeting.objects.update(planned_on=date(2021, 5, 4))
    page = shown(adviser_client, answer_url(accepted))

    adviser_client.post(answer_url(accepted), page | {"answer": "declined", "answered_on": ""})

    assert Meeting.objects.get().planned_on is None


def test_the_answer_to_a_meeting_that_was_held_meanwhile_leads_to_the_meeting(adviser_client, accepted):
    page = shown(adviser_client, answer_url(accepted))
    Meeting.objects.update(held_on=date(2021, 5, 4))

    for response in (
        adviser_client.get(answer_url(accepted), follow=True),
        adviser_client.post(answer_url(accepted), page | {"answer": "declined", "reason": "Nei"}, follow=True),
    ):
        assert "Møtet er holdt, så tilbudet er ikke åpent lenger." in response.content.decode()
    accepted.refresh_from_db()
    assert accepted.answer == "accepted"


def test_several_at_once_leave_those_alone_that_have_answered(adviser_client, county, office, accepted):
    waiting = f.offer(f.MunicipalityFactory(county=county), ON, host=office)
    page = shown(adviser_client, f"{TOGETHER}?tilbud={accepted.pk}&tilbud={waiting.pk}")

    sent = page | {"what": "declined", "on": "2021-03-01", "reason": "Smittevern"}
    html = adviser_client.post(TOGETHER, sent, follow=True).content.decode()

    assert "Lagret for 1 tilbud." in html
    assert "1 tilbud var besvart eller påminnet alt, og er ikke endret." in html
    accepted.refresh_from_db()
    assert (accepted.answer, accepted.reason) == ("accepted", "")


def test_an_open_offer_of_an_earlier_year_does_not_stand_in_the_way(county, office):
    municipality = f.MunicipalityFactory(county=county)
    f.offer(municipality, ON, host=office)

    assert len(offering.offer(host=office, municipalities=[municipality], on=date(2022, 2, 1)).meetings) == 1
    assert offering.offer(host=office, municipalities=[municipality], on=date(2022, 3, 1)).left_out == [municipality]


def test_a_no_keeps_its_reason_until_it_is_taken_back(adviser_client, county, office):
    row = f.offer(f.MunicipalityFactory(county=county, name="Dovre"), ON, host=office)
    page = shown(adviser_client, answer_url(row))
    adviser_client.post(answer_url(row), page | {"answer": "declined", "reason": "Venter på ny ledelse"})
    row.refresh_from_db()
    assert row.reason == "Venter på ny ledelse"
    assert "Venter på ny ledelse" in adviser_client.get(f"{LIST}?svar=nei").content.decode()

    update = reverse("dialogue_meetings:update", args=[row.meeting_id])
    adviser_client.post(update, shown(adviser_client, update) | {"kommuner-0-answer": "accepted"})

    row.refresh_from_db()
    assert (row.answer, row.reason) == ("accepted", "")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"answer": "accepted", "answered_on": "2021-01-31"}, "Svaret kan ikke være før tilbudet."),
        ({"answer": "waiting", "answered_on": "2021-02-03"}, "Velg hva kommunen svarte"),
        ({"answer": "accepted", "reason": "Ja"}, "Bare den som har takket nei, har en begrunnelse."),
        ({"answer": "declined", "reason": "Ring 01017012345"}, "Dette ser ut som et fødselsnummer."),
        ({"answer": "declined", "planned_on": "2031-05-04"}, "Kommunen har takket nei, så møtet kan ikke planlegges."),
    ],
)
def test_an_answer_that_does_not_hold_is_refused_beside_its_field(adviser_client, county, office, sent, said):
    row = f.offer(f.MunicipalityFactory(county=county), ON, host=office)

    html = adviser_client.post(answer_url(row), shown(adviser_client, answer_url(row)) | sent).content.decode()

    assert said in html
    row.refresh_from_db()
    assert row.answer == "waiting"


def test_the_municipality_answers_for_itself_but_does_not_plan(county, office):
    municipality = f.MunicipalityFactory(county=county)
    row = f.offer(municipality, ON, host=office)
    client = Client()
    client.force_login(f.contact(municipality))

    page = shown(client, answer_url(row))
    assert "planned_on" not in page
    client.post(answer_url(row), page | {"answer": "accepted", "planned_on": "2031-05-04"})

    row.refresh_from_db()
    assert (row.answer, row.meeting.planned_on) == ("accepted", None)


def test_somebody_elses_answer_meanwhile_is_not_lost(adviser_client, county, office):
    row = f.offer(f.MunicipalityFactory(county=county), ON, host=office)
    page = shown(adviser_client, answer_url(row))
    offering.answer(invitations=[row], answer=Invitation.Answer.DECLINED, on=ON, reason="Nei")

    html = adviser_client.post(answer_url(row), page | {"answer": "accepted"}).content.decode()

    assert "En annen har endret dette til «Takket nei» i mellomtiden." in html
    row.refresh_from_db()
    assert row.answer == "declined"


def test_several_are_reminded_at_once_and_nobody_twice_on_a_day(adviser_client, county, office):
    rows = [f.offer(f.MunicipalityFactory(county=county), ON, host=office) for _ in range(2)]
    beyond = f.offer(f.MunicipalityFactory(), ON)
    query = f"{TOGETHER}?" + "&".join(f"tilbud={row.pk}" for row in [*rows, beyond])

    page = shown(adviser_client, query)
    assert sorted(page["tilbud"]) == sorted(str(row.pk) for row in rows)
    for _ in range(2):
        adviser_client.post(TOGETHER, page | {"on": "2021-03-01", "channel": "call"})

    assert list(Reminder.objects.values_list("sent_on", "channel")) == [(date(2021, 3, 1), "call")] * 2
    assert [row[5] for row in cells(adviser_client.get(LIST).content.decode())] == ["1.3.2021", "1.3.2021"]


def test_several_say_no_for_one_reason(adviser_client, county, office):
    rows = [f.offer(f.MunicipalityFactory(county=county), ON, host=office) for _ in range(2)]
    page = shown(adviser_client, f"{TOGETHER}?tilbud={rows[0].pk}&tilbud={rows[1].pk}")

    early = adviser_client.post(TOGETHER, page | {"what": "declined", "on": "2021-01-01"})
    assert "Datoen er før et av tilbudene ble gitt." in early.content.decode()
    adviser_client.post(TOGETHER, page | {"what": "declined", "on": "2021-03-01", "reason": "Smittevern"})

    assert set(Invitation.objects.values_list("answer", "reason")) == {("declined", "Smittevern")}


def test_the_database_keeps_reasons_with_those_who_said_no(county, office):
    row = f.offer(f.MunicipalityFactory(county=county), ON, host=office)

    with pytest.raises(IntegrityError, match="reason_is_of_who_declined"), transaction.atomic():
        Invitation.objects.filter(pk=row.pk).update(reason="Nei")


def test_the_list_shows_what_waits_first_and_the_rest_when_asked(adviser_client, county, office):
    names = {
        "Alta": {},
        "Bodø": {"answer": "accepted", "answered_on": ON},
        "Dovre": {"answer": "declined", "answered_on": ON},
    }
    for number, (name, answer) in enumerate(names.items()):
        f.offer(f.MunicipalityFactory(county=county, name=name), ON - timedelta(days=5 - number), host=office, **answer)

    def named(query=""):
        return [row[1] for row in cells(adviser_client.get(LIST + query).content.decode())]

    assert named() == ["Alta", "Bodø"]
    assert named("?svar=ja") == ["Bodø"]
    assert named("?svar=nei") == ["Dovre"]
    assert named("?svar=alle&kommune=dov") == ["Dovre"]


def test_the_list_costs_the_same_for_more_rows(adviser_client, county, office, django_assert_num_queries):
    def ask():
        adviser_client.get(LIST)

    f.ReminderFactory(invitation=f.offer(f.MunicipalityFactory(county=county), ON, host=office), sent_on=ON)
    ask()
    with CaptureQueriesContext(connection) as few:
        ask()
    for _ in range(5):
        f.ReminderFactory(invitation=f.offer(f.MunicipalityFactory(county=county), ON, host=office), sent_on=ON)
    with django_assert_num_queries(len(few)):
        ask()
