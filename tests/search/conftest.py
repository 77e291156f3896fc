"""The shipped register, and what a reader's search shows."""

import html
import re

import pytest
from django.urls import reverse

from tests.municipalities.conftest import loaded_register, register  # noqa: F401  fixtures


@pytest.fixture
def search(adviser_client):
    """Asks as the adviser; the answer is the page."""

    def ask(asked, **more):
        response = adviser_client.get(reverse("search"), {"q": asked, **more})
        assert response.status_code == 200
        return response.content.decode()

    return ask


def hits(page):
    """The titles of all hits on the page, in order."""
    titles = re.findall(r'<div class="work-list__what">\s*<a href="[^"]*">(.*?)</a>', page)
    return [html.unescape(re.sub(r"</?mark>", "", title)) for title in titles]


def counts(page):
    """How many hits each group says that it has."""
    found = re.findall(r'<h2 id="\w+-heading">(.*?) <span class="search-count">(.*?)</span>', page)
    return {html.unescape(label): int(count) for label, count in found}
