"""What the figures are about: period, area and reform."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lhl_portal.ui.widgets import DateInput
from reform_phases.models import Reform
from reporting.areas import Area


class FigureForm(forms.Form):
    """Period, area and reform of the figures, from the address. `starting` holds what applies where nothing is said."""

    fra = forms.DateField(label=_("Fra"), widget=DateInput)
    dato = forms.DateField(label=_("Til og med"), widget=DateInput)
    omrade = forms.ChoiceField(label=_("Område"))
    reform = forms.ModelChoiceField(Reform.objects.all(), label=_("Reform"), empty_label=None)

    def __init__(self, data: Any, *, areas: list[Area], starting: dict[str, Any], today: date) -> None:
        asked = {name: data.get(name) or starting[name] for name in ("fra", "dato", "omrade", "reform")}
        super().__init__(asked)
        self.today = today
        self.fields["omrade"].choices = [(area.code, area.name) for area in areas]  # type: ignore[attr-defined]
        if len(areas) == 1:
            self.fields["omrade"].widget = forms.HiddenInput()
        if Reform.objects.count() == 1:
            self.fields["reform"].widget = forms.HiddenInput()

    def clean_dato(self) -> date:
        day = self.cleaned_data["dato"]
        if day > self.today:
            raise forms.ValidationError(_("Datoen er ikke kommet ennå."))
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        reform = values.get("reform")
        earliest = reform.valid_from if reform else None
        if earliest and values.get("fra") and values["fra"] < earliest:
            self.add_error(
                "fra",
                _("Reformen startet %(day)s.") % {"day": f"{earliest:%-d.%-m.%Y}"},
            )
        if values.get("fra") and values.get("dato") and values["fra"] > values["dato"]:
            self.add_error("dato", _("Slutten kan ikke være før starten."))
        return values
