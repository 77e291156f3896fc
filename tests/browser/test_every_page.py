"""Every page of the portal in a real browser: no fault that axe finds, no breach of the policy, room at 320 px."""

import pytest
from django.urls import reverse
from django.utils import timezone

from dialogue_meetings.models import FollowUp, Meeting, Support
from learning_networks.models import Gathering, Network
from lhl_portal.access.declarations import LIBRARY_PAGES, walk
from lhl_portal.access.models import User
from lhl_portal.access.scoping import reach
from municipalities.models import Municipality
from reform_phases.models import Plan, Solution, Treatment
from reporting.models import Report, Round
from tests.browser.conftest import violations
from tests.test_permissions import ROW

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

ADVISER = "demo.raadgiver.vestland@example.no"
ANALYST = "demo.analytiker@example.no"
ADMINISTRATOR = "demo.administrator@example.no"
# What is no page: answers without HTML, downloads, and what only takes a POST.
NOT_PAGES = {"live", "ready", "set_language", "reporting:snapshot_pdf", "account_logout"}
EVERYBODY = {"account_login", "account_reset_password", "account_reset_password_done", "account_inactive"}
NEEDS_A_KEY = {"account_reset_password_from_key", "account_reset_password_from_key_done", "account_set_password"}
"""The holder of a mailed key; and whoever has no password yet."""


def addresses(email: str) -> dict[str, str]:
    """Each page that the user may open, by URL name, for the first row within reach."""
    user = User.objects.get(email=email)
    found = {}
    for name, pattern in walk():
        if name in NOT_PAGES | EVERYBODY | NEEDS_A_KEY:
            continue
        view = getattr(pattern.callback, "view_class", None)
        if name not in LIBRARY_PAGES:
            permission = getattr(view, "permission", None)
            if not hasattr(view, "get") or (permission and not user.has_perm(permission)):
                continue
        parameters = pattern.pattern.converters
        arguments = arguments_for(name, view, user) if parameters else {}
        if arguments is not None:
            found[name] = reverse(name, kwargs=arguments)
    return found


MODELS = {
    "municipality": Municipality.objects.filter(valid_to=None),
    "treatment": Treatment.objects,
    "plan": Plan.objects,
    "solution": Solution.objects,
    "meeting": Meeting.objects,
    "support": Support.objects,
    "follow_up": FollowUp.objects,
    "network": Network.objects,
    "gathering": Gathering.objects,
    "round": Round.objects,
    "report": Report.objects,
    "user": User.objects,
}


def arguments_for(name, view, user) -> dict[str, object] | None:
    """The path arguments of the first row that the user reaches with the page's permission."""
    if name == "reporting:figure":
        return {"code": "support_given"}
    rows, today = MODELS[ROW[name]].order_by("pk"), timezone.localdate()
    if hasattr(rows, "within"):
        rows = rows.within(reach(user, view.permission, today=today), today=today)
    row = rows.first()
    if isinstance(row, Gathering):
        return {"pk": row.network_id, "gathering_pk": row.pk}
    return {"pk": row.pk} if row else None


@pytest.mark.parametrize("email", [ADVISER, ANALYST, ADMINISTRATOR])
def test_axe_finds_nothing_on_any_page_of(log_in, email):
    page = log_in(email)
    found = []
    for address in addresses(email).values():
        response = page.goto(address)
        assert response.status == 200, address
        found += violations(page)
    assert found == []


def test_every_page_with_a_row_is_visited_by_somebody(portal):
    visited = {name for email in (ADVISER, ANALYST, ADMINISTRATOR) for name in addresses(email)}
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


def test_every_page_fits_a_narrow_screen(log_in):
    page = log_in(ADVISER, viewport={"width": 320, "height": 640})
    too_wide = []
    for address in addresses(ADVISER).values():
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            too_wide.append(address)
    assert too_wide == []


def test_every_page_of_a_demo_says_so(log_in):
    page = log_in(ADVISER)
    unmarked = []
    for address in addresses(ADVISER).values():
        page.goto(address)
        if not page.get_by_text("Demodata - ikke opplysninger om virkelige kommuners arbeid").count():
            unmarked.append(address)
    assert unmarked == []
