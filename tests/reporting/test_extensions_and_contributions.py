"""More time for a region, and the organisations that have contributed to its report."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lhl_portal.access.models import Organisation, OrganisationName
from lhl_portal.start import overview
from reporting.contributors import possible, suggested
from reporting.manifest import read_manifest
from reporting.models import Extension, Report
from reporting.services import Locked, extend, set_contributors
from tests import factories as f
from tests.pages import shown

LATER = date(2021, 12, 20)


@pytest.fixture
def report(adviser, region):
    return f.ReportFactory(region=region)


@pytest.fixture
def analyst_client(client, region):
    client.force_login(f.analyst())
    return client


def page_of(report) -> str:
    return reverse("reporting:extension_update", args=[report.pk])


def extended(report, day=LATER):
    return extend(report=report, due_on=day, reason="Sykdom", by=f.analyst(), at=datetime(2021, 11, 20, tzinfo=UTC))


def test_the_analyst_gives_one_region_more_time_with_a_reason(analyst_client, report):
    other = f.ReportFactory(round=report.round)

    analyst_client.post(page_of(report), {"due_on": "2021-12-20", "reason": "Sykdom ved embetet."})

    given = Extension.objects.get()
    assert (given.region, given.due_on, given.by.memberships.get().role) == (report.region, LATER, "analyst")
    assert (report.due_on, other.due_on) == (LATER, date(2021, 12, 1))
    page = analyst_client.get(report.round.get_absolute_url()).content.decode()
    assert "Sykdom ved embetet." in page
    assert "20.12.2021" in page


@pytest.mark.parametrize(
    ("day", "reason", "message"),
    [
        ("2021-10-01", "Sykdom", "Fristen kan ikke være før skjæringsdatoen."),
        ("2021-12-01", "Sykdom", "Dette er fristen for alle i runden. Velg en annen dag."),
        ("9999-12-01", "Sykdom", "riktig årstall"),
        ("2021-12-20", "", "Feltet er påkrevet"),
        ("2021-12-20", "Gjelder 010190 12345", "Dette ser ut som et fødselsnummer"),
    ],
)
def test_a_due_date_that_cannot_be_is_explained(analyst_client, report, day, reason, message):
    page = analyst_client.post(page_of(report), {"due_on": day, "reason": reason}).content.decode()

    assert message in page
    assert not Extension.objects.exists()


def test_another_extension_replaces_the_first_and_it_can_be_withdrawn(analyst_client, report):
    extended(report)
    sent = shown(analyst_client, page_of(report))
    assert sent["due_on"] == ["2021-12-20"]

    analyst_client.post(page_of(report), sent | {"due_on": "2022-01-10"})
    assert Extension.objects.get().due_on == date(2022, 1, 10)

    analyst_client.post(page_of(report), {"fjern": "ja"})
    assert report.due_on == report.round.due_on


def test_the_office_sees_its_own_due_date_and_why(adviser_client, report):
    extended(report)

    page = " ".join(adviser_client.get(report.get_absolute_url()).content.decode().split())
    listed = adviser_client.get(reverse("reporting:round_list")).content.decode()

    assert "Frist 20. desember 2021." in page
    assert "Egen frist 20. desember 2021 (rundens er 1. desember 2021). Begrunnelse: Sykdom" in page
    assert "20.12.2021" in listed


def test_other_offices_do_not_see_the_extension(client, report):
    extended(report)
    client.force_login(f.adviser(f.ReportFactory(round=report.round).region))

    assert "Sykdom" not in client.get(report.round.get_absolute_url()).content.decode()


def test_the_start_page_goes_by_the_region_s_own_due_date(adviser, region):
    today = timezone.localdate()
    report = f.ReportFactory(region=region, round=f.RoundFactory(due_on=today - timedelta(days=3)))
    extended(report, today + timedelta(days=4))

    (due,) = overview(adviser, today=today).reports

    assert (due.overdue, due.row.due_on) == (0, today + timedelta(days=4))


def test_the_due_date_in_the_manifest_is_the_region_s_own(report):
    extended(report)

    assert read_manifest(report, built_on=date(2021, 11, 20))["report"]["due_on"] == "2021-12-20"


def test_a_list_knows_every_due_date_in_one_query(report):
    extended(report)
    f.ReportFactory.create_batch(3, round=report.round)

    with CaptureQueriesContext(connection) as captured:
        days = [row.due_on for row in Report.objects.with_due_on().select_related("round")]

    assert sorted(days) == [date(2021, 12, 1)] * 3 + [LATER]
    assert len(captured) == 1


@pytest.fixture
def municipality(county):
    return f.MunicipalityFactory(county=county)


@pytest.fixture
def centre(county):
    return f.coordinator(county).memberships.get().organisation


def test_those_who_met_the_municipalities_or_have_networks_there_are_suggested(report, municipality, centre):
    host, owner, early, elsewhere, absent = (f.OrganisationFactory(kind="usht") for _ in range(5))
    f.InvitationFactory(meeting=f.MeetingFactory(host=host), municipality=municipality, present=True)
    f.InvitationFactory(
        meeting=f.MeetingFactory(host=early, held_on=date(2018, 5, 1)), municipality=municipality, present=True
    )
    f.InvitationFactory(meeting=f.MeetingFactory(host=elsewhere), present=True)
    f.InvitationFactory(meeting=f.MeetingFactory(host=absent), municipality=municipality, present=False)
    f.InvitationFactory(meeting=f.MeetingFactory(host=report.region.office), municipality=municipality, present=True)
    f.NetworkMembershipFactory(network=f.NetworkFactory(owner=owner), municipality=municipality)

    assert set(suggested(report)) == {host, owner}
    assert set(possible(report)) == {host, owner, centre}


def test_the_office_ticks_who_has_contributed(adviser_client, report, municipality, centre):
    host = f.OrganisationFactory(kind="usht")
    f.InvitationFactory(meeting=f.MeetingFactory(host=host), municipality=municipality, present=True)
    page = reverse("reporting:contribution_update", args=[report.pk])
    sent = shown(adviser_client, page)
    assert sent["organisations"] == [str(host.pk)]
    assert not report.contributions.exists()

    adviser_client.post(page, sent | {"organisations": [host.pk, centre.pk]})
    first = report.contributions.get(organisation=centre)
    adviser_client.post(page, {"organisations": [centre.pk]})

    assert list(report.contributions.all()) == [first]
    assert str(centre) in adviser_client.get(report.get_absolute_url()).content.decode()


def test_an_organisation_that_has_nothing_to_do_with_the_region_is_refused(adviser_client, report):
    page = reverse("reporting:contribution_update", args=[report.pk])

    adviser_client.post(page, {"organisations": [f.OrganisationFactory(kind="usht").pk]})

    assert not report.contributions.exists()


def test_the_manifest_calls_contributors_what_they_were_called_on_the_cut_off(report):
    now, then = f.OrganisationFactory.create_batch(2, kind="usht")
    OrganisationName.objects.create(
        organisation=then, name_nb="Det de het", name_nn="Det dei heitte", valid_from=date(2019, 1, 1)
    )
    set_contributors(report=report, organisations=[now, then])

    said = read_manifest(report, built_on=date(2021, 11, 20))["contributors"]

    assert sorted(said) == sorted([now.name, "Det dei heitte" if report.region.language == "nn" else "Det de het"])


def test_contributors_of_a_locked_report_stay(report, monkeypatch):
    monkeypatch.setattr(Report, "is_open", property(lambda report: False))

    with pytest.raises(Locked):
        set_contributors(report=report, organisations=list(Organisation.objects.all()))
