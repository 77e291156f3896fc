"""The report as a file: what it says, what it promises and what it refuses. No test here has a database."""

import csv
import hashlib
import io
import json
import logging
import os
import re
import subprocess
import sys
import unicodedata

import pypdf
import pytest

from lhl_portal.pdf.assets import AssetFetcher, AssetRefused
from lhl_portal.pdf.manifests import canonical
from reporting.pdf import render
from tests.reporting.files import failures, letters, words
from tests.reporting.manifests import LONG_NAMES, sample, sample_bytes

MUNICIPALITIES = 14
DEMO = {
    "nb": "Demodata - ikke opplysninger om virkelige kommuners arbeid",
    "nn": "Demodata - ikkje opplysningar om arbeidet i verkelege kommunar",
}
NOT_ANSWERED = {"nb": "Ikke besvart", "nn": "Ikkje svart på"}


@pytest.fixture(scope="module", params=["nb", "nn"])
def language(request):
    return request.param


@pytest.fixture(scope="module")
def manifest(language):
    return sample_bytes(MUNICIPALITIES, language=language)


@pytest.fixture(scope="module")
def pdf(manifest):
    return render(manifest)


@pytest.fixture(scope="module")
def pages(pdf):
    return words(pdf)


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_the_file_is_an_archive_file_and_accessible_at_once(pdf, profile):
    assert failures(pdf, profile) == []


def test_every_page_has_its_number_the_date_the_checksum_and_the_demo_mark(pdf, pages, manifest, language):
    assert len(pages) == pdf.pages > 10
    for number, text in enumerate(pages, start=1):
        assert f"Side {number} av {pdf.pages}" in text
        assert "Per 1. november 2021" in text
        assert hashlib.sha256(manifest).hexdigest()[:12] in text
        assert DEMO[language] in text


def test_every_municipality_is_named_with_sami_letters_and_all(pages, manifest):
    text = letters(pages)
    names = [body["name"] for body in json.loads(manifest)["municipalities"]]

    assert [name for name in names if name.replace(" ", "") not in text] == []
    assert set(LONG_NAMES) & set(names)
    assert hashlib.sha256(manifest).hexdigest() in text


def test_contents_lead_to_the_pages_where_the_chapters_are(pages, manifest):
    contents = pages[2]

    for number, chapter in enumerate(json.loads(manifest)["chapters"], start=1):
        told = re.search(rf"{number}\s{re.escape(chapter['title'])}[ .]+(\d+)", contents)
        assert told
        assert f"{number} {chapter['title']}" in pages[int(told[1]) - 1]


def test_an_empty_answer_says_so(pages, language):
    assert sum(text.count(NOT_ANSWERED[language]) for text in pages) == 1


def test_a_report_that_is_no_demo_carries_no_demo_mark():
    assert "Demodata" not in letters(words(render(sample_bytes(1, demo=False))))


def test_only_the_reports_own_fonts_are_used(pdf):
    fonts = {
        font.get_object()["/BaseFont"].partition("+")[2]
        for sheet in pypdf.PdfReader(io.BytesIO(pdf.data)).pages
        for font in sheet["/Resources"]["/Font"].values()
    }

    assert fonts
    assert {name for name in fonts if not name.startswith("Inter")} == set()


def test_who_opens_the_file_finds_title_author_language_and_date(pdf, language):
    reader = pypdf.PdfReader(io.BytesIO(pdf.data))

    assert reader.metadata.title == "Årsrapport 2021 – Vestland"
    assert reader.metadata.author == "Statsforvaltaren i Vestland"
    assert reader.metadata["/CreationDate"] == "D:20211122"
    assert reader.trailer["/Root"]["/Lang"] == language
    assert "Leve hele livet" in reader.metadata["/Keywords"]


def test_the_same_manifest_gives_the_same_bytes_in_another_process(pdf, manifest):
    program = (
        "import sys, django; django.setup(); from reporting.pdf import render; "
        "sys.stdout.buffer.write(render(sys.stdin.buffer.read()).data)"
    )
    elsewhere = {"PYTHONHASHSEED": "4711", "TZ": "America/New_York", "DJANGO_SETTINGS_MODULE": "lhl_portal.settings"}

    other = subprocess.run(
        [sys.executable, "-c", program], input=manifest, capture_output=True, check=True, env=os.environ | elsewhere
    )

    assert hashlib.sha256(other.stdout).digest() == hashlib.sha256(pdf.data).digest()


def test_another_manifest_gives_other_bytes():
    one, other = sample(1), sample(1)
    other["answers"][0]["text"] = "Noe annet"

    assert render(canonical(one)).data != render(canonical(other)).data


def test_the_manifest_itself_lies_in_the_file_and_matches_the_checksum_on_the_pages(pdf, pages, manifest):
    [attached] = pypdf.PdfReader(io.BytesIO(pdf.data)).attachments["tall.json"]

    assert attached == manifest
    assert hashlib.sha256(attached).hexdigest() in letters(pages)


def test_the_spreadsheet_in_the_file_adds_up_to_the_figures(pdf, manifest):
    reader = pypdf.PdfReader(io.BytesIO(pdf.data))
    [attached] = reader.attachments["tall.csv"]
    rows = list(csv.DictReader(io.StringIO(attached.decode("utf-8-sig")), delimiter=";"))
    relations = {str(file.get_object()["/AFRelationship"]) for file in reader.trailer["/Root"]["/AF"]}

    for figure in json.loads(manifest)["figures"]:
        mine = [row for row in rows if row["tall_kode"] == figure["code"]]
        assert len(mine) == figure["base"]
        assert sum(int(row["teller_med"]) for row in mine) == figure["value"]
        counted = {row["kommunenummer"] for row in mine if row["teller_med"] == "1"}
        assert counted == {row["municipality"] for row in figure["counted"]}
    assert relations == {"/Data"}


