"""The newcomer's way through the portal, from a municipality to the report as PDF, with and without JavaScript."""

import io

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

pytestmark = [pytest.mark.browser, pytest.mark.django_db]  # the mark sees to it that there is a database

EMAIL = "demo.raadgiver.rogaland@example.no"


def log_a_meeting(page: Page, title: str, on: str) -> None:
    """From the municipality's page through *+ Logg* to a held meeting with one promise."""
    page.goto("/kommuner/")
    page.get_by_role("link", name="Sandnes", exact=True).click()
    page.get_by_role("main").get_by_role("link", name="Logg for").click()
    page.get_by_role("main").get_by_role("link", name="Møte, samtale eller annen kontakt").click()
    expect(page.get_by_role("checkbox", name="Sandnes", exact=True)).to_be_checked()
    page.get_by_label("Dato").fill(on)
    page.get_by_text("Sted, klokkeslett, vertskap, tittel og oppmøte").click()
    page.get_by_label("Tittel").fill(title)
    page.get_by_label("Politisk ledelse").fill("2")
    promised = page.get_by_role("group", name="Oppfølging 1")
    promised.get_by_label("Hva", exact=False).first.fill("Sende mal for plan")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def build_and_fetch(page: Page, round_name: str) -> PdfReader:
    page.goto("/rapporter/")
    page.get_by_role("link", name=round_name, exact=True).click()
    page.get_by_role("main").get_by_role("link", name="Rogaland", exact=True).click()
    page.get_by_role("button", name="Bygg rapport").click()
    download = page.get_by_role("link", name="Last ned PDF")
    for _ in range(60):
        if download.count():
            break
        page.wait_for_timeout(1000)
        refresh = page.get_by_role("link", name="Oppdater siden")
        if refresh.count():  # without JavaScript the reader asks for news
            refresh.click()
    with page.expect_download() as waiting:
        download.click()
    with open(waiting.value.path(), "rb") as stored:
        return PdfReader(io.BytesIO(stored.read()))


def test_an_adviser_logs_a_meeting_and_gets_the_report(log_in):
    page = log_in(EMAIL)
    log_a_meeting(page, "Dialogmøte etter handboka", on="2021-10-20")
    expect(page.get_by_text("Lagret.")).to_be_visible()

    pdf = build_and_fetch(page, "Årsrapport 2021")

    text = "\n".join(sheet.extract_text() for sheet in pdf.pages)
    assert "Statsforvalteren i Rogaland" in text
    assert "Dialogmøte etter handboka" in text
    assert pdf.attachments.keys() >= {"tall.json", "tall.csv"}


def test_the_page_shows_progress_while_the_report_is_built(log_in):
    page = log_in("demo.raadgiver.agder@example.no")
    page.goto("/rapporter/")
    page.get_by_role("main").locator("table a").first.click()
    page.get_by_role("button", name="Bygg rapport").click()

    seen = set()
    while not page.get_by_role("link", name="Last ned PDF").count():
        bar = page.locator("#builds progress")
        if bar.count():
            seen.add(int(bar.first.get_attribute("value") or 0))
        page.wait_for_timeout(100)

    assert len(seen) >= 3
    assert sorted(seen)[-1] <= 100


def test_the_whole_way_works_without_javascript(log_in):
    page = log_in(EMAIL, java_script_enabled=False)
    log_a_meeting(page, "Dialogmøte uten skript", on="2021-10-21")

    pdf = build_and_fetch(page, "Årsrapport 2023")

    assert len(pdf.pages) > 5


def test_the_keyboard_reaches_the_log_button_and_the_menu(log_in):
    page = log_in(EMAIL)
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))

    assert reached[0] == "Hopp til hovedinnholdet"
    assert any(text.endswith("Logg") for text in reached)
    assert "Rapporter" in reached


def test_a_mistake_is_explained_beside_the_field_and_nothing_is_lost(log_in):
    page = log_in(EMAIL)
    page.goto("/dialogmoter/ny/")
    page.get_by_text("Sted, klokkeslett, vertskap, tittel og oppmøte").click()
    page.get_by_label("Tittel").fill("Møte uten kommune")
    page.get_by_role("button", name="Lagre").click()

    expect(page.get_by_label("Tittel")).to_be_visible()
    expect(page.get_by_label("Tittel")).to_have_value("Møte uten kommune")
    summary = page.locator(".ds-error-summary")
    expect(summary).to_be_visible()
    expect(summary).to_be_focused()
