"""Whom the apparatus has offered a dialogue meeting, met and supported, and whom not: one row for each municipality."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import django_filters
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lhl_portal.access.sorting import norwegian_key
from lhl_portal.ui.tables import Column, TableForm
from municipalities.asof import AsOfForm
from municipalities.filters import MunicipalityFilter
from municipalities.models import Municipality
from reform_phases.models import Reform
from reporting.facts import MET, OFFERED, SUPPORTED, Body, Evidence, read_facts

NEVER = 10**6  # days, so that those never heard from come before all others


@dataclass(frozen=True)
class Covered:
    """What a municipality was offered and given from the reform's first day to `day`, both included.

    `offers`, `meetings` and `contacts` are days, the first one first; dialogue meetings are contacts as well.
    """

    body: Body
    day: date
    offers: tuple[date, ...]
    meetings: tuple[date, ...]
    contacts: tuple[date, ...]

    @property
    def silent_for(self) -> int | None:
        """Days since the last contact; None where there was none."""
        return (self.day - self.contacts[-1]).days if self.contacts else None

    def in_year(self, days: Collection[date]) -> int:
        """How many of `days` are in the year of the day."""
        return sum(one.year == self.day.year for one in days)

    @property
    def missing(self) -> set[str]:
        """What it has not had, as choices of the filter."""
        found = {
            "kontakt": not self.in_year(self.contacts),
            "tilbud": not self.in_year(self.offers),
            "mote": not self.in_year(self.meetings),
            "aldri": not self.contacts,
        }
        return {key for key, is_missing in found.items() if is_missing}


def covered(reform: Reform, day: date, municipalities: Collection[int]) -> list[Covered]:
    """In the order given. By the rules of the figures: what was before a merger is not the new municipality's own."""
    facts = read_facts(reform=reform, starts_on=reform.valid_from, as_of=day, among=municipalities)
    offers, meetings, contacts = (facts.counting(kind) for kind in (OFFERED, MET, SUPPORTED))
    return [
        Covered(facts.municipalities[pk], day, _days(offers, pk), _days(meetings, pk), _days(contacts, pk))
        for pk in municipalities
        if pk in facts.municipalities
    ]


def _days(found: dict[int, list[Evidence]], pk: int) -> tuple[date, ...]:
    """One for each record: a meeting is one, also where it has several kinds of evidence."""
    return tuple(sorted(record.on for record in found.get(pk, ())))


class CoverageForm(TableForm, AsOfForm):
    """Columns, order, place and day."""


class CoverageFilter(MunicipalityFilter):
    mangler = django_filters.ChoiceFilter(
        label=gettext_lazy("Mangler"),
        choices=[
            ("kontakt", gettext_lazy("Kontakt i år")),
            ("tilbud", gettext_lazy("Tilbud om dialogmøte i år")),
            ("mote", gettext_lazy("Dialogmøte i år")),
            ("aldri", gettext_lazy("Kontakt i hele perioden")),
        ],
        empty_label=gettext_lazy("Vis alle"),
        method="of_rows",
    )

    class Meta:
        model = Municipality
        form = CoverageForm
        fields: list[str] = []

    def of_rows(self, queryset: Any, name: str, value: Any) -> Any:
        return queryset  # asked of the rows, by `narrow`

    def narrow(self, rows: list[Covered]) -> list[Covered]:
        """Those that lack what was asked for. The form must be valid."""
        asked = self.form.cleaned_data.get("mangler")
        return [row for row in rows if asked in row.missing] if asked else rows


def columns(year: int, query: str = "") -> list[Column[Covered]]:
    """`year` is that of the day. `query` goes along to the municipality's page, as ``?dato=2021-12-31``."""
    page = reverse("dialogue_meetings:municipality", args=[0])
    words = {"year": year}
    this_year, whole = _("I %(year)s") % words, _("Hele perioden")
    return [
        Column(
            "navn",
            _("Kommune"),
            lambda row: row.body.name,
            link=lambda row: page.replace("/0/", f"/{row.body.pk}/") + query,
            sort_key=lambda row: norwegian_key(row.body.name),
            heading=True,
            required=True,
        ),
        Column("fylke", _("Fylke"), lambda row: row.body.county, default=False),
        _last("tilbudt", _("Sist tilbudt"), lambda row: row.offers),
        _last("motte", _("Siste dialogmøte"), lambda row: row.meetings),
        _last("kontakt", _("Siste kontakt"), lambda row: row.contacts),
        Column(
            "dager",
            _("Dager siden"),
            lambda row: row.silent_for,
            text=lambda row: _("Aldri") if row.silent_for is None else str(row.silent_for),
            sort_key=lambda row: NEVER if row.silent_for is None else row.silent_for,
            numeric=True,
        ),
        _number("tilbud", _("Tilbud i %(year)s") % words, lambda row: row.in_year(row.offers), this_year),
        _number("moter", _("Dialogmøter i %(year)s") % words, lambda row: row.in_year(row.meetings), this_year),
        _number("kontakter", _("Kontakter i %(year)s") % words, lambda row: row.in_year(row.contacts), this_year),
        _number("alle-tilbud", _("Tilbud i alt"), lambda row: len(row.offers), whole, default=False),
        _number("alle-moter", _("Dialogmøter i alt"), lambda row: len(row.meetings), whole),
        _number("alle-kontakter", _("Kontakter i alt"), lambda row: len(row.contacts), whole),
    ]


def _last(key: str, label: str, days: Callable[[Covered], tuple[date, ...]]) -> Column[Covered]:
    return Column(key, label, lambda row: days(row)[-1] if days(row) else None)


def _number(
    key: str, label: str, value: Callable[[Covered], int], group: str, *, default: bool = True
) -> Column[Covered]:
    return Column(key, label, value, numeric=True, group=group, default=default)
