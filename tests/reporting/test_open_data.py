"""The open dataset: accepted figures for all, and municipalities where the office has decided so."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lhl_portal.access.models import Organisation
from reporting.manifest import read_manifest
from reporting.models import OpenReport
from reporting.publishing.keys import decide_openness
from reporting.publishing.schema import SCHEMAS
from reporting.workflow import perform
from tests import factories as f
from tests.pages import shown
from tests.reporting.published import SENT, TAKEN, accepted, sent, wrong
from tests.reporting.test_data_keys import ask

REGIONS, BODIES, ALL = "/data/godtatte.csv", "/data/godtatte-kommuner.csv", "/data/godtatte.json"
CATALOGUE = "/data/datasett.jsonld"


def rows(address: str) -> list[dict[str, str]]:
    text = Client().get(address).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def opened(report, *, is_open: bool = True) -> None:
    decide_openness(report=report, is_open=is_open, basis="", by=f.UserFactory(), on=date(2021, 12, 11))


@pytest.fixture
def edition(region, county):
    return accepted(region)


def test_nothing_is_open_before_it_is_accepted(region, county):
    edition = sent(region)
    opened(edition.report)

    assert rows(REGIONS) == rows(BODIES) == []
    assert Client().get(ALL).json()["editions"] == []

    perform(edition.report, "accept", by=f.analyst(), at=TAKEN)

    assert len(rows(REGIONS)) == 8
    assert len(rows(BODIES)) == 8 * 6


def test_each_figure_of_each_region_has_its_count_and_its_edition(edition):
    manifest = json.loads(bytes(edition.snapshot.manifest))

    told = rows(REGIONS)

    assert [(row["tall_kode"], int(row["antall"]), int(row["av"])) for row in told] == [
        (figure["code"], figure["value"], figure["base"]) for figure in manifest["figures"]
    ]
    assert {row["region_kode"] for row in told} == {"vestland"}
    assert {(row["skjaeringsdato"], row["utgave"], row["kontrollsum"]) for row in told} == {
        ("2021-11-01", "1", edition.snapshot.sha256)
    }


def test_municipalities_are_named_only_where_the_office_has_decided_so(edition):
    other = accepted(f.CountyFactory(region=f.RegionFactory()).regions.get().region)
    assert rows(BODIES) == []

    opened(edition.report)

    told = rows(BODIES)
    assert {row["kontrollsum"] for row in told} == {edition.snapshot.sha256}
    manifest = json.loads(bytes(edition.snapshot.manifest))
    for figure in manifest["figures"]:
        counts = {row["kommunenummer"]: row["teller_med"] for row in told if row["tall_kode"] == figure["code"]}
        assert {number for number, counted in counts.items() if counted == "1"} == {
            row["municipality"] for row in figure["counted"]
        }
        assert len(counts) == figure["base"]
    editions = {one["sha256"]: one for one in Client().get(ALL).json()["editions"]}
    assert len(editions[edition.snapshot.sha256]["municipalities"]) == 6
    closed = editions[other.snapshot.sha256]
    assert closed["municipalities"] is None
    assert {figure[side] for figure in closed["figures"] for side in ("counted", "missing")} == {None}

    opened(edition.report, is_open=False)

    assert rows(BODIES) == []


def test_nothing_but_figures_leaves_the_portal(edition):
    opened(edition.report)
    manifest = json.loads(bytes(edition.snapshot.manifest))
    labels = {r["label"] for figure in manifest["figures"] for row in figure["counted"] for r in row["records"]}
    everything = "".join(Client().get(address).content.decode() for address in (REGIONS, BODIES, ALL, CATALOGUE))

    assert labels
    assert [label for label in labels if label in everything] == []
    assert edition.signed_by.name not in everything


def test_the_report_of_the_country_never_names_municipalities(region, county):
    own = f.ReportFactory(region=region)
    f.MunicipalityFactory(county=county)
    f.accepted(own, SENT, said=read_manifest(own, built_on=SENT.date(), final=True))
    report = f.ReportFactory(region=None, round=own.round)
    perform(report, "ready", by=None, at=SENT)
    report.builds.active().delete()
    f.snapshot(report, SENT, edition=1, said=read_manifest(report, built_on=SENT.date(), final=True))
    perform(report, "accept", by=f.analyst(), at=TAKEN)
    edition = report.editions.get()
    OpenReport.objects.create(report=report, decided_by=f.UserFactory(), decided_on=date(2021, 12, 1))

    assert rows(BODIES) == []
    assert edition.snapshot.sha256 in {row["kontrollsum"] for row in rows(REGIONS)}


def test_the_json_is_as_the_schema_says(edition):
    opened(edition.report)

    assert wrong(Client().get(ALL).json(), SCHEMAS["Accepted"]) == []


@pytest.mark.parametrize("address", [REGIONS, BODIES, ALL])
def test_the_etag_follows_the_set_of_accepted_editions_and_what_is_opened(edition, address):
    def tag() -> str:
        return Client().get(address)["ETag"]

    first = tag()
    again = Client().get(address, headers={"If-None-Match": first})
    assert (again.status_code, again["ETag"]) == (304, first)
    assert tag() == first

    opened(edition.report)
    second = tag()
    report = edition.report
    report.refresh_from_db()
    perform(report, "correct", by=f.UserFactory(), at=TAKEN + timedelta(days=1), comment="Feil")
    assert tag() == second  # the edition holds until another is accepted
    report.refresh_from_db()
    sent(report.region, report=report)
    assert tag() == second
    perform(report, "accept", by=f.analyst(), at=TAKEN + timedelta(days=9))

    assert len({first, second, tag()}) == 3
    assert {row["utgave"] for row in rows(REGIONS)} == {"2"}


def test_the_open_files_are_for_programs_of_others_too_and_leave_no_cookie(edition):
    answer = Client().get(REGIONS)

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "public, max-age=300"
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert not answer.cookies


def test_many_editions_are_read_in_few_queries(region, county, django_assert_max_num_queries):
    for _ in range(6):
        accepted(region, municipalities=2, answers=[])

    with django_assert_max_num_queries(4):
        assert len(rows(REGIONS)) == 6 * 8


def test_the_dataset_is_described_as_catalogues_ask(edition, settings):
    Organisation.objects.filter(kind="directorate").update(name="Helsedirektoratet", org_number="983544622")
    settings.OPEN_DATA_CONTACT = "data@example.no"

    answer = Client().get(CATALOGUE)

    assert answer["Content-Type"] == "application/ld+json"
    catalogue = answer.json()
    (dataset,) = catalogue["dcat:dataset"]
    assert (catalogue["@type"], dataset["@type"]) == ("dcat:Catalog", "dcat:Dataset")
    assert catalogue["dct:publisher"]["dct:identifier"] == "983544622"
    assert dataset["dct:title"]["@language"] == dataset["dct:description"]["@language"] == "nb"
    assert dataset["dcat:contactPoint"]["vcard:hasEmail"] == {"@id": "mailto:data@example.no"}
    assert dataset["dct:temporal"]["dcat:startDate"]["@value"] == "2019-01-01"
    assert dataset["dct:temporal"]["dcat:endDate"]["@value"] == "2021-11-01"
    assert dataset["dct:modified"]["@value"].startswith("2021-12-10T12:00")
    asked = {"dcat:theme", "dct:license", "dct:spatial", "dct:accrualPeriodicity", "dct:conformsTo", "dct:publisher"}
    assert asked <= set(dataset)
    assert "nlod" in dataset["dct:license"]["@id"]
    for distribution in dataset["dcat:distribution"]:
        path = distribution["dcat:accessURL"]["@id"].removeprefix(settings.PUBLIC_URL)
        served = Client().get(path)["Content-Type"].partition(";")[0]
        assert distribution["dcat:mediaType"]["@id"].endswith(served)


def test_a_catalogue_of_nothing_has_no_period(db):
    (dataset,) = Client().get(CATALOGUE).json()["dcat:dataset"]

    assert "dct:temporal" not in dataset
    assert "dct:modified" not in dataset


@pytest.mark.parametrize("role", [f.adviser, f.leader])
def test_the_office_opens_and_closes_with_a_box(edition, role):
    client = Client()
    client.force_login(role(edition.report.region))
    page = reverse("reporting:report_open_data", args=[edition.report_id])
    assert "is_open" not in shown(client, page)  # closed until somebody says otherwise

    client.post(page, {"is_open": "on", "basis": "Sak 2021/88"})

    decided = OpenReport.objects.get()
    assert (decided.report, decided.basis) == (edition.report, "Sak 2021/88")
    assert shown(client, page)["is_open"] == ["on"]
    assert page in client.get(edition.get_absolute_url()).content.decode()
    assert "er med i det åpne datasettet når" in client.get(edition.get_absolute_url()).content.decode()

    client.post(page, {"basis": "Sak 2021/88"})

    assert not OpenReport.objects.exists()


def test_the_directorate_does_not_decide_for_the_office(edition):
    client = Client()
    client.force_login(f.analyst())
    page = reverse("reporting:report_open_data", args=[edition.report_id])

    assert client.post(page, {"is_open": "on"}).status_code == 403
    assert page not in client.get(edition.get_absolute_url()).content.decode()


def test_the_page_about_data_is_for_everybody(edition):
    _key, secret = f.api_key(edition.report.region.office)

    page = Client().get("/data/")

    assert page.status_code == 200
    for address in (REGIONS, BODIES, ALL, CATALOGUE, "/data/openapi.json"):
        assert f'href="{address}"' in page.content.decode()
    assert ask(secret).status_code == 200
