"""The municipality's sheet as a file: the same words as the page, one page of A4, archival and accessible."""

import io
from datetime import date

import page as checker
import pypdf
import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from lhl_portal.audit.models import AccessEvent
from reform_phases.models import Measure, Reform, Solution, StatusEntry
from tests import factories

pytestmark = pytest.mark.django_db


def fetched(client, municipality, **query):
    return client.get(reverse("reform_phases:sheet_pdf", args=[municipality.pk]), query)


def sheets(response) -> list[str]:
    return [" ".join(sheet.extract_text().split()) for sheet in pypdf.PdfReader(io.BytesIO(response.content)).pages]


@pytest.fixture
def voss(county):
    call_command("load_reform", verbosity=0)
    return factories.MunicipalityFactory(county=county, name="Voss", number="4621")


def filled(municipality, count: int = 3, title: str = "Matverter") -> None:
    reform = Reform.objects.get()  # the real one, with its 25 solutions
    solution = Solution.objects.filter(area__reform=reform).first()
    factories.StatusEntryFactory(municipality=municipality, solution=solution, state=StatusEntry.State.IN_PROGRESS)
    factories.TreatmentFactory(municipality=municipality, reform=reform, on=date(2020, 9, 3))
    for number in range(count):
        factories.MeasureFactory(
            municipality=municipality,
            reform=reform,
            title=f"{title[:155]} {number}",
            unit="Kjøkkenet",
            sector=Measure.Sector.values[number % 7],
            state=Measure.State.ONGOING,
        )


@pytest.mark.parametrize(
    ("language", "title", "heading", "source"),
    [
        ("nb", "Leve hele livet – konkret", "Hvor langt vi er kommet", "Kilde"),
        ("nn", "Leve heile livet – konkret", "Kor langt vi er komne", "Kjelde"),
    ],
)
def test_it_is_archival_and_accessible_and_says_what_the_page_says_in_order(
    adviser_client, voss, language, title, heading, source
):
    filled(voss)
    adviser_client.cookies["django_language"] = language

    response = fetched(adviser_client, voss)

    assert response["Content-Type"] == "application/pdf"
    for profile in ("3a", "ua1"):
        found = checker.validate_pdf_bytes(response.content, profile=profile).failures
        assert [(failure.rule_id, failure.message) for failure in found] == []
    [text] = sheets(response)
    told = (
        title,
        "Voss",
        "4621",
        "Vedtak",
        "3.9.2020",
        heading,
        "Matverter",
        "Kjøkkenet",
        source,
    )
    places = [text.index(word) for word in told]
    assert places == sorted(places)
    assert all(solution.code in text for solution in Solution.objects.all())
    assert pypdf.PdfReader(io.BytesIO(response.content)).trailer["/Root"]["/Lang"] == language


@pytest.mark.parametrize("title", ["Gågruppe", "Aktiv alderdom " * 10])
def test_it_is_one_page_however_much_there_is(adviser_client, voss, title):
    filled(voss, 40, title)

    assert len(sheets(fetched(adviser_client, voss))) == 1


def test_the_same_sheet_gives_the_same_bytes(adviser_client, voss):
    filled(voss)

    assert fetched(adviser_client, voss).content == fetched(adviser_client, voss).content


def test_what_looks_like_markup_comes_out_as_text(adviser_client, voss):
    filled(voss, 1, '<img src="file:///etc/passwd"> ＜img src=x＞ 漢')

    [text] = sheets(fetched(adviser_client, voss))

    assert '<img src="file:///etc/passwd"> <img src=x> [?]' in text


def test_fetching_it_is_noted_and_the_page_leads_to_it(adviser_client, voss):
    page = adviser_client.get(reverse("reform_phases:sheet", args=[voss.pk])).content.decode()
    address = reverse("reform_phases:sheet_pdf", args=[voss.pk])

    response = fetched(adviser_client, voss)

    assert f'href="{address}"' in page
    assert response["Content-Disposition"].startswith('attachment; filename="leve-hele-livet-konkret-voss-')
    assert AccessEvent.objects.filter(kind=AccessEvent.Kind.EXPORT, path=address).count() == 1


def test_another_regions_sheet_does_not_exist(adviser_client):
    assert fetched(adviser_client, factories.MunicipalityFactory()).status_code == 404


def test_the_words_of_the_file_follow_the_reader_not_the_process(adviser_client, voss):
    with translation.override("nn"):
        response = fetched(adviser_client, voss)

    assert "Hvor langt vi er kommet" in sheets(response)[0]
