"""The form where an analyst says which indicators a round asks for, and in which version."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from reporting.definitions import Asked
from reporting.indicators import CHAPTERS, INDICATORS, versions


class ChoosingForm(forms.Form):
    """One select for each code: left out, or a version. `asked` is what the round asks for now."""

    def __init__(self, *args: Any, asked: Asked, locked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = {indicator.code: indicator.version for indicator in asked}
        for indicator in INDICATORS:
            every = versions(indicator.code)
            self.fields[indicator.code] = forms.TypedChoiceField(
                label=indicator.label,
                choices=[("", _("Ikke med i runden")), *((v.version, _label(v)) for v in reversed(every))],
                coerce=int,
                empty_value=None,
                required=False,
                initial=now.get(indicator.code, ""),
                disabled=locked,
            )

    def chapters(self) -> list[tuple[Any, list[Any]]]:
        """Title of each chapter and its fields."""
        return [
            (title, [self[indicator.code] for indicator in INDICATORS if indicator.chapter == code])
            for code, title in CHAPTERS
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not any(values.values()):
            raise forms.ValidationError(_("Velg minst ett tall."))
        return values

    def chosen(self) -> dict[str, int]:
        return {code: version for code, version in self.cleaned_data.items() if version is not None}


def _label(indicator: Any) -> str:
    name = _("Versjon %(version)d") % {"version": indicator.version}
    return _("%(name)s (gjeldende)") % {"name": name} if indicator.current else name
