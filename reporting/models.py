"""Rounds, one report per region, the builds that make them, and the frozen snapshots they leave."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.models import Region
from lhl_portal.access.scoping import ScopedQuerySet
from lhl_portal.audit.protection import KeepRows
from reform_phases.models import Reform


@pghistory.track()
class Round(models.Model):
    """What the directorate asks for and when. What counts lies in `starts_on`..`cut_off`, both days included."""

    name_nb = models.CharField(_("navn, bokmål"), max_length=120)
    name_nn = models.CharField(_("navn, nynorsk"), max_length=120)
    reform = models.ForeignKey(Reform, models.PROTECT, related_name="rounds", verbose_name=_("reform"))
    starts_on = models.DateField(_("perioden starter"))
    cut_off = models.DateField(_("skjæringsdato"), help_text=_("Siste dag som teller med."))
    due_on = models.DateField(_("frist for rapporten"))

    class Meta:
        ordering = ["-cut_off", "-pk"]
        verbose_name = _("runde")
        verbose_name_plural = _("runder")
        constraints = [
            models.CheckConstraint(
                condition=Q(cut_off__gt=F("starts_on")),
                name="round_cuts_off_after_its_start",
                violation_error_message=_("Skjæringsdatoen må være etter at perioden starter."),
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("cut_off")),
                name="round_is_due_after_cut_off",
                violation_error_message=_("Fristen kan ikke være før skjæringsdatoen."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_nn if get_language() == "nn" else self.name_nb

    def get_absolute_url(self) -> str:
        return reverse("reporting:round", args=[self.pk])


@pghistory.track()
class Question(models.Model):
    """A question of a round, answered in free text by each office."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField(_("nummer"))
    text_nb = models.TextField(_("spørsmål, bokmål"), max_length=1000)
    text_nn = models.TextField(_("spørsmål, nynorsk"), max_length=1000)

    class Meta:
        ordering = ["number"]
        verbose_name = _("spørsmål")
        verbose_name_plural = _("spørsmål")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "number"],
                name="question_number_is_unique_in_round",
                deferrable=models.Deferrable.DEFERRED,  # so that all can be numbered anew at once
            ),
        ]

    def __str__(self) -> str:
        return self.text_nn if get_language() == "nn" else self.text_nb


class ReportQuerySet(ScopedQuerySet):
    to_region = "region"


@pghistory.track()
class Report(models.Model):
    """One region's report in one round."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="reports")
    region = models.ForeignKey(Region, models.PROTECT, related_name="reports")

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-round__cut_off", "region__sort_key"]
        verbose_name = _("rapport")
        verbose_name_plural = _("rapporter")
        constraints = [models.UniqueConstraint(fields=["round", "region"], name="one_report_per_region_and_round")]

    def __str__(self) -> str:
        return f"{self.region}, {self.round}"

    def get_absolute_url(self) -> str:
        return reverse("reporting:report", args=[self.pk])


@pghistory.track()
class Answer(models.Model):
    """The office's draft answer to a question."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    text = models.TextField(_("svar"), blank=True, max_length=10000)
    updated_at = models.DateTimeField(_("sist endret"), auto_now=True)

    class Meta:
        ordering = ["question__number"]
        verbose_name = _("svar")
        verbose_name_plural = _("svar")
        constraints = [models.UniqueConstraint(fields=["report", "question"], name="one_answer_per_question")]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.text[:40]}"


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
    sha256 = models.CharField(max_length=64)
    pdf = models.BinaryField()
    pages = models.PositiveSmallIntegerField()

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete), KeepRows()]

    def __str__(self) -> str:
        return self.sha256[:12]

    def get_absolute_url(self) -> str:
        return reverse("reporting:snapshot_pdf", args=[self.pk])
