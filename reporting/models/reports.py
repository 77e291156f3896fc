"""One report per region and round, how far it is, and each step on its way."""

from datetime import date
from typing import ClassVar, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.models import Region
from lhl_portal.access.scoping import ScopedQuerySet
from lhl_portal.audit.protection import KeepRows
from reporting.models.rounds import Extension, Round


class ReportQuerySet(ScopedQuerySet):
    to_region = "region"

    def with_due_on(self) -> Self:
        """Each with its own due date, as `due` to filter and order by, so that `due_on` asks for nothing more."""
        given = Extension.objects.filter(round=OuterRef("round"), region=OuterRef("region"))
        return self.annotate(due=Coalesce(Subquery(given.values("due_on")[:1]), F("round__due_on")))


class State(models.TextChoices):
    """Of a report, and of an edition. `workflow` has the table of how one becomes another."""

    NOT_OPENED = "not_opened", _("Ikke åpnet")
    DRAFT = "draft", _("Utkast")
    READY = "ready", _("Klar")
    SUBMITTED = "submitted", _("Sendt inn")
    RETURNED = "returned", _("Sendt tilbake")
    ACCEPTED = "accepted", _("Godtatt")
    SUPERSEDED = "superseded", _("Erstattet")


@pghistory.track()
class Report(models.Model):
    """One region's report in one round. Without a region it is the national one, made of the regions' editions."""

    OPEN: ClassVar[tuple[str, ...]] = (State.DRAFT, State.RETURNED)

    round = models.ForeignKey(Round, models.PROTECT, related_name="reports")
    region = models.ForeignKey(Region, models.PROTECT, related_name="reports", null=True, blank=True)
    state = models.CharField(
        _("tilstand"),
        max_length=10,
        choices=[choice for choice in State.choices if choice[0] != State.SUPERSEDED],
        default=State.NOT_OPENED,
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-round__cut_off", "region__sort_key"]
        verbose_name = _("rapport")
        verbose_name_plural = _("rapporter")
        constraints = [
            models.UniqueConstraint(fields=["round", "region"], name="one_report_per_region_and_round"),
            models.UniqueConstraint(fields=["round"], condition=Q(region=None), name="one_national_report_per_round"),
        ]

    def __str__(self) -> str:
        return f"{self.area_name}, {self.round}"

    def get_absolute_url(self) -> str:
        return reverse("reporting:report", args=[self.pk])

    @property
    def area_name(self) -> str:
        return str(self.region) if self.region else str(_("Hele landet"))

    @property
    def language(self) -> str:
        """``nb`` or ``nn``: what the report is written in."""
        return self.region.language if self.region else "nb"

    @property
    def is_open(self) -> bool:
        """Whether what the office writes can be changed."""
        return self.state in self.OPEN

    @property
    def due_on(self) -> date:
        """The due date of the region: the round's, or its extension. Lists ask by `with_due_on`."""
        known: date | None = self.__dict__.get("due")
        return known or self.round.due_for(self.region)


class TransitionQuerySet(ScopedQuerySet):
    to_region = "report__region"


class Transition(models.Model):
    """A step of a report from one state to another. Never changed; sealed together with the step before it."""

    class Step(models.TextChoices):
        OPEN = "open", _("Åpnet")
        READY = "ready", _("Meldt klar")
        REOPEN = "reopen", _("Tatt tilbake til utkast")
        SUBMIT = "submit", _("Signert og sendt inn")
        RETURN = "return", _("Sendt tilbake")
        ACCEPT = "accept", _("Godtatt")
        CORRECT = "correct", _("Åpnet for retting")

    report = models.ForeignKey(Report, models.PROTECT, related_name="transitions")
    action = models.CharField(max_length=10, choices=Step)
    before = models.CharField(max_length=10, choices=State)
    after = models.CharField(max_length=10, choices=State)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    comment = models.TextField(blank=True)
    edition = models.PositiveSmallIntegerField(null=True, help_text="The number of the edition that the step is about.")
    seal = models.CharField(max_length=64)

    objects = TransitionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete), KeepRows()]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.before} → {self.after}"
