"""What politicians in a municipality do with the reform: treatment in its bodies, and plans."""

from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.wording import WordedQuerySet
from municipalities.models import Municipality
from reform_phases.models.reform import Reform, Solution


class OfMunicipalityQuerySet(WordedQuerySet):
    to_municipality = "municipality"


class TreatmentQuerySet(OfMunicipalityQuerySet):
    def treated_by(self, day: date) -> Self:
        return self.filter(on__lte=day)


class PlanQuerySet(OfMunicipalityQuerySet):
    def known_on(self, day: date, *, in_the_past: bool) -> Self:
        """Those adopted by `day`, and today those under work as well: when a plan came under work is not known."""
        return self.filter(Q(adopted_on__lte=day) | (Q() if in_the_past else Q(adopted_on=None)))


@pghistory.track()
class Treatment(models.Model):
    """Political treatment of the reform in a municipality: on the agenda, a documented intention, or a decision.

    The three stages are three rows, each with its own date; intention and decision are never one figure.
    """

    class Stage(models.TextChoices):
        AGENDA = "agenda", _("På dagsorden")
        INTENTION = "intention", _("Dokumentert intensjon om vedtak")
        DECISION = "decision", _("Vedtak")

    class Body(models.TextChoices):
        COUNCIL = "council", _("Kommunestyret")
        EXECUTIVE = "executive", _("Formannskapet")
        COMMITTEE = "committee", _("Hovedutvalg for helse og omsorg")
        OTHER = "other", _("Annet politisk organ")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="treatments", verbose_name=_("kommune"))
    reform = models.ForeignKey(Reform, models.PROTECT, related_name="treatments", verbose_name=_("reform"))
    stage = models.CharField(_("steg"), max_length=9, choices=Stage)
    on = models.DateField(_("dato"), help_text=_("Dagen saken ble behandlet eller intensjonen dokumentert."))
    body = models.CharField(_("organ"), max_length=9, choices=Body, default=Body.COUNCIL)
    case_number = models.CharField(_("saksnummer"), max_length=40, blank=True)
    link = models.URLField(_("lenke til dokument"), blank=True)
    intended_on = models.DateField(_("planlagt vedtatt"), null=True, blank=True, help_text=_("Bare for intensjon."))
    solutions = models.ManyToManyField(
        Solution, through="TreatmentSolution", related_name="treatments", verbose_name=_("løsninger"), blank=True
    )
    note = models.TextField(_("merknad"), blank=True, max_length=2000)

    objects = TreatmentQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("politisk behandling")
        verbose_name_plural = _("politiske behandlinger")
        indexes = [models.Index(fields=["reform", "on"], name="treatment_by_reform_and_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(intended_on=None) | Q(stage="intention", intended_on__gte=F("on")),
                name="only_intention_looks_ahead",
                violation_error_message=_("Planlagt vedtaksdato hører til en intensjon, og er ikke før intensjonen."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}, {self.municipality}"

    def get_absolute_url(self) -> str:
        return reverse("reform_phases:treatment_detail", args=[self.pk])


@pghistory.track()
class TreatmentSolution(models.Model):
    """A solution that a political treatment is about."""

    treatment = models.ForeignKey(Treatment, models.CASCADE, related_name="+")
    solution = models.ForeignKey(Solution, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["treatment", "solution"], name="treatment_has_solution_once")]

    def __str__(self) -> str:
        return f"{self.treatment_id} – {self.solution_id}"


@pghistory.track()
class Plan(models.Model):
    """A municipal plan that carries the reform, on its own or inside a wider plan."""

    class Kind(models.TextChoices):
        HEALTH_OVERVIEW = "health_overview", _("Oversikt over helsetilstanden")
        PLANNING_STRATEGY = "planning_strategy", _("Kommunal planstrategi")
        SOCIETY = "society", _("Kommuneplanens samfunnsdel")
        LAND_USE = "land_use", _("Kommuneplanens arealdel")
        HEALTH_CARE = "health_care", _("Helse- og omsorgsplan")
        SECTOR = "sector", _("Annen sektorplan")
        ECONOMY = "economy", _("Handlingsdel med økonomiplan")
        SUBPLAN = "subplan", _("Kommunedelplan")
        THEME = "theme", _("Temaplan")
        OWN = "own", _("Egen plan for reformen")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="plans", verbose_name=_("kommune"))
    reform = models.ForeignKey(Reform, models.PROTECT, related_name="plans", verbose_name=_("reform"))
    kind = models.CharField(_("plantype"), max_length=17, choices=Kind)
    title = models.CharField(_("tittel"), max_length=200)
    adopted_on = models.DateField(_("vedtatt"), null=True, blank=True, help_text=_("Tomt mens planen er under arbeid."))
    ends_on = models.DateField(_("gjelder til og med"), null=True, blank=True, help_text=_("Planens siste dag."))
    case_number = models.CharField(_("saksnummer"), max_length=40, blank=True)
    link = models.URLField(_("lenke til dokument"), blank=True)
    solutions = models.ManyToManyField(
        Solution, through="PlanSolution", related_name="plans", verbose_name=_("løsninger"), blank=True
    )
    note = models.TextField(_("merknad"), blank=True, max_length=2000)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = [F("adopted_on").desc(nulls_first=True), "-pk"]
        verbose_name = _("plan")
        verbose_name_plural = _("planer")
        indexes = [models.Index(fields=["reform", "adopted_on"], name="plan_by_reform_and_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(adopted_on__isnull=False, ends_on__gte=F("adopted_on")),
                name="plan_ends_after_adoption",
                violation_error_message=_("En plan kan bare utløpe etter at den er vedtatt."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.municipality}"

    def get_absolute_url(self) -> str:
        return reverse("reform_phases:plan_detail", args=[self.pk])


@pghistory.track()
class PlanSolution(models.Model):
    """A solution that a plan covers."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+")
    solution = models.ForeignKey(Solution, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "solution"], name="plan_has_solution_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} – {self.solution_id}"
