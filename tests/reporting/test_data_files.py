"""The files of an edition: what is in them, and how they are asked for."""

import hashlib
import io
import json
import subprocess
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from defusedxml import ElementTree as ET
from django.test import Client
from django.urls import reverse

from lhl_portal.audit.models import AccessEvent
from reporting.embedded import embedded_files
from reporting.models import Edition
from reporting.publishing.files import FILES
from reporting.workflow import perform
from tests import factories as f
from tests.reporting.published import SENT, TAKEN, accepted, sent

TYPES = {
    "rapport.pdf": "application/pdf",
    "tall.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "tall.csv": "text/csv; charset=utf-8",
    "tall.json": "application/json",
    "arkiv.zip": "application/zip",
}


@pytest.fixture
def edition(region, county):
    return accepted(region)


def url(edition, name: str) -> str:
    return f"/data/utgaver/{edition.report_id}/{edition.number}/{name}"


def test_the_table_of_files_is_what_the_addresses_promise():
    assert {name: file.media_type for name, file in FILES.items()} == TYPES


def test_json_and_pdf_are_the_frozen_bytes_and_csv_is_that_of_the_pdf(edition, adviser_client):
    got = {name: adviser_client.get(url(edition, name)).content for name in TYPES}

    manifest = bytes(edition.snapshot.manifest)
    assert got["tall.json"] == manifest
    assert hashlib.sha256(got["tall.json"]).hexdigest() == edition.snapshot.sha256
    assert got["rapport.pdf"] == bytes(edition.snapshot.pdf)
    assert got["tall.csv"] == embedded_files(manifest)[1].data


@pytest.mark.parametrize("name", TYPES)
def test_a_file_is_saved_checked_again_and_remembered(edition, adviser, adviser_client, name):
    answer = adviser_client.get(url(edition, name))

    assert answer.status_code == 200
    assert answer["Content-Type"] == TYPES[name]
    assert answer["Content-Disposition"].endswith(f'-vestland-utgave-1-{name}"')
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["ETag"].startswith(f'"{edition.snapshot.sha256}-{name}')
    moment = TAKEN if name in {"tall.xlsx", "arkiv.zip"} else SENT
    assert answer["Last-Modified"] == moment.strftime("%a, %d %b %Y %H:%M:%S GMT")
    event = AccessEvent.objects.get(kind="export")
    assert (event.user, event.path, event.detail) == (adviser, url(edition, name), edition.snapshot.sha256)


@pytest.mark.parametrize("name", TYPES)
def test_what_the_reader_has_already_is_not_made_nor_remembered_again(edition, adviser_client, name):
    first = adviser_client.get(url(edition, name))
    events = AccessEvent.objects.count()

    again = adviser_client.get(url(edition, name), headers={"If-None-Match": first["ETag"]})
    other = adviser_client.get(url(edition, name), headers={"If-None-Match": '"another"'})

    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == "private, no-cache"
    assert (other.status_code, other.content) == (200, first.content)
    assert AccessEvent.objects.count() == events + 1


def test_each_format_has_an_etag_of_its_own(edition, adviser_client):
    tags = [adviser_client.head(url(edition, name))["ETag"] for name in TYPES]

    assert len(set(tags)) == len(TYPES)
    assert not AccessEvent.objects.filter(kind="export").exists()  # HEAD lets nothing out


@pytest.mark.parametrize("name", TYPES)
def test_the_same_edition_gives_the_same_bytes(edition, name):
    file = FILES[name]
    one, other = (file.make(Edition.objects.get(pk=edition.pk), TAKEN) for _ in range(2))

    assert one == other


def test_only_the_files_that_tell_the_state_change_with_it(edition, adviser_client):
    before = {name: adviser_client.get(url(edition, name)) for name in TYPES}
    report = edition.report
    report.refresh_from_db()
    perform(report, "correct", by=f.UserFactory(), at=TAKEN + timedelta(days=1), comment="Feil i én kommune")
    report.refresh_from_db()
    newer = sent(report.region, report=report)
    perform(report, "accept", by=f.analyst(), at=TAKEN + timedelta(days=9))

    after = {name: adviser_client.get(url(edition, name)) for name in TYPES}

    changed = {name for name in TYPES if before[name].content != after[name].content}
    assert changed == {"tall.xlsx", "arkiv.zip"}
    assert {name for name in TYPES if before[name]["ETag"] != after[name]["ETag"]} == changed
    assert after["arkiv.zip"]["Last-Modified"].startswith("Sun, 19 Dec 2021")
    assert newer.number == 2


def test_the_workbook_has_figures_municipalities_what_it_is_and_what_columns_mean(edition, adviser_client):
    content = adviser_client.get(url(edition, "tall.xlsx")).content
    manifest = json.loads(bytes(edition.snapshot.manifest))

    book = openpyxl.load_workbook(io.BytesIO(content))

    assert book.sheetnames == ["Tall", "Kommuner", "Om tallene", "Forklaring"]
    figures = list(book["Tall"].iter_rows(values_only=True))
    assert [row[0] for row in figures[1:]] == [figure["code"] for figure in manifest["figures"]]
    assert [row[3:5] for row in figures[1:]] == [(figure["value"], figure["base"]) for figure in manifest["figures"]]
    bodies = list(book["Kommuner"].iter_rows(values_only=True))[1:]
    for figure in manifest["figures"]:
        rows = [row for row in bodies if row[0] == figure["code"]]
        assert (sum(row[5] for row in rows), len(rows)) == (figure["value"], figure["base"])
    about = {row[0]: row[1] for row in book["Om tallene"].iter_rows(values_only=True)}
    assert about["Kontrollsum (SHA-256)"] == edition.snapshot.sha256
    assert (about["Utgave"], about["Tilstand"]) == (1, "Godtatt")
    assert about["Fast adresse"].endswith(f"/data/utgaver/{edition.report_id}/1/")
    assert about["Skjæringsdato"].date().isoformat() == manifest["period"]["as_of"]
    words = list(book["Forklaring"].iter_rows(values_only=True))[1:]
    explained = {(row[0], row[1]) for row in words}
    headings = [(name, cell.value) for name in ("Tall", "Kommuner") for cell in book[name][1]]
    assert explained == set(headings)


