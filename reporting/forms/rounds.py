"""Forms for rounds, for more time, and for what a round asks."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lhl_portal.ui.dates import refuse_nonsense
from lhl_portal.ui.texts import WithoutIdentityNumbers
from lhl_portal.ui.widgets import DateInput
from reporting.models import Extension, Report, Round
from reporting.services import is_settled


class RoundForm(forms.ModelForm):
    """What the directorate asks for. Template, period and cut-off are settled once a report has been built."""

    class Meta:
        model = Round
        fields = ("name_nb", "name_nn", "reform", "layout", "starts_on", "cut_off", "opens_on", "due_on")
        widgets = dict.fromkeys(("starts_on", "cut_off", "opens_on", "due_on"), DateInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if self.instance.pk and is_settled(self.instance):
            for name in ("reform", "layout", "starts_on", "cut_off"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Kan ikke endres: det er bygget rapporter i runden.")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in ("starts_on", "cut_off", "opens_on", "due_on"):
            if values.get(name):
                try:
                    refuse_nonsense(values[name], today=self.today)
                except forms.ValidationError as error:
                    self.add_error(name, error)
        reform, starts_on, cut_off = values.get("reform"), values.get("starts_on"), values.get("cut_off")
        if reform and starts_on and starts_on < reform.valid_from:
            self.add_error(
                "starts_on",
                _("Reformen startet %(day)s.") % {"day": f"{reform.valid_from:%-d.%-m.%Y}"},
            )
        if reform and reform.valid_to and cut_off and cut_off >= reform.valid_to:
            last = reform.valid_to - timedelta(days=1)
            self.add_error(
                "cut_off",
                _("Reformens siste dag var %(day)s.") % {"day": f"{last:%-d.%-m.%Y}"},
            )
        return values


def after(earlier: Round) -> dict[str, Any]:
    """What a round that follows `earlier` starts with: a year later, and for the year in its name.

    A period that started with the reform still does: such rounds tell of all the time since.
    """
    starts_on = earlier.starts_on
    if starts_on > earlier.reform.valid_from:
        starts_on = _a_year_later(starts_on)
    return {
        "name_nb": _with_the_year_after(earlier.name_nb),
        "name_nn": _with_the_year_after(earlier.name_nn),
        "reform": earlier.reform,
        "layout": earlier.layout,
        "starts_on": starts_on,
        "cut_off": _a_year_later(earlier.cut_off),
        "opens_on": _a_year_later(earlier.opens_on),
        "due_on": _a_year_later(earlier.due_on),
    }


def _a_year_later(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if leap else day.day)


def _with_the_year_after(name: str) -> str:
    return re.sub(r"\b(20\d\d)\b", lambda found: str(int(found[0]) + 1), name)


class ExtensionForm(WithoutIdentityNumbers, forms.ModelForm):
    """More time for one region, or less. Not before the cut-off, and not the round's own due date."""

    class Meta:
        model = Extension
        fields = ("due_on", "reason")
        widgets = {"due_on": DateInput, "reason": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, report: Report, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round = report.round
        self.today = today

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        refuse_nonsense(day, today=self.today)
        if day < self.round.cut_off:
            raise forms.ValidationError(_("Fristen kan ikke være før skjæringsdatoen."))
        if day == self.round.due_on:
            raise forms.ValidationError(_("Dette er fristen for alle i runden. Velg en annen dag."))
        return day
