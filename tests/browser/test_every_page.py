"""Every page of the portal in a real browser: no fault that axe finds, no breach of the policy, room at 320 px."""

import pytest
from django.urls import reverse

from lhl_portal.access.declarations import walk
from tests.browser.addresses import ADVISER, EVERYBODY, NOT_PAGES, VISITORS
from tests.browser.conftest import violations
from tests.permission_rows import ROW

pytestmark = [pytest.mark.browser, pytest.mark.django_db]  # the mark sees to it that there is a database


# Pages that look different to each; of the others, one visit is enough.
OWN_TO_EACH = {
    "start",
    "log_choose",
    "reporting:figures",
    "reporting:figure",
    "reporting:round_list",
    "reporting:round",
}


@pytest.mark.parametrize("email", VISITORS)
def test_axe_finds_nothing_on_any_page_of(portal, log_in, email):
    earlier = VISITORS[: VISITORS.index(email)]
    seen = {name for visitor in earlier for name in portal.addresses[visitor]} - OWN_TO_EACH
    page = log_in(email)
    found = []
    for name, address in portal.addresses[email].items():
        if name not in seen:
            assert page.goto(address).status == 200, address
            found += violations(page)
    assert found == []


def test_every_page_with_a_row_is_visited_by_somebody(portal):
    visited = {name for email in VISITORS for name in portal.addresses[email]}
    with_get = {
        name
        for name, pattern in walk()
        if name in ROW and hasattr(getattr(pattern.callback, "view_class", None), "get")
    }
    assert with_get - visited - NOT_PAGES == set()


def test_axe_finds_nothing_before_log_in_or_on_errors(log_in):
    page = log_in(None)
    found = []
    for name in sorted(EVERYBODY):
        page.goto(reverse(name))
        found += violations(page)
    page = log_in(ADVISER)
    for address, status in (("/finnes-ikke/", 404), ("/administrasjon/brukere/", 403), ("/dialogmoter/0/", 404)):
        assert page.goto(address).status == status
        found += violations(page)
    assert found == []


def test_every_page_fits_a_narrow_screen(portal, log_in):
    page = log_in(ADVISER, viewport={"width": 320, "height": 640})
    too_wide = []
    for address in portal.addresses[ADVISER].values():
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            too_wide.append(address)
    assert too_wide == []


def test_every_page_of_a_demo_says_so(portal, log_in):
    page = log_in(ADVISER)
    unmarked = []
    for address in portal.addresses[ADVISER].values():
        page.goto(address)
        if not page.get_by_text("Demodata - ikke opplysninger om virkelige kommuners arbeid").count():
            unmarked.append(address)
    assert unmarked == []
