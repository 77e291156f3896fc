"""Pages that show what was true on another day: ``?dato=2021-12-31``. Nothing can be edited there."""

from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.models import CountyRegion
from lhl_portal.access.scoping import DeclaredMixin
from lhl_portal.ui.widgets import DateInput
from municipalities.profile import short


class AsOfForm(forms.Form):
    """A day that the register knows. Mixed into the forms of lists as well."""

    dato = forms.DateField(label=_("Slik det var"), help_text=_("Tomt betyr i dag."), widget=DateInput, required=False)
    today: date
    field_order: tuple[str, ...] = ("tekst", "region", "fylke", "dato")

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
    def as_of_query(self) -> str:
        """What an address needs to keep the day: ``?dato=2021-12-31``, or nothing today."""
        return f"?{urlencode({'dato': self.day.isoformat()})}" if self.in_the_past else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = {
            "as_of_form": self.as_of_form,
            "day": self.day,
            "in_the_past": self.in_the_past,
            "as_of_query": self.as_of_query,
        }
        return super().get_context_data(**(asked | kwargs))  # type: ignore[misc]
