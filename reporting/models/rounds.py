"""Rounds and what they ask."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

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
