"""What has been submitted: numbered, signed, and never changed."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lhl_portal.access.scoping import ScopedQuerySet
from lhl_portal.audit.protection import KeepRows
from reporting.models.builds import Snapshot
from reporting.models.reports import Report, State

_OUTCOMES = (State.SUBMITTED, State.RETURNED, State.ACCEPTED, State.SUPERSEDED)


class EditionQuerySet(ScopedQuerySet):
    to_region = "report__region"

    def accepted(self) -> Self:
        """At most one of each report."""
        return self.filter(state=State.ACCEPTED)

    def light(self) -> Self:
        """Without the two large columns."""
        return self.select_related("snapshot").defer("snapshot__pdf", "snapshot__manifest")


class Edition(models.Model):
    """A snapshot that the leader of the office has signed and sent. Only its state changes, and only forwards.

    `seal` is made with the portal's secret key from everything that is frozen and the seal of the edition before it,
    so that whoever can write in the database, but has not the key, cannot change an edition unnoticed.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    snapshot = models.OneToOneField(Snapshot, models.PROTECT, related_name="edition")
    state = models.CharField(
        max_length=10, choices=[(state.value, state.label) for state in _OUTCOMES], default=State.SUBMITTED
    )
    reason = models.TextField(blank=True, help_text="Why there is a new one after the first.")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    seal = models.CharField(max_length=64)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = gettext_lazy("utgave")
        verbose_name_plural = gettext_lazy("utgaver")
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="edition_number_is_unique_in_report"),
            models.UniqueConstraint(
                fields=["report"], condition=Q(state="accepted"), name="one_accepted_edition_per_report"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen", operation=pgtrigger.Update, condition=pgtrigger.AnyChange(exclude=["state"])
            ),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.FSM(
                name="forwards",
                field="state",
                transitions=[
                    ("submitted", "returned"),
                    ("submitted", "accepted"),
                    ("returned", "superseded"),
                    ("accepted", "superseded"),
                ],
            ),
            KeepRows(),
        ]

    def __str__(self) -> str:
        return _("Utgave %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("reporting:edition", args=[self.report_id, self.number])
