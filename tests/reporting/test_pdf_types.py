"""Every type of report, in both forms of the language: archival, accessible, the same bytes again, readable in order.

No test here has a database.
"""

import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import pypdf
import pytest
from django.utils import translation
from pypdf.generic import ArrayObject, DictionaryObject

from lhl_portal.pdf.engine import Pdf
from lhl_portal.pdf.manifests import canonical
from reporting.pdf import TEMPLATE_VERSION, NewerTemplate, render
from reporting.pdf.answers import widths
from reporting.pdf.national import read_national
from reporting.pdf.pages import read_pages
from tests.reporting.files import failures, letters, words
from tests.reporting.manifests import EDITION, SINCE, TASKS, sample
from tests.reporting.national_manifests import EXTERNAL, national

DRAFT = EDITION | {"final": False}
CORRECTED = EDITION | {"reason": "Et vedtak i Alver manglet.", "replaces": "ab" * 32}
MAKERS = {
    "annual": lambda language: sample(4, language=language, edition=CORRECTED),
    "short": lambda language: sample(4, language=language, layout="short", edition=DRAFT),
    "national": lambda language: national(language=language, largest=2),
    "preliminary": lambda language: national(language=language, largest=2, missing=2),
    "summary": lambda language: national(language=language, largest=2, missing=1, layout="summary"),
}
# Sentences and words in the order in which they are to be read. Labels of the portal's own are told in bokmål.
IN_ORDER = {
    "annual": (
        *("Utgave 2", "Dette er en rettet utgave", "Sammendrag", "Siden sist", *SINCE, "Hvor fullstendig", "Innhold"),
        *(
            "1 Læringsnettverk",
            "1.1 Kommuner som deltar",
            "Kommunene som teller (",
            "Hva kommunene selv sier om tallet",
        ),
        *("Kommunestyret gjorde vedtak i mars", "Kommune for kommune", "Arbeidet i perioden", "Vurderinger"),
        *("Kommunene kjenner reformen", "Gjennomført", "12,5 årsverk", "Definisjoner og kilder", "Versjon 2"),
        *("Om rapporten", "Den erstatter utgaven", "ab" * 32, "Bidragsytere", "USHT Vestland", "Forklarte tall"),
        *("fjorten", "Vedlegg A", *TASKS[0], *TASKS[2]),
    ),
    "short": (
        *("Sammendrag", "Siden sist", *SINCE, "Tallene", "Kommuner som deltar", "Svar fra embetet", "12,5 årsverk"),
        *("Definisjoner og kilder", "Om rapporten", "Dette er et utkast", "Vedlegg A", *TASKS[1]),
    ),
    "national": (
        *("Nasjonal rapport", "Sammendrag", "fra 10 av 10 regioner", *SINCE, "1 Læringsnettverk", "Agder", "Vestland"),
        *("Hele landet", "Stiplet linje", "Kommune for kommune", "Publiserte tall", EXTERNAL[1]["note"]),
        *("Antall kommuner over tid", "422", "356", "357", "Definisjoner og kilder", "Om rapporten", "Utgave 2"),
    ),
    "preliminary": (
        *("Foreløpig nasjonal rapport", "Foreløpig: Vestfold og Telemark og Vestland har ikke fått utgavene sine"),
        *("fra 8 av 10 regioner", "Ingen godkjent utgave"),
    ),
    "summary": ("Foreløpig nasjonal rapport", "Sammendrag", "fra 9 av 10 regioner", "Region for region", "Trøndelag"),
}


@pytest.fixture(
    scope="session", params=[(kind, language) for kind in MAKERS for language in ("nb", "nn")], ids="-".join
)
def made(request) -> tuple[str, str, bytes, Pdf]:
    return *request.param, *rendered(*request.param)


@cache
def rendered(kind: str, language: str) -> tuple[bytes, Pdf]:
    manifest = canonical(MAKERS[kind](language))
    return manifest, render(manifest)


def catalog(pdf: Pdf) -> DictionaryObject:
    return pypdf.PdfReader(io.BytesIO(pdf.data)).trailer["/Root"]


def elements(node: Any) -> Iterator[DictionaryObject]:
    """The structure tree's elements, in reading order."""
    node = node.get_object()
    if isinstance(node, ArrayObject):
        for kid in node:
            yield from elements(kid)
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node["/K"])


def tags(pdf: Pdf) -> list[str]:
    return [str(element["/S"]) for element in elements(catalog(pdf)["/StructTreeRoot"]["/K"])]


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_every_type_is_an_archive_file_and_accessible(made, profile):
    *_, pdf = made

    assert failures(pdf, profile) == []


