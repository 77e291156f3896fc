"""The reform's own texts, and how long what is logged about it stays fresh."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lhl_portal.ui.texts import WithoutIdentityNumbers
from lhl_portal.ui.together import TogetherForm
from reform_phases.models import FreshnessLimit, Solution

SHORTEST, LONGEST = 1, 120  # months; the table says the same


class SolutionForm(TogetherForm, WithoutIdentityNumbers, forms.ModelForm):
    """The texts of a solution. The code stays: records refer to it. Give a row that is locked when there is `data`."""

    class Meta:
        model = Solution
        fields = ("name_nb", "name_nn", "name_en", "summary")
        widgets: ClassVar[dict[str, Any]] = {"summary": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.share()


class FreshnessForm(TogetherForm, forms.Form):
    """A number of months for each of `limits`, in a field named after its kind.

    Give rows that are locked when there is `data`.
    """

    def __init__(self, *args: Any, limits: Sequence[FreshnessLimit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"initial": {limit.kind: limit.months for limit in limits}})
        self.limits = limits
        for limit in limits:
            self.fields[limit.kind] = _months(limit.get_kind_display())
        self.share()

    @transaction.atomic
    def save(self) -> None:
        for limit in self.limits:
            if limit.months != self.cleaned_data[limit.kind]:
                limit.months = self.cleaned_data[limit.kind]
                limit.save()


def _months(label: Any) -> forms.IntegerField:
    errors = dict.fromkeys(("invalid", "min_value", "max_value"), _("Skriv et tall fra 1 til 120."))
    return forms.IntegerField(
        label=label, help_text=_("Antall måneder"), min_value=SHORTEST, max_value=LONGEST, error_messages=errors
    )
