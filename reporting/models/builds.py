"""The builds of a report, and the frozen snapshots they leave."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.scoping import ScopedQuerySet
from lhl_portal.audit.protection import KeepRows
from reporting.models.reports import Report


class BuildQuerySet(ScopedQuerySet):
    to_region = "report__region"

    def active(self) -> Self:
        return self.filter(state__in=Build.ACTIVE)


class Build(models.Model):
    """The queue of record: one row per press of *Bygg rapport*, from queued to done or failed.

    The broker only rings. A worker that takes a build writes a token and a lease. When the lease runs out the build
    goes back to the queue without a token, and whoever holds an old token cannot finish it.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("I kø")
        RUNNING = "running", _("Bygges")
        DONE = "done", _("Ferdig")
        FAILED = "failed", _("Mislyktes")

    class Step(models.TextChoices):
        WAITING = "waiting", _("Venter på ledig arbeider")
        FACTS = "facts", _("Leser det som er logget")
        SNAPSHOT = "snapshot", _("Regner ut og fryser tallene")
        LAYOUT = "layout", _("Setter sidene")
        WRITING = "writing", _("Skriver PDF-filen")
        STORED = "stored", _("Lagret")

    ACTIVE: ClassVar[tuple[str, ...]] = (State.QUEUED, State.RUNNING)
    MAX_ATTEMPTS: ClassVar[int] = 3

    report = models.ForeignKey(Report, models.PROTECT, related_name="builds")
    edition = models.PositiveSmallIntegerField(
        null=True, help_text="The number it is to have when it is signed. None: a draft, that nobody can sign."
    )
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    step = models.CharField(max_length=8, choices=Step, default=Step.WAITING)
    percent = models.PositiveSmallIntegerField(default=0)
    attempt = models.PositiveSmallIntegerField(default=0, help_text="How many workers have taken it so far.")
    rung_at = models.DateTimeField(help_text="When the bell was last rung for it.")
    lease_until = models.DateTimeField(null=True)
    token = models.UUIDField(null=True)
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    objects = BuildQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(state__in=["queued", "running"]),
                name="one_active_build_per_report",
            ),
            models.CheckConstraint(
                condition=Q(state="running", token__isnull=False, lease_until__isnull=False)
                | (~Q(state="running") & Q(token=None, lease_until=None)),
                name="only_a_running_build_is_leased",
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="percent_is_at_most_100"),
        ]

    def __str__(self) -> str:
        return f"{self.report} ({self.get_state_display()})"

    @property
    def is_active(self) -> bool:
        return self.state in self.ACTIVE

    def is_silent(self, now: datetime) -> bool:
        """Whether whoever worked on it has gone quiet; the sweep will see to it."""
        if self.state == self.State.RUNNING:
            return self.lease_until is not None and self.lease_until - now < timedelta(
                seconds=settings.BUILD_LEASE_SECONDS / 2
            )
        return self.state == self.State.QUEUED and self.attempt > 0


class SnapshotQuerySet(ScopedQuerySet):
    to_region = "build__report__region"


class Snapshot(models.Model):
    """What a build saw and made: canonical JSON, its checksum, and the PDF from that JSON alone. Never changed."""

    build = models.OneToOneField(Build, models.PROTECT, related_name="snapshot")
    created_at = models.DateTimeField()
    manifest = models.BinaryField(help_text="Canonical JSON in UTF-8, exactly the bytes that were hashed.")
    sha256 = models.CharField(max_length=64, db_index=True)
    pdf = models.BinaryField()
    pdf_sha256 = models.CharField(max_length=64, db_index=True)
    pages = models.PositiveSmallIntegerField()

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete), KeepRows()]

    def __str__(self) -> str:
        return self.sha256[:12]

    def get_absolute_url(self) -> str:
        return reverse("reporting:snapshot_pdf", args=[self.pk])
