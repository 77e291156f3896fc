"""Forms about what leaves the portal."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.models import Organisation
from lhl_portal.access.roles import OrganisationKind
from lhl_portal.ui.texts import WithoutIdentityNumbers
from lhl_portal.ui.widgets import DateInput
from reporting.models import ApiKey, OpenReport

LONGEST = timedelta(days=2 * 365)
USUAL = timedelta(days=365)
WITH_REPORTS = (OrganisationKind.GOVERNOR, OrganisationKind.DIRECTORATE)


class ApiKeyForm(WithoutIdentityNumbers, forms.ModelForm):
    """A new key, for an organisation whose people see reports: a key reaches what they reach."""

    class Meta:
        model = ApiKey
        fields = ("organisation", "name", "expires_on")
        widgets: ClassVar[dict[str, Any]] = {"expires_on": DateInput}
        help_texts: ClassVar[dict[str, Any]] = {"expires_on": _("Høyst to år fram. Lag en ny nøkkel før den utløper.")}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["expires_on"] = today + USUAL
        self.today = today
        field: Any = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(kind__in=WITH_REPORTS)
        field.help_text = _("Nøkkelen når de utgavene som organisasjonens folk når i portalen.")

    def clean_expires_on(self) -> date:
        last: date = self.cleaned_data["expires_on"]
        if not self.today < last <= self.today + LONGEST:
            raise forms.ValidationError(_("Siste dag må være fram i tid, og høyst to år fram."))
        return last


class OpenReportForm(WithoutIdentityNumbers, forms.ModelForm):
    """Whether everybody may see how each municipality stands."""

    is_open = forms.BooleanField(
        label=_("Vis hver kommune i det åpne datasettet"),
        required=False,
        help_text=_("Alle på nettet kan da se hvilke kommuner som teller med i hvert tall i den godtatte utgaven."),
    )
    field_order = ("is_open", "basis")

    class Meta:
        model = OpenReport
        fields = ("basis",)
