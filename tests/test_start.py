"""The start page, the choice of what to log, the accessibility page and the error pages."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from lhl_portal.start import overview
from lhl_portal.views import server_error
from reporting.workflow import perform
from tests import factories

TODAY = date(2022, 5, 10)


@pytest.fixture
def voss(county):
    return factories.MunicipalityFactory(county=county, name="Voss")


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def test_follow_ups_stand_by_deadline_and_say_how_late_they_are(adviser, voss):
    coming = factories.FollowUpFactory(municipality=voss, due_on=TODAY + timedelta(days=3))
    late = factories.FollowUpFactory(municipality=voss, due_on=TODAY - timedelta(days=11))
    factories.FollowUpFactory(municipality=voss, due_on=TODAY, done_on=TODAY)
    factories.FollowUpFactory(municipality=voss, due_on=None)
    factories.FollowUpFactory(due_on=TODAY)

    shown = overview(adviser, today=TODAY)

    assert [(due.row, due.overdue) for due in shown.follow_ups] == [(late, 11), (coming, 0)]
    assert shown.more_follow_ups == 0


def test_the_ten_most_pressing_follow_ups_are_shown_and_the_rest_counted(adviser, voss):
    for days in range(13):
        factories.FollowUpFactory(municipality=voss, due_on=TODAY + timedelta(days=days))

    shown = overview(adviser, today=TODAY)

    assert len(shown.follow_ups) == 10
    assert shown.follow_ups[0].row.due_on == TODAY
    assert shown.more_follow_ups == 3


def test_meetings_of_the_next_two_weeks_are_shown_with_the_readers_municipalities(adviser, voss):
    def planned(on, **kwargs):
        meeting = factories.MeetingFactory(held_on=None, planned_on=on, **kwargs)
        factories.InvitationFactory(meeting=meeting, municipality=voss, present=False)
        return meeting

    last = planned(TODAY + timedelta(days=14))
    first = planned(TODAY)
    factories.InvitationFactory(meeting=first, present=False)  # a guest from another region
    planned(TODAY + timedelta(days=15))
    planned(TODAY - timedelta(days=1))
    factories.MeetingFactory(held_on=None, planned_on=TODAY)

    shown = overview(adviser, today=TODAY)

    assert shown.meetings == [first, last]
    assert [place.municipality for place in shown.meetings[0].places] == [voss]


def test_coverage_counts_this_years_dialogue_meetings_of_todays_municipalities(adviser, county, voss):
    factories.MunicipalityFactory(county=county)
    offered = factories.MunicipalityFactory(county=county)
    this_year = factories.MeetingFactory(held_on=date(2022, 3, 1))
    factories.InvitationFactory(meeting=this_year, municipality=voss, offered_on=date(2022, 1, 5))
    factories.InvitationFactory(meeting=this_year, municipality=offered, offered_on=date(2022, 1, 5), present=False)
    factories.InvitationFactory(municipality=offered, offered_on=date(2021, 1, 5))
    factories.InvitationFactory(meeting__held_on=date(2022, 3, 1), offered_on=date(2022, 1, 5))
    factories.InvitationFactory(
        meeting=factories.MeetingFactory(held_on=date(2022, 3, 1), kind="webinar"),
        municipality=offered,
        offered_on=date(2022, 1, 5),
    )

    coverage = overview(adviser, today=TODAY).coverage

    assert (coverage.total, coverage.offered, coverage.met, coverage.year) == (3, 2, 1, "2022")


def test_reports_that_wait_are_shown_to_those_who_may_see_reports(adviser, region, county):
    late = factories.ReportFactory(region=region, round=factories.RoundFactory(due_on=date(2022, 5, 1)))
    factories.ReportFactory(round=late.round)

    (due,) = overview(adviser, today=TODAY).reports
    assert (due.row, due.overdue) == (late, 9)
    assert overview(factories.coordinator(county), today=TODAY).reports == []


def test_the_page_leads_to_the_meeting_and_the_municipality(adviser_client, adviser, voss):
    late = factories.FollowUpFactory(municipality=voss, what="Sende plan", due_on=date(2020, 5, 1))

    page = adviser_client.get("/").content.decode()

    assert "Sende plan" in page
    assert "Frist 1.5.2020" in page
    assert f'href="{late.meeting.get_absolute_url()}"' in page
    assert f'href="{voss.get_absolute_url()}"' in page
    assert "<strong>0 av 1</strong> kommuner har hatt dialogmøte i år" in page


def test_an_empty_portal_says_what_will_come(adviser_client):
    page = adviser_client.get("/").content.decode()

    assert "Ingen åpne oppfølginger med frist" in page
    assert "Ingen møter er planlagt de neste 14 dagene." in page
    assert "Ingen rapporter venter." in page


def test_a_user_without_a_role_is_told_what_to_do(db):
    page = client_of(factories.UserFactory()).get("/").content.decode()

    assert "Kontoen din har ingen rolle i dag" in page
    assert "Oppfølging med frist" not in page


def test_every_role_has_a_start_page(county, voss):
    users = [
        factories.coordinator(county),
        factories.analyst(),
        factories.administrator(),
        factories.contact(voss),
        factories.reader(factories.DirectorateFactory()),
    ]

    for user in users:
        response = client_of(user).get("/")
        heading = "Dette venter på deg" if response.context["overview"].promises else "Oversikt"
        assert f"<h1>{heading}</h1>" in response.content.decode()


def test_only_those_who_keep_promises_get_them_as_their_own(county, voss, region):
    factories.FollowUpFactory(municipality=voss, what="Sende plan", due_on=TODAY)
    keeps = [factories.coordinator(county), factories.adviser(region)]
    reads = [factories.analyst(), factories.administrator(), factories.reader(region.office)]

    assert all(overview(user, today=TODAY).promises == "own" for user in keeps)
    for user in reads:
        assert overview(user, today=TODAY).follow_ups == []
        page = client_of(user).get("/").content.decode()
        assert "Sende plan" not in page
        assert "Oppfølging med frist" not in page


def test_a_contact_sees_what_concerns_the_municipality_in_neutral_words(voss):
    factories.FollowUpFactory(municipality=voss, what="Sende plan", due_on=TODAY, owner="apparatus")
    factories.FollowUpFactory(municipality=voss, what="Ta det opp i utvalget", due_on=TODAY, owner="municipality")
    factories.FollowUpFactory(what="Noe for en annen kommune", due_on=TODAY)

    page = client_of(factories.contact(voss)).get("/").content.decode()

    assert page.index("Sende plan") < page.index("Støtteapparatet har lovet")
    assert page.index("Ta det opp i utvalget") < page.index("Kommunen har lovet")
    assert "Vi har lovet" not in page
    assert "Noe for en annen kommune" not in page


def test_the_directorate_sees_first_how_far_the_newest_round_is(voss):
    old = factories.RoundFactory(cut_off=date(2020, 12, 31), due_on=date(2021, 2, 1))
    newest = factories.RoundFactory(cut_off=date(2021, 12, 31), due_on=date(2022, 2, 1))
    factories.ReportFactory(round=old)
    factories.ReportFactory(round=newest)
    factories.edition(factories.ReportFactory(round=newest), timezone.now())
    accepted = factories.ReportFactory(round=newest)
    factories.edition(accepted, timezone.now())
    perform(accepted, "accept", by=None, at=timezone.now())
    analyst = factories.analyst()

    page = client_of(analyst).get("/").content.decode()

    progress = overview(analyst, today=TODAY).progress
    assert progress is not None
    assert (progress.round, progress.sent, progress.accepted, progress.total) == (newest, 2, 1, 3)
    assert "<strong>2 av 3</strong> rapporter er sendt inn, 1 er godtatt" in page
    assert page.index(newest.get_absolute_url()) < page.index("Dialogmøter i ")


def test_the_figures_behind_the_start_page_are_those_of_the_same_days(adviser_client, voss):
    today = timezone.localdate()

    page = adviser_client.get("/").content.decode()

    address = f"{reverse('reporting:figures')}?fra={today.year}-01-01&amp;dato={today.isoformat()}"
    assert f'href="{address}"' in page


def test_a_report_waits_for_whoever_can_take_it_on(region, voss):
    adviser, leader, analyst = factories.adviser(region), factories.leader(region), factories.analyst()
    report = factories.ReportFactory(region=region)

    def whose() -> list[str]:
        people = {"adviser": adviser, "leader": leader, "analyst": analyst}
        return [name for name, user in people.items() if overview(user, today=TODAY).reports]

    assert whose() == ["adviser", "leader"]
    perform(report, "ready", by=adviser, at=timezone.now())
    assert whose() == ["leader"]
    report.builds.active().delete()
    factories.snapshot(report, timezone.now(), edition=1)
    perform(report, "submit", by=leader, at=timezone.now())
    assert whose() == ["analyst"]
    assert "Venter på gjennomgang" in client_of(analyst).get("/").content.decode()
    perform(report, "return", by=analyst, at=timezone.now(), comment="Tallet for Voss mangler.")
    assert whose() == ["adviser", "leader"]


def test_the_page_costs_the_same_for_few_and_for_many(
    adviser_client, county, region, django_assert_max_num_queries, django_assert_num_queries
):
    today = timezone.localdate()

    def grow(times):
        for _number in range(times):
            municipality = factories.MunicipalityFactory(county=county)
            factories.FollowUpFactory(municipality=municipality, due_on=today)
            meeting = factories.MeetingFactory(held_on=None, planned_on=today)
            factories.InvitationFactory(meeting=meeting, municipality=municipality, present=False)
            factories.ReportFactory(region=region)

    grow(2)
    with django_assert_max_num_queries(22) as few:
        adviser_client.get("/")
    grow(9)
    with django_assert_num_queries(len(few)):
        response = adviser_client.get("/")
    assert len(response.context["overview"].meetings) == 11


def test_an_adviser_chooses_among_seven_things_to_log(adviser_client, voss):
    response = adviser_client.get(reverse("log_choose"), {"kommune": voss.pk})

    assert len(response.context["choices"]) == 7
    page = response.content.decode()
    assert "Logg for Voss" in page
    assert f"{reverse('reform_phases:plan_create')}?kommune={voss.pk}" in page


@pytest.mark.parametrize("chosen", ["tull", "-1", "9" * 30, "999999"])
def test_a_municipality_that_is_not_is_left_out_of_the_choice(adviser_client, chosen):
    response = adviser_client.get(reverse("log_choose"), {"kommune": chosen})

    assert response.status_code == 200
    assert "kommune=" not in " ".join(choice["url"] for choice in response.context["choices"])


def test_a_municipality_out_of_reach_is_not_named(adviser_client):
    foreign = factories.MunicipalityFactory(name="Tromsø")

    assert "Tromsø" not in adviser_client.get(reverse("log_choose"), {"kommune": foreign.pk}).content.decode()


def test_a_reader_has_nothing_to_log_and_is_told_so(county, region):
    page = client_of(factories.reader(region.office)).get(reverse("log_choose")).content.decode()

    assert "Rollen din kan ikke registrere noe" in page


def test_the_accessibility_page_tells_where_to_report_barriers(adviser_client, settings):
    settings.DEFAULT_FROM_EMAIL = "hjelp@example.no"

    page = adviser_client.get(reverse("accessibility")).content.decode()

    assert 'href="mailto:hjelp@example.no"' in page
    assert "WCAG 2.1" in page


def test_a_page_that_is_not_is_answered_in_words(adviser_client):
    response = adviser_client.get("/finnes-ikke/")

    assert response.status_code == 404
    assert "Vi finner ikke siden" in response.content.decode()


def test_a_request_to_another_host_is_refused(db, client):
    assert client.get("/", headers={"host": "ondt.example"}).status_code == 400


def test_the_page_for_faults_needs_neither_user_nor_database(django_assert_num_queries):
    response = server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "Noe gikk galt hos oss" in response.content.decode()


def test_the_health_checks_are_open_to_all(client, db):
    assert client.get("/livez").content == b"ok"
    assert client.get("/readyz").content == b"ok"


def test_a_portal_without_its_cache_table_is_not_ready(client, db):
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE cache")

    assert client.get("/readyz").status_code == 503
