"""The matrix with hands on: by keyboard and mouse, with two at the same cell, on paper and without JavaScript."""

import io
import re

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.browser.addresses import ADVISER, ANALYST
from tests.browser.conftest import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db]  # the mark sees to it that there is a database

MATRIX = "/kommuner/matrise/"
# Whether both ends of what has focus are what one would hit there, and not something that lies over it.
IN_SIGHT = """() => {
  const focused = document.activeElement, box = focused.getBoundingClientRect();
  const ends = [[box.left + 4, box.top + 4], [box.right - 4, box.bottom - 4]];
  return ends.every(([x, y]) => focused.contains(document.elementFromPoint(x, y)));
}"""


def cell(page: Page, row: int, column: int) -> Locator:
    """Counted from one, and the name of the municipality is column 1."""
    return page.locator(f"tbody tr:nth-child({row}) > :nth-child({column})")


def stand_on(cell: Locator) -> None:
    """As if the arrow keys had come there."""
    cell.evaluate("cell => { cell.tabIndex = 0; cell.focus(); }")


def choose(page: Page, state: str) -> None:
    page.get_by_role("dialog").get_by_role("button", name=state, exact=True).click()


def another_state(cell: Locator) -> str:
    return "Vedtatt" if "Evaluert" in (cell.get_attribute("aria-label") or "") else "Evaluert"


def test_one_tab_goes_in_and_the_keys_go_everywhere_in_sight(log_in):
    page = log_in(ADVISER, viewport={"width": 640, "height": 480})
    page.goto(MATRIX)
    last, columns = page.locator("tbody tr").count(), 26

    page.locator("#rows summary").last.focus()  # the menu of views, just before the grid
    page.keyboard.press("Tab")
    expect(cell(page, 1, 2)).to_be_focused()
    for key, row, column in (
        ("ArrowDown", 2, 2),
        ("ArrowRight", 2, 3),
        ("End", 2, columns),
        ("PageDown", 12, columns),
        ("Control+End", last, columns),
        ("ArrowRight", last, columns),
        ("PageUp", last - 10, columns),
        ("ArrowLeft", last - 10, columns - 1),
        ("Home", last - 10, 1),
        ("ArrowRight", last - 10, 2),
        ("Control+End", last, columns),
        ("Control+Home", 1, 1),
        ("ArrowUp", 1, 1),
    ):
        page.keyboard.press(key)
        place = cell(page, row, column)
        expect(place if column > 1 else place.get_by_role("link")).to_be_focused()
        assert page.evaluate(IN_SIGHT), key

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Tilgjengelighet")).to_be_focused()


def test_cells_are_cells_of_a_grid_with_headings_both_ways(log_in):
    page = log_in(ADVISER)
    page.goto(MATRIX)

    grid = page.get_by_role("grid", name="Status for hver kommune og løsning")

    expect(grid.get_by_role("columnheader", name="1.1 Planlegg egen alderdom")).to_have_count(1)
    row = grid.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Sandnes", exact=True))
    expect(row.get_by_role("gridcell")).to_have_count(25)


def test_two_clicks_change_a_cell_and_one_more_puts_it_back(log_in):
    page = log_in(ADVISER)
    page.goto(MATRIX)
    changed, total = cell(page, 3, 2), page.locator("tfoot td").first
    before, state = changed.get_attribute("aria-label"), another_state(changed)
    counted = total.inner_text()

    changed.click()
    expect(page.get_by_role("dialog", name="1.1 Planlegg egen alderdom")).to_be_visible()
    found = violations(page)
    choose(page, state)

    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(changed).to_have_attribute("aria-label", re.compile(rf"\d {state}$"))
    expect(changed).to_be_focused()
    name = cell(page, 3, 1).inner_text()
    expect(page.locator("#announcer")).to_have_text(f"Lagret: {state}. {name}, 1.1.")
    found += violations(page)
    page.get_by_role("region", name="Siste endring").get_by_role("button", name="Angre").click()
    expect(changed).to_have_attribute("aria-label", before)
    expect(total).to_have_text(counted)
    expect(page.locator("#announcer")).to_have_text(f"Trukket tilbake: {state}. {name}, 1.1.")
    page.reload()
    expect(changed).to_have_attribute("aria-label", before)
    expect(total).to_have_text(counted)
    assert found == []


