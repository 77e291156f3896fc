"""What people write about a municipality's own measures."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from lhl_portal.ui.texts import refuse_address
from lhl_portal.ui.together import TogetherForm
from lhl_portal.ui.widgets import CheckboxGroup, DateInput
from reform_phases.forms.records import OfMunicipalityForm
from reform_phases.models import Measure, Strategy


class MeasureForm(TogetherForm, OfMunicipalityForm):
    """Give a measure whose row is locked when there is `data`."""

    strategies = forms.ModelMultipleChoiceField(
        Strategy.objects.all(),
        label=_("Andre nasjonale strategier"),
        required=False,
        widget=CheckboxGroup,
        help_text=_("Velg dem tiltaket også bidrar til."),
    )

    class Meta:
        model = Measure
        fields = (
            *("municipality", "reform", "sector", "title", "unit", "starts_on", "ends_on", "state"),
            *("solutions", "strategies", "note"),
        )
        widgets: ClassVar[dict[str, Any]] = {
            "starts_on": DateInput,
            "ends_on": DateInput,
            "state": forms.RadioSelect,
            "note": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["state"].choices = Measure.State.choices  # a radio needs no empty choice
        fields["solutions"].help_text = Measure._meta.get_field("solutions").help_text
        if self.instance.pk:
            self.share()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.check_solutions()  # once more: what somebody else chose meanwhile is among them now
        self.check_meant("starts_on")
        self.check_existed("starts_on")
        self.check_meant("ends_on")
        self.check("unit", refuse_address)
        starts_on, ends_on, state = (cleaned.get(name) for name in ("starts_on", "ends_on", "state"))
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("Tiltaket kan ikke slutte før det starter."))
        if starts_on and starts_on > self.today and state in {Measure.State.ONGOING, Measure.State.DONE}:
            self.add_error("state", _("Et tiltak som starter fram i tid, kan ikke være i gang eller gjennomført."))
        return cleaned
