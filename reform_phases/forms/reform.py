"""The reform's own texts."""

from typing import Any, ClassVar

from django import forms

from reform_phases.models import Solution


class SolutionForm(forms.ModelForm):
    """The texts of a solution. The code stays: records refer to it."""

    class Meta:
        model = Solution
        fields = ("name_nb", "name_nn", "name_en", "summary")
        widgets: ClassVar[dict[str, Any]] = {"summary": forms.Textarea(attrs={"rows": 3})}
