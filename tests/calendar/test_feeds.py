"""Feeds: secret addresses that show what their owner reaches, until they are deleted."""

import logging
import re
from datetime import timedelta

import icalendar
import pytest
import vobject
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pghistory.models import Context

from lhl_portal.access.secret import HideSecrets
from lhl_portal.audit.models import AccessEvent
from lhl_portal.calendar.feeds import LIMIT
from lhl_portal.calendar.models import Feed
from tests import factories as f
from tests.test_history import EVENTS

FEEDS = "/kalender/abonnement/"


def address_of(feed: Feed) -> str:
    return reverse("calendar:feed", args=[f.secret_of(feed)])


def titles(feed: Feed) -> set[str]:
    """Of what somebody who is not logged in finds at the feed's address, in both readers."""
    response = Client().get(address_of(feed))
    assert response.status_code == 200
    found = {str(event["SUMMARY"]) for event in icalendar.Calendar.from_ical(response.content).events}
    again = vobject.readOne(response.content.decode(), validate=True).contents.get("vevent", [])
    assert {event.summary.value for event in again} == found
    return found


@pytest.fixture
def around(region, county, adviser):
    """Contact of the last weeks: own, of another host in the region, and elsewhere."""
    day = timezone.localdate() - timedelta(days=7)
    centre = f.CentreFactory(county=county)
    municipality = f.MunicipalityFactory(county=county)
    f.MeetingFactory(title="Dialogmøte vi holder", host=region.office, held_on=day)
    others = f.MeetingFactory(title="Dialogmøte senteret holder", host=centre, held_on=None, planned_on=day)
    f.InvitationFactory(meeting=others, municipality=municipality, answer="waiting", present=False)
    f.GatheringFactory(title="Samling hos senteret", network__owner=centre, held_on=day)
    f.InvitationFactory(meeting__title="Dialogmøte et annet sted", meeting__held_on=day)
    f.support(municipality, day, title="Telefon om plan", host=region.office)
    f.MeetingFactory(title="Dialogmøte for lenge siden", host=region.office, held_on=day - timedelta(days=400))
    return municipality


def test_a_feed_shows_what_its_owner_reaches_and_nothing_else(around, adviser):
    assert titles(f.FeedFactory(owner=adviser)) == {
        "Dialogmøte vi holder",
        "Dialogmøte senteret holder",
        "Samling hos senteret",
    }
    assert titles(f.FeedFactory(owner=adviser, scope="own")) == {"Dialogmøte vi holder"}


def test_a_contacts_own_feed_has_the_meetings_of_the_municipality(around):
    assert titles(f.FeedFactory(owner=f.contact(around), scope="own")) == {"Dialogmøte senteret holder"}


def test_a_feed_shows_less_when_a_membership_ends(around, adviser, county):
    feed = f.FeedFactory(owner=adviser)
    assert len(titles(feed)) == 3

    adviser.memberships.update(valid_to=timezone.localdate())
    assert titles(feed) == set()

    f.MembershipFactory(user=adviser, organisation=around.organisation, role="contact")
    assert titles(feed) == {"Dialogmøte senteret holder"}


def test_unknown_deleted_and_inactive_are_the_same_nothing(adviser, adviser_client):
    feed, kept = f.FeedFactory(owner=adviser), f.FeedFactory(owner=adviser)
    assert titles(feed) == set()
    adviser_client.post(reverse("calendar:feed_delete", args=[feed.pk]))
    other = f.FeedFactory(owner__is_active=False)
    demo = f.FeedFactory(owner__is_demo=True)

    answers = [Client().get(address) for address in (FEEDS + "ukjent.ics", *map(address_of, (feed, other, demo)))]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert Client().get(address_of(kept)).status_code == 200


def test_a_new_feed_shows_its_address_once_and_the_database_never_has_it(adviser_client, adviser, settings):
    settings.PUBLIC_URL = "https://portal.example.no"

    made = adviser_client.post(FEEDS, {"name": "Telefonen", "scope": "own"}).content.decode()

    token = re.search(r'value="https://portal\.example\.no/kalender/abonnement/([\w-]+)\.ics"', made).group(1)
    assert len(token) >= 43
    later = adviser_client.get(FEEDS).content.decode()
    assert "Telefonen" in later
    assert "ikke hentet ennå" in later
    assert token not in later
    assert Client().get(f"{FEEDS}{token}.ics").status_code == 200
    assert "sist hentet" in adviser_client.get(FEEDS).content.decode()
    stored = [*Feed.objects.values(), *EVENTS[Feed].objects.values(), *Context.objects.values()]
    assert stored
    assert token not in str(stored)
    assert "secret_sum" not in {field.name for field in EVENTS[Feed]._meta.fields}