def test_an_empty_base_has_no_percentage_in_the_workbook(region, county, adviser_client):
    edition = accepted(region, municipalities=0, answers=[])

    book = openpyxl.load_workbook(io.BytesIO(adviser_client.get(url(edition, "tall.xlsx")).content))

    assert {cell.value for cell in book["Tall"]["F"][1:]} == {None}
    assert book["Kommuner"].max_row == 1


def test_nothing_in_the_workbook_is_a_formula(region, county, adviser_client):
    figure = json.loads(bytes(accepted(region).snapshot.manifest))["figures"][0]
    evil = accepted(region, figures=[figure | {"label": '=HYPERLINK("http://a")'}])

    book = openpyxl.load_workbook(io.BytesIO(adviser_client.get(url(evil, "tall.xlsx")).content))

    assert book["Tall"]["C2"].value == '=HYPERLINK("http://a")'
    assert book["Tall"]["C2"].data_type == "s"


def test_a_workbook_is_written_in_the_language_of_the_office(region, county, adviser_client):
    region.language = "nn"
    region.save()
    edition = accepted(region)

    book = openpyxl.load_workbook(io.BytesIO(adviser_client.get(url(edition, "tall.xlsx")).content))

    assert book.sheetnames[0] == "Tal"
    assert book["Tal"]["C2"].value == json.loads(bytes(edition.snapshot.manifest))["figures"][0]["label"]


def test_the_archive_passes_the_check_that_a_records_office_runs(edition, adviser_client, tmp_path):
    content = adviser_client.get(url(edition, "arkiv.zip")).content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        package.extractall(tmp_path)
        assert {info.date_time for info in package.infolist()} == {(2021, 12, 3, 9, 0, 0)}

    checked = subprocess.run(["sha256sum", "--strict", "-c", "sha256sums.txt"], cwd=tmp_path, capture_output=True)

    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.decode().count(": OK") == 4
    assert (tmp_path / "tall.json").read_bytes() == bytes(edition.snapshot.manifest)
    assert (tmp_path / "rapport.pdf").read_bytes() == bytes(edition.snapshot.pdf)
    (tmp_path / "tall.csv").write_bytes(b"x")
    checked = subprocess.run(["sha256sum", "-c", "sha256sums.txt"], cwd=tmp_path, capture_output=True)
    assert checked.returncode == 1


def test_the_metadata_of_the_archive_tell_who_what_when_and_every_checksum(edition, adviser_client):
    content = adviser_client.get(url(edition, "arkiv.zip")).content
    package = zipfile.ZipFile(io.BytesIO(content))

    root = ET.fromstring(package.read("metadata.xml"))

    told = {element.tag: element.text for element in root.find("journalpost")}
    assert root.findtext("arkivskaper/arkivskaperNavn") == "Statsforvaltaren i Vestland"
    assert (told["utgave"], told["tilstand"], told["tilstandFra"]) == ("1", "Godtatt", "2021-12-10")
    assert (told["signertAvRolle"], told["signertDato"]) == ("Leder hos statsforvalteren", "2021-12-03")
    assert edition.signed_by.name not in package.read("metadata.xml").decode()
    for item in root.findall("dokumentobjekt"):
        data = package.read(item.findtext("filnavn"))
        assert item.findtext("sjekksum") == hashlib.sha256(data).hexdigest()
        assert int(item.findtext("filstoerrelse")) == len(data)
    assert {i.findtext("filnavn"): i.findtext("format") for i in root.findall("dokumentobjekt")} == {
        "rapport.pdf": "fmt/479",
        "tall.json": "fmt/817",
        "tall.csv": "x-fmt/18",
    }


def test_the_page_of_the_edition_offers_every_file(edition, adviser_client):
    page = adviser_client.get(edition.get_absolute_url()).content.decode()

    assert all(f'href="{url(edition, name)}"' in page for name in TYPES)
    assert f'href="{reverse("reporting:data")}"' in page


def test_an_unknown_file_an_unknown_edition_and_another_region_do_not_exist(edition, adviser_client):
    elsewhere = sent(f.CountyFactory(region=f.RegionFactory()).regions.get().region)

    asked = [url(edition, "tall.ods"), url(edition, "tall.json").replace("/1/", "/7/"), url(elsewhere, "tall.json")]

    for address in asked:
        answer = adviser_client.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
        told = answer.json()
        assert (told["status"], told["instance"], told["title"]) == (404, address, "Finnes ikke")
    assert not AccessEvent.objects.filter(kind="export").exists()


def test_a_browser_whose_session_has_ended_is_led_to_the_log_in_and_back(edition):
    answer = Client().get(url(edition, "tall.xlsx"), headers={"Accept": "text/html,*/*"})

    assert answer.status_code == 302
    assert answer.url.endswith(f"?next={url(edition, 'tall.xlsx')}")


def test_a_file_takes_a_fixed_number_of_queries(edition, adviser_client, django_assert_max_num_queries):
    adviser_client.get(url(edition, "arkiv.zip"))

    with django_assert_max_num_queries(18):
        adviser_client.get(url(edition, "arkiv.zip"))
