"""What people write into the logs."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from lhl_portal.ui.dates import refuse_future
from lhl_portal.ui.texts import WithoutIdentityNumbers
from lhl_portal.ui.widgets import DateInput
from municipalities.fields import refuse_before_or_after
from municipalities.models import Municipality
from reform_phases.forms.records import Link, Note
from reform_phases.models import ElderCouncilEntry, OrganisingEntry, Phase, PhaseEntry, StatusEntry


class EntryForm(WithoutIdentityNumbers, forms.ModelForm):
    """One entry about one municipality, with the ground for it.

    `seen` is the newest entry about the same when the page was shown: see `recording.record`.
    """

    link = Link(label=_("Lenke til dokument"))
    note = Note(label=_("Merknad"))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, municipality: Municipality, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipality = municipality
        self.today = today
        self.instance.municipality = municipality

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        refuse_future(day, today=self.today)
        refuse_before_or_after(self.municipality, day)
        return day


class StatusForm(EntryForm):
    """The state of one solution. Each state is a button: a press of it is the answer."""

    class Meta:
        model = StatusEntry
        fields = ("on", "source", "link", "note", "state")
        widgets: ClassVar[dict[str, Any]] = {"on": DateInput, "state": forms.HiddenInput}
        error_messages: ClassVar[dict[str, Any]] = {"state": {"required": _("Velg en status.")}}


class PhaseForm(EntryForm):
    class Meta:
        model = PhaseEntry
        fields = ("phase", "on", "source", "link", "note")
        widgets: ClassVar[dict[str, Any]] = {"on": DateInput, "phase": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        phase: Any = self.fields["phase"]
        phase.queryset = Phase.objects.filter(reform=self.instance.reform)
        phase.empty_label = None


class OrganisingForm(EntryForm):
    class Meta:
        model = OrganisingEntry
        fields = ("model", "on", "source", "link", "note")
        widgets: ClassVar[dict[str, Any]] = {"on": DateInput, "model": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model: Any = self.fields["model"]
        model.choices = OrganisingEntry.Model.choices


class ElderCouncilForm(EntryForm):
    class Meta:
        model = ElderCouncilEntry
        fields = ("answer", "on", "source", "link", "note")
        widgets: ClassVar[dict[str, Any]] = {"on": DateInput, "answer": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answer: Any = self.fields["answer"]
        answer.choices = ElderCouncilEntry.Answer.choices