HOSTILE = (
    "<script>alert(1)</script>",
    '<img src="file:///etc/passwd">',
    '<link rel="attachment" href="file:///etc/passwd">',
    "</p><style>@import url(http://example.org/x.css);</style>",
    '<object data="http://example.org/x"></object>',
)


def test_hostile_text_comes_out_as_text_and_reads_nothing(monkeypatch):
    asked = []
    fetch = AssetFetcher.fetch
    monkeypatch.setattr(AssetFetcher, "fetch", lambda self, url, *rest: asked.append(url) or fetch(self, url, *rest))
    manifest = sample(2)
    manifest["answers"][0]["text"] = "\n\n".join(HOSTILE)
    manifest["report"]["office"] = manifest["municipalities"][0]["name"] = HOSTILE[1]
    manifest["figures"][0]["counted"][0]["records"][0]["label"] = HOSTILE[2]

    pdf = render(canonical(manifest))

    text = letters(words(pdf))
    assert [line for line in HOSTILE if line.replace(" ", "") not in text] == []
    styles, fonts = ("report.css", "report-chapters.css"), ("inter-latin.woff2", "inter-latin-ext.woff2")
    assert set(asked) == {f"asset:{name}" for name in styles + fonts}
    assert set(pypdf.PdfReader(io.BytesIO(pdf.data)).attachments) == {"tall.json", "tall.csv"}


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:6379/",
        "https://example.org/",
        "data:text/plain,x",
        "ftp://example.org/x",
        "asset:../settings.py",
        "asset:",
        "report.css",
        "",
    ],
)
def test_the_fetcher_reads_nothing_but_its_own_names(url):
    fetcher = AssetFetcher()

    with pytest.raises(AssetRefused):
        fetcher.fetch(url)
    with pytest.raises(AssetRefused):
        fetcher.open(url)
    assert fetcher.refused == [url, url]


def test_a_page_that_asks_for_something_else_makes_no_report(monkeypatch):
    html = '<html lang="nb"><title>x</title><img alt="x" src="file:///etc/hostname"></html>'
    monkeypatch.setattr("reporting.pdf.rendering.render_to_string", lambda *_: html)

    with pytest.raises(AssetRefused, match="file:///etc/hostname"):
        render(sample_bytes(1))


def test_letters_that_the_fonts_lack_are_shown_as_such_and_kept_in_the_data():
    manifest = sample(1)
    composed, decomposed = "Sjå åtte", unicodedata.normalize("NFD", "Sjå åtte")
    manifest["answers"][0]["text"] = f"{decomposed} → 漢 😀 \uf0b7 slutt\u202e\x07"
    pdf = render(canonical(manifest))

    text = " ".join(words(pdf))
    assert f"{composed} -> [?] [?] • slutt" in text
    assert "Tegn som rapportens skrift ikke har" in text
    assert failures(pdf, "3a") == failures(pdf, "ua1") == []
    [attached] = pypdf.PdfReader(io.BytesIO(pdf.data)).attachments["tall.json"]
    assert "漢 😀" in attached.decode()


def test_a_region_without_municipalities_has_no_percentage():
    pdf = render(sample_bytes(0))

    text = " ".join(words(pdf))
    assert "Ingen kommuner i grunnlaget" in text
    assert "Det var ingen kommuner i regionen" in text
    assert "%" not in text
    assert failures(pdf, "3a") == failures(pdf, "ua1") == []


def test_names_that_do_not_fit_on_a_line_break_no_rule():
    manifest = sample(3)
    for figure in manifest["figures"]:
        figure["label"] += (
            " og som har et navn som ikke får plass på én linje verken i innholdsfortegnelsen eller noe sted"
        )
    manifest["municipalities"][0]["name"] = "Ordutenmellomromsomaldritarslutt" * 4
    manifest["report"]["office"] = "Statsforvalteren i Troms og Finnmark – Romssa ja Finnmárkku stáhtahálddašeaddji"

    pdf = render(canonical(manifest))

    assert failures(pdf, "3a") == failures(pdf, "ua1") == []


def test_progress_rises_from_35_to_95_through_both_steps():
    told = []
    render(sample_bytes(4), progress=lambda step, percent: told.append((step, percent)))

    percents = [percent for _, percent in told]
    assert percents == sorted(percents)
    assert (percents[0], percents[-1]) == (35, 95)
    assert len(set(percents)) > 8
    assert [step for step, _ in told] == sorted(step for step, _ in told)  # layout, then writing
    assert {step for step, _ in told} == {"layout", "writing"}


def test_what_the_listener_raises_stops_the_work_and_leaves_nothing_behind():
    class Stop(Exception):
        pass

    def stop(_step: str, percent: int) -> None:
        if percent > 40:
            raise Stop

    logger = logging.getLogger("weasyprint.progress")
    before = logger.level, logger.propagate, list(logger.handlers), os.environ.get("SOURCE_DATE_EPOCH")

    with pytest.raises(Stop):
        render(sample_bytes(1), progress=stop)

    assert (logger.level, logger.propagate, list(logger.handlers), os.environ.get("SOURCE_DATE_EPOCH")) == before
