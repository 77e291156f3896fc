"""One report per region and round."""

from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.models import Region
from lhl_portal.access.scoping import ScopedQuerySet
from reporting.models.rounds import Extension, Round


class ReportQuerySet(ScopedQuerySet):
    to_region = "region"

    def with_due_on(self) -> Self:
        """Each with its own due date, as `due` to filter and order by, so that `due_on` asks for nothing more."""
        given = Extension.objects.filter(round=OuterRef("round"), region=OuterRef("region"))
        return self.annotate(due=Coalesce(Subquery(given.values("due_on")[:1]), F("round__due_on")))


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

    @property
    def due_on(self) -> date:
        """The due date of the region: the round's, or its extension. Lists ask by `with_due_on`."""
        known: date | None = self.__dict__.get("due")
        return known or self.round.due_for(self.region)

    @property
    def is_open(self) -> bool:
        """Whether the office may write in it."""
        return True
