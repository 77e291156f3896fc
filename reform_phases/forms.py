"""What people write about political treatment, plans and the reform's own texts."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.models import User
from lhl_portal.ui.dates import refuse_future, refuse_nonsense
from lhl_portal.ui.forms import GroupedModelMultipleChoiceField
from lhl_portal.ui.widgets import DateInput
from municipalities.fields import MunicipalityField, Offered, refuse_before_or_after
from municipalities.models import Municipality
from reform_phases.models import Plan, Reform, Solution, Treatment


class Link(forms.URLField):
    """An address on the web, and nothing that a browser could run."""

    default_validators = [URLValidator(schemes=["http", "https"])]
    default_error_messages = {"invalid": _("Skriv en lenke som begynner med https:// eller http://.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", max_length=200, required=False, **kwargs)


class OfMunicipalityForm(forms.ModelForm):
    """A record about a municipality under a reform. Chooses among municipalities that `permission` reaches.

    With only one reform there is nothing to choose, and the field goes.
    """

    municipality = MunicipalityField()
    solutions = GroupedModelMultipleChoiceField(
        Solution.objects.none(),
        group_by="area",
        label=_("Løsninger"),
        required=False,
        help_text=_("Velg dem saken gjelder. La stå tomt når den gjelder reformen som helhet."),
    )
    link = Link(label=_("Lenke til dokument"))

    def __init__(self, *args: Any, user: User, today: date, permission: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        fields: dict[str, Any] = self.fields
        fields["municipality"].offer(Offered(Municipality.objects.visible_to(user, permission, today=today)))
        reforms = list(Reform.objects.order_by("-valid_from"))
        if len(reforms) == 1:
            del self.fields["reform"]
            self.instance.reform = reforms[0]
        else:
            fields["reform"].queryset = Reform.objects.order_by("-valid_from")
        offered = Solution.objects.select_related("area").order_by("area__reform", "area__code", "code")
        fields["solutions"].queryset = offered

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        reform = cleaned.get("reform") or getattr(self.instance, "reform", None)
        if reform and any(s.area.reform_id != reform.pk for s in cleaned.get("solutions") or ()):
            self.add_error("solutions", _("Noen av løsningene hører til en annen reform."))
        return cleaned

    def check_happened(self, name: str) -> None:
        """The day in `name` is not ahead of us, and the municipality existed on it."""
        day: date | None = self.cleaned_data.get(name)
        municipality: Municipality | None = self.cleaned_data.get("municipality")
        if day is None:
            return
        try:
            refuse_future(day, today=self.today)
            if municipality:
                refuse_before_or_after(municipality, day)
        except ValidationError as error:
            self.add_error(name, error)

    def check_meant(self, name: str) -> None:
        """The day in `name` may lie ahead of us, but not in the year 201."""
        day: date | None = self.cleaned_data.get(name)
        if day is None:
            return
        try:
            refuse_nonsense(day, today=self.today)
        except ValidationError as error:
            self.add_error(name, error)


class TreatmentForm(OfMunicipalityForm):
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


class PlanForm(OfMunicipalityForm):
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


class SolutionForm(forms.ModelForm):
    """The texts of a solution. The code stays: records refer to it."""

    class Meta:
        model = Solution
        fields = ("name_nb", "name_nn", "name_en", "summary")
        widgets: ClassVar[dict[str, Any]] = {"summary": forms.Textarea(attrs={"rows": 3})}
