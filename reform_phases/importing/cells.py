"""Form fields that read what people write in a cell, and say in words what they read."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from municipalities.profile import short
from municipalities.recognising import folded
from reform_phases.importing.known import Known, spellings
from reform_phases.models import Reform, Solution


class Cell(forms.CharField):
    """What is written there, read by means of what is `known`."""

    known: Known

    def words(self, value: Any) -> str:
        """`value` as the page shows it."""
        return str(value)


class MunicipalityCell(Cell):
    """Text alone: whom it means depends on the day of the line, so the form asks."""

    def words(self, value: Any) -> str:
        return f"{value.number} {value}"


class SolutionCell(Cell):
    def clean(self, value: Any) -> Solution:
        return self.known.solution(super().clean(value))


class SolutionsCell(Cell):
    def clean(self, value: Any) -> list[Solution]:
        return self.known.several(super().clean(value))

    def words(self, value: Any) -> str:
        return ", ".join(solution.code for solution in value)


class ReformCell(Cell):
    def clean(self, value: Any) -> Reform:
        return self.known.reform(super().clean(value))


class ChoiceCell(Cell):
    """One of `offered`, by label in any language of the portal or by key."""

    def __init__(self, offered: type[TextChoices], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offered = offered

    def clean(self, value: Any) -> str:
        written = super().clean(value)
        found = spellings(self.offered).get(folded(written)) if written else ""
        if found is None:
            raise ValidationError(
                _("«%(written)s» er ikke et valg. Velg blant: %(choices)s."),
                params={"written": written, "choices": ", ".join(map(str, self.offered.labels))},
            )
        return found

    def words(self, value: Any) -> str:
        return str(self.offered(value).label)


class DayCell(forms.DateField):
    default_error_messages = {"invalid": _("Skriv datoen som 31.12.2021 eller 2021-12-31.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%d.%m.%Y"], **kwargs)

    def words(self, value: date) -> str:
        return short(value)
