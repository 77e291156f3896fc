"""What is no change of a row and yet must be remembered. Changes of rows are kept by triggers in each app's tables."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lhl_portal.audit.protection import KeepRows


class AccessEvent(models.Model):
    """A log-in, a log-out, a refusal or an export. Rows are only ever added."""

    class Kind(models.TextChoices):
        LOGIN = "login", _("Innlogging")
        LOGIN_FAILED = "login_failed", _("Mislykket innlogging")
        LOGOUT = "logout", _("Utlogging")
        REFUSED = "refused", _("Avvist")
        EXPORT = "export", _("Nedlasting")

    kind = models.CharField(max_length=12, choices=Kind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False, related_name="access_events"
    )
    at = models.DateTimeField(auto_now_add=True)
    path = models.CharField(max_length=500, blank=True)
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["user", "-at"], name="access_event_by_user")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete), KeepRows()]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.path}"
