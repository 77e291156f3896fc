"""Half-open periods: ``valid_from <= day < valid_to``, where an empty ``valid_to`` means still valid."""

from datetime import date
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Deferrable, F, Func, Q, Value
from django.utils.translation import gettext_lazy as _


def valid_on(day: date, prefix: str = "") -> Q:
    """Rows valid on `day`; `prefix` is the lookup path to the dated model, ending in ``__``."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to__gt": day}) | Q(**{f"{prefix}valid_to": None})
    )


class DatedQuerySet(models.QuerySet):
    def as_of(self, day: date) -> Self:
        """Rows valid on `day`."""
        return self.filter(valid_on(day))


class Dated(models.Model):
    """A row that is true from one day until, but not including, another."""

    valid_from = models.DateField(_("fra og med"))
    valid_to = models.DateField(_("til (ikke med)"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="%(app_label)s_%(class)s_ends_after_it_begins",
                violation_error_message=_("Slutten må være etter starten."),
            ),
        ]


def no_overlap(
    name: str, *fields: str, message: Any = None, deferrable: Deferrable | None = None
) -> ExclusionConstraint:
    """No two rows with the same `fields` (foreign keys or integers) may be valid on the same day.

    An integer is compared as the range that holds only itself, so that GiST needs no extension module. Name a foreign
    key by its field (``user``, not ``user_id``): validation puts the instance's values in by field name.
    `deferrable` lets rows trade places in one transaction.
    """
    same = [(Func(F(field), F(field), Value("[]"), function="int8range"), RangeOperators.OVERLAPS) for field in fields]
    period = Func(F("valid_from"), F("valid_to"), function="daterange", output_field=DateRangeField())
    return ExclusionConstraint(
        name=name,
        expressions=[*same, (period, RangeOperators.OVERLAPS)],
        violation_error_message=message or _("Perioden overlapper en annen."),
        deferrable=deferrable,
    )
