"""Rows about municipalities in a formset, made for several people working at once."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from lhl_portal.ui.texts import WithoutIdentityNumbers
from municipalities.fields import Offered


class RowForm(WithoutIdentityNumbers, forms.ModelForm):
    """A row about one municipality. What the browser first showed goes along: a row left alone is not written.

    Declare the field ``municipality`` as a `MunicipalityField`, and `parent`, the foreign key of the formset.
    """

    parent: ClassVar[str]

    def __init__(self, *args: Any, offered: Offered, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        fields: dict[str, Any] = self.fields
        fields["municipality"].offer(offered)
        for field in self.fields.values():
            field.show_hidden_initial = True

    @property
    def heading(self) -> str:
        """What the row is about, where that cannot be chosen any more."""
        return ""

    @property
    def chosen(self) -> Any:
        """The row's municipality, None where none is chosen (yet)."""
        return getattr(self, "cleaned_data", {}).get("municipality")

    @property
    def removed(self) -> bool:
        return bool(getattr(self, "cleaned_data", {}).get("DELETE"))

    @property
    def left_alone(self) -> bool:
        """A saved row that the user did not touch: it stays as it is now, whatever the page said."""
        return self.instance.pk is not None and not self.has_changed()

    def current(self) -> dict[str, Any]:
        """The values of the saved row as it is now."""
        return {name: getattr(self.instance, name) for name in self._meta.fields or ()}

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        return values | self.current() if self.left_alone else values

    def check(self, name: str, refuse: Any, *args: Any) -> None:
        """Puts what `refuse` raises beside the field, unless something is wrong with it already."""
        try:
            refuse(*args)
        except ValidationError as error:
            self.refuse(name, error)

    def refuse(self, name: str, error: Any) -> None:
        """Puts `error` beside the field, unless something is wrong with it already."""
        if name not in self.errors:
            self.add_error(name, error)

    def _get_validation_exclusions(self) -> set[str]:
        # Whether a municipality is there twice is a question about all rows together, and asked there.
        return super()._get_validation_exclusions() | {self.parent}  # type: ignore[misc]


class NewOrFixed(RowForm):
    """The municipality of a saved row stays. A new row counts as filled in as soon as it has one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].disabled = self.instance.pk is not None

    @property
    def heading(self) -> str:
        return str(self.instance.municipality) if self.instance.pk else ""

    def has_changed(self) -> bool:
        # A municipality that the address suggested is meant, though nobody touched the row.
        chosen = self.is_bound and not self.instance.pk and self["municipality"].data
        return bool(chosen) or super().has_changed()


class RowFormSet(BaseInlineFormSet):
    """Rows known by their key: those that somebody else has added meanwhile are not in the way, and stay.

    Stands in a ``<section class="form__rows">`` of a ``<form class="form form--rows">``, styled by css/rows.css.
    """

    template_name = "municipalities/_rows.html"

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        key = form.fields["id"]
        key.label = ""
        key.error_messages["invalid_choice"] = _("En annen har fjernet denne raden i mellomtiden. Kryss av for Fjern.")

    def validate_unique(self) -> None:
        """Asked about all rows together, by the page, with the message beside the field."""

    @property
    def live(self) -> list[Any]:
        """The rows that will be there after saving: filled in and not taken out."""
        kept = {id(form) for form in self.initial_forms}
        forms: list[Any] = self.forms
        return [form for form in forms if not form.removed and (id(form) in kept or form.has_changed())]

    def refuse_twice(self, unseen: set[int], reason: Any) -> None:
        """`reason` beside each new row whose municipality is in another row, or among `unseen` (not in the page)."""
        rows = [form for form in self.live if form.chosen]
        times = [form.chosen.pk for form in rows]
        for form in rows:
            if not form.instance.pk and (times.count(form.chosen.pk) > 1 or form.chosen.pk in unseen):
                form.refuse("municipality", reason)

    def rows(self) -> tuple[list[Model], list[Model]]:
        """Rows to write and rows to remove. Only when valid."""
        written = self.save(commit=False)
        return written, self.deleted_objects
