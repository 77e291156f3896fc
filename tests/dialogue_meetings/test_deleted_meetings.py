"""Deleted meetings: what they were, and who deleted them."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dialogue_meetings.models import Meeting
from tests import factories
from tests.pages import cells

URL = reverse("dialogue_meetings:deleted")


def delete(client, meeting):
    assert client.post(reverse("dialogue_meetings:delete", args=[meeting.pk])).status_code == 302


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def gone(adviser_client, region, county):
    """A meeting of the adviser's office with a file, deleted by the adviser."""
    meeting = factories.MeetingFactory(host=region.office, title="Møte om plan", held_on=date(2020, 3, 2))
    factories.InvitationFactory(meeting=meeting, municipality__county=county)
    factories.AttachmentFactory(meeting=meeting, name="Saksliste.pdf")
    delete(adviser_client, meeting)
    return meeting


def test_the_page_says_what_was_deleted_when_and_by_whom(adviser, adviser_client, region, gone):
    assert URL in adviser_client.get(reverse("dialogue_meetings:list")).content.decode()

    (row,) = cells(adviser_client.get(URL).content.decode())

    assert row[:5] == ["2.3.2020", "Møte om plan", "Dialogmøte", str(region.office), "Saksliste.pdf"]
    assert row[5].endswith(f", {adviser.name}")


def test_what_nobody_deleted_in_the_portal_was_deleted_by_the_portal_itself(adviser_client, region):
    factories.MeetingFactory(host=region.office, held_on=None, planned_on=date(2021, 5, 4)).delete()

    (row,) = cells(adviser_client.get(URL).content.decode())

    assert row[0] == "4.5.2021"
    assert row[5].endswith(", portalen selv")


def test_a_meeting_that_is_there_is_not_on_the_page(adviser_client, region):
    factories.MeetingFactory(host=region.office, title="Møte om plan")

    page = adviser_client.get(URL).content.decode()

    assert "Møte om plan" not in page
    assert "Ingen slettede møter" in page


def test_those_who_reach_the_host_see_it_and_others_do_not(region, county, gone):
    sees = {
        "coordinator": factories.coordinator(county),
        "analyst": factories.analyst(),
        "adviser elsewhere": factories.adviser(factories.RegionFactory()),
        "contact": factories.contact(factories.MunicipalityFactory(county=county)),
    }

    shown = {who: "Møte om plan" in client_of(user).get(URL).content.decode() for who, user in sees.items()}

    assert shown == {"coordinator": True, "analyst": True, "adviser elsewhere": False, "contact": False}


def test_the_page_asks_no_more_for_more_meetings(adviser_client, region, gone):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            adviser_client.get(URL)
        return len(captured)

    few = queries()
    for number in range(4):
        meeting = factories.MeetingFactory(host=region.office, title=f"Møte {number}")
        factories.AttachmentFactory(meeting=meeting)
        delete(adviser_client, meeting)

    assert queries() == few
    assert not Meeting.objects.exists()
    assert [row[1] for row in cells(adviser_client.get(URL).content.decode())][:2] == ["Møte 3", "Møte 2"]
