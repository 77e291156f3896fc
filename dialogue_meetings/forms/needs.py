"""Needs: raised at a meeting, answered, and the list they are chosen from."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue_meetings.models import Meeting, Need, NeedTopic
from lhl_portal.access.models import User
from lhl_portal.ui.texts import WithoutIdentityNumbers
from lhl_portal.ui.together import TogetherForm
from lhl_portal.ui.widgets import CheckboxGroup, DateInput
from municipalities.fields import MunicipalitiesField, Offered, refuse_future
from municipalities.models import Municipality
from reform_phases.models import FocusArea


class RaisedForm(forms.Form):
    """Which of the meeting's municipalities asked for help, and with what: each of them with each topic."""

    municipalities = MunicipalitiesField()
    topics = forms.ModelMultipleChoiceField(
        NeedTopic.objects.filter(in_use=True), label=_("Behov"), widget=CheckboxGroup
    )

    def __init__(self, *args: Any, meeting: Meeting, municipalities: list[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        fields: dict[str, Any] = self.fields
        fields["municipalities"].offer(Offered(municipalities))
        if len(municipalities) == 1:
            self.initial.setdefault("municipalities", [municipalities[0].pk])

    def save(self) -> int:
        """How many were new."""
        assert self.meeting.held_on is not None  # noqa: S101  # the page is about held meetings
        known = set(Need.objects.filter(meeting=self.meeting).values_list("municipality", "topic"))
        fresh = [
            Need(meeting=self.meeting, municipality=municipality, topic=topic, raised_on=self.meeting.held_on)
            for municipality in self.cleaned_data["municipalities"]
            for topic in self.cleaned_data["topics"]
            if (municipality.pk, topic.pk) not in known
        ]
        Need.objects.bulk_create(fresh, ignore_conflicts=True)
        return len(fresh)


class AnswerNeedForm(TogetherForm, WithoutIdentityNumbers, forms.ModelForm):
    """What became of a need. Empty is without an answer yet; a day left open is today."""

    class Meta:
        model = Need
        fields = ["answer", "because", "answered_on"]
        widgets = {"answer": forms.RadioSelect, "answered_on": DateInput}
        help_texts = {"answered_on": _("Tomt: i dag.")}

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.today = user, today
        answer: Any = self.fields["answer"]
        answer.choices = [("", _("Ikke besvart")), *Need.Answer.choices]
        self.share()

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean()
        answer, day = values.get("answer"), values.get("answered_on")
        if answer == Need.Answer.NOT_NOW and not values.get("because") and "because" not in self.errors:
            self.add_error("because", _("Skriv hvorfor det ikke blir nå."))
        if not answer:
            values["answered_on"], values["because"] = None, ""
        elif "answered_on" not in self.errors:
            day = values["answered_on"] = day or self.today
            try:
                refuse_future(day, today=self.today)
            except forms.ValidationError as error:
                self.add_error("answered_on", error)
            if day < self.instance.raised_on:
                self.add_error("answered_on", _("Svaret kan ikke være før behovet ble meldt."))
        return values

    def save(self, commit: bool = True) -> Need:
        if not self.instance.answer:
            self.instance.answered_by = None
        elif "answer" in self.changed_data:
            self.instance.answered_by = self.user
        saved: Need = super().save(commit)
        return saved


class TopicForm(TogetherForm, forms.ModelForm):
    """One entry of the list. One that is no longer to be chosen stays on the needs that have it."""

    area_code = forms.ChoiceField(
        label=_("Innsatsområde"),
        required=False,
        help_text=_("Hjelp om området regnes som svar på behovet. Tomt for tema på tvers."),
    )

    class Meta:
        model = NeedTopic
        fields = ["name_nb", "name_nn", "name_en", "area_code", "position", "in_use"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = {area.code: f"{area.code} {area}" for area in FocusArea.objects.order_by("reform", "code")}
        field: Any = self.fields["area_code"]
        field.choices = [("", _("På tvers")), *areas.items()]
        if self.instance.pk:
            self.share()
