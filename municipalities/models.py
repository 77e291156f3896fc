"""The municipalities of Norway over time: stable bodies, their names and counties, and what became of them."""

from datetime import date
from typing import Any

import pghistory
from django.db import models
from django.db.models import Deferrable, F, FilteredRelation, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.models import County, Organisation
from lhl_portal.access.periods import Dated, DatedQuerySet, no_overlap, valid_on
from lhl_portal.access.scoping import ScopedQuerySet


class MunicipalityQuerySet(DatedQuerySet, ScopedQuerySet):  # type: ignore[override]  # as_manager() of either
    to_municipality = ""

    def with_designation(self, day: date) -> Any:  # the annotations below are unknown to the type checker
        """Those valid on `day`, with `name_then` and `number_then`, and `county_then` and `region_then` as keys."""
        regions = "spell__county__regions__"
        return (
            self.as_of(day)
            .annotate(spell=FilteredRelation("spells", condition=valid_on(day, "spells__")))
            .filter(valid_on(day, regions))
            .annotate(
                name_then=F("spell__name_unique"),
                number_then=F("spell__number"),
                county_then=F("spell__county"),
                county_name_then=F("spell__county__name"),
                region_then=F(f"{regions}region"),
                region_name_then=F(f"{regions}region__name"),
            )
        )


@pghistory.track()
class Municipality(Dated):
    """A municipality as a legal body, from its making to its end.

    A new number or name is the same body; a merger or a split makes new ones (see `Change`). `name` and `number` are
    the newest designation, kept here for labels; what a body was called on a date is its `Spell`.
    """

    code = models.SlugField(_("kode"), unique=True, help_text=_("Første nummer og år for opprettelse."))
    name = models.CharField(_("navn"), max_length=80)
    number = models.CharField(_("kommunenummer"), max_length=4)
    sort_key = models.CharField(max_length=200, editable=False)
    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="municipality")

    objects = MunicipalityQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["sort_key", "pk"]
        verbose_name = _("kommune")
        verbose_name_plural = _("kommuner")

    def __str__(self) -> str:
        return f"{self.name} (til {self.valid_to.year - 1})" if self.valid_to else self.name

    def get_absolute_url(self) -> str:
        return reverse("overview:municipality", args=[self.pk])

    def existed_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@pghistory.track()
class Spell(Dated):
    """What a municipality was called, its number and its county during a period."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="spells")
    number = models.CharField(_("kommunenummer"), max_length=4)
    name = models.CharField(_("navn"), max_length=80)
    name_official = models.CharField(_("offisielt navn"), max_length=120)
    name_unique = models.CharField(_("entydig navn"), max_length=100)
    sort_key = models.CharField(max_length=200, editable=False)
    county = models.ForeignKey(County, models.PROTECT, related_name="spells")

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["valid_from"]
        verbose_name = _("betegnelse")
        verbose_name_plural = _("betegnelser")
        constraints = [
            *Dated.Meta.constraints,
            no_overlap("municipality_has_one_designation", "municipality"),
            models.UniqueConstraint(fields=["number", "valid_from"], name="municipality_number_starts_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


@pghistory.track()
class District(models.Model):
    """A part of a municipality that takes part in meetings for it, as Oslo's bydeler do. It has no figures."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="districts")
    number = models.CharField(_("nummer"), max_length=6, unique=True)
    name = models.CharField(_("navn"), max_length=80)
    sort_key = models.CharField(max_length=200, editable=False)

    class Meta:
        ordering = ["municipality", "sort_key"]
        verbose_name = _("bydel")
        verbose_name_plural = _("bydeler")

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Position(Dated):
    """Where a municipality lies during a period: its square on the tile map, and a point on the ground.

    `column` counts from the west and `row` from the north, both from 0. The point is in degrees (WGS 84).
    """

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="positions")
    column = models.PositiveSmallIntegerField(_("kolonne i rutekartet"))
    row = models.PositiveSmallIntegerField(_("rad i rutekartet"))
    latitude = models.FloatField(_("breddegrad"))
    longitude = models.FloatField(_("lengdegrad"))

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["valid_from"]
        verbose_name = _("plass på kartet")
        verbose_name_plural = _("plasser på kartet")
        constraints = [
            *Dated.Meta.constraints,
            no_overlap("municipality_has_one_position", "municipality"),
            no_overlap("one_municipality_in_a_square", "column", "row", deferrable=Deferrable.DEFERRED),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} ({self.column}, {self.row})"


@pghistory.track()
class Change(models.Model):
    """One step from a municipality to what came after it on a date."""

    class Kind(models.TextChoices):
        MERGE = "merge", _("Sammenslåing")
        SPLIT = "split", _("Deling")
        BOUNDARY = "boundary", _("Grensejustering")

    predecessor = models.ForeignKey(
        Municipality, models.PROTECT, related_name="changes_out", verbose_name=_("fra kommune")
    )
    successor = models.ForeignKey(
        Municipality, models.PROTECT, related_name="changes_in", verbose_name=_("til kommune")
    )
    effective_on = models.DateField(_("gjelder fra"))
    kind = models.CharField(_("type"), max_length=8, choices=Kind)
    partial = models.BooleanField(_("bare en del"), default=False)
    is_main = models.BooleanField(_("hovedetterfølger"), default=False)
    note = models.CharField(_("merknad"), max_length=200, blank=True)

    class Meta:
        ordering = ["effective_on", "pk"]
        verbose_name = _("endring av kommune")
        verbose_name_plural = _("endringer av kommuner")
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "effective_on", "kind"], name="change_is_recorded_once"
            ),
            models.UniqueConstraint(
                fields=["predecessor", "effective_on"], condition=Q(is_main=True), name="one_main_successor"
            ),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="change_has_two_bodies"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


@pghistory.track()
class Jurisdiction(Dated):
    """Who answers for a municipality's records on a day: itself while it exists, then its main successor.

    `steward` is the living body, `county` the steward's county. Derived from `Spell` and `Change` by the load of the
    register; access follows it.
    """

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="jurisdictions")
    steward = models.ForeignKey(
        Municipality, models.CASCADE, related_name="stewardships", verbose_name=_("ansvarlig kommune")
    )
    county = models.ForeignKey(County, models.PROTECT, related_name="jurisdictions")

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("ansvar for kommunens opplysninger")
        verbose_name_plural = _("ansvar for kommunenes opplysninger")
        constraints = [*Dated.Meta.constraints, no_overlap("municipality_has_one_steward", "municipality")]

    def __str__(self) -> str:
        return f"{self.municipality} – {self.county}"


@pghistory.track()
class Population(models.Model):
    """Registered inhabitants (persons) on 1 January of `year`, in the municipality as it was that day."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="population")
    year = models.PositiveSmallIntegerField(_("år"))
    total = models.PositiveIntegerField(_("innbyggere"))
    age_65_plus = models.PositiveIntegerField(_("65 år og eldre"))
    age_80_plus = models.PositiveIntegerField(_("80 år og eldre"))

    class Meta:
        ordering = ["-year"]
        verbose_name = _("folketall")
        verbose_name_plural = _("folketall")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "year"], name="one_population_a_year"),
            models.CheckConstraint(
                condition=Q(age_80_plus__lte=F("age_65_plus"), age_65_plus__lte=F("total")), name="parts_fit_in_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.year}"
