"""Widgets that HTML does not give for free: ISO dates, checkboxes in groups, long lists of checkboxes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SEARCH_LABEL = _("Søk i listen")


class DateInput(forms.DateInput):
    """The browser's own date field. It reads and sends ISO dates whatever the language of the page."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None, format: str = "%Y-%m-%d") -> None:
        super().__init__(attrs=attrs, format=format)


class TimeInput(forms.TimeInput):
    """The browser's own field for an hour. It reads and sends ``13:30`` whatever the language of the page."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None, format: str = "%H:%M") -> None:
        super().__init__(attrs=attrs, format=format)


class CheckboxGroup(forms.CheckboxSelectMultiple):
    """Checkboxes, folded per group when the choices are grouped: ``[(group, [(value, label), ...]), ...]``.

    A group with something ticked is open from the start.
    """

    template_name = "django/forms/widgets/checkbox_group.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        groups: list[dict[str, Any]] = []
        for label, options, _index in context["widget"]["optgroups"]:
            if not label and groups and not groups[-1]["label"]:
                groups[-1]["options"] += options  # Django hands over every ungrouped choice as a group of its own
            else:
                groups.append({"label": label, "options": list(options)})
        for group in groups:
            group["chosen"] = sum(bool(option["selected"]) for option in group["options"])
        context["widget"]["groups"] = groups
        return context


class ColumnMenu(CheckboxGroup):
    """The columns of a list, in a fold of their own (components/columns.html). None sent means the `usual` ones."""

    usual: Sequence[str] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return super().value_from_datadict(data, files, name) or self.usual


class FilteredCheckboxes(CheckboxGroup):
    """A long list of checkboxes in a scrolling box. With JavaScript a text field, `filter_label`, narrows it."""

    template_name = "django/forms/widgets/filtered_checkboxes.html"

    def __init__(
        self, attrs: dict[str, Any] | None = None, choices: Any = (), filter_label: "StrOrPromise" = SEARCH_LABEL
    ) -> None:
        super().__init__(attrs=attrs, choices=choices)
        self.filter_label = filter_label

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["filter_label"] = self.filter_label
        return context