def test_reading_a_feed_is_no_change_of_it_and_remembers_the_day(adviser):
    feed = f.FeedFactory(owner=adviser)
    contexts = Context.objects.count()

    titles(feed)

    feed.refresh_from_db()
    assert feed.last_read_on == timezone.localdate()
    assert EVENTS[Feed].objects.filter(pgh_obj_id=feed.pk).count() == 1
    assert Context.objects.count() == contexts


def test_the_feed_of_somebody_else_cannot_be_deleted(adviser_client):
    feed = f.FeedFactory()

    assert adviser_client.post(reverse("calendar:feed_delete", args=[feed.pk])).status_code == 404
    assert feed.name not in adviser_client.get(FEEDS).content.decode()


def test_a_feed_without_a_name_is_refused_beside_the_field(adviser_client):
    page = adviser_client.post(FEEDS, {"name": "", "scope": "reach"}).content.decode()

    assert 'aria-invalid="true"' in page
    assert re.search(r'value="reach"[^>]* checked', page)
    assert not Feed.objects.exists()


def test_nobody_has_more_feeds_than_the_limit(adviser_client, adviser):
    for _number in range(LIMIT):
        f.FeedFactory(owner=adviser)

    page = adviser_client.post(FEEDS, {"name": "En til", "scope": "own"}).content.decode()

    assert "som er det meste du kan ha" in page
    assert Feed.objects.count() == LIMIT


def test_a_feed_that_is_the_same_is_not_sent_again(around, adviser):
    feed = f.FeedFactory(owner=adviser)
    first = Client().get(address_of(feed))

    again = Client().get(address_of(feed), headers={"If-None-Match": first["ETag"]})
    f.MeetingFactory(host=adviser.memberships.get().organisation, held_on=timezone.localdate())
    changed = Client().get(address_of(feed), headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, changed.status_code) == (304, 200)
    assert first["Cache-Control"] == "private, no-cache"
    assert first["Referrer-Policy"] == "no-referrer"
    assert "sessionid" not in first.cookies


def test_a_feed_speaks_the_language_of_the_office(around, region, adviser):
    feed = f.FeedFactory(owner=adviser)

    def told() -> str:
        content = Client().get(address_of(feed)).content
        return " ".join(str(event["DESCRIPTION"]) for event in icalendar.Calendar.from_ical(content).events)

    assert "Kommuner: " in told()

    region.language = "nn"
    region.save()

    assert "Kommunar: " in told()


@pytest.mark.parametrize("message", ["Not Found: %s", "Internal Server Error: %s", '"GET %s HTTP/1.1" 404 12'])
def test_the_log_does_not_get_the_secret(message):
    record = logging.LogRecord("django.request", 30, "", 1, message, (f"{FEEDS}hemmelig-1_A.ics",), None)

    assert HideSecrets().filter(record)
    assert "hemmelig" not in record.getMessage()
    assert f"{FEEDS}….ics" in record.getMessage()


def test_whatever_is_sent_to_a_feed_leaves_no_trace_of_its_address(adviser):
    feed = f.FeedFactory(owner=adviser)
    client = Client(enforce_csrf_checks=True)
    client.force_login(adviser)

    answers = [client.post(address_of(feed)), client.put(address_of(feed)), client.get(address_of(feed))]

    assert [answer.status_code for answer in answers] == [405, 405, 200]
    assert f.secret_of(feed) not in str([*AccessEvent.objects.values(), *Context.objects.values()])


def test_every_log_of_the_portal_hides_secrets(settings):
    handlers = settings.LOGGING["handlers"].values()

    assert all("secrets" in handler["filters"] for handler in handlers)


def test_the_number_of_queries_of_a_feed_does_not_grow(adviser, region, county, django_assert_max_num_queries):
    feed = f.FeedFactory(owner=adviser, last_read_on=timezone.localdate())

    def rows(number):
        for _number in range(number):
            meeting = f.MeetingFactory(host=region.office, held_on=timezone.localdate())
            f.InvitationFactory(meeting=meeting, municipality=f.MunicipalityFactory(county=county))
            f.GatheringFactory(network__owner=region.office, held_on=timezone.localdate())

    rows(1)
    with django_assert_max_num_queries(30) as few:
        titles(feed)
    rows(3)
    with django_assert_max_num_queries(len(few)):
        assert len(titles(feed)) == 8
