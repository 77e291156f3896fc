"""Sending a file to be imported."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lhl_portal.ui.uploads import LARGEST
from reform_phases.models import Import


class ImportForm(forms.Form):
    """`kinds` are those that the user may import. `dropped`: the file sent was too large to be kept."""

    kind = forms.ChoiceField(
        label=_("Innhold"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva filen inneholder.")},
    )
    file = forms.FileField(
        label=_("Fil"),
        help_text=_("Excel (.xlsx) eller CSV, høyst 5 MB og 5000 rader."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Velg en fil."), "empty": _("Filen er tom.")},
    )

    def __init__(self, *args: Any, kinds: list[str], dropped: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [(key, Import.Kind(key).label) for key in kinds]
        if dropped:
            self.fields["file"].error_messages["required"] = _(
                "Filen er for stor. Den kan være på høyst %(most)s MB."
            ) % {"most": LARGEST // 1024**2}
