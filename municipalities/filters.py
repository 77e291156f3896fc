"""Which municipalities a list shows, and as of which day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import django_filters
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.models import County, Region
from lhl_portal.ui.widgets import DateInput
from municipalities.asof import AsOfForm
from municipalities.models import Municipality, MunicipalityQuerySet, Spell


def named(text: str, path: str = "pk") -> Exists:
    """Rows whose municipality, at `path`, has or ever had `text` in its name or as the beginning of its number."""
    wanted = Q(name__icontains=text) | Q(name_official__icontains=text) | Q(number__startswith=text)
    return Exists(Spell.objects.filter(wanted, municipality=OuterRef(path)))


class OnDayFilter(django_filters.FilterSet):
    """The field ``dato``. It narrows nothing: whoever reads the rows asks for those of the day."""

    dato = django_filters.DateFilter(
        label=_("Slik det var"), help_text=_("Tomt betyr i dag."), widget=DateInput, method="by_day"
    )

    class Meta:
        form = AsOfForm

    def by_day(self, queryset: QuerySet[Any], name: str, day: date) -> QuerySet[Any]:
        return queryset


class RecordFilter(OnDayFilter):
    """A list of records about municipalities: what was known of them on `day`, which the view reads from ``dato``."""

    def __init__(self, *args: Any, today: date, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day, self.in_the_past = day, day != today
        self.form.today = today
        self.form.order_fields([name for name in self.form.fields if name != "dato"])  # the day comes last

    def filter_queryset(self, queryset: Any) -> QuerySet[Any]:
        return super().filter_queryset(self.known(queryset) if self.in_the_past else queryset)

    def known(self, queryset: Any) -> QuerySet[Any]:
        """Those of the rows that were known on `day`, a day that has passed."""
        raise NotImplementedError


class CountyChoice(django_filters.ModelChoiceFilter):
    """Counties, those that are no more with their last year."""

    class field_class(django_filters.fields.ModelChoiceField):
        def label_from_instance(self, obj: County) -> str:
            return f"{obj.name} (til {obj.valid_to.year - 1})" if obj.valid_to else obj.name


class MunicipalityFilter(OnDayFilter):
    """Municipalities valid on ``dato`` (today when empty), with their designation then, in Norwegian order.

    `day` is that day, for who gives the filterset; its own form reads it from the address.
    """

    tekst = django_filters.CharFilter(label=_("Navn eller nummer"), method="by_text", max_length=80)
    region = django_filters.ModelChoiceFilter(
        label=_("Region"), queryset=Region.objects.none(), empty_label=_("Alle regioner"), method="by_region"
    )
    fylke = CountyChoice(
        label=_("Fylke"), queryset=County.objects.none(), empty_label=_("Alle fylker"), method="by_county"
    )

    class Meta(OnDayFilter.Meta):
        model = Municipality
        fields: list[str] = []

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.form.today = today
        within_reach = self.queryset.order_by().values("pk")
        counties = County.objects.filter(
            Exists(Spell.objects.filter(county=OuterRef("pk"), municipality__in=within_reach))
        )
        self.offer("fylke", counties.order_by(F("valid_to").desc(nulls_first=True), "sort_key"))
        regions = Region.objects.filter(counties__county__in=counties).distinct()
        self.offer("region", regions)
        region: Any = self.form.fields["region"]
        # Read once, for the question here and for the page; without `iter`, list() would count them first.
        region.widget.choices = list(iter(region.choices))
        if len(region.widget.choices) < 3:  # "all" is one of them
            del self.form.fields["region"]

    def offer(self, name: str, rows: QuerySet[Any]) -> None:
        self.filters[name].queryset = rows
        self.form.fields[name].queryset = rows

    @property
    def day(self) -> date:
        return self.form.cleaned_data.get("dato") or self.today

    def filter_queryset(self, queryset: MunicipalityQuerySet) -> QuerySet[Municipality]:
        rows = queryset.with_designation(self.day).annotate(sort_key_then=F("spell__sort_key"))
        return super().filter_queryset(rows).order_by("sort_key_then", "pk")

    def by_text(self, queryset: QuerySet[Municipality], name: str, text: str) -> QuerySet[Municipality]:
        return queryset.filter(named(text))

    def by_region(self, queryset: QuerySet[Any], name: str, region: Region) -> QuerySet[Any]:
        return queryset.filter(region_then=region.pk)

    def by_county(self, queryset: QuerySet[Any], name: str, county: County) -> QuerySet[Any]:
        return queryset.filter(county_then=county.pk)

    def in_words(self) -> list[tuple[str, str]]:
        """What was chosen, for a file that leaves the portal."""
        said = []
        for name, value in self.form.cleaned_data.items():
            if value in (None, "") or name == "dato":
                continue
            choices = dict(_flat(getattr(self.form.fields[name], "choices", ())))
            said.append((str(self.form.fields[name].label), str(choices.get(value, value))))
        return said

    def ended(self) -> list[Municipality]:
        """Bodies found by text that had ended on the day, with what came after them."""
        text = self.form.cleaned_data.get("tekst")
        if not text or not self.is_valid():
            return []
        rows = self.queryset.filter(named(text), valid_to__lte=self.day)
        if county := self.form.cleaned_data.get("fylke"):
            rows = rows.filter(pk__in=Spell.objects.filter(county=county).values("municipality"))
        if region := self.form.cleaned_data.get("region"):
            rows = rows.filter(pk__in=Spell.objects.filter(county__regions__region=region).values("municipality"))
        return list(rows.prefetch_related("changes_out__successor")[:50])


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from ((v, f"{value}: {inner}") for v, inner in label)
        else:
            yield value, label
