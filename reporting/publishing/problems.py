"""Refusals that a machine can read: RFC 9457, ``application/problem+json``."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

MEDIA_TYPE = "application/problem+json"


def problem(request: HttpRequest, status: int, detail: str, **headers: str) -> JsonResponse:
    """`detail` is a sentence for whoever reads the machine's log."""
    titles = {
        401: _("Du må logge inn eller bruke en nøkkel"),
        403: _("Du har ikke tilgang"),
        404: _("Finnes ikke"),
        405: _("Her kan man bare hente"),
    }
    content: dict[str, Any] = {
        "type": "about:blank",
        "title": titles[status],
        "status": status,
        "detail": detail,
        "instance": request.path,
    }
    return JsonResponse(
        content,
        status=status,
        content_type=MEDIA_TYPE,
        json_dumps_params={"ensure_ascii": False},
        headers={"Content-Language": get_language() or "nb"} | {k.replace("_", "-"): v for k, v in headers.items()},
    )
