"""What the calendar shows, asked for in the address; and a new feed."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lhl_portal.access.models import County, CountyRegion, Region, User
from lhl_portal.access.scoping import Reach
from lhl_portal.calendar.entries import KINDS
from lhl_portal.calendar.feeds import LIMIT
from lhl_portal.calendar.models import Feed
from lhl_portal.ui.dates import refuse_nonsense
from lhl_portal.ui.widgets import DateInput

OWN = "egne"


class CalendarForm(forms.Form):
    """A day and what narrows the entries. Places are those of `today` within `area`; one alone is no choice."""

    visning = forms.CharField(required=False, widget=forms.HiddenInput)
    dag = forms.DateField(label=gettext_lazy("Gå til dag"), required=False, widget=DateInput)
    type = forms.ChoiceField(
        label=gettext_lazy("Type"), required=False, choices=[("", gettext_lazy("Alle typer")), *KINDS.items()]
    )
    hvem = forms.ChoiceField(
        label=gettext_lazy("Hvem sine"),
        required=False,
        choices=[("", gettext_lazy("Alle jeg ser")), (OWN, gettext_lazy("Våre egne"))],
    )
    region = forms.ModelChoiceField(
        Region.objects.none(),
        label=gettext_lazy("Region"),
        required=False,
        empty_label=gettext_lazy("Alle regioner"),
    )
    fylke = forms.ModelChoiceField(
        County.objects.none(), label=gettext_lazy("Fylke"), required=False, empty_label=gettext_lazy("Alle fylker")
    )

    def __init__(self, *args: Any, area: Reach, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        regions, counties = Region.objects.all(), County.objects.as_of(today)
        if not area.everything:
            regions, counties = regions.filter(pk__in=area.regions), counties.filter(pk__in=area.counties)
        self._offer("region", regions)
        self._offer("fylke", counties)

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        field: Any = self.fields[name]
        field.queryset = rows
        field.widget.choices = list(iter(field.choices))
        if len(field.widget.choices) < 3 and not self.data.get(name):  # "all" is one of them
            del self.fields[name]

    def clean_dag(self) -> date | None:
        day: date | None = self.cleaned_data["dag"]
        if day:
            refuse_nonsense(day, today=self.today)
        return day

    def places(self) -> list[Reach]:
        """What the region and the county that were chosen are made of today; a row must be within each."""
        chosen = []
        if region := self.cleaned_data.get("region"):
            counties = CountyRegion.objects.as_of(self.today).filter(region=region).values_list("county_id", flat=True)
            office = getattr(region, "office", None)
            chosen.append(
                Reach(counties=frozenset(counties), organisations=frozenset({office.pk}) if office else frozenset())
            )
        if county := self.cleaned_data.get("fylke"):
            chosen.append(Reach(counties=frozenset({county.pk})))
        return chosen


class FeedForm(forms.ModelForm):
    """A name that tells the feeds of `owner` apart, and what the feed shows."""

    class Meta:
        model = Feed
        fields = ("name", "scope")
        widgets = {"scope": forms.RadioSelect}
        help_texts = {
            "scope": gettext_lazy(
                "Mine møter er dem organisasjonen din er vertskap for eller deltar i. Hele regionen er alt du ser her."
            )
        }

    def __init__(self, *args: Any, owner: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner
        scope: Any = self.fields["scope"]
        scope.choices = Feed.Scope.choices

    def clean(self) -> dict[str, Any]:
        if Feed.objects.filter(owner=self.owner).count() >= LIMIT:
            text = _("Du har %(limit)s abonnementer, som er det meste du kan ha. Slett et du ikke bruker.")
            raise ValidationError(text % {"limit": LIMIT})
        return super().clean() or self.cleaned_data
