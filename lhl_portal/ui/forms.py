"""How forms become Designsystemet markup. Set as FORM_RENDERER, so every form of the portal looks the same.

``{{ form }}`` is an error summary and the fields; ``{{ form.as_div }}`` the fields alone, for pages that put several
forms and formsets under one ``{% error_summary %}``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import QuerySet
from django.forms.formsets import DELETION_FIELD_NAME, BaseFormSet
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lhl_portal.ui.widgets import CheckboxGroup, ColumnMenu


class BoundField(forms.BoundField):
    """A field that knows which of the four shapes of field.html it takes."""

    @property
    def shape(self) -> str:
        """``toggle`` (one checkbox), ``menu``, ``group`` (fieldset with legend) or ``input`` (label above)."""
        if isinstance(self.field.widget, forms.CheckboxInput):
            return "toggle"
        if isinstance(self.field.widget, ColumnMenu):
            return "menu"
        return "group" if self.use_fieldset else "input"

    @property
    def first_input_id(self) -> str:
        """The id a link in the error summary can move focus to."""
        if self.use_fieldset and self.subwidgets:
            return self.subwidgets[0].id_for_label or ""
        return self.id_for_label

    def label_tag(
        self,
        contents: str | None = None,
        attrs: dict[str, Any] | None = None,
        label_suffix: str | None = None,
        tag: str | None = None,
    ) -> SafeString:
        return super().label_tag(contents, attrs, label_suffix or "", tag)  # Norwegian labels carry no colon

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if widget.is_hidden:
            return attrs
        classes = ("ds-input", attrs.get("class"), widget.attrs.get("class"))
        attrs["class"] = " ".join(str(name) for name in classes if name)
        attrs["placeholder"] = False  # allauth's say the label once more, in a colour too weak to read
        if isinstance(widget, forms.Textarea):
            attrs["cols"] = False  # the width is the column's
        return attrs


class Renderer(TemplatesSetting):
    """Finds form templates in templates/django/forms/ and wraps fields in our BoundField."""

    form_template_name = "django/forms/form.html"
    formset_template_name = "django/forms/formset.html"
    field_template_name = "django/forms/field.html"
    bound_field_class = BoundField


class GroupedModelChoiceIterator(forms.models.ModelChoiceIterator):
    """Choices as ``(group, [(value, label), ...])``, groups in the order the queryset gives them; none chosen first."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        groups: dict[str, list[tuple[Any, str]]] = {}
        for row in self.queryset:
            group = getattr(row, self.field.group_by)  # type: ignore[attr-defined]
            groups.setdefault(str(group), []).append(self.choice(row))
        yield from groups.items()


class GroupedModelMultipleChoiceField(forms.ModelMultipleChoiceField):
    """Many rows of a model, as checkboxes under the attribute named `group_by`.

    Give a queryset that has the group selected (``select_related``) and is ordered by it.
    """

    widget = CheckboxGroup
    iterator = GroupedModelChoiceIterator

    def __init__(self, queryset: QuerySet[Any], *, group_by: str, **kwargs: Any) -> None:
        self.group_by = group_by
        super().__init__(queryset, **kwargs)


class ErrorItem(NamedTuple):
    """One line of the error summary. `target` is an element id, or empty where there is no field to go to."""

    target: str
    label: str
    message: str


def error_items(parts: Iterable[Any]) -> list[ErrorItem]:
    """Every error of the given forms, formsets and lists of them, in reading order. What is missing has no errors."""
    items: list[ErrorItem] = []
    for part in parts:
        if isinstance(part, BaseFormSet):
            items += _formset_items(part)
        elif isinstance(part, forms.BaseForm):
            items += _form_items(part)
        elif part:
            items += error_items(part)
    return items


def row_id(form: forms.BaseForm) -> str:
    """The id of the fieldset that holds one row of a formset."""
    return f"row-{form.prefix}"


def row_label(formset: BaseFormSet[Any]) -> str:
    """What one row is called, from the formset's own `row_label`."""
    return str(getattr(formset, "row_label", "") or _("Rad"))


def _form_items(form: forms.BaseForm, row: str = "") -> Iterator[ErrorItem]:
    for name, messages in form.errors.items():
        if name == NON_FIELD_ERRORS:
            target, label = (row_id(form) if row else ""), row
        else:
            field = form[name]
            target = field.first_input_id if isinstance(field, BoundField) and not field.is_hidden else ""
            label = ", ".join(filter(None, [row, str(field.label)]))
        for message in messages:
            yield ErrorItem(target, label, str(message))


def _formset_items(formset: BaseFormSet[Any]) -> Iterator[ErrorItem]:
    if not formset.is_bound:
        return
    for message in formset.non_form_errors():
        yield ErrorItem("", "", str(message))
    for number, form in enumerate(formset.forms, start=1):
        if not form.cleaned_data.get(DELETION_FIELD_NAME):
            yield from _form_items(form, f"{row_label(formset)} {number}")
