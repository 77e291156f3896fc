"""The reform as data: phases, focus areas and solutions, the strategies beside it, and how long a fact stays fresh."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.periods import Dated, DatedQuerySet


class Named(models.Model):
    """Reference data with a name in each language of the portal."""

    name_nb = models.CharField(_("navn, bokmål"), max_length=160)
    name_nn = models.CharField(_("navn, nynorsk"), max_length=160)
    name_en = models.CharField(_("navn, engelsk"), max_length=160)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_in(get_language())

    def name_in(self, language: str | None) -> str:
        """The name in `language`, bokmål where the language is unknown."""
        return {"nn": self.name_nn, "en": self.name_en}.get(language or "nb", self.name_nb)


class ReformQuerySet(DatedQuerySet):
    def in_force(self, day: date) -> "Reform | None":
        """The reform that began last on or before `day`; it is followed up after its end, until another begins."""
        begun: Any = self.filter(valid_from__lte=day).order_by("-valid_from", "pk")
        return begun.first()


@pghistory.track()
class Reform(Named, Dated):
    """A national reform with its period."""

    code = models.SlugField(_("kode"), unique=True)

    objects = ReformQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["valid_from"]
        verbose_name = _("reform")
        verbose_name_plural = _("reformer")


@pghistory.track()
class Phase(Named, Dated):
    """When the reform expected a certain kind of work. Phases may overlap."""

    reform = models.ForeignKey(Reform, models.PROTECT, related_name="phases")
    number = models.PositiveSmallIntegerField(_("nummer"))

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["reform", "number"]
        verbose_name = _("fase")
        verbose_name_plural = _("faser")
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["reform", "number"], name="phase_number_is_unique_in_reform"),
        ]


@pghistory.track()
class FocusArea(Named):
    """An innsatsområde."""

    reform = models.ForeignKey(Reform, models.PROTECT, related_name="areas")
    code = models.CharField(_("kode"), max_length=10)
    goal = models.CharField(_("mål"), max_length=200, blank=True)

    class Meta:
        ordering = ["reform", "code"]
        verbose_name = _("innsatsområde")
        verbose_name_plural = _("innsatsområder")
        constraints = [models.UniqueConstraint(fields=["reform", "code"], name="area_code_is_unique_in_reform")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@pghistory.track()
class Solution(Named):
    """A løsning: one of the reform's proposals within a focus area."""

    area = models.ForeignKey(FocusArea, models.PROTECT, related_name="solutions", verbose_name=_("innsatsområde"))
    code = models.CharField(_("kode"), max_length=10)
    summary = models.CharField(_("i korte trekk"), max_length=200, blank=True)

    class Meta:
        ordering = ["area", "code"]
        verbose_name = _("løsning")
        verbose_name_plural = _("løsninger")
        constraints = [models.UniqueConstraint(fields=["area", "code"], name="solution_code_is_unique_in_area")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("reform_phases:reform") + f"#solution-{self.pk}"


@pghistory.track()
class Strategy(Named):
    """Another national strategy or plan that a municipality's own measures may serve as well."""

    code = models.SlugField(_("kode"), unique=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("nasjonal strategi")
        verbose_name_plural = _("nasjonale strategier")


@pghistory.track()
class FreshnessLimit(models.Model):
    """How many months a fact of one kind is taken for fresh after it was last recorded or confirmed."""

    class Kind(models.TextChoices):
        STATUS = "status", _("Status for en løsning")
        PHASE = "phase", _("Fase")
        PLAN = "plan", _("Plan")
        CONTACT = "contact", _("Kontakt med kommunen")

    kind = models.CharField(_("gjelder"), max_length=7, choices=Kind, unique=True)
    months = models.PositiveSmallIntegerField(_("måneder"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("aldersgrense")
        verbose_name_plural = _("aldersgrenser")
        constraints = [
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=120),
                name="freshness_is_a_month_to_ten_years",
                violation_error_message=_("Skriv et tall fra 1 til 120."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.months}"

    def oldest(self, day: date) -> date:
        """The earliest date that is still fresh on `day`: so many months before it, or that month's last day."""
        year, month = divmod(day.year * 12 + day.month - 1 - self.months, 12)
        return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), _last_of(year, month + 1))


def _last_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
