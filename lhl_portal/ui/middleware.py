"""Headers every response carries, packing, and what htmx gets when the session has ended."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRedirect

GetResponse = Callable[[HttpRequest], HttpResponse]


class ContentSecurityPolicyMiddleware:
    """Sends settings.SECURE_CSP as a header. Falls away with Django 6, which reads the same setting itself."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.policy = "; ".join(f"{directive} {' '.join(values)}" for directive, values in settings.SECURE_CSP.items())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        return response


class SafeHeadersMiddleware:
    """No browser feature we do not use, and no copy of a page left behind on a shared machine.

    A view that wants caching says so itself. Static files are answered before this middleware.
    """

    PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.PERMISSIONS)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class TextGZipMiddleware(GZipMiddleware):
    """Packs pages and other text for browsers that can unpack it.

    PDF files and workbooks are packed as they are, and keep their length and ETag. Static files are answered before
    this middleware, and come packed from the disk.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_text = response.headers.get("Content-Type", "").startswith("text/")
        return super().process_response(request, response) if is_text else response


class HtmxLoginMiddleware:
    """Sends the whole browser to the log-in page when an htmx request is redirected there.

    Otherwise htmx follows the redirect and puts a log-in form inside a table. Stands above the middleware that
    requires log-in and below HtmxMiddleware.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        htmx = request.htmx  # type: ignore[attr-defined]
        login_path = resolve_url(settings.LOGIN_URL)
        if htmx and isinstance(response, HttpResponseRedirect) and response.url.partition("?")[0] == login_path:
            return HttpResponseClientRedirect(redirect_to_login(htmx.current_url_abs_path or "/").url)
        return response
