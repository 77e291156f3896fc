"""What narrows the lists of political treatment, plans and measures."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from lhl_portal.ui.widgets import DateInput
from municipalities.asof import AsOfForm, AsOfPeriodForm
from municipalities.filters import RecordFilter, named
from reform_phases.models import Measure, MeasureSolution, Plan, Reform, Solution, Strategy, Treatment


class OfMunicipalityFilter(RecordFilter):
    """By municipality, and by reform where there is more than one to choose among."""

    kommune = django_filters.CharFilter(label=_("Kommune"), method="by_municipality")
    reform = django_filters.ModelChoiceFilter(
        label=_("Reform"), queryset=Reform.objects.order_by("-valid_from"), empty_label=_("Alle reformer")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if Reform.objects.count() < 2:
            del self.filters["reform"], self.form.fields["reform"]

    def by_municipality(self, queryset: QuerySet[Any], name: str, text: str) -> QuerySet[Any]:
        return queryset.filter(named(text, "municipality"))


class TreatmentFilter(OfMunicipalityFilter):
    steg = django_filters.ChoiceFilter(
        field_name="stage", label=_("Steg"), choices=Treatment.Stage.choices, empty_label=_("Alle steg")
    )
    fra = django_filters.DateFilter(field_name="on", lookup_expr="gte", label=_("Fra"), widget=DateInput)
    til = django_filters.DateFilter(field_name="on", lookup_expr="lte", label=_("Til og med"), widget=DateInput)

    class Meta:
        model = Treatment
        form = AsOfPeriodForm
        fields: list[str] = []

    def known(self, queryset: Any) -> QuerySet[Treatment]:
        return queryset.treated_by(self.day)


class PlanFilter(OfMunicipalityFilter):
    type = django_filters.ChoiceFilter(
        field_name="kind", label=_("Plantype"), choices=Plan.Kind.choices, empty_label=_("Alle plantyper")
    )
    fra = django_filters.DateFilter(
        field_name="adopted_on", lookup_expr="gte", label=_("Vedtatt fra"), widget=DateInput
    )
    til = django_filters.DateFilter(
        field_name="adopted_on", lookup_expr="lte", label=_("Vedtatt til og med"), widget=DateInput
    )

    class Meta:
        model = Plan
        form = AsOfPeriodForm
        fields: list[str] = []

    def known(self, queryset: Any) -> QuerySet[Plan]:
        return queryset.known_on(self.day, in_the_past=True)


class MeasureFilterForm(AsOfForm):
    """Refuses to ask for the state on a day that has passed: only today's is kept."""

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("status") and values.get("dato") not in (None, self.today):
            self.add_error("status", _("Statusen er bare kjent for i dag. Velg «Alle», eller ta bort datoen."))
        return values


class MeasureFilter(OfMunicipalityFilter):
    sektor = django_filters.ChoiceFilter(
        field_name="sector", label=_("Sektor"), choices=Measure.Sector.choices, empty_label=_("Alle sektorer")
    )
    status = django_filters.ChoiceFilter(
        field_name="state", label=_("Status"), choices=Measure.State.choices, empty_label=_("Alle")
    )
    omfang = django_filters.ChoiceFilter(
        label=_("Reformens løsninger"),
        choices=[("innenfor", _("Innenfor")), ("utenfor", _("Utenfor"))],
        empty_label=_("Innenfor og utenfor"),
        method="by_scope",
    )
    losning = django_filters.ModelChoiceFilter(
        field_name="solutions",
        label=_("Løsning"),
        queryset=Solution.objects.order_by("area__reform", "area__code", "code"),
        empty_label=_("Alle løsninger"),
    )
    strategi = django_filters.ModelChoiceFilter(
        field_name="strategies", label=_("Strategi"), queryset=Strategy.objects.all(), empty_label=_("Alle strategier")
    )

    class Meta:
        model = Measure
        form = MeasureFilterForm
        fields: list[str] = []

    def known(self, queryset: Any) -> QuerySet[Measure]:
        return queryset.begun(self.day)

    def by_scope(self, queryset: QuerySet[Measure], name: str, scope: str) -> QuerySet[Measure]:
        inside = Exists(MeasureSolution.objects.filter(measure=OuterRef("pk")))
        return queryset.filter(inside if scope == "innenfor" else ~inside)
