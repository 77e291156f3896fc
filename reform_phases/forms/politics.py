"""What people write about political treatment and plans."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from lhl_portal.ui.together import TogetherForm
from lhl_portal.ui.widgets import DateInput
from reform_phases.forms.records import Link, OfMunicipalityForm
from reform_phases.models import Plan, Treatment


class TreatmentForm(TogetherForm, OfMunicipalityForm):
    """Give a row that is locked when there is `data`."""

    link = Link(label=_("Lenke til dokument"))

    class Meta:
        model = Treatment
        fields = (
            *("municipality", "reform", "stage", "on", "body", "intended_on", "case_number", "link"),
            *("solutions", "note"),
        )
        widgets: ClassVar[dict[str, Any]] = {
            "stage": forms.RadioSelect,
            "on": DateInput,
            "intended_on": DateInput,
            "note": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stage: Any = self.fields["stage"]
        stage.choices = Treatment.Stage.choices  # a radio needs no empty choice
        if self.instance.pk:
            self.share()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.check_happened("on")
        self.check_meant("intended_on")
        intended_on = cleaned.get("intended_on")
        if intended_on and cleaned.get("stage") and cleaned["stage"] != Treatment.Stage.INTENTION:
            self.add_error("intended_on", _("Planlagt vedtaksdato hører bare til en intensjon. La feltet stå tomt."))
        elif intended_on and cleaned.get("on") and intended_on < cleaned["on"]:
            self.add_error("intended_on", _("Planlagt vedtaksdato kan ikke være før intensjonen."))
        return cleaned


class PlanForm(TogetherForm, OfMunicipalityForm):
    """Give a row that is locked when there is `data`."""

    link = Link(label=_("Lenke til dokument"))

    class Meta:
        model = Plan
        fields = (
            *("municipality", "reform", "kind", "title", "adopted_on", "ends_on", "case_number", "link"),
            *("solutions", "note"),
        )
        widgets: ClassVar[dict[str, Any]] = {
            "adopted_on": DateInput,
            "ends_on": DateInput,
            "note": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["solutions"].help_text = _(
            "Velg dem planen gjelder. La stå tomt når den gjelder reformen som helhet."
        )
        if self.instance.pk:
            self.share()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.check_happened("adopted_on")
        self.check_meant("ends_on")
        adopted_on, ends_on = cleaned.get("adopted_on"), cleaned.get("ends_on")
        if ends_on and not adopted_on and "adopted_on" not in self.errors:
            self.add_error("ends_on", _("En plan som ikke er vedtatt, kan ikke ha en sluttdato."))
        elif ends_on and adopted_on and ends_on < adopted_on:
            self.add_error("ends_on", _("Planens siste dag kan ikke være før den er vedtatt."))
        return cleaned
