"""The calendar on the pages: each entry on its day, in a month, a week and a list."""

import re
from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lhl_portal.calendar.months import LIST, MONTH, WEEK, span, step, weeks
from tests import factories as f

CALENDAR = "/kalender/"


@pytest.fixture
def meeting(region, county):
    made = f.MeetingFactory(
        title="Dialogmøte om plan",
        host=region.office,
        held_on=None,
        planned_on=date(2022, 3, 27),
        begins_at=time(9),
        ends_at=time(11, 30),
    )
    f.InvitationFactory(
        meeting=made,
        municipality=f.MunicipalityFactory(county=county, name="Askvoll"),
        answer="waiting",
        present=False,
    )
    return made


def page_of(client: Client, **query: object) -> str:
    response = client.get(CALENDAR, query)
    assert response.status_code == 200
    return response.content.decode()


def cell(page: str, day: str) -> str:
    """The part of a table that is about `day`, as text."""
    part = page.split(f'<time datetime="{day}">', 1)[1].split("<time ", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", part).split())


@pytest.mark.parametrize("view", ["maned", "uke"])
def test_a_meeting_stands_on_its_day_in_a_month_and_a_week(adviser_client, meeting, view):
    page = page_of(adviser_client, visning=view, dag="2022-03-23")

    on_the_day = cell(page, "2022-03-27")
    for text in ("09.00–11.30", "Dialogmøte om plan", "Planlagt"):
        assert text in on_the_day
    assert "Dialogmøte om plan" not in cell(page, "2022-03-26")
    assert f'href="{meeting.get_absolute_url()}"' in page


def test_the_list_tells_day_hours_with_whom_and_state(adviser_client, meeting):
    page = page_of(adviser_client, visning="liste", dag="2022-02-01")

    row = page.split("<tbody>")[1].split("</tbody>")[0]
    for text in ("27.3.2022", "09.00–11.30", "Dialogmøte om plan", "Askvoll", meeting.host.name, "Planlagt"):
        assert text in row
    assert "Dialogmøte om plan" not in page_of(adviser_client, visning="liste", dag="2022-04-01")


def test_a_gathering_stands_there_and_what_is_out_of_reach_does_not(adviser_client, region):
    f.GatheringFactory(title="Samling om mat", network__owner=region.office, held_on=date(2022, 3, 3))
    f.InvitationFactory(meeting__title="Et annet sted", meeting__held_on=date(2022, 3, 3))
    f.GatheringFactory(title="Hos noen andre", held_on=date(2022, 3, 3))

    page = page_of(adviser_client, dag="2022-03-01")

    assert "Samling om mat" in cell(page, "2022-03-03")
    assert "Holdt" in cell(page, "2022-03-03")
    assert "Et annet sted" not in page
    assert "Hos noen andre" not in page


def test_weeks_have_the_numbers_of_iso_8601_and_today_is_told_in_words(adviser_client):
    page = page_of(adviser_client, dag="2021-01-01")
    numbers = re.findall(r"Uke </span>(\d+)", page)
    assert numbers == ["53", "1", "2", "3", "4"]
    assert "I dag" not in cell(page, "2021-01-01")

    today = timezone.localdate().isoformat()
    assert "I dag" in cell(page_of(adviser_client), today)
    assert "I dag" in cell(page_of(adviser_client, visning="uke"), today)


@pytest.mark.parametrize("day", ["i går", "2022-02-30", "0001-01-01", "1989-12-31", "9999-12-31", "2022-03-27' OR 1"])
def test_a_day_that_cannot_be_read_is_told_and_today_is_shown(adviser_client, day):
    for view in ("maned", "uke", "liste"):
        page = page_of(adviser_client, visning=view, dag=day)
        assert "Rett opp dette" in page
    assert timezone.localdate().strftime("%Y") in page


@pytest.mark.parametrize("query", [{"region": "999999"}, {"fylke": "x"}, {"type": "alt"}, {"hvem": "ingen"}])
def test_a_filter_that_cannot_be_read_shows_nothing_rather_than_all(analyst_client, meeting, query):
    page = page_of(analyst_client, dag="2022-03-01", **query)

    assert "Rett opp dette" in page
    assert "Dialogmøte om plan" not in page


def test_a_view_that_does_not_exist_is_a_month(adviser_client):
    assert '<table class="calendar">' in page_of(adviser_client, visning="år", dag="2022-03-01")


@pytest.mark.parametrize(("day", "kept", "gone"), [("1990-01-01", "next", "prev"), (None, "prev", "next")])
def test_the_ends_of_the_calendar_have_no_way_on(adviser_client, day, kept, gone):
    day = day or f"{timezone.localdate().year + 50}-12-31"
    for view in ("maned", "uke", "liste"):
        page = page_of(adviser_client, visning=view, dag=day)
        assert f'rel="{kept}"' in page
        assert f'rel="{gone}"' not in page


def test_an_empty_month_leads_to_where_something_is(adviser_client, meeting):
    page = page_of(adviser_client, dag="2021-06-01")

    assert "Det første etter dette: 27.3.2022" in page
    assert "dag=2022-03-27" in page


@pytest.fixture
def analyst_client(db):
    client = Client()
    client.force_login(f.analyst())
    return client


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, {"Dialogmøte her", "Dialogmøte der", "Samling her", "Telefon her"}),
        ({"type": "moter"}, {"Dialogmøte her", "Dialogmøte der"}),
        ({"type": "samlinger"}, {"Samling her"}),
        ({"type": "kontakt"}, {"Telefon her"}),
        ({"fylke": "here"}, {"Dialogmøte her", "Telefon her", "Samling her"}),
        ({"region": "here", "type": "moter"}, {"Dialogmøte her"}),
        ({"hvem": "egne"}, set()),
    ],
)
def test_the_filters_narrow_the_calendar(analyst_client, region, county, query, shown):
    here, there = f.MunicipalityFactory(county=county), f.MunicipalityFactory()
    day = date(2022, 3, 3)
    for title, municipality in (("Dialogmøte her", here), ("Dialogmøte der", there)):
        f.InvitationFactory(meeting__title=title, meeting__held_on=day, municipality=municipality)
    f.support(here, day, title="Telefon her")
    network = f.NetworkMembershipFactory(municipality=here).network
    f.GatheringFactory(title="Samling her", network=network, held_on=day)
    places = {"fylke": county.pk, "region": region.pk}

    page = page_of(analyst_client, dag="2022-03-01", **{name: places.get(name, value) for name, value in query.items()})

    titles = {"Dialogmøte her", "Dialogmøte der", "Samling her", "Telefon her"}
    assert {title for title in titles if title in page} == shown


