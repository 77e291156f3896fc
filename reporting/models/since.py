"""What the office does with the drafts of *Siden sist*, and how it explains numbers that the report does not have."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.scoping import ScopedQuerySet
from reporting.models.reports import Report


class _OfReport(ScopedQuerySet):
    to_region = "report__region"


@pghistory.track()
class Sentence(models.Model):
    """The office's choice about one draft sentence. What nobody has chosen about has no row.

    The choice is about the words of `drafted`. Where the draft says something else today, the sentence is proposed
    again, whatever is chosen here.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Foreslått")
        ACCEPTED = "accepted", _("Tas med")
        EDITED = "edited", _("Endret og tas med")
        DROPPED = "dropped", _("Droppet")

    report = models.ForeignKey(Report, models.CASCADE, related_name="sentences")
    key = models.SlugField(max_length=120)
    figure = models.CharField(max_length=60, blank=True)
    drafted = models.TextField(max_length=1000)
    text = models.TextField(_("setning"), max_length=1000)
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = _OfReport.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("setning")
        verbose_name_plural = _("setninger")
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="one_choice_per_sentence_and_report"),
            models.CheckConstraint(
                condition=Q(state="edited") ^ Q(text=F("drafted")),
                name="only_an_edited_sentence_differs_from_its_draft",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]


@pghistory.track()
class NumberNote(models.Model):
    """Why a number in the office's text is not in the report: of this number, in this sentence, in this place."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="number_notes")
    where = models.CharField(max_length=140)
    number = models.CharField(max_length=60)
    context = models.CharField(max_length=400)
    text = models.TextField(_("forklaring"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = _OfReport.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("forklaring til et tall")
        verbose_name_plural = _("forklaringer til tall")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "where", "number", "context"], name="one_note_per_number_and_sentence"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.text[:40]}"
