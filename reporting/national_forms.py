"""Forms for external figures and for the bridge between two days."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from lhl_portal.ui.dates import refuse_future
from lhl_portal.ui.texts import WithoutIdentityNumbers
from lhl_portal.ui.widgets import DateInput
from reporting.indicators import INDICATORS
from reporting.models import ExternalFigure


class Address(forms.URLField):
    """An address on the web, of https where nothing else is said, and nothing that a browser could run."""

    default_validators = [URLValidator(schemes=["http", "https"])]  # as Django has it

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)


class ExternalFigureForm(WithoutIdentityNumbers, forms.ModelForm):
    """A published figure. What does not fit is said beside the field."""

    class Meta:
        model = ExternalFigure
        fields = (
            *("reform", "label_nb", "label_nn", "indicator", "value", "base", "percent"),
            *("as_of", "source", "url", "together", "covers", "note"),
        )
        widgets = {"as_of": DateInput, "note": forms.Textarea(attrs={"rows": 3})}
        localized_fields = ("percent",)
        field_classes = {"url": Address}
        help_texts = {
            "value": _("La feltet stå tomt hvis bare en andel er publisert."),
            "base": _("Tomt når det ikke er kjent."),
            "percent": _("Bare når antallet ikke er kjent. Ellers regnes andelen ut."),
            "as_of": _("Dagen tallet gjelder for, ikke dagen det ble publisert."),
            "source": _("Hvem som har publisert tallet, hvor og når."),
            "covers": _("For eksempel vedtak og dokumentert intensjon."),
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        choices = [("", _("Ingen av våre tall")), *((row.code, row.label) for row in INDICATORS)]
        known = {code for code, _label in choices}
        if (code := self.instance.indicator) and code not in known:
            choices.append((code, code))
        self.fields["indicator"] = forms.ChoiceField(
            label=self.fields["indicator"].label, choices=choices, required=False
        )

    def clean_as_of(self) -> date:
        day: date = self.cleaned_data["as_of"]
        refuse_future(day, today=self.today)
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        value, base, percent = (values.get(name) for name in ("value", "base", "percent"))
        if "value" not in self.errors and "percent" not in self.errors:
            if value is None and percent is None:
                self.add_error("value", _("Oppgi antall eller prosent."))
            elif value is not None and percent is not None:
                self.add_error("percent", _("Oppgi enten antall eller prosent, ikke begge."))
        if value is not None and base is not None and value > base:
            self.add_error("value", _("Antallet kan ikke være større enn det er av."))
        if percent is not None and not 0 <= percent <= 100:
            self.add_error("percent", _("Andelen er fra 0 til 100 prosent."))
        if values.get("together") and not values.get("covers"):
            self.add_error("covers", _("Si hvilke tilstander tallet dekker."))
        if values.get("covers") and not values.get("together"):
            self.add_error("together", _("Kryss av når tallet dekker flere tilstander, ellers la teksten stå tom."))
        return values


class StructureForm(forms.Form):
    """From which day to which, in the address; without it from the beginning of the register until today."""

    fra = forms.DateField(label=_("Fra"), widget=DateInput)
    til = forms.DateField(label=_("Til"), widget=DateInput)

    def __init__(self, data: Any, *, first: date, today: date) -> None:
        super().__init__({"fra": data.get("fra") or first, "til": data.get("til") or today})
        self.first, self.today = first, today

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("fra"), values.get("til")
        if first and first < self.first:
            told = _("Registeret begynner %(day)s. Velg en senere dato.")
            self.add_error("fra", told % {"day": f"{self.first:%-d.%-m.%Y}"})
        if last and last > self.today:
            self.add_error("til", _("Datoen er fram i tid. Velg en dag fram til og med i dag."))
        if first and last and last < first:
            self.add_error("til", _("Velg en dato som ikke er før den første."))
        return values
