"""A page, or one part of it, from the same view."""

import pytest
from django.test import RequestFactory
from django.views.generic import TemplateView
from django_htmx.middleware import HtmxDetails

from lhl_portal.ui.fragments import FragmentMixin


class Page(FragmentMixin, TemplateView):
    template_name = "page.html"
    fragment = "rows"


PAGE = "{% load partials %}<h1>Kommuner</h1>{% partialdef rows inline %}<p>Bø</p>{% endpartialdef %}"


@pytest.fixture(autouse=True)
def page_template(settings):
    loaders = [("template_partials.loader.Loader", [("django.template.loaders.locmem.Loader", {"page.html": PAGE})])]
    backend = {"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": loaders}}
    settings.TEMPLATES = [backend]


def answer(rf: RequestFactory, **headers: str) -> tuple[str, str]:
    request = rf.get("/", headers=headers)
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    response = Page.as_view()(request)
    return response.rendered_content, response["Vary"]


def test_an_ordinary_request_gets_the_whole_page(rf: RequestFactory):
    html, vary = answer(rf)

    assert html == "<h1>Kommuner</h1><p>Bø</p>"
    assert "HX-Request" in vary


def test_an_htmx_request_gets_the_fragment(rf: RequestFactory):
    html, vary = answer(rf, **{"HX-Request": "true"})

    assert html == "<p>Bø</p>"
    assert "HX-Request" in vary


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_a_request_that_replaces_the_page_gets_the_page(rf: RequestFactory, header):
    html, _vary = answer(rf, **{"HX-Request": "true", header: "true"})

    assert html.startswith("<h1>")
