"""Headers, packing, and log-in in the middle of an htmx request."""

import gzip

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory
from django.urls import reverse
from django_htmx.middleware import HtmxDetails

from lhl_portal.ui.middleware import (
    ContentSecurityPolicyMiddleware,
    HtmxLoginMiddleware,
    SafeHeadersMiddleware,
    TextGZipMiddleware,
)


def test_every_response_carries_the_policy_of_the_settings(settings, rf: RequestFactory):
    settings.SECURE_CSP = {"default-src": ["'none'"], "img-src": ["'self'", "data:"]}
    middleware = ContentSecurityPolicyMiddleware(lambda request: HttpResponse())

    assert middleware(rf.get("/"))["Content-Security-Policy"] == "default-src 'none'; img-src 'self' data:"


def test_the_policy_of_the_portal_allows_nothing_inline(settings):
    allowed = {source for sources in settings.SECURE_CSP.values() for source in sources}

    assert settings.SECURE_CSP["default-src"] == ["'none'"]
    assert allowed == {"'none'", "'self'", "data:"}
    assert [name for name, sources in settings.SECURE_CSP.items() if "data:" in sources] == ["img-src"]


def test_a_page_is_not_kept_by_the_browser_unless_the_view_says_so(rf: RequestFactory):
    plain = SafeHeadersMiddleware(lambda request: HttpResponse())(rf.get("/"))
    own = SafeHeadersMiddleware(lambda request: HttpResponse(headers={"Cache-Control": "max-age=60"}))(rf.get("/"))

    assert plain["Cache-Control"] == "no-store, private"
    assert own["Cache-Control"] == "max-age=60"


@pytest.mark.parametrize(
    ("kind", "accepted", "packed"),
    [
        ("text/html; charset=utf-8", "gzip, br", True),
        ("text/csv", "gzip", True),
        ("text/html; charset=utf-8", "", False),
        ("application/pdf", "gzip", False),
    ],
)
def test_text_is_packed_for_those_who_can_unpack_it_and_a_file_never(rf: RequestFactory, kind, accepted, packed):
    answer = HttpResponse(b"kommune " * 100, content_type=kind, headers={"ETag": '"same"'})

    response = TextGZipMiddleware(lambda request: answer)(rf.get("/", headers={"Accept-Encoding": accepted}))

    content = gzip.decompress(response.content) if packed else response.content
    assert content == b"kommune " * 100
    assert response.get("Content-Encoding") == ("gzip" if packed else None)
    assert response["ETag"] == ('W/"same"' if packed else '"same"')


@pytest.fixture
def login_url() -> str:
    return reverse("account_login")


def redirected(rf: RequestFactory, target: str, **headers: str) -> HttpResponse:
    request = rf.get("/kommuner/?page=2", headers=headers)
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    return HtmxLoginMiddleware(lambda request: HttpResponseRedirect(target))(request)


def test_an_htmx_request_without_session_sends_the_whole_browser_to_log_in(rf: RequestFactory, login_url):
    current = {"HX-Request": "true", "HX-Current-URL": "http://testserver/kommuner/?q=stad"}

    response = redirected(rf, f"{login_url}?next=/kommuner/%3Fpage%3D2", **current)

    assert response.status_code == 200
    assert response["HX-Redirect"] == f"{login_url}?next=/kommuner/%3Fq%3Dstad"


def test_other_redirects_and_other_requests_are_left_alone(rf: RequestFactory, login_url):
    elsewhere = redirected(rf, "/kommuner/1/", **{"HX-Request": "true"})
    without_htmx = redirected(rf, login_url)

    assert [response.status_code for response in (elsewhere, without_htmx)] == [302, 302]
