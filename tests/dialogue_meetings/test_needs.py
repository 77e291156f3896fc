"""Needs: raised when contact is logged, answered as met, planned or not now, and shown beside the help given since."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dialogue_meetings.models import Meeting, Need, NeedTopic
from tests import factories as f
from tests.pages import cells, row_of, shown

OVERVIEW, LIST, LOG = "/behov/", "/behov/liste/", "/dialogmoter/ny/"


@pytest.fixture
def municipality(county):
    return f.MunicipalityFactory(county=county, name="Dovre")


@pytest.fixture
def topic(db):
    return f.NeedTopicFactory(name_nb="Matglede", area_code="3")


def need(municipality, topic, on=date(2020, 3, 2), **values):
    meeting = f.MeetingFactory(held_on=on, host=municipality.spells.get().county.regions.get().region.office)
    f.InvitationFactory(meeting=meeting, municipality=municipality, offered_on=on)
    return f.NeedFactory(meeting=meeting, municipality=municipality, topic=topic, raised_on=on, **values)


def answer_url(row):
    return reverse("dialogue_meetings:need_answer", args=[row.pk])


def test_the_list_of_topics_comes_with_the_portal(db):
    """Asked of the migration itself: other tests empty the table."""
    migration = import_module("dialogue_meetings.migrations.0008_need_topics")
    migration.remove(apps, None)
    migration.add(apps, None)

    assert list(NeedTopic.objects.exclude(area_code="").values_list("area_code", flat=True)) == list("12345")
    assert NeedTopic.objects.filter(name_nb="Økonomi", in_use=True).exists()


def test_a_need_is_ticked_in_the_log_for_all_the_municipalities_chosen(adviser_client, county, municipality, topic):
    other = f.MunicipalityFactory(county=county)
    sent = shown(adviser_client, LOG) | {"municipalities": [municipality.pk, other.pk], "on": "2021-03-01"}

    html = adviser_client.post(LOG, sent | {"needs": [topic.pk]}, follow=True).content.decode()

    assert "2 behov." in html
    assert "Matglede" in html
    rows = Need.objects.values_list("municipality", "raised_on", "answer")
    assert set(rows) == {(municipality.pk, date(2021, 3, 1), ""), (other.pk, date(2021, 3, 1), "")}


def test_nobody_has_raised_a_need_at_a_meeting_to_come(adviser_client, municipality, topic):
    sent = shown(adviser_client, LOG) | {"municipalities": [municipality.pk], "on": "2031-03-01", "needs": [topic.pk]}

    html = adviser_client.post(LOG, sent).content.decode()

    assert "Møtet er ikke holdt ennå, så behov kan ikke være meldt." in html
    assert not Meeting.objects.exists()


def test_needs_are_added_to_a_held_meeting_and_never_twice(adviser_client, municipality, topic):
    row = need(municipality, topic)
    other = f.NeedTopicFactory(name_nb="Turgåing")
    page = reverse("dialogue_meetings:need_raise", args=[row.meeting_id])

    sent = shown(adviser_client, page)
    assert sent["municipalities"] == [str(municipality.pk)]
    html = adviser_client.post(page, sent | {"topics": [topic.pk, other.pk]}, follow=True).content.decode()

    assert "1 behov er registrert." in html
    assert Need.objects.filter(meeting=row.meeting).count() == 2


def test_not_now_wants_a_reason(adviser_client, adviser, municipality, topic):
    row = need(municipality, topic)
    page = shown(adviser_client, answer_url(row))

    html = adviser_client.post(answer_url(row), page | {"answer": "not_now"}).content.decode()
    assert "Skriv hvorfor det ikke blir nå." in html
    adviser_client.post(answer_url(row), page | {"answer": "not_now", "because": "Ingen kapasitet før 2022"})

    row.refresh_from_db()
    assert (row.answer, row.answered_on, row.answered_by) == ("not_now", timezone.localdate(), adviser)
    with pytest.raises(IntegrityError, match="not_now_has_a_reason"), transaction.atomic():
        Need.objects.update(because="")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"answer": "met", "answered_on": "2020-03-01"}, "Svaret kan ikke være før behovet ble meldt."),
        ({"answer": "met", "answered_on": "2031-03-01"}, "Datoen kan ikke være fram i tid."),
        ({"answer": "met", "because": "Ring 01017012345"}, "Dette ser ut som et fødselsnummer."),
    ],
)
def test_an_answer_that_does_not_hold_is_refused_beside_its_field(adviser_client, municipality, topic, sent, said):
    row = need(municipality, topic)

    html = adviser_client.post(answer_url(row), shown(adviser_client, answer_url(row)) | sent).content.decode()

    assert said in html
    row.refresh_from_db()
    assert row.answer == ""


def test_an_answer_is_taken_back_whole(adviser_client, municipality, topic):
    row = need(municipality, topic, answer="planned", answered_on=date(2020, 4, 1), because="Webinar i mai")

    adviser_client.post(answer_url(row), shown(adviser_client, answer_url(row)) | {"answer": "", "next": LIST})

    row.refresh_from_db()
    assert (row.answer, row.answered_on, row.because, row.answered_by) == ("", None, "", None)


def test_the_directorate_answers_and_the_municipality_only_reads(municipality, topic):
    row = need(municipality, topic)
    analyst, contact = Client(), Client()
    analyst.force_login(f.analyst())
    contact.force_login(f.contact(municipality))

    assert "Matglede" in contact.get(LIST).content.decode()
    assert contact.get(answer_url(row)).status_code == 403
    page = shown(analyst, answer_url(row))
    analyst.post(answer_url(row), page | {"answer": "planned", "because": "Nasjonalt webinar"})

    row.refresh_from_db()
    assert row.answer == "planned"


def test_the_overview_puts_what_was_asked_beside_what_was_given_since(adviser_client, county, municipality, topic):
    other = f.MunicipalityFactory(county=county)
    money = f.NeedTopicFactory(name_nb="Penger")
    need(municipality, topic, answer="met", answered_on=date(2020, 9, 1))
    need(other, topic, on=date(2020, 8, 1))
    need(municipality, money)
    need(f.MunicipalityFactory(), topic)  # beyond reach
    food = f.FocusAreaFactory(code="3")
    before = f.support(municipality, on=date(2020, 3, 1))
    since = [f.support(municipality, on=date(2020, 3, 3)), f.support(municipality, on=date(2020, 10, 1))]
    for call in (before, *since):
        call.areas.add(food)
    f.support(municipality, on=date(2020, 5, 1))  # about something else
    for who in (municipality, other):
        webinar = f.InvitationFactory(
            meeting=f.MeetingFactory(kind="webinar", held_on=date(2020, 11, 1)), municipality=who
        ).meeting
        webinar.areas.add(food)

    rows = cells(adviser_client.get(OVERVIEW).content.decode())

    # topic, raised, municipalities, met, planned, not now, without an answer, help since
    assert rows == [
        ["Matglede", "2", "2", "1", "0", "0", "1", "4"],
        ["Penger", "1", "1", "0", "0", "0", "1", "–"],
    ]


def test_help_about_a_solution_is_help_about_its_area(adviser_client, municipality, topic):
    need(municipality, topic)
    f.support(municipality, on=date(2020, 3, 3)).solutions.add(f.SolutionFactory(area__code="3"))

    assert [row[-1] for row in cells(adviser_client.get(OVERVIEW).content.decode())] == ["1"]


def test_who_covers_two_regions_opens_the_needs_of_one(municipality, topic):
    counties = [municipality.spells.get().county, f.CountyFactory()]
    need(municipality, topic)
    need(f.MunicipalityFactory(county=counties[1]), topic)
    client, user = Client(), f.coordinator(counties[0])
    user.memberships.get().organisation.coverage.create(county=counties[1], valid_from=f.START)
    client.force_login(user)

    html = client.get(f"{OVERVIEW}?etter=region").content.decode()

    assert [row[1] for row in cells(html)] == ["1", "1"]
    for county in counties:
        region = county.regions.get().region.pk
        assert f"region={region}&amp;svar=alle" in html
        assert len(cells(client.get(f"{LIST}?region={region}&svar=alle").content.decode())) == 1


def test_the_number_without_an_answer_opens_the_same_needs(adviser_client, municipality, topic):
    need(municipality, topic)
    need(municipality, f.NeedTopicFactory())

    html = adviser_client.get(f"{OVERVIEW}?tema={topic.pk}").content.decode()

    assert "1 uten svar" in html
    assert f'href="{LIST}?tema={topic.pk}"' in html


def test_a_meeting_that_gets_another_day_takes_its_needs_along(adviser_client, municipality, topic):
    row = need(municipality, topic)
    update = reverse("dialogue_meetings:update", args=[row.meeting_id])

    adviser_client.post(update, shown(adviser_client, update) | {"held_on": "2020-04-20"})

    row.refresh_from_db()
    assert row.raised_on == date(2020, 4, 20)


def test_the_municipalitys_page_on_a_past_day_does_not_know_the_answer_that_came_later(
    adviser_client, municipality, topic
):
    need(municipality, topic, answer="met", answered_on=date(2021, 9, 1))
    tab = reverse("dialogue_meetings:municipality", args=[municipality.pk])

    assert "Uten svar" in adviser_client.get(f"{tab}?dato=2021-08-31").content.decode()
    assert "Uten svar" not in adviser_client.get(f"{tab}?dato=2021-09-01").content.decode()


def test_each_number_of_the_overview_opens_the_needs_it_counts(adviser_client, county, municipality, topic):
    need(municipality, topic, answer="met", answered_on=date(2020, 9, 1))
    need(f.MunicipalityFactory(county=county, name="Alta"), topic, on=date(2020, 8, 1))

    for query, expected in {
        f"?tema={topic.pk}&svar=alle": ["Dovre", "Alta"],
        f"?tema={topic.pk}&svar=met": ["Dovre"],
        f"?tema={topic.pk}": ["Alta"],
        "?fra=2020-07-01&til=2020-09-30&svar=alle": ["Alta"],
    }.items():
        assert [row[1] for row in cells(adviser_client.get(LIST + query).content.decode())] == expected, query
    overview = adviser_client.get(f"{OVERVIEW}?etter=kvartal").content.decode()
    assert [row[0] for row in cells(overview)] == ["1. kvartal 2020", "3. kvartal 2020"]
    assert "fra=2020-08-01&amp;til=2020-08-01&amp;svar=alle" in overview


def test_the_directorate_sees_them_by_region(municipality, topic):
    need(municipality, topic)
    elsewhere = f.MunicipalityFactory()
    need(elsewhere, topic)
    client = Client()
    client.force_login(f.analyst())

    rows = cells(client.get(f"{OVERVIEW}?etter=region").content.decode())

    names = {who.spells.get().county.regions.get().region.name for who in (municipality, elsewhere)}
    assert {row[0] for row in rows} == names
    region = elsewhere.spells.get().county.regions.get().region.pk
    assert len(cells(client.get(f"{LIST}?region={region}").content.decode())) == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_overview_is_a_file_as_well(adviser_client, municipality, topic, kind):
    need(municipality, topic)

    response = adviser_client.get(f"{OVERVIEW}?format={kind}")

    assert response["Content-Disposition"].startswith("attachment")
    if kind == "csv":
        assert "Matglede" in response.content.decode("utf-8-sig")


def test_a_municipality_with_a_need_stays_in_the_meeting(adviser_client, county, municipality, topic):
    row = need(municipality, topic)
    f.InvitationFactory(meeting=row.meeting, municipality__county=county)
    update = reverse("dialogue_meetings:update", args=[row.meeting_id])
    page = shown(adviser_client, update)
    prefix = row_of(page, row.meeting.invitations.get(municipality=municipality))

    html = adviser_client.post(update, page | {f"{prefix}-DELETE": "on"}).content.decode()

    assert "Dovre har meldt et behov på møtet, og kan ikke fjernes." in html
    assert row.meeting.invitations.filter(municipality=municipality).exists()


def test_a_topic_that_is_taken_out_of_the_list_stays_on_what_was_raised(municipality, topic, adviser_client):
    row = need(municipality, topic)
    client = Client()
    client.force_login(f.administrator())
    page = reverse("dialogue_meetings:topic_update", args=[topic.pk])

    sent = shown(client, page)
    assert sent["in_use"] == ["on"]
    del sent["in_use"]
    assert client.post(page, sent).status_code == 302

    assert "Matglede" not in adviser_client.get(LOG).content.decode()
    assert "Matglede" in adviser_client.get(row.meeting.get_absolute_url()).content.decode()


def test_the_pages_cost_the_same_for_more_rows(adviser_client, county, municipality, topic):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            for page in (OVERVIEW, LIST):
                adviser_client.get(page)
        return len(queries)

    need(municipality, topic)
    asked()
    few = asked()
    for _ in range(4):
        need(f.MunicipalityFactory(county=county), f.NeedTopicFactory())
    assert asked() == few
