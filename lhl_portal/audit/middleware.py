"""Remembers refusals."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from lhl_portal.audit.models import AccessEvent


class RefusalMiddleware:
    """Writes an access event for each 403 to somebody who is logged in, in a transaction of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 403 and request.user.is_authenticated:
            AccessEvent.objects.create(
                kind=AccessEvent.Kind.REFUSED, user=request.user, path=request.path[:500], detail=request.method or ""
            )
        return response
