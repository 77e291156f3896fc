"""What is sent from the pages of *Siden sist* and of the numbers in the text."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.models import NumberNote, Sentence
from reporting.since.sentences import Draft

_LONGEST_DRAFT = 1000


class SentenceForm(forms.Form):
    """One choice about one draft. The draft goes along as it was shown: what was seen is what is chosen about."""

    # What the buttons say, and the state they lead to.
    DEEDS: ClassVar[dict[str, str]] = {
        "accept": Sentence.State.ACCEPTED,
        "edit": Sentence.State.EDITED,
        "drop": Sentence.State.DROPPED,
        "undo": Sentence.State.PROPOSED,
    }

    key = forms.SlugField(max_length=120, widget=forms.HiddenInput)
    figure = forms.SlugField(max_length=60, required=False, widget=forms.HiddenInput)
    drafted = forms.CharField(max_length=_LONGEST_DRAFT, widget=forms.HiddenInput)
    deed = forms.ChoiceField(choices=[(deed, deed) for deed in DEEDS])
    text = forms.CharField(
        label=_("Setningen"),
        max_length=Sentence._meta.get_field("text").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("deed") == "edit" and not values.get("text") and "text" not in self.errors:
            self.add_error("text", _("Skriv setningen, eller velg «Dropp» om den ikke skal med."))
        return values

    def clean_text(self) -> str:
        """One sentence is one line."""
        return " ".join(self.cleaned_data["text"].split())

    def chosen(self) -> dict[str, Any]:
        """What `choices.choose` needs to know."""
        values = self.cleaned_data
        return {
            "drafts": [Draft(values["key"], values["drafted"], values["figure"])],
            "state": self.DEEDS[values["deed"]],
            "text": values["text"] if values["deed"] == "edit" else None,
        }


class NoteForm(forms.Form):
    """The explanation of one number; `mismatch` is the key of which."""

    mismatch = forms.SlugField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Forklaring"),
        max_length=NumberNote._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Skriv hvor tallet kommer fra, eller rett teksten.")},
    )
