"""A meeting as a file, read by two readers: one that knows Oslo, and one that has only the zone in the file."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from django.test import Client
from django.urls import reverse
from icalendar.parser import Contentline, Contentlines

from dialogue_meetings.models import Meeting
from lhl_portal.calendar.ics import write
from tests import factories as f

OSLO = ZoneInfo("Europe/Oslo")


@pytest.fixture
def meeting(region, county):
    made = f.MeetingFactory(title="Møte om plan", host=region.office)
    f.InvitationFactory(meeting=made, municipality=f.MunicipalityFactory(county=county, name="Askvoll"))
    return made


def change(meeting, **values):
    Meeting.objects.filter(pk=meeting.pk).update(**values)


def fetched(client: Client, meeting) -> bytes:
    response = client.get(reverse("calendar:meeting_file", args=[meeting.pk]))
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return response.content


def strictly(content: bytes):
    """The event, of a file without any error that the reader would forgive."""
    for line in Contentlines.from_ical(content):
        if line:
            Contentline(line, strict=True).parts()
    calendar = icalendar.Calendar.from_ical(content)
    calendar.validate()
    event = calendar.events[0]
    assert [*calendar.errors, *event.errors, *(error for zone in calendar.timezones for error in zone.errors)] == []
    assert not calendar.get_missing_tzids()
    assert {"PRODID", "VERSION"} <= set(calendar)
    assert {"UID", "DTSTAMP", "DTSTART"} <= set(event)
    return event


def independently(content: bytes):
    calendar = vobject.readOne(content.decode(), validate=True)
    return calendar.vevent


@pytest.mark.parametrize(
    ("day", "hours_before_utc"),
    [
        (date(2022, 3, 26), 1),
        (date(2022, 3, 27), 2),
        (date(2022, 3, 28), 2),
        (date(2022, 10, 29), 2),
        (date(2022, 10, 30), 1),
        (date(2022, 10, 31), 1),
    ],
)
def test_both_readers_find_the_right_hour_on_both_sides_of_the_change_of_clocks(
    adviser_client, meeting, day, hours_before_utc
):
    change(meeting, held_on=day, begins_at=time(9), ends_at=time(11, 30))

    content = fetched(adviser_client, meeting)

    begins = datetime.combine(day, time(9 - hours_before_utc), UTC)
    for found, ended in (
        (strictly(content).start, strictly(content).end),
        (independently(content).dtstart.value, independently(content).dtend.value),
    ):
        assert (found.date(), found.time()) == (day, time(9))
        assert found.astimezone(UTC) == begins
        assert ended.time() == time(11, 30)
        assert ended.astimezone(UTC) == begins + timedelta(hours=2, minutes=30)


def test_a_meeting_over_the_change_of_clocks_lasts_an_hour_when_its_end_is_not_known(adviser_client, meeting):
    change(meeting, held_on=date(2022, 3, 27), begins_at=time(1, 30))

    content = fetched(adviser_client, meeting)

    ended = datetime(2022, 3, 27, 1, 30, tzinfo=UTC)
    assert strictly(content).end.astimezone(UTC) == ended
    assert independently(content).dtend.value.astimezone(UTC) == ended


def test_the_zone_in_the_file_is_that_of_norway(adviser_client, meeting):
    change(meeting, begins_at=time(9))
    zone = vobject.readOne(fetched(adviser_client, meeting).decode()).vtimezone.tzinfo

    for number in range(date(2019, 1, 1).toordinal(), date(2031, 1, 1).toordinal()):
        noon = datetime.combine(date.fromordinal(number), time(12))
        assert noon.replace(tzinfo=zone).utcoffset() == noon.replace(tzinfo=OSLO).utcoffset(), noon


def test_a_meeting_without_hours_fills_its_day_and_keeps_nobody_busy(adviser_client, meeting):
    change(meeting, held_on=None, planned_on=date(2022, 3, 27))

    content = fetched(adviser_client, meeting)

    assert (strictly(content).start, strictly(content).end) == (date(2022, 3, 27), date(2022, 3, 28))
    read = independently(content)
    assert (read.dtstart.value, read.dtend.value) == (date(2022, 3, 27), date(2022, 3, 28))
    assert read.transp.value == "TRANSPARENT"


def test_a_change_keeps_the_uid_and_counts_up(adviser_client, meeting):
    first = strictly(fetched(adviser_client, meeting))

    change(meeting, title="Et nytt navn")
    second = strictly(fetched(adviser_client, meeting))
    meeting.invitations.update(answer="declined", present=False)
    third = strictly(fetched(adviser_client, meeting))

    assert first["UID"] == second["UID"] == third["UID"] == f"meeting-{meeting.pk}@127.0.0.1"
    assert first["SEQUENCE"] < second["SEQUENCE"] < third["SEQUENCE"]
    assert first["LAST-MODIFIED"].dt <= second["LAST-MODIFIED"].dt <= third["LAST-MODIFIED"].dt


def test_a_meeting_that_is_not_changed_gives_the_same_file_each_time(adviser_client, meeting):
    assert fetched(adviser_client, meeting) == fetched(adviser_client, meeting)


@pytest.mark.parametrize(
    "title",
    [
        "Dialogmøte: plan, vedtak; oppfølging \\ veien videre",
        "Dialogmøte «Å bli gammel i Ås» – æøå ÆØÅ 👵 " + "ord på ord " * 8,
        "Dialogmøte\nDTSTART:20000101T000000Z\nmed linjer",
        "Dialogmøte : \"sitat\" ^ 'sitat' \\n",
    ],
)
def test_what_is_written_in_a_title_comes_out_of_both_readers_as_it_went_in(adviser_client, meeting, title):
    change(meeting, title=title, place="Rådhuset, møterom 2; inngang B")

    content = fetched(adviser_client, meeting)

    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert str(strictly(content)["SUMMARY"]) == title
    assert independently(content).summary.value == title
    assert str(strictly(content)["LOCATION"]) == independently(content).location.value


def test_control_characters_do_not_break_the_file(adviser_client, meeting):
    change(meeting, title="Dialogmøte\x0b\x1f\x85\u2028om\rplan")

    content = fetched(adviser_client, meeting)

    assert str(strictly(content)["SUMMARY"]) == independently(content).summary.value == "Dialogmøte    om\nplan"


def test_the_event_tells_where_with_whom_and_leads_to_the_meeting(adviser_client, meeting, settings):
    settings.PUBLIC_URL = "https://portal.example.no"
    change(meeting, kind=Meeting.Kind.GUIDANCE, outcome="Kari Nordmann trenger hjelp.")

    content = fetched(adviser_client, meeting)
    event = strictly(content)

    assert str(event["SUMMARY"]) == "Veiledningsmøte: Møte om plan"
    assert str(event["URL"]) == f"https://portal.example.no{meeting.get_absolute_url()}"
    assert str(event["UID"]).endswith("@portal.example.no")
    assert {meeting.host.name, "Askvoll"} <= set(str(event["DESCRIPTION"]).replace(": ", "\n").splitlines())
    assert event["STATUS"] == "CONFIRMED"
    assert "Nordmann" not in content.decode()


def test_a_planned_meeting_is_tentative_until_somebody_says_yes(adviser_client, meeting):
    change(meeting, held_on=None, planned_on=date(2022, 3, 27))
    meeting.invitations.update(answer="waiting", present=False)
    before = strictly(fetched(adviser_client, meeting))["STATUS"]
    meeting.invitations.update(answer="accepted")

    assert (before, strictly(fetched(adviser_client, meeting))["STATUS"]) == ("TENTATIVE", "CONFIRMED")


def test_a_gathering_is_a_file_as_well(adviser_client, region):
    gathering = f.GatheringFactory(network__owner=region.office, network__name="Ernæring", title="Første samling")

    address = reverse("calendar:gathering_file", args=[gathering.pk])
    assert f'href="{address}"' in adviser_client.get(gathering.get_absolute_url()).content.decode()
    response = adviser_client.get(address)

    event = strictly(response.content)
    assert str(event["SUMMARY"]) == "Samling: Første samling"
    assert "Ernæring" in str(event["DESCRIPTION"])
    assert independently(response.content).dtstart.value == date(2020, 3, 15)


def test_a_meeting_without_a_day_has_no_file_and_its_page_offers_none(adviser_client, meeting):
    address = reverse("calendar:meeting_file", args=[meeting.pk])
    assert address in adviser_client.get(meeting.get_absolute_url()).content.decode()

    change(meeting, held_on=None)

    assert adviser_client.get(address).status_code == 404
    assert address not in adviser_client.get(meeting.get_absolute_url()).content.decode()


def test_a_calendar_without_entries_is_a_whole_file():
    content = write([], {}, public_url="https://portal.example.no", written_at=datetime(2022, 1, 1, tzinfo=UTC))

    assert icalendar.Calendar.from_ical(content).events == []
    assert vobject.readOne(content.decode(), validate=True).name == "VCALENDAR"
