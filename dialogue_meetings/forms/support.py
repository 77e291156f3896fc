"""Support given to one municipality."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dialogue_meetings.models import Support
from lhl_portal.access.models import User
from lhl_portal.ui.forms import GroupedModelMultipleChoiceField
from lhl_portal.ui.texts import WithoutIdentityNumbers
from lhl_portal.ui.together import TogetherForm
from lhl_portal.ui.widgets import DateInput
from municipalities.fields import (
    MunicipalityField,
    Offered,
    apparatus,
    own_organisation,
    refuse_before_or_after,
    refuse_future,
)
from municipalities.models import Municipality
from reform_phases.models import Solution


class SupportForm(TogetherForm, WithoutIdentityNumbers, forms.ModelForm):
    """Give a row that is locked when there is `data`."""

    municipality = MunicipalityField()
    solutions = GroupedModelMultipleChoiceField(
        Solution.objects.select_related("area").order_by("area__reform", "area__code", "code"),
        group_by="area",
        label=_("Løsninger"),
        required=False,
    )

    class Meta:
        model = Support
        fields = ["municipality", "kind", "giver", "given_on", "solutions", "note"]
        widgets = {"given_on": DateInput}

    def __init__(self, *args: Any, user: User, permission: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        fields: dict[str, Any] = self.fields
        fields["municipality"].offer(Offered(Municipality.objects.visible_to(user, permission, today=today)))
        fields["giver"].queryset = apparatus(user, permission, today=today, current=self.instance.giver_id)
        if self.instance.pk:
            self.share()
        else:
            self.initial["giver"] = own_organisation(user, permission, today=today)
            self.initial["given_on"] = today

    def clean_given_on(self) -> date:
        day: date = self.cleaned_data["given_on"]
        refuse_future(day, today=self.today)
        return day

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("municipality") and values.get("given_on"):
            try:
                refuse_before_or_after(values["municipality"], values["given_on"])
            except ValidationError as error:
                self.add_error("given_on", error)
        return values
