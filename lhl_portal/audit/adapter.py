"""allauth's door: nobody signs up, and every log-in, failed try and log-out is remembered."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from lhl_portal.audit.models import AccessEvent

logger = logging.getLogger(__name__)


class AuditedAccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        AccessEvent.objects.create(kind=AccessEvent.Kind.LOGIN, user=user, path=request.path)

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """A right password is not enough: allauth asks here, and not the backend, who may go on to a session."""
        if _out_of_place(user):
            clear_login(request)
            return self.respond_user_inactive(request, user)
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return answer

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        if not _out_of_place(user):
            super().send_password_reset_mail(user, email, context)

    def logout(self, request: HttpRequest) -> None:
        user = request.user if request.user.is_authenticated else None
        super().logout(request)
        AccessEvent.objects.create(kind=AccessEvent.Kind.LOGOUT, user=user, path=request.path)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        AccessEvent.objects.create(
            kind=AccessEvent.Kind.LOGIN_FAILED, path=request.path, detail=str(credentials.get("email", ""))[:200]
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mail that cannot be sent is told in the log: an error page would tell that the address has an account."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:  # smtplib's own errors are of this kind
            logger.exception("Mail %s could not be sent.", template_prefix)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        AccessEvent.objects.create(kind=AccessEvent.Kind.LOGIN_FAILED, user=user, path=request.path, detail="inactive")
        return super().respond_user_inactive(request, user)


def _out_of_place(user: Any) -> bool:
    """A demo user anywhere but in a demo."""
    return user.is_demo and not settings.DEMO
