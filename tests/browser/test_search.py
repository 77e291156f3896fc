"""The search field by keyboard: the key that goes there, hits while typing, what is announced, and the way out."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.addresses import ADVISER
from tests.browser.conftest import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db]  # the mark sees to it that there is a database


def test_a_key_goes_to_the_field_and_escape_leaves_it(log_in):
    page = log_in(ADVISER)
    link = page.get_by_role("link", name="Tilgjengelighet")
    link.focus()
    field = page.get_by_role("searchbox")

    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.keyboard.type("3/4")
    expect(field).to_have_value("3/4")
    page.keyboard.press("Escape")

    expect(link).to_be_focused()
    expect(field).to_have_value("3/4")


def test_hits_come_while_typing_and_are_announced(log_in):
    page = log_in(ADVISER)
    page.keyboard.press("/")
    page.keyboard.type("sandnes")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Søk")
    found = violations(page)

    page.keyboard.press("/")
    page.keyboard.type("ernæring")

    expect(page.locator("#announcer")).to_have_text(re.compile("treff på «ernæring»"))
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(page).to_have_url(re.compile("q=ern"))
    page.keyboard.type("qqq")
    expect(page.locator("#announcer")).to_contain_text("Ingen treff på «ernæringqqq»")
    assert found + violations(page) == []


def test_the_key_can_be_turned_off_for_good(log_in):
    page = log_in(ADVISER)
    page.goto("/sok/")
    page.get_by_label("Tasten / går til søkefeltet fra alle sider").uncheck()
    page.goto("/kommuner/")

    page.keyboard.press("/")

    expect(page.get_by_role("searchbox")).not_to_be_focused()


def test_the_search_fits_a_narrow_screen_with_hits(log_in):
    page = log_in(ADVISER, viewport={"width": 320, "height": 640})
    page.goto("/sok/?q=kommune")

    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_search_works_without_javascript(log_in):
    page = log_in(ADVISER, java_script_enabled=False)
    page.get_by_role("searchbox").fill("Sandnes")
    page.get_by_role("button", name="Søk").click()

    page.get_by_role("main").get_by_role("link", name="Sandnes", exact=True).first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sandnes")