def test_a_cell_is_changed_and_put_back_by_keyboard_alone(log_in):
    page = log_in(ADVISER)
    page.goto(MATRIX)
    changed = page.locator('td[aria-label*="Innført"]').first
    before = changed.get_attribute("aria-label")
    changed.evaluate("cell => cell.setAttribute('data-changed', '')")
    changed = page.locator("[data-changed]")
    stand_on(changed)

    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("button", name="Innført", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(changed).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("button", name="Lukk").press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(changed).to_be_focused()

    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("button", name="Innført", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(changed).to_have_attribute("aria-label", "6 Evaluert")
    expect(changed).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(changed).to_have_attribute("aria-label", before)
    expect(changed).to_be_focused()

    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Siste endring")).to_be_hidden()


def test_a_mistake_is_told_in_the_dialogue_and_nothing_typed_is_lost(log_in):
    page = log_in(ADVISER)
    page.goto(MATRIX)
    cell(page, 4, 4).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Dato, kilde og merknad").click()
    dialog.get_by_label("Dato").fill("2999-01-01")
    dialog.get_by_label("Merknad").fill("Fra møtet i mai")

    choose(page, "Vedtatt")

    expect(dialog.get_by_role("region", name="Feil i skjemaet")).to_be_focused()
    expect(dialog.get_by_label("Merknad")).to_have_value("Fra møtet i mai")
    assert violations(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("Dato")).to_be_focused()


def test_a_change_that_the_server_could_not_save_is_told_where_it_was_made(log_in):
    page = log_in(ADVISER)
    page.goto(MATRIX)
    cell(page, 5, 5).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Dato, kilde og merknad").click()
    dialog.get_by_label("Merknad").fill("Fra møtet i mai")
    page.context.clear_cookies(name="csrftoken")

    choose(page, "Vedtatt")

    expect(dialog.get_by_role("alert")).to_contain_text("ingenting er lagret")
    expect(dialog.get_by_label("Merknad")).to_have_value("Fra møtet i mai")


def test_the_second_of_two_people_sees_both_answers_and_loses_neither(log_in):
    first, second = log_in(ADVISER), log_in(ADVISER)
    for page in (first, second):
        page.goto(MATRIX)
        cell(page, 6, 6).click()
        expect(page.get_by_role("dialog")).to_be_visible()

    choose(first, "Vedtatt")
    expect(first.get_by_role("dialog")).to_be_hidden()
    choose(second, "I plan")

    told = second.get_by_role("region", name="Endret i mellomtiden")
    expect(told).to_be_focused()
    expect(told).to_contain_text("En annen har skrevet her i mellomtiden: Vedtatt")
    expect(told).to_contain_text("Ditt svar, I plan, er ikke lagret ennå.")
    assert violations(second) == []
    choose(second, "I plan")
    expect(cell(second, 6, 6)).to_have_attribute("aria-label", "3 I plan")
    cell(second, 6, 6).click()
    second.get_by_role("link", name="Alt som er registrert om dette").click()
    expect(second.locator(".timeline li").nth(0)).to_contain_text("I plan")
    expect(second.locator(".timeline li").nth(1)).to_contain_text("Vedtatt")


def test_a_conflict_left_with_escape_leaves_the_cell_as_the_other_made_it(log_in):
    first, second = log_in(ADVISER), log_in(ADVISER)
    for page in (first, second):
        page.goto(MATRIX)
        cell(page, 7, 7).click()
        expect(page.get_by_role("dialog")).to_be_visible()
    state = another_state(cell(first, 7, 7))
    choose(first, state)
    expect(first.get_by_role("dialog")).to_be_hidden()
    choose(second, "I plan")
    expect(second.get_by_role("region", name="Endret i mellomtiden")).to_be_focused()

    second.keyboard.press("Escape")

    expect(cell(second, 7, 7)).to_have_attribute("aria-label", re.compile(rf"\d {state}$"))
    expect(cell(second, 7, 7)).to_be_focused()
    expect(second.locator("[data-announce]")).to_have_text(first.locator("[data-announce]").inner_text())


def test_the_numbers_above_the_matrix_follow_what_is_changed_in_it(log_in):
    page = log_in(ADVISER)
    page.goto(MATRIX)
    told = page.locator("#rows [data-announce]")
    registered, stale = (int(number.replace("\xa0", "")) for number in told.locator("span").all_inner_texts())
    changed = page.locator("tbody td.state--stale").first
    changed.evaluate("cell => cell.setAttribute('data-changed', '')")

    page.locator("[data-changed]").click()
    choose(page, "Evaluert")
    expect(page.get_by_role("dialog")).to_be_hidden()

    expect(told.locator("span")).to_have_text([str(registered), str(stale - 1)])
    counted = told.inner_text()
    page.reload()
    expect(told).to_have_text(counted)
    page.locator("tbody td.state--none").first.click()
    choose(page, "Vedtatt")
    expect(told.locator("span")).to_have_text([str(registered + 1), str(stale - 1)])


def test_a_filtered_matrix_can_still_be_changed_and_that_of_another_day_cannot(log_in):
    page = log_in(ADVISER)
    page.goto(f"{MATRIX}?dato=2021-12-31")
    cell(page, 1, 2).click()
    expect(cell(page, 1, 2)).to_be_focused()
    assert cell(page, 1, 2).evaluate("cell => getComputedStyle(cell).cursor") != "pointer"

    page.get_by_label("Slik det var").fill("")
    page.get_by_label("Navn eller nummer").fill("Sandnes")
    page.get_by_role("button", name="Filtrer").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    cell(page, 1, 2).click()

    expect(page.get_by_role("dialog", name=re.compile("Sandnes"))).to_be_visible()


def test_who_may_not_write_can_walk_the_grid_and_opens_nothing(log_in):
    page = log_in(ANALYST)
    page.goto(f"{MATRIX}?q=Sandnes")

    cell(page, 1, 2).click()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")

    expect(cell(page, 1, 3)).to_be_focused()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_cells_fit_a_narrow_screen_and_the_message_covers_no_focus(log_in):
    page = log_in(ADVISER, viewport={"width": 320, "height": 640}, color_scheme="dark")
    page.goto(MATRIX)
    changed = cell(page, 12, 15)
    stand_on(changed)

    page.keyboard.press("Enter")
    choose(page, another_state(changed))

    expect(page.get_by_role("region", name="Siste endring")).to_be_visible()
    assert page.evaluate(IN_SIGHT)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert violations(page) == []


def test_a_region_is_printed_lying_with_its_legend(log_in):
    page = log_in(ADVISER)
    page.goto(MATRIX)

    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages

    assert len(sheets) <= 2
    assert sheets[0].mediabox.width > sheets[0].mediabox.height
    text = sheets[0].extract_text()
    assert "Under gjennomføring" in text
    assert "Bjerkreim" in text


def test_without_javascript_the_way_is_the_page_of_the_municipality(log_in):
    page = log_in(ADVISER, java_script_enabled=False)
    page.goto(MATRIX)
    page.get_by_role("link", name="Sandnes", exact=True).click()
    page.get_by_role("main").get_by_role("link", name=re.compile(r"^1\.1")).first.click()

    page.get_by_role("button", name="Evaluert", exact=True).click()

    expect(page.get_by_role("region", name="Meldinger")).to_contain_text("Lagret: Evaluert.")
    page.goto(MATRIX)
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Sandnes", exact=True))
    expect(row.locator("td").first).to_have_attribute("aria-label", "6 Evaluert")
