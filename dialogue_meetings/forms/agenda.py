"""The page used while a meeting runs: the items of its agenda with what came of each."""

from typing import Any

from django import forms
from django.forms.models import inlineformset_factory
from django.utils.translation import gettext_lazy as _

from dialogue_meetings import agendas
from dialogue_meetings.models import AgendaItem, Meeting, Minutes
from lhl_portal.ui.texts import WithoutIdentityNumbers
from lhl_portal.ui.together import TogetherForm
from municipalities.rows import RowFormSet


class AgendaItemForm(TogetherForm, WithoutIdentityNumbers, forms.ModelForm):
    """An item. Two may write on the same agenda: what one left alone stays as the other wrote it."""

    class Meta:
        model = AgendaItem
        fields = ["position", "title", "legal_basis", "outcome"]
        widgets = {"outcome": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["position"].required = False
        fields["legal_basis"].choices = [("", _("Ingen")), *AgendaItem.LegalBasis.choices]
        if self.instance.pk:
            self.share()

    @property
    def heading(self) -> str:
        return ""

    @property
    def removed(self) -> bool:
        return bool(getattr(self, "cleaned_data", {}).get("DELETE"))

    def clean_position(self) -> int:
        return self.cleaned_data["position"] or 0


class BaseAgenda(RowFormSet):
    row_label = _("Sak")
    add_label = _("Legg til sak")


def _agenda(present: int) -> Any:
    """The class `BaseAgenda`, with room for one more than there are where there are many already."""
    most = max(agendas.MOST, present + 1)
    return inlineformset_factory(
        Meeting,
        AgendaItem,
        form=AgendaItemForm,
        formset=BaseAgenda,
        extra=1,
        can_delete_extra=False,
        max_num=most,
        absolute_max=most,
        validate_max=True,
    )


class AgendaEditor:
    """Acts as one form. Give a meeting whose row is locked when there is `data`."""

    def __init__(self, *, meeting: Meeting, data: Any = None) -> None:
        self.meeting = meeting
        formset = _agenda(meeting.agenda.count())
        self.items: Any = formset(data, instance=meeting, prefix="saker", queryset=AgendaItem.objects.all())

    @property
    def parts(self) -> list[Any]:
        """In the order of the page, for the error summary."""
        return [self.items]

    def is_valid(self) -> bool:
        each = [part.is_valid() for part in self.parts]  # all of them: every message at once
        return all(each)

    def rows(self) -> dict[str, Any]:
        """What to write and what to take out. Only when valid."""
        written, removed = self.items.rows()
        return {"written": written, "removed": removed}

    def save(self) -> None:
        """Only when valid. Raises agendas.Approved."""
        agendas.save_agenda(meeting=self.meeting, **self.rows())


class ReasonForm(WithoutIdentityNumbers, forms.ModelForm):
    class Meta:
        model = Minutes
        fields = ["reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason: Any = self.fields["reason"]
        reason.required = True
        reason.help_text = _("Står i det nye referatet. Ingen navn eller personopplysninger.")


class CorrectionEditor(AgendaEditor):
    """The agenda again, and why approved minutes are corrected."""

    def __init__(self, *, meeting: Meeting, data: Any = None) -> None:
        super().__init__(meeting=meeting, data=data)
        self.main = ReasonForm(data)

    @property
    def parts(self) -> list[Any]:
        return [self.main, self.items]
