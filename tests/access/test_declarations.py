"""The check that every URL says who may open it."""

from types import SimpleNamespace

import pytest
from django.urls import path
from django.views.generic import TemplateView, View

from lhl_portal.access import declarations
from lhl_portal.access.declarations import every_url_declares_access
from lhl_portal.access.scoping import DeclaredMixin


class Silent(View):
    pass


class Misspelt(DeclaredMixin, View):
    permission = "municipalities.view_munisipality"


class SaysWithoutAsking(TemplateView):
    permission = "municipalities.view_municipality"


class SaysAnyoneWithoutAsking(TemplateView):
    any_user = True


class Asks(DeclaredMixin, TemplateView):
    permission = "municipalities.view_municipality"


class Open(View):
    public = True


@pytest.mark.parametrize(
    ("view", "found"),
    [
        (Silent, ["access.E001"]),
        (Misspelt, ["access.E001"]),
        (SaysWithoutAsking, ["access.E002"]),
        (SaysAnyoneWithoutAsking, ["access.E002"]),
        (Asks, []),
        (Open, []),
    ],
)
def test_a_view_that_nobody_guards_is_an_error(monkeypatch, view, found):
    resolver = SimpleNamespace(url_patterns=[path("side/", view.as_view(), name="side")])
    monkeypatch.setattr(declarations, "get_resolver", lambda: resolver)

    assert [error.id for error in every_url_declares_access()] == found


def test_the_portal_itself_passes():
    assert every_url_declares_access() == []
