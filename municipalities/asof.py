"""Pages that show what was true on another day: ``?dato=2021-12-31``. Nothing can be edited there."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.models import CountyRegion
from lhl_portal.access.scoping import DeclaredMixin
from lhl_portal.ui.dates import PeriodForm
from lhl_portal.ui.widgets import DateInput
from municipalities.models import Municipality
from municipalities.profile import names_on, short

PLACE = ("tekst", "region", "fylke")  # what a list of municipalities is narrowed to, beside the day


class AsOfForm(forms.Form):
    """A day that the register knows. Mixed into the forms of lists as well."""

    dato = forms.DateField(label=_("Slik det var"), help_text=_("Tomt betyr i dag."), widget=DateInput, required=False)
    today: date
    field_order: tuple[str, ...] = (*PLACE, "dato")

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


class AsOfPeriodForm(PeriodForm, AsOfForm):
    """A period, of what was known on a day."""


class AsOfMixin(DeclaredMixin):
    """A page about a day. A day that cannot be used is an error in `as_of_form`, and the page shows today."""

    @cached_property
    def as_of_form(self) -> AsOfForm:
        form = AsOfForm(self.request.GET)
        form.today = self.today
        form.is_valid()
        return form

    @property
    def day(self) -> date:
        """The day the page describes."""
        return self.as_of_form.cleaned_data.get("dato") or self.today

    @property
    def in_the_past(self) -> bool:
        """Whether the page shows another day than today, where nothing can be edited."""
        return self.day != self.today

    @property
    def place(self) -> dict[str, str]:
        """What the list of municipalities was narrowed to, which their pages carry along for the way back to it."""
        return {name: self.request.GET[name] for name in PLACE if self.request.GET.get(name)}

    @property
    def as_of_query(self) -> str:
        """What an address needs to keep the place and the day: ``?fylke=46&dato=2021-12-31``, or nothing."""
        kept = self.place | ({"dato": self.day.isoformat()} if self.in_the_past else {})
        return f"?{urlencode(kept)}" if kept else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = {
            "as_of_form": self.as_of_form,
            "day": self.day,
            "in_the_past": self.in_the_past,
            "as_of_query": self.as_of_query,
            "place": self.place,
        }
        return super().get_context_data(**(asked | kwargs))  # type: ignore[misc]


class AsOfListMixin(AsOfMixin):
    """A list of records about municipalities, as of a day; its filterset is a `RecordFilter`.

    Stands before FilteredMixin. The pages of the records themselves show today.
    """

    def get_filterset_kwargs(self) -> dict[str, Any]:
        return {"today": self.today, "day": self.day}

    def names(self, municipalities: Iterable[Municipality]) -> dict[int, str]:
        """What the municipalities were called on the day, by primary key."""
        if self.in_the_past:
            return names_on(municipalities, self.day)
        return {municipality.pk: str(municipality) for municipality in municipalities}

    def address_to_add(self, url_name: str, permission: str) -> str:
        """Where to log one more; empty where the user may not, as nobody may on a day that has passed."""
        return reverse(url_name) if not self.in_the_past and self.user.has_perm(permission) else ""
