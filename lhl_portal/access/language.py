"""The language that meets a user who has chosen none."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from lhl_portal.access.models import User


def suggest_language(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Nynorsk for those at a nynorsk office, from log-in until they choose otherwise; lasts as the browser is open."""
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return
    if language_of_office(user, today=timezone.localdate()) == "nn":
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            "nn",
            path=settings.LANGUAGE_COOKIE_PATH,
            domain=settings.LANGUAGE_COOKIE_DOMAIN,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )


def language_of_office(user: User, *, today: date) -> str:
    """``nn`` for those at a nynorsk office, else ``nb``."""
    offices = [membership.organisation for membership in user.memberships_on(today)]
    return "nn" if any(office.region and office.region.language == "nn" for office in offices) else "nb"
