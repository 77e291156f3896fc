"""A real browser on the real portal, in demo mode with the whole register and the demo activity."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from lhl_portal.access.models import Organisation, User
from lhl_portal.access.roles import OrganisationKind
from lhl_portal.local.browser import chromium
from municipalities.models import Municipality
from reporting.manifest import read_manifest
from reporting.models import Report, Round
from tests.browser.addresses import ADVISER, VISITORS, addresses_of
from tests.factories import (
    DistrictFactory,
    ExternalFigureFactory,
    FeedFactory,
    ImportFactory,
    MeetingImportFactory,
    accepted,
    api_key,
    edition,
    thread,
)
from tests.stack import Stack

# Chromium looks things up on the network when it starts unless it is told not to.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE = Path(settings.NODE_MODULES) / "axe-core/axe.min.js"
# A dialogue that fades in is measured when it has; what never ends, such as a spinner, is not waited for.
STANDS_STILL = """() => Promise.allSettled(
  document.getAnimations().filter(a => Number.isFinite(a.effect.getComputedTiming().endTime)).map(a => a.finished)
)"""
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@dataclass(frozen=True)
class Portal:
    """The running portal, and what was read from its database before the browser came: keys of the demo users by
    e-mail, and for each of `VISITORS` the pages they may open, by URL name."""

    url: str
    users: dict[str, int]
    addresses: dict[str, dict[str, str]]


@pytest.fixture(scope="session")
def portal(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Portal]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs an event loop in this thread
    with django_db_blocker.unblock():
        for command in ("load_register", "load_reform", "seed_demo"):
            call_command(command, verbosity=0)
        office = Organisation.objects.get(kind=OrganisationKind.GOVERNOR, region__code="rogaland")
        adviser = User.objects.get(email=ADVISER)
        ImportFactory(organisation=office, by=adviser)
        FeedFactory(owner=adviser)
        DistrictFactory(municipality=Municipality.objects.get(name="Stavanger", valid_to=None))
        old_list = {
            "header": ["Når", "Type", "Kommune", "E-post"],
            "columns": ["on", "kind", "municipalities", "private"],
        }
        line = {"number": 2, "written": ["3.3.2019", "Prat", "Sola", None], "shown": {"on": "3.3.2019"}}
        wrong = {"errors": {"kind": "«Prat» er ikke et valg."}, "outcome": "wrong", "note": ""}
        MeetingImportFactory(organisation=office, by=adviser, **old_list, lines=[line | wrong], wrong=1)
        make_editions(adviser)
        users = dict(User.objects.values_list("email", "pk"))
        addresses = {email: addresses_of(User.objects.get(email=email)) for email in VISITORS}
        stack = Stack(tmp_path_factory.mktemp("portal"), mode="demo")
        connections.close_all()
    try:
        stack.start()
        yield Portal(stack.url, users, addresses)
    finally:
        stack.stop()


def make_editions(adviser: User) -> None:
    """An edition that is commented on, an accepted one of another region, and a figure from elsewhere."""
    round = Round.objects.get(name_nb="Status per 15. mai 2022")
    round.questions.update(required=False)
    at = datetime(2022, 5, 20, 9, tzinfo=UTC)
    sent, settled = (Report.objects.get(round=round, region__code=code) for code in ("rogaland", "agder"))
    for report, make in ((sent, edition), (settled, accepted)):
        make(report, at, said=read_manifest(report, built_on=at.date(), final=True))
    thread(sent.editions.get(), key="support_given")
    ExternalFigureFactory(reform=round.reform)
    api_key(adviser.memberships.get().organisation)


@pytest.fixture(scope="session")
def browser(portal) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        yield started
        connections.close_all()  # those of this thread's event loop, which nobody else sees
        started.close()


@pytest.fixture
def log_in(portal: Portal, browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page in a browser of its own for the demo user with this e-mail, logged in by a click. Fails the test if the
    browser's console tells of an error or of a breach of the content security policy."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def open_page(email: str | None, **options: object) -> Page:
        context = browser.new_context(base_url=portal.url, locale="nb-NO", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: troubles.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto("/konto/logg-inn/")
        if email:
            page.locator(f'form:has(input[name="user"][value="{portal.users[email]}"]) button').click()
            page.wait_for_url("**/")
        return page

    yield open_page
    for context in contexts:
        context.close()
    # The browser and htmx each tell of an answer that says no.
    assert [text for text in troubles if not re.search("status of 40|Status Error Code 40", text)] == []


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands, one line for each kind of fault."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE.read_text())
    page.evaluate(STANDS_STILL)
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", AXE_TAGS)
    return [
        f"{page.url} {fault['id']}: {fault['help']} {[node['html'][:120] for node in fault['nodes'][:3]]}"
        for fault in found["violations"]
    ]
