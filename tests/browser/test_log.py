"""Logging a group meeting by hand: how many clicks it takes, and that what is typed is not lost."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import ADVISER
from tests.browser.conftest import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db]  # the mark sees to it that there is a database

LOG = "/dialogmoter/ny/"
PUT_BY = 800  # ms after which what was typed is kept
NOTICE = "Utkastet ditt er hentet fram."


def click(page: Page, *targets) -> int:
    for target in targets:
        target.click()
    return len(targets)


def test_a_group_meeting_is_logged_in_at_most_twelve_clicks(log_in, capsys):
    page = log_in(ADVISER)
    began = time.monotonic()

    clicks = click(
        page,
        page.get_by_role("banner").get_by_role("link", name="Logg", exact=True),
        page.get_by_role("main").get_by_role("link", name="Møte, samtale eller annen kontakt"),
        page.get_by_role("group", name="Sist brukt").get_by_role("checkbox").nth(0),
        page.get_by_role("group", name="Sist brukt").get_by_role("checkbox").nth(1),
        *(page.get_by_role("checkbox", name=re.compile(rf"^{number} ")) for number in (1, 3, 4)),
        page.get_by_label("Hva", exact=True),
    )
    page.keyboard.type("Sende mal for plan")
    for _field in ("hvem", "kommune", "frist"):
        page.keyboard.press("Tab")
    page.keyboard.type("01122026")
    clicks += click(page, page.get_by_role("button", name="Lagre"))

    expect(page.get_by_text("Lagret. Teller som dialogmøte for 2 kommuner")).to_be_visible()
    expect(page.get_by_text("2 oppfølginger.")).to_be_visible()
    assert clicks <= 12
    with capsys.disabled():
        print(f"\n  a group meeting: {clicks} clicks, {time.monotonic() - began:.1f} s without the typing")


def test_what_is_typed_survives_a_closed_page_and_an_ended_session_and_goes_when_saved(log_in):
    page = log_in(ADVISER, viewport={"width": 360, "height": 740})
    page.goto(LOG)
    first = page.get_by_role("group", name="Sist brukt").get_by_role("checkbox").first
    first.check()
    page.get_by_label("Hva kom ut av møtet").fill("Vil prøve matverter")
    page.get_by_role("button", name="Legg til oppfølging").click()
    page.get_by_role("group", name="Oppfølging 2").get_by_label("Hva", exact=True).fill("Ringe i januar")
    page.wait_for_timeout(PUT_BY)

    page.goto("/")
    page.goto(LOG)
    expect(page.locator(".ds-alert", has_text=NOTICE)).to_be_visible()
    expect(first).to_be_checked()
    expect(page.get_by_label("Hva kom ut av møtet")).to_have_value("Vil prøve matverter")
    again = page.get_by_role("group", name="Oppfølging 2").get_by_label("Hva", exact=True)
    expect(again).to_have_value("Ringe i januar")
    assert violations(page) == []

    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.context.add_cookies([cookie for cookie in cookies if cookie["name"] != "sessionid"])
    page.get_by_role("button", name="Lagre").click()
    expect(page).to_have_url(re.compile("logg-inn"))
    page.context.add_cookies(cookies)
    page.goto(LOG)
    expect(page.get_by_label("Hva kom ut av møtet")).to_have_value("Vil prøve matverter")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text("Lagret.")).to_be_visible()

    page.goto(LOG)
    expect(page.locator(".ds-alert", has_text=NOTICE)).to_have_count(0)
    expect(page.get_by_label("Hva kom ut av møtet")).to_have_value("")


def test_a_draft_can_be_discarded(log_in):
    page = log_in(ADVISER)
    page.goto(LOG)
    page.get_by_label("Hva kom ut av møtet").fill("Feil møte")
    page.wait_for_timeout(PUT_BY)
    page.reload()

    page.get_by_role("button", name="Forkast utkastet").click()

    expect(page.get_by_label("Hva kom ut av møtet")).to_have_value("")
    expect(page.locator(".ds-alert", has_text=NOTICE)).to_have_count(0)


def test_who_logs_out_leaves_no_draft_behind(log_in):
    page = log_in(ADVISER)
    page.goto(LOG)
    page.get_by_label("Hva kom ut av møtet").fill("Skal ikke ligge igjen")
    page.wait_for_timeout(PUT_BY)
    page.get_by_text("Demo rådgiver, Rogaland").click()
    page.get_by_role("button", name="Logg ut").click()

    page.wait_for_url("**/logg-inn/**")
    assert "Skal ikke ligge igjen" not in page.evaluate("JSON.stringify(localStorage)")


def test_rows_picked_in_the_list_stay_picked_when_it_is_narrowed(log_in):
    page = log_in(ADVISER)
    page.goto("/kommuner/")
    for name in ("Sandnes", "Utsira"):
        page.get_by_role("checkbox", name=re.compile(name)).first.check()
    bar = page.locator("[data-picked]")
    expect(bar).to_have_text("2 valgt")

    page.get_by_label("Navn eller nummer").fill("Sand")
    page.get_by_label("Navn eller nummer").press("Enter")

    expect(bar).to_have_text("2 valgt, 1 utenfor listen")
    expect(page.get_by_role("checkbox", name=re.compile("Sandnes")).first).to_be_checked()
    page.get_by_role("button", name="Registrer for de valgte").click()
    expect(page.get_by_role("checkbox", name="Utsira")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Sandnes", exact=True)).to_be_checked()
