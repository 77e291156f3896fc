"""Log-in by e-mail. Permissions are the user's own business (`User.has_perm`), read from dated memberships."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser


class EmailBackend(AuthenticationBackend):
    """allauth's backend without Django's table of permissions, which the portal does not use.

    A demo user exists in demo mode only: elsewhere neither a log-in nor a session is worth anything.
    """

    def user_can_authenticate(self, user: AbstractBaseUser) -> bool:
        return super().user_can_authenticate(user) and (settings.DEMO or not getattr(user, "is_demo", False))

    def has_perm(self, user_obj: object, perm: str, obj: object = None) -> bool:
        return False
