"""What a date in a form may be, wherever it is written."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

EARLIEST = date(1990, 1, 1)  # nothing that the portal logs is older; earlier is a slip of the keyboard
LATEST_IN = 50  # years ahead


def refuse_nonsense(day: date, *, today: date) -> None:
    """ValidationError for a day that nobody means, such as in the year 201."""
    if day < EARLIEST or day.year > today.year + LATEST_IN:
        raise ValidationError(_("Skriv en dato med riktig årstall."), code="nonsense")


def refuse_future(day: date, *, today: date) -> None:
    """ValidationError for a day that has not come, where the date tells what has happened."""
    refuse_nonsense(day, today=today)
    if day > today:
        raise ValidationError(_("Datoen kan ikke være fram i tid."), code="future")


class PeriodForm(forms.Form):
    """A filter's ``fra`` and ``til``: refuses days that nobody means and periods that end before they begin.

    The filterset gives the form `today`.
    """

    today: date

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("fra", "til"):
            if day := values.get(name):
                try:
                    refuse_nonsense(day, today=self.today)
                except ValidationError as error:
                    self.add_error(name, error)
        if values.get("fra") and values.get("til") and values["til"] < values["fra"]:
            self.add_error("til", _("Velg en dato som ikke er før den første."))
        return values
