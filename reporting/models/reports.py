"""One report per region and round, and the office's answers in it."""

import pghistory
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.models import Region
from lhl_portal.access.scoping import ScopedQuerySet
from reporting.models.rounds import Question, Round


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

    @property
    def is_open(self) -> bool:
        """Whether the office may still write in it."""
        return True


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
