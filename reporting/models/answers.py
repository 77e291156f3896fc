"""What the office writes in its report: the answers to the round's questions, and who has contributed."""

from typing import Any

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.models import Organisation
from reporting.models.reports import Report
from reporting.models.rounds import Question


@pghistory.track()
class Answer(models.Model):
    """The office's draft answer to a question.

    `text` is the answer to a question of free text, and the comment on any other. `value` is the answer to those, in
    the shape that `reporting.values` says; empty is not answered.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    text = models.TextField(_("svar"), blank=True, max_length=10000)
    value: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict, blank=True)
    updated_at = models.DateTimeField(_("sist endret"), auto_now=True)

    class Meta:
        ordering = ["question__number"]
        verbose_name = _("svar")
        verbose_name_plural = _("svar")
        constraints = [models.UniqueConstraint(fields=["report", "question"], name="one_answer_per_question")]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.text[:40]}"


@pghistory.track()
class Contribution(models.Model):
    """An organisation of the apparatus that the report is also written by."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="contributions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contributions")

    class Meta:
        ordering = ["organisation__sort_key"]
        verbose_name = _("bidrag")
        verbose_name_plural = _("bidrag")
        constraints = [models.UniqueConstraint(fields=["report", "organisation"], name="organisation_contributes_once")]

    def __str__(self) -> str:
        return str(self.organisation)
