"""A municipality's own measures, inside or outside the reform's solutions."""

from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from reform_phases.models.politics import OfMunicipalityQuerySet
from reform_phases.models.reform import Reform, Solution, Strategy


class MeasureQuerySet(OfMunicipalityQuerySet):
    def begun(self, day: date) -> Self:
        """Those that had started on `day`. Whether they had stopped by then, only their last day tells."""
        return self.filter(starts_on__lte=day)


@pghistory.track()
class Measure(models.Model):
    """Something a municipality does about the reform in one sector, with the unit that answers for it.

    Without solutions it lies outside those of the reform.
    """

    class Sector(models.TextChoices):
        CULTURE = "culture", _("Kultur")
        TECHNICAL = "technical", _("Teknisk og plan")
        HEALTH_CARE = "health_care", _("Helse og omsorg")
        EDUCATION = "education", _("Oppvekst og utdanning")
        BUSINESS = "business", _("Næring")
        VOLUNTARY = "voluntary", _("Frivillig sektor")
        PUBLIC = "public", _("Andre offentlige aktører")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planlagt")
        ONGOING = "ongoing", _("Pågår")
        DONE = "done", _("Gjennomført")
        STOPPED = "stopped", _("Stanset")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="measures", verbose_name=_("kommune"))
    reform = models.ForeignKey(Reform, models.PROTECT, related_name="measures", verbose_name=_("reform"))
    sector = models.CharField(_("sektor"), max_length=11, choices=Sector)
    title = models.CharField(_("tiltak"), max_length=160)
    unit = models.CharField(
        _("ansvarlig enhet"), max_length=120, help_text=_("Enhet eller virksomhet, ikke navn på personer.")
    )
    starts_on = models.DateField(_("starter"))
    ends_on = models.DateField(_("slutter"), null=True, blank=True, help_text=_("Siste dag. Tomt når det er varig."))
    state = models.CharField(_("status"), max_length=7, choices=State, default=State.PLANNED)
    solutions = models.ManyToManyField(
        Solution,
        through="MeasureSolution",
        related_name="measures",
        verbose_name=_("løsninger"),
        blank=True,
        help_text=_("La stå tomt når tiltaket ligger utenfor reformens løsninger."),
    )
    strategies = models.ManyToManyField(
        Strategy,
        through="MeasureStrategy",
        related_name="measures",
        verbose_name=_("andre nasjonale strategier"),
        blank=True,
    )
    note = models.TextField(_("merknad"), blank=True, max_length=1000)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["sector", "-starts_on", "pk"]
        verbose_name = _("eget tiltak")
        verbose_name_plural = _("egne tiltak")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="measure_ends_after_it_starts",
                violation_error_message=_("Tiltaket kan ikke slutte før det starter."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reform_phases:measure_detail", args=[self.pk])


@pghistory.track()
class MeasureSolution(models.Model):
    """A solution that a measure carries out."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="+")
    solution = models.ForeignKey(Solution, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "solution"], name="measure_has_solution_once")]

    def __str__(self) -> str:
        return f"{self.measure_id} – {self.solution_id}"


@pghistory.track()
class MeasureStrategy(models.Model):
    """Another national strategy that a measure serves."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="+")
    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "strategy"], name="measure_has_strategy_once")]

    def __str__(self) -> str:
        return f"{self.measure_id} – {self.strategy_id}"