def test_every_type_has_its_data_inside(made):
    _kind, _language, manifest, pdf = made
    files = pypdf.PdfReader(io.BytesIO(pdf.data)).attachments
    rows = list(csv.DictReader(io.StringIO(files["tall.csv"][0].decode("utf-8-sig")), delimiter=";"))

    assert files["tall.json"] == [manifest]
    for figure in json.loads(manifest)["figures"]:
        mine = [row for row in rows if row["tall_kode"] == figure["code"]]
        assert (len(mine), sum(int(row["teller_med"]) for row in mine)) == (figure["base"], figure["value"])


def test_headings_have_no_jumps_and_every_page_can_be_reached_from_the_outline(made):
    *_, pdf = made
    reader = pypdf.PdfReader(io.BytesIO(pdf.data))
    levels = [int(tag[2]) for tag in tags(pdf) if re.fullmatch("/H[1-6]", tag)]

    assert levels[0] == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert titles[0] == ("Samandrag" if made[1] == "nn" else "Sammendrag")
    assert len(titles) >= 2


def test_every_table_has_header_cells_and_every_drawing_a_text(made):
    *_, pdf = made
    root = catalog(pdf)["/StructTreeRoot"]["/K"]
    every = list(elements(root))
    tables = [element for element in every if element["/S"] == "/Table"]
    drawings = [element for element in every if element["/S"] == "/Figure"]

    assert tables
    assert [table for table in tables if "/TH" not in {str(e["/S"]) for e in elements(table)}] == []
    assert [drawing for drawing in drawings if not drawing.get("/Alt")] == []
    assert bool(drawings) == (made[0] in {"annual", "national", "preliminary"})


def test_known_sentences_come_in_the_order_of_reading(made):
    kind, language, _manifest, pdf = made
    if language == "nn":
        pytest.skip("the portal's own words differ; the order is the templates'")
    text, place = letters(words(pdf)), 0
    for sentence in IN_ORDER[kind]:
        wanted = re.sub(r"\s+", "", sentence)
        found = text.find(wanted, place)
        assert found >= 0, sentence
        place = found + len(wanted)


def test_every_page_says_edition_checksum_number_and_where_to_verify(made):
    kind, _language, manifest, pdf = made
    for number, text in enumerate(words(pdf), start=1):
        assert hashlib.sha256(manifest).hexdigest()[:12] in text
        assert f"Side {number} av {pdf.pages}" in text
        assert "november 2021" in text
        if kind == "short":
            assert text.count("Utkast") >= 2  # at the top, and in the footer
            assert "/rapporter/kontroll/" not in text
        else:
            assert "/rapporter/kontroll/" in text
            assert re.search("Utg[aå]ve [12]", text)
            assert "Utkast" not in text


def test_all_types_give_the_same_bytes_in_another_process(tmp_path):
    for kind in MAKERS:
        (tmp_path / kind).write_bytes(rendered(kind, "nb")[0])
    program = (
        "import hashlib, pathlib, sys, django; django.setup(); from reporting.pdf import render\n"
        "for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):\n"
        "    print(path.name, hashlib.sha256(render(path.read_bytes()).data).hexdigest())"
    )
    elsewhere = {"PYTHONHASHSEED": "4711", "TZ": "America/New_York", "DJANGO_SETTINGS_MODULE": "lhl_portal.settings"}

    other = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        capture_output=True,
        check=True,
        text=True,
        env=os.environ | elsewhere,
    )

    here = {kind: hashlib.sha256(rendered(kind, "nb")[1].data).hexdigest() for kind in MAKERS}
    assert dict(line.split() for line in other.stdout.splitlines()) == here


def test_the_summary_comes_first_and_has_one_page(made):
    kind, _language, _manifest, pdf = made
    pages = words(pdf)
    if kind == "summary":
        assert pdf.pages == 2
    first = 0 if kind in {"short", "summary"} else 1
    heading = re.compile("Sammendrag|Samandrag")
    assert heading.search(pages[first])
    assert SINCE[-1] in pages[first]
    assert "Tallene forteller hva" in pages[first] or "Tala fortel kva" in pages[first]  # its last paragraph


def test_a_task_matrix_is_an_annex_on_its_side_with_room_for_the_long_column():
    pdf = render(canonical(sample(1)))

    sheets = pypdf.PdfReader(io.BytesIO(pdf.data)).pages
    [annex] = [sheet for sheet in sheets if "Vedlegg A\n" in sheet.extract_text()]
    assert annex.mediabox.width > annex.mediabox.height
    assert "Formål, status og neste steg" in annex.extract_text()


