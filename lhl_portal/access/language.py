"""The language that meets a user who has chosen none."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from lhl_portal.access.models import User


def office_language(user: User, *, today: date) -> str:
    """Nynorsk for those at a nynorsk office, else bokmål."""
    offices = [membership.organisation for membership in user.memberships_on(today)]
    return "nn" if any(office.region and office.region.language == "nn" for office in offices) else "nb"


def suggest_language(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """The office's language, from log-in until the user chooses otherwise; lasts as long as the browser is open."""
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return
    if office_language(user, today=timezone.localdate()) == "nn":
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            "nn",
            path=settings.LANGUAGE_COOKIE_PATH,
            domain=settings.LANGUAGE_COOKIE_DOMAIN,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