def test_a_full_day_of_a_month_leads_to_its_week(adviser_client, region):
    for number in range(8):
        f.MeetingFactory(title=f"Dialogmøte {number}", host=region.office, held_on=date(2022, 3, 3))

    month = page_of(adviser_client, dag="2022-03-01")
    week = page_of(adviser_client, dag="2022-03-03", visning="uke")

    assert "4 til" in cell(month, "2022-03-03")
    assert "Dialogmøte 7" not in month
    assert "Dialogmøte 7" in cell(week, "2022-03-03")


def test_the_number_of_queries_does_not_grow_with_the_entries(
    adviser_client, region, county, django_assert_max_num_queries
):
    def rows(number):
        for _number in range(number):
            meeting = f.MeetingFactory(host=region.office, held_on=date(2022, 3, 3))
            f.InvitationFactory(meeting=meeting, municipality=f.MunicipalityFactory(county=county))
            f.GatheringFactory(network__owner=region.office, held_on=date(2022, 3, 3))

    rows(1)
    with django_assert_max_num_queries(40) as few:
        page_of(adviser_client, dag="2022-03-01", visning="liste")
    rows(4)
    with django_assert_max_num_queries(len(few)):
        page_of(adviser_client, dag="2022-03-01", visning="liste")


def test_an_htmx_request_gets_the_rows_alone(adviser_client, meeting):
    page = adviser_client.get(CALENDAR, {"dag": "2022-03-01"}, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in page
    assert "Dialogmøte om plan" in page


@pytest.mark.parametrize("view", [LIST, WEEK, MONTH])
def test_steps_go_on_without_holes_and_back_again(view):
    day = date(2019, 12, 31)
    for _step in range(30):
        following = step(view, day, 1)
        assert step(view, following, -1) == step(view, day, 0)
        first, last = span(view, following)
        assert first <= following <= last
        if view != MONTH:
            assert first == span(view, day)[1] + timedelta(days=1)
        day = following


def test_the_weeks_of_a_month_are_whole_and_say_which_days_are_its_own():
    found = weeks(MONTH, date(2022, 3, 27), [], today=date(2022, 3, 1))

    days = [day for week in found for day in week.days]
    assert [week.number for week in found] == [9, 10, 11, 12, 13]
    assert (days[0].on, days[-1].on) == (date(2022, 2, 28), date(2022, 4, 3))
    assert [day.on.day for day in days if day.inside] == list(range(1, 32))
    assert [day.on for day in days if day.is_today] == [date(2022, 3, 1)]