def test_rows_of_the_annex_stay_on_one_page_and_its_headings_come_again():
    manifest = sample(1)
    manifest["answers"][-1]["rows"] = [
        [f"{n}.1.2021", f"begynt{n} " + "ord " * 60 + f"slutt{n}", "Lav", "x"] for n in range(1, 25)
    ]

    sheets = words(render(canonical(manifest)))

    annex = [text for text in sheets if "begynt" in text]
    assert len(annex) > 1
    assert all("Formål, status og neste steg" in text for text in annex)
    for n in range(1, 25):
        [place] = [place for place, text in enumerate(annex) if f"begynt{n} " in text]
        assert f"slutt{n} " in annex[place]


def test_widths_follow_the_letters_and_sum_to_a_hundred():
    columns = ("Dato", "Oppgave", "Risiko", "Formål, status og neste steg")
    date, task, risk, purpose = map(int, widths(columns, TASKS))

    assert date + task + risk + purpose == 100
    assert date == risk < task < purpose
    assert min(date, risk) >= 9
    assert widths((), ()) == ()


def test_a_manifest_for_newer_templates_is_refused():
    with pytest.raises(NewerTemplate):
        render(canonical(sample(1, template=TEMPLATE_VERSION + 1)))


def test_a_manifest_without_what_came_later_still_makes_a_report():
    manifest = sample(1)
    for key in (
        "sections",
        "since",
        "since_edition",
        "contributors",
        "statements",
        "number_notes",
        "edition",
        "template",
    ):
        del manifest[key]
    manifest["answers"] = [{"number": 1, "question": "Hva er gjort?", "text": "Mye."}]

    pdf = render(canonical(manifest))

    assert "Mye." in " ".join(words(pdf))
    assert failures(pdf, "3a") == failures(pdf, "ua1") == []


@pytest.fixture
def _norwegian():
    with translation.override("nb"):
        yield


@pytest.mark.usefixtures("_norwegian")
class TestChange:
    def figure(self, **changes: Any) -> Any:
        manifest = sample(10) | changes
        return manifest, manifest["figures"][0]

    def read(self, manifest: dict[str, Any]) -> tuple[str, str]:
        figure = read_pages(manifest, checksum="").figures[0]
        return figure.change, figure.since

    def test_it_is_from_the_edition_compared_with(self):
        manifest, figure = self.figure(since_edition={"round": "Mai", "number": 1, "as_of": "2021-05-01"})
        figure |= {"value": 3, "before": {"value": 5, "base": 10}}

        assert self.read(manifest) == ("\u22122", "1.5.2021")

    def test_without_an_edition_it_is_from_the_point_before(self):
        manifest, figure = self.figure(since_edition=None)
        figure["series"][-2]["value"] = figure["value"]

        assert self.read(manifest) == ("±0", "31.12.2020")

    def test_over_a_break_there_is_none(self):
        manifest, figure = self.figure(since_edition=None)
        figure["series"][-1]["break"] = True

        assert self.read(manifest) == ("–", "")

    def test_from_an_empty_base_there_is_none(self):
        manifest, figure = self.figure()
        figure["before"] = {"value": 0, "base": 0}

        assert self.read(manifest) == ("–", "")


@pytest.mark.usefixtures("_norwegian")
class TestNational:
    def test_the_sum_of_the_regions_is_the_country(self):
        report = read_national(national(missing=3), checksum="")

        for figure in report.figures:
            *regions, country = figure.regions
            known = [region for region in regions if not region.is_missing]
            assert len(known) == 7
            assert sum(int(region.value) for region in known) == int(country.value)
            assert sum(int(region.base) for region in known) == int(country.base)

    def test_a_missing_region_has_no_number_and_no_marks(self):
        report = read_national(national(missing=1), checksum="")

        assert report.missing == ("Vestland",)
        assert {figure.regions[9].value for figure in report.figures} == {"–"}
        assert {mark for _name, marks in report.groups[9].bodies for mark in marks} == {None}

    def test_the_lowest_and_the_highest_are_named_and_equal_ones_are_not(self):
        manifest = national(missing=7)
        rows = manifest["figures"][0]["regions"]
        for row, value in zip(rows, (1, 2, 4), strict=True):
            row |= {"value": value, "base": 8}
        for row in manifest["figures"][1]["regions"]:
            row |= {"value": 2, "base": 4}

        low_high, equal, *_ = read_national(manifest, checksum="").figures
        assert low_high.span.replace("\u00a0", " ") == "Fra 13 % i Agder til 50 % i Møre og Romsdal."
        assert equal.span == "Andelen er lik i alle regionene."

    def test_published_figures_are_never_mixed_with_ours(self):
        without, report = national(), read_national(national(), checksum="")
        without["external"] = []

        assert [(row.value, row.base, row.share) for row in report.external] == [
            ("228", "356", "64\u00a0%"),
            ("301", "–", "–"),
        ]
        assert read_national(without, checksum="").figures == report.figures
