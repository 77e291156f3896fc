"""Which municipalities a list shows, and as of which day."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, F, FilteredRelation, Min, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.models import County, CountyRegion
from lhl_portal.ui.widgets import DateInput
from municipalities.models import Municipality, MunicipalityQuerySet, Population, Spell
from municipalities.profile import short

SORTS = {
    "name": ("sort_key_then", "pk"),
    "number": ("number_then", "pk"),
    "population": (F("inhabitants").asc(nulls_last=True), "sort_key_then", "pk"),
    "-name": ("-sort_key_then", "-pk"),
    "-number": ("-number_then", "-pk"),
    "-population": (F("inhabitants").desc(nulls_last=True), "sort_key_then", "pk"),
}


def named(text: str, path: str = "pk") -> Exists:
    """Rows whose municipality, at `path`, has or ever had `text` in its name or as the beginning of its number."""
    wanted = Q(name__icontains=text) | Q(name_official__icontains=text) | Q(number__startswith=text)
    return Exists(Spell.objects.filter(wanted, municipality=OuterRef(path)))


class CountyChoice(django_filters.ModelChoiceFilter):
    """Counties, those that are no more with their last year."""

    class field_class(django_filters.fields.ModelChoiceField):
        def label_from_instance(self, obj: County) -> str:
            return f"{obj.name} (til {obj.valid_to.year - 1})" if obj.valid_to else obj.name


class MunicipalityForm(forms.Form):
    """Refuses days that the register does not know."""

    today: date

    def clean_dato(self) -> date | None:
        day: date | None = self.cleaned_data["dato"]
        if day and day > self.today:
            raise ValidationError(_("Datoen er fram i tid. Velg en dag fram til og med i dag."))
        if day:
            first = CountyRegion.objects.aggregate(first=Min("valid_from"))["first"]
            if first and day < first:
                raise ValidationError(
                    _("Registeret begynner %(day)s. Velg en senere dato."), params={"day": short(first)}
                )
        return day


class MunicipalityFilter(django_filters.FilterSet):
    """Municipalities valid on ``dato`` (today when empty), with their designation then and inhabitants that year."""

    tekst = django_filters.CharFilter(
        label=_("Navn eller nummer"), help_text=_("Også tidligere navn og numre."), method="by_text"
    )
    fylke = CountyChoice(
        label=_("Fylke"), queryset=County.objects.none(), empty_label=_("Alle fylker"), method="by_county"
    )
    dato = django_filters.DateFilter(
        label=_("Slik det var"), help_text=_("Tomt betyr i dag."), widget=DateInput, method="by_day"
    )
    sort = django_filters.ChoiceFilter(
        choices=[(key, key) for key in SORTS], widget=forms.HiddenInput, method="by_sort"
    )

    class Meta:
        model = Municipality
        form = MunicipalityForm
        fields: list[str] = []

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.form.today = today
        spells = Spell.objects.filter(municipality__in=self.queryset.order_by().values("pk"))
        self.filters["fylke"].queryset = County.objects.filter(pk__in=spells.values("county")).order_by(
            F("valid_to").desc(nulls_first=True), "sort_key"
        )
        self.form.fields["fylke"].queryset = self.filters["fylke"].queryset

    @property
    def day(self) -> date:
        return self.form.cleaned_data.get("dato") or self.today

    def filter_queryset(self, queryset: MunicipalityQuerySet) -> QuerySet[Municipality]:
        self.year = (
            Population.objects.filter(year__lte=self.day.year).order_by("-year").values_list("year", flat=True).first()
        )
        rows = queryset.with_designation(self.day).annotate(
            sort_key_then=F("spell__sort_key"),
            people=FilteredRelation("population", condition=Q(population__year=self.year or 0)),
            inhabitants=F("people__total"),
            inhabitants_80=F("people__age_80_plus"),
        )
        return super().filter_queryset(rows).order_by(*SORTS[self.form.cleaned_data["sort"] or "name"])

    def by_text(self, queryset: QuerySet[Municipality], name: str, text: str) -> QuerySet[Municipality]:
        return queryset.filter(named(text))

    def by_county(self, queryset: QuerySet[Any], name: str, county: County) -> QuerySet[Any]:
        return queryset.filter(county_then=county.pk)

    def by_day(self, queryset: QuerySet[Municipality], name: str, day: date) -> QuerySet[Municipality]:
        return queryset  # the rows are already those of the day

    def by_sort(self, queryset: QuerySet[Municipality], name: str, key: str) -> QuerySet[Municipality]:
        return queryset  # ordered last, once

    def ended(self) -> list[Municipality]:
        """Bodies found by text that had ended on the day, with what came after them."""
        text = self.form.cleaned_data.get("tekst")
        if not text or not self.is_valid():
            return []
        rows = self.queryset.filter(named(text), valid_to__lte=self.day)
        if county := self.form.cleaned_data.get("fylke"):
            rows = rows.filter(pk__in=Spell.objects.filter(county=county).values("municipality"))
        return list(rows.prefetch_related("changes_out__successor")[:50])
