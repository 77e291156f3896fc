"""allauth's door: nobody signs up, and every log-in, failed try and log-out is remembered."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from lhl_portal.audit.models import AccessEvent


class AuditedAccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        AccessEvent.objects.create(kind=AccessEvent.Kind.LOGIN, user=user, path=request.path)

    def logout(self, request: HttpRequest) -> None:
        user = request.user if request.user.is_authenticated else None
        super().logout(request)
        AccessEvent.objects.create(kind=AccessEvent.Kind.LOGOUT, user=user, path=request.path)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        AccessEvent.objects.create(
            kind=AccessEvent.Kind.LOGIN_FAILED, path=request.path, detail=str(credentials.get("email", ""))[:200]
        )

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        AccessEvent.objects.create(kind=AccessEvent.Kind.LOGIN_FAILED, user=user, path=request.path, detail="inactive")
        return super().respond_user_inactive(request, user)
