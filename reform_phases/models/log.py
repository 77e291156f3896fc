"""A dated log that is only added to. What held on a day is its newest entry on or before that day.

An entry is never changed or taken away, by nobody: a correction is a new entry that names the one it corrects. The
database refuses anything else.
"""

from datetime import date
from functools import reduce
from operator import or_
from typing import Any, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.scoping import Reach, ScopedQuerySet
from lhl_portal.audit.protection import KeepRows
from municipalities.models import Municipality


class ActQuerySet(ScopedQuerySet):
    def within(self, area: Reach, *, today: date) -> Self:
        """Acts that wrote about municipalities inside `area` and about no other: an act is seen and undone whole."""
        if area.everything:
            return self
        inside = Municipality.objects.within(area, today=today)
        written = [log._default_manager.filter(act=OuterRef("pk")) for log in Entry.__subclasses__()]
        anything = reduce(or_, (Q(Exists(rows)) for rows in written))
        beyond = reduce(or_, (Q(Exists(rows.exclude(municipality__in=inside))) for rows in written))
        return self.filter(anything & ~beyond)


class Act(models.Model):
    """One deed of one user. It may write one entry or many; it is shown, and undone, as one."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("hvem"))
    at = models.DateTimeField(_("registrert"))
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by", verbose_name=_("angrer")
    )

    objects = ActQuerySet.as_manager()

    class Meta:
        verbose_name = _("registrering")
        verbose_name_plural = _("registreringer")
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete), KeepRows()]

    def __str__(self) -> str:
        return f"{self.by_id} {self.at}"

    def get_absolute_url(self) -> str:
        return reverse("reform_phases:act", args=[self.pk])

    @property
    def is_undone(self) -> bool:
        """Asks the database unless ``undone_by`` is selected with the act."""
        return hasattr(self, "undone_by")


class EntryQuerySet(ScopedQuerySet):
    to_municipality = "municipality"
    model: Any  # one of the logs

    def in_full(self) -> Self:
        """With all that a page tells about an entry: the value, who wrote it, and what it corrects."""
        value = self.model._meta.get_field(self.model.VALUE)
        return self.select_related("act__by", "corrects", *([value.name] if value.is_relation else []))

    def as_of(self, day: date) -> Self:
        """The entry that holds on `day` for each subject of the log, if any."""
        subject = self.model.subject_columns()
        return self.filter(counts=True, on__lte=day).order_by(*subject, "-on", "-rank").distinct(*subject)

    def in_words(self) -> Self:
        """With what `about` and `told` speak of."""
        names = (*self.model.SUBJECT, self.model.VALUE)
        return self.select_related(*(name for name in names if self.model._meta.get_field(name).is_relation))


class Entry(models.Model):
    """What was said about a municipality on a date, by whom and on what ground.

    `counts` is false for a withdrawal and for what a later entry corrects. Of the entries of one day that count, the
    one of the highest `rank` holds: the key of the entry itself, or of the first in the chain of what it corrects, so
    that a correction takes the place of what it corrects. The database sees to both. `SUBJECT` names the fields that
    tell what the entry is about, `VALUE` the one that says what holds.
    """

    SUBJECT: ClassVar[tuple[str, ...]] = ("municipality",)
    VALUE: ClassVar[str]

    class Kind(models.TextChoices):
        SET = "set", _("Satt")
        CONFIRMED = "confirmed", _("Bekreftet uendret")
        CORRECTED = "corrected", _("Rettet")
        WITHDRAWN = "withdrawn", _("Trukket tilbake")

    class Source(models.TextChoices):
        ADVISER = "adviser", _("Rådgivers vurdering")
        MEETING = "meeting", _("Møte")
        DOCUMENT = "document", _("Dokument")
        MUNICIPALITY = "municipality", _("Opplyst av kommunen")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name=_("kommune"))
    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    on = models.DateField(_("dato"), help_text=_("Fra og med denne dagen gjelder det."))
    kind = models.CharField(_("type"), max_length=9, choices=Kind, default=Kind.SET)
    source = models.CharField(_("kilde"), max_length=12, choices=Source, default=Source.ADVISER)
    link = models.URLField(_("lenke til dokument"), blank=True)
    note = models.CharField(_("merknad"), max_length=500, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name=_("retter")
    )
    counts = models.BooleanField(_("gjelder"), default=True, editable=False)
    rank = models.BigIntegerField(default=0, editable=False)  # written by the trigger

    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-on", "-rank", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["set", "confirmed"], corrects=None)
                | Q(kind="corrected", corrects__isnull=False)
                | Q(kind="withdrawn", corrects__isnull=False, counts=False),
                name="%(class)s_corrects_when_it_says_so",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="never_rewritten", exclude=["counts"]),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="never_counts_again", operation=pgtrigger.Update, condition=pgtrigger.Q(new__counts=True)
            ),
            pgtrigger.Trigger(
                name="rank_of_what_is_corrected",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=pgtrigger.Func(
                    "NEW.{columns.rank} = coalesce((SELECT {columns.rank} FROM {meta.db_table}"
                    " WHERE {columns.id} = NEW.{columns.corrects}), NEW.{columns.id}); RETURN NEW;"
                ),
            ),
            pgtrigger.Trigger(
                name="what_is_corrected_counts_no_more",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__corrects__isnull=False),
                func=pgtrigger.Func(
                    "UPDATE {meta.db_table} SET {columns.counts} = FALSE WHERE {columns.id} = NEW.{columns.corrects};"
                    " RETURN NULL;"
                ),
            ),
            KeepRows(),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.on}"

    @property
    def value(self) -> Any:
        """What the entry says holds."""
        return getattr(self, self.VALUE)

    @property
    def told(self) -> str:
        """What the entry says holds, in words."""
        in_words = getattr(self, f"get_{self.VALUE}_display", None)
        return str(in_words() if in_words else self.value)

    @property
    def about(self) -> str:
        """What the entry is about, beside the municipality, in words."""
        raise NotImplementedError

    @classmethod
    def subject_columns(cls) -> tuple[str, ...]:
        return tuple(cls._meta.get_field(name).attname for name in cls.SUBJECT)  # type: ignore[union-attr]

    @classmethod
    def value_column(cls) -> str:
        return cls._meta.get_field(cls.VALUE).attname  # type: ignore[union-attr]

    @property
    def subject(self) -> tuple[Any, ...]:
        """What the entry is about, as keys in the order of `SUBJECT`."""
        return tuple(getattr(self, column) for column in self.subject_columns())
