"""Forms that several people may have open at once."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.choices import flatten_choices
from django.utils.formats import date_format
from django.utils.translation import gettext as _


class TogetherForm(forms.BaseForm):
    """Mixed into a form. Call `share` when the fields are there; `initial` must hold what is stored now.

    What the browser first showed goes along with each field. A field that the user left alone keeps what is stored
    now. One that somebody else changed as well is refused once: sent again, it is written.
    """

    def share(self) -> None:
        """For a row that exists: fields that the user may write take part."""
        for field in self.fields.values():
            field.show_hidden_initial = not field.disabled

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        shared = [name for name, field in self.fields.items() if field.show_hidden_initial]
        if any(self.add_initial_prefix(name) in self.data for name in shared):
            for name in shared:
                self._settle(name, values)
        return values

    def _settle(self, name: str, values: dict[str, Any]) -> None:
        field, bound = self.fields[name], self[name]
        shown = self._widget_data_value(field.hidden_widget(), bound.html_initial_name)  # type: ignore[attr-defined]
        stored = bound.initial
        if not _differs(field, stored, shown):
            return
        if not _differs(field, shown, bound.data):
            if name in values:
                values[name] = field.clean(field.prepare_value(stored))
        elif _differs(field, stored, bound.data) and name not in self.errors:
            told = _in_words(field, stored)
            reason = _("En annen har endret dette til «%(value)s» i mellomtiden. Lagre igjen for å bruke din tekst.")
            self.add_error(name, ValidationError(reason, code="changed_meanwhile", params={"value": told}))
            self._show(bound.html_initial_name, field.prepare_value(stored))

    def _show(self, name: str, stored: Any) -> None:
        """From now on the page says that `stored` was shown beside the field."""
        sent: Any = self.data  # a QueryDict
        data = sent.copy()
        if isinstance(stored, list | tuple):
            data.setlist(name, [str(value) for value in stored])
        else:
            data[name] = "" if stored is None else str(stored)
        self.data = data


def one_after_the_other(rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """`rows`, locked where something is sent: of two who save at once, the second is checked against the first."""
    return rows.select_for_update(of=("self",)) if request.method == "POST" else rows


def _differs(field: forms.Field, before: Any, after: Any) -> bool:
    if isinstance(before, str) and isinstance(after, str):
        before, after = (text.replace("\r\n", "\n").strip() for text in (before, after))
    try:
        if isinstance(before, str):  # as the browser sent it
            before = field.to_python(before)
    except ValidationError:
        return True
    return field.has_changed(before, after)


def _in_words(field: forms.Field, stored: Any) -> str:
    values = stored if isinstance(stored, list | tuple) else [stored]
    if isinstance(field, forms.ModelChoiceField):
        keys = [value.pk if isinstance(value, Model) else value for value in values if value]
        rows: Any = field.queryset
        return ", ".join(str(row) for row in rows.filter(pk__in=keys)) or "–"
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return str(dict(flatten_choices(choices)).get(stored, stored))
    if isinstance(field, forms.DateField) and stored:
        return date_format(stored, "j.n.Y")
    return "–" if stored in (None, "") else str(stored)
