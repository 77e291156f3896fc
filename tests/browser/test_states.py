"""Pages about municipalities when empty, filtered to nothing, asked wrongly, or about a day in the past."""

import pytest
from django.urls import reverse

from tests.browser.addresses import ADVISER
from tests.browser.conftest import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PAST, WRONG, NOTHING = "dato=2021-12-31", "dato=2999-01-01", "tekst=finnes+ikke"
ASKED = {
    "overview:list": (PAST, WRONG, NOTHING, "tilstand=planned", "kolonne=finnes-ikke", f"{PAST}&ledd=decision-missing"),
    "reform_phases:matrix": (PAST, WRONG, NOTHING),
    "overview:map": (PAST, WRONG, NOTHING, "vis=finnes-ikke", "dato=2019-06-01"),
    "dialogue_meetings:list": (PAST, WRONG, "dato=2019-06-01"),
    "overview:coverage": (PAST, WRONG, NOTHING, f"{PAST}&mangler=aldri"),
    "dialogue_meetings:follow_up_list": (PAST, WRONG),
    "learning_networks:list": (PAST, WRONG),
    "reform_phases:treatment_list": (PAST, WRONG),
    "reform_phases:plan_list": (PAST, WRONG),
    "reform_phases:measure_list": (PAST, WRONG, "kommune=finnes+ikke", f"{PAST}&status=done"),
    "search": ("q=", "q=a", "q=finnes+ikke+noe+slikt", "q=plan"),
}
OF_ONE = (
    "overview:municipality",
    "reform_phases:municipality",
    "reform_phases:measures",
    "reform_phases:sheet",
    "dialogue_meetings:municipality",
    "learning_networks:municipality",
    "overview:timeline",
    "municipalities:history",
    "municipalities:detail",
    "reform_phases:status",
)


# A view may be saved of any day: it is the reader's own.
EDITS = (
    "main form[method=post]:not([action*='/visninger/']), main table input[name=kommune], "
    "main a[href*='/endre/'], main a[href*='/ny/']"
)


def test_axe_finds_nothing_on_lists_in_any_state(log_in):
    page = log_in(ADVISER)
    found = []
    for name, questions in ASKED.items():
        for question in questions:
            address = f"{reverse(name)}?{question}"
            assert page.goto(address).status == 200, address
            found += violations(page)
    assert found == []


@pytest.mark.parametrize("question", [PAST, WRONG, "dato=2019-06-01"])
def test_axe_finds_nothing_on_the_pages_of_one_municipality_on_another_day(portal, log_in, question):
    page = log_in(ADVISER)
    found = []
    for name in OF_ONE:
        address = f"{portal.addresses[ADVISER][name]}?{question}"
        assert page.goto(address).status == 200, address
        found += violations(page)
    assert found == []


def test_nothing_can_be_edited_on_a_day_in_the_past(portal, log_in):
    page = log_in(ADVISER)
    editable = []
    for name in (*OF_ONE, *(name for name in ASKED if name != "search")):
        page.goto(f"{portal.addresses[ADVISER][name]}?{PAST}")
        assert page.get_by_text("Slik det var 31.12.2021").first.is_visible(), name
        if any(one.is_visible() for one in page.locator(EDITS).all()):
            editable.append(name)
    assert editable == []
