"""The pages and files of a national edition, whose manifest has another shape than the regions'."""

import io
import json
from datetime import timedelta

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from reporting.models import Edition
from reporting.publishing.files import files_of
from reporting.workflow import perform
from tests import factories as f
from tests.reporting.test_national import AT, accept, national, opened, regional, settle


@pytest.fixture
def analyst(db):
    return f.analyst()


@pytest.fixture
def client(analyst):
    client = Client()
    client.force_login(analyst)
    return client


@pytest.fixture
def three(db):
    """A round in a country of three regions with two municipalities each; one in each has made a decision."""
    reform = f.ReformFactory()
    for _ in range(3):
        county = f.CountyFactory(region=f.RegionFactory())
        bodies = [f.MunicipalityFactory(county=county) for _ in range(2)]
        f.TreatmentFactory(municipality=bodies[0], reform=reform, stage="decision", on=f.START)
    return opened(reform)


@pytest.fixture
def editions(three, analyst) -> list[Edition]:
    """A preliminary one of two regions, and one of all three that took its place."""
    first, second, third = regional(three)
    accept(first)
    accept(second)
    settle(three, analyst)
    accept(third)
    perform(national(three), "correct", by=analyst, at=AT + timedelta(days=1), comment="Den siste regionen")
    settle(three, analyst)
    return list(Edition.objects.filter(report__region=None).order_by("number"))


def test_every_page_of_a_national_edition_opens(editions, client):
    for edition in editions:
        place = [edition.report_id, edition.number]
        for address in (
            reverse("reporting:edition", args=place),
            reverse("reporting:edition_figure", args=[*place, "decision_made"]),
            reverse("reporting:edition_differences", args=place),
        ):
            assert client.get(address).status_code == 200, address


def test_a_national_edition_tells_which_editions_it_was_made_of(editions, three, client):
    third = regional(three)[-1]
    pages = [client.get(edition.get_absolute_url()).text for edition in editions]

    for source in Edition.objects.filter(report__region__isnull=False):
        assert source.get_absolute_url() in pages[1]
        assert (source.get_absolute_url() in pages[0]) is (source.report_id != third.pk)
    assert f"Foreløpig. Mangler: {third.area_name}." in pages[0]
    assert "Ingen godtatt utgave" in pages[0]
    assert "Ingen godtatt utgave" not in pages[1]


def test_every_file_of_a_national_edition_is_made(editions, client):
    for edition in editions:
        for file, address in files_of(edition):
            answer = client.get(address)
            assert (answer.status_code, bool(answer.content)) == (200, True), file.name


def test_the_workbook_of_a_national_edition_has_each_municipality_once(editions, client):
    manifest = json.loads(bytes(editions[1].snapshot.manifest))
    address = next(address for file, address in files_of(editions[1]) if file.name == "tall.xlsx")

    rows = list(openpyxl.load_workbook(io.BytesIO(client.get(address).content))["Kommuner"].iter_rows(values_only=True))

    for figure in manifest["figures"]:
        told = [row for row in rows if row[0] == figure["code"]]
        assert len({row[2] for row in told}) == len(told) == figure["base"] == 6
        assert sum(row[5] for row in told) == figure["value"]
        assert {row[6] for row in told} == {None}


def test_differences_of_national_editions_are_those_of_the_regions_sets_together(editions, three, client):
    manifests = [json.loads(bytes(edition.snapshot.manifest)) for edition in editions]
    third = regional(three)[-1].region.code
    page = client.get(reverse("reporting:edition_differences", args=[editions[1].report_id, 2]))

    found = page.context["differences"]

    assert found.unchanged_figures == 0
    for before, after, told in zip(*(said["figures"] for said in manifests), found.figures, strict=True):
        assert (told.code, told.before.base, told.after.base) == (before["code"], 4, 6)
        assert {crossing.body.number for crossing in told.came} == set(after["counted"][third])
        assert {body.number for body in told.base_came} == set(after["counted"][third] + after["missing"][third])
        assert not told.went


@pytest.fixture
def preliminary(three, analyst) -> Edition:
    """Settled with two regions, and valid."""
    for report in regional(three)[:2]:
        accept(report)
    return settle(three, analyst)


def test_a_preliminary_national_edition_is_no_open_data(preliminary, three, analyst):
    def checksums() -> list[set[str]]:
        told = Client().get("/data/godtatte.json").json()["editions"]
        return [
            {edition["sha256"] for edition in told},
            {line.split(";")[-1] for line in Client().get("/data/godtatte.csv").text.splitlines()[1:]},
        ]

    regions = Edition.objects.accepted().filter(report__region__isnull=False)
    assert checksums() == [set(regions.values_list("snapshot__sha256", flat=True))] * 2

    accept(regional(three)[-1])
    perform(national(three), "correct", by=analyst, at=AT + timedelta(days=1), comment="Den siste regionen")
    whole = settle(three, analyst)

    assert all(whole.snapshot.sha256 in found and preliminary.snapshot.sha256 not in found for found in checksums())


def test_there_is_no_review_of_the_national_report(preliminary, client):
    for address in (
        reverse("reporting:thread_list", args=[preliminary.report_id]),
        reverse("reporting:thread_create", args=[preliminary.report_id, 1]),
    ):
        assert client.get(address).status_code == 404


def test_the_report_tells_when_what_is_settled_is_out_of_date(preliminary, three, client):
    page = preliminary.report.get_absolute_url()
    told = f"er en utgave godtatt fra {regional(three)[-1].area_name}. Rett rapporten"
    assert told not in client.get(page).text

    accept(regional(three)[-1])

    assert told in client.get(page).text


def test_the_verify_page_tells_that_a_national_edition_is_preliminary(editions, three):
    missing = regional(three)[-1].area_name
    first, second, regions = (
        Client().get(reverse("reporting:verify"), {"kode": edition.snapshot.sha256}).text
        for edition in (*editions, Edition.objects.filter(report__region__isnull=False).first())
    )

    assert f"Foreløpig, 2 av 3 regioner. Mangler: {missing}." in first
    assert "Foreløpig" not in second + regions
