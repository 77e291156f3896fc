"""What leaves the portal by itself: keys of machines, and which offices let everybody see how municipalities stand."""

from datetime import date
from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.models import Organisation
from reporting.models.reports import Report


class ApiKeyQuerySet(models.QuerySet):
    def valid_on(self, day: date) -> Self:
        return self.filter(revoked_at=None, expires_on__gte=day)


# Neither the sum of the secret nor the reads are history: the one opens nothing any more, the others are no change.
@pghistory.track(exclude=["secret_sum", "last_used_on"])
class ApiKey(models.Model):
    """Lets an organisation's machine fetch what a reader of the organisation may fetch.

    The key itself was shown once to whoever made it. Kept are its first letters, `prefix`, and its SHA-256 in
    hexadecimal, `secret_sum`. It opens up to and with `expires_on`.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="api_keys", verbose_name=_("organisasjon")
    )
    name = models.CharField(
        _("navn"), max_length=80, help_text=_("Hva nøkkelen skal brukes til, for eksempel «Sak- og arkivsystemet».")
    )
    prefix = models.CharField(max_length=12, editable=False)
    secret_sum = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    created_on = models.DateField(_("laget"), editable=False)
    expires_on = models.DateField(_("siste dag"))
    revoked_at = models.DateTimeField(_("trukket tilbake"), null=True, editable=False)
    last_used_on = models.DateField(_("sist brukt"), null=True, editable=False)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__sort_key", "name", "pk"]
        verbose_name = _("nøkkel")
        verbose_name_plural = _("nøkler")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("created_on")),
                name="key_expires_after_it_is_made",
                violation_error_message=_("Siste dag må være fram i tid."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class OpenReport(models.Model):
    """An office's decision that everybody may see how each municipality stands in its report.

    Without it the open dataset has the region's figures alone. Taking the decision back deletes the row.
    """

    report = models.OneToOneField(Report, models.CASCADE, related_name="open_report")
    basis = models.CharField(
        _("grunnlag"),
        max_length=120,
        blank=True,
        help_text=_("Hvor det ble bestemt, for eksempel et saksnummer. Kan stå tomt."),
    )
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    decided_on = models.DateField(editable=False)

    class Meta:
        verbose_name = _("åpen rapport")
        verbose_name_plural = _("åpne rapporter")

    def __str__(self) -> str:
        return str(self.report)
