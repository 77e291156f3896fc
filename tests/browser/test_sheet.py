"""The municipality's sheet on paper: one page of A4, however much there is to say."""

import io
from datetime import date

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, Route
from pypdf import PdfReader

from municipalities.models import Municipality
from reform_phases.models import Measure, Reform, Solution, Treatment
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

ADDRESS = "http://portal.example/"


def opened(context: BrowserContext, html: str) -> Page:
    """The page as the portal sends it, with its style and script, and no portal to click on to."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        if not path:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif found := finders.find(path.removeprefix("static/")):
            route.fulfill(path=found)
        else:
            route.abort()

    page = context.new_page()
    page.route("**/*", answer)
    page.goto(ADDRESS)
    return page


def printed(page: Page) -> list[str]:
    """The text of each page that comes out of the printer."""
    return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages]


def sheet_of(municipality: Municipality) -> str:
    client = Client()
    client.force_login(factories.analyst())
    response = client.get(reverse("reform_phases:sheet", args=[municipality.pk]))
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def reform() -> Reform:
    return Reform.objects.get()  # the real one, with its 25 solutions


@pytest.mark.parametrize(("title", "unit"), [("Gågruppe", "Kultur"), ("Aktiv alderdom " * 10, "Kulturkontoret " * 8)])
@pytest.mark.parametrize("count", [0, 3, 40])
def test_it_is_one_page_with_few_measures_and_with_many(browser, reform, count, title, unit):
    old = factories.MunicipalityFactory(code="9998-2019", number="9998", name="Nordre Land og Aurdal")
    body = factories.merge(date(2021, 1, 1), [old], code="9999-2021", number="9999", name="Nordre Land og Aurdal")
    for stage in Treatment.Stage.values:
        factories.TreatmentFactory(municipality=old, reform=reform, stage=stage)
    factories.PlanFactory(municipality=old, reform=reform)
    for number in range(count):
        factories.MeasureFactory(
            municipality=body,
            reform=reform,
            title=f"{title[:155]} {number}",
            unit=unit[:120],
            sector=Measure.Sector.values[number % 7],
            state=Measure.State.ONGOING,
        )

    with browser.new_context() as context:
        pages = printed(opened(context, sheet_of(body)))

    assert len(pages) == 1
    assert "Kilde: det som er registrert i portalen" in pages[0]
    assert all(solution.code in pages[0] for solution in Solution.objects.filter(area__reform=reform))


def test_the_button_prints_and_without_javascript_there_is_no_button_but_a_way(browser, reform):
    html = sheet_of(Municipality.objects.filter(valid_to=None).first())
    with browser.new_context() as context:
        context.add_init_script("window.print = () => { document.title = 'skrevet ut'; }")
        page = opened(context, html)
        page.get_by_role("button", name="Skriv ut").click()
        assert page.title() == "skrevet ut"
    with browser.new_context(java_script_enabled=False) as context:
        page = opened(context, html)
        assert not page.get_by_role("button", name="Skriv ut").is_visible()
        assert page.get_by_text("Skriv det ut med Ctrl+P").is_visible()
