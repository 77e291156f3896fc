"""Figures published by others or before the portal: shown beside ours, never added to them."""

from datetime import date
from decimal import Decimal
from typing import Self

import pghistory
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from reform_phases.models import Reform


class ExternalFigureQuerySet(models.QuerySet["ExternalFigure"]):
    def about(self, reform: Reform | None, *, until: date) -> Self:
        """Those about the reform, as of a day up to and including `until`, the oldest first."""
        return self.filter(reform=reform, as_of__lte=until).order_by("as_of", "pk")


@pghistory.track()
class ExternalFigure(models.Model):
    """A published figure with its source: a number of municipalities, or a share in per cent where no number is known.

    `indicator` is the code of the figure of ours that it is shown beside. `together` marks one that covers several
    states whose split nobody knows; `covers` says which.
    """

    reform = models.ForeignKey(Reform, models.PROTECT, related_name="external_figures")
    label_nb = models.CharField(gettext_lazy("hva tallet viser, bokmål"), max_length=200)
    label_nn = models.CharField(gettext_lazy("hva tallet viser, nynorsk"), max_length=200)
    indicator = models.CharField(gettext_lazy("vises ved tallet"), max_length=50, blank=True)
    value = models.PositiveIntegerField(gettext_lazy("antall kommuner"), null=True, blank=True)
    percent = models.DecimalField(
        gettext_lazy("andel i prosent"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    base = models.PositiveIntegerField(gettext_lazy("av hvor mange"), null=True, blank=True)
    as_of = models.DateField(gettext_lazy("per dato"))
    source = models.CharField(gettext_lazy("kilde"), max_length=300)
    url = models.URLField(gettext_lazy("lenke til kilden"), max_length=500, blank=True)
    note = models.TextField(gettext_lazy("merknad"), max_length=1000, blank=True)
    together = models.BooleanField(gettext_lazy("dekker flere tilstander samlet, fordelingen er ukjent"), default=False)
    covers = models.CharField(gettext_lazy("hvilke tilstander tallet dekker"), max_length=300, blank=True)

    objects = ExternalFigureQuerySet.as_manager()

    class Meta:
        ordering = ["-as_of", "-pk"]
        verbose_name = gettext_lazy("eksternt tall")
        verbose_name_plural = gettext_lazy("eksterne tall")
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=False, percent=None) | Q(value=None, percent__isnull=False),
                name="external_figure_is_a_number_or_a_share",
                violation_error_message=gettext_lazy("Oppgi enten antall eller prosent."),
            ),
            models.CheckConstraint(
                condition=Q(base=None) | Q(value=None) | Q(value__lte=F("base")),
                name="external_figure_is_within_its_base",
                violation_error_message=gettext_lazy("Antallet kan ikke være større enn det er av."),
            ),
            models.CheckConstraint(
                condition=Q(percent=None) | Q(percent__gte=0, percent__lte=100),
                name="external_share_is_at_most_all",
                violation_error_message=gettext_lazy("Andelen er fra 0 til 100 prosent."),
            ),
            models.CheckConstraint(
                condition=Q(together=True) & ~Q(covers="") | Q(together=False, covers=""),
                name="external_figure_says_what_it_covers",
                violation_error_message=gettext_lazy("Si hvilke tilstander tallet dekker."),
            ),
        ]

    def __str__(self) -> str:
        return self.label_nn if get_language() == "nn" else self.label_nb

    def get_absolute_url(self) -> str:
        return reverse("reporting:external_list")

    @property
    def share(self) -> Decimal | None:
        """Per cent as published, else of the base; None where neither is known."""
        if self.percent is not None:
            return self.percent
        return Decimal(100 * self.value) / self.base if self.value is not None and self.base else None

    @property
    def told_together(self) -> str:
        """That it covers several states, in a sentence; empty where it does not."""
        if not self.together:
            return ""
        return _("Dekker samlet: %(covers)s. Fordelingen er ikke kjent.") % {"covers": self.covers.rstrip(".")}
