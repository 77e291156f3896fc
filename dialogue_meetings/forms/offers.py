"""Offers of dialogue meetings: giving them, and what became of them."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from dialogue_meetings import offering
from dialogue_meetings.forms.choosing import ChoosingForm
from dialogue_meetings.models import Channel, Invitation, Meeting
from lhl_portal.access.models import Organisation, User
from lhl_portal.ui.texts import WithoutIdentityNumbers
from lhl_portal.ui.together import TogetherForm
from lhl_portal.ui.widgets import DateInput, TimeInput
from municipalities.fields import apparatus, own_organisation, refuse_future, refuse_nonsense
from municipalities.groups import Group
from municipalities.models import Municipality

CHANNELS = [("", _("Ikke oppgitt")), *Channel.choices]
WITHOUT_OFFER = "uten-tilbud"


class OfferForm(ChoosingForm, WithoutIdentityNumbers, forms.Form):
    """Whom to offer a dialogue meeting, from whom, when and how."""

    on = forms.DateField(label=_("Tilbudt dato"), widget=DateInput)
    channel = forms.ChoiceField(label=_("Hvordan"), choices=CHANNELS, required=False)
    host = forms.ModelChoiceField(Organisation.objects.none(), label=_("Fra"), empty_label=None)
    together = forms.ChoiceField(
        label=_("Møter"),
        choices=[("", _("Ett møte for hver kommune")), ("ja", _("Ett felles møte"))],
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )
    title = forms.CharField(
        label=_("Tittel"), max_length=120, required=False, help_text=_("Tomt: lages av kommunenes navn.")
    )

    field_order = ["on", "channel", "municipalities", "groups", "together", "host", "title"]

    def __init__(self, *args: Any, user: User, permission: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        rows = Municipality.objects.visible_to(user, permission, today=today)
        missing = frozenset(offering.without_offer(rows, year=today.year, day=today).values_list("pk", flat=True))
        words = {"year": today.year, "count": len(missing)}
        label = _("Alle som ikke er tilbudt dialogmøte i %(year)s (%(count)s)") % words
        self.offer_municipalities(
            user, permission, today=today, own_groups=[Group(WITHOUT_OFFER, str(label), missing)] if missing else []
        )
        host: Any = self.fields["host"]
        host.queryset = apparatus(user, permission, today=today)
        self.initial.setdefault("host", own_organisation(user, permission, today=today))
        self.initial.setdefault("on", today)

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        refuse_future(day, today=self.today)
        return day

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        self.choose(values)
        if day := values.get("on"):
            self.refuse_those_that_did_not_exist(day)
        return values

    def save(self) -> offering.Offering:
        values = self.cleaned_data
        return offering.offer(
            municipalities=self.chosen,
            together=bool(values["together"]),
            **{name: values[name] for name in ("host", "on", "channel", "title")},
        )


class AnswerForm(TogetherForm, WithoutIdentityNumbers, forms.ModelForm):
    """What a municipality answered. A no may say why; a day left open is today."""

    class Meta:
        model = Invitation
        fields = ["answer", "answered_on", "reason"]
        widgets = {"answer": forms.RadioSelect, "answered_on": DateInput}
        help_texts = {
            "answered_on": _("Tomt: i dag."),
            "reason": _("For den som takker nei. Ingen personopplysninger."),
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.share()

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean()
        answer, day = values.get("answer"), values.get("answered_on")
        if answer == Invitation.Answer.WAITING:
            if day:
                self.add_error("answered_on", _("Velg hva kommunen svarte, eller la datoen stå tom."))
        elif answer and "answered_on" not in self.errors:
            self._settle_day(values, day)
        if values.get("reason") and answer != Invitation.Answer.DECLINED:
            self.add_error("reason", _("Bare den som har takket nei, har en begrunnelse."))
        return values

    def _settle_day(self, values: dict[str, Any], day: date | None) -> None:
        day = values["answered_on"] = day or self.today
        try:
            refuse_future(day, today=self.today)
        except forms.ValidationError as error:
            self.add_error("answered_on", error)
        if day < self.instance.offered_on:
            self.add_error("answered_on", _("Svaret kan ikke være før tilbudet."))


class PlanForm(TogetherForm, WithoutIdentityNumbers, forms.ModelForm):
    """When and where a meeting that was said yes to will be."""

    class Meta:
        model = Meeting
        fields = ["planned_on", "begins_at", "ends_at", "place"]
        widgets = {"planned_on": DateInput, "begins_at": TimeInput, "ends_at": TimeInput}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.share()

    def clean_planned_on(self) -> date | None:
        day: date | None = self.cleaned_data["planned_on"]
        if day:
            refuse_nonsense(day, today=self.today)
            if "planned_on" in self.changed_data:
                offering.refuse_day(self.instance, day)
        return day


class DayForm(PlanForm):
    """Only when: what a list has room for."""

    class Meta(PlanForm.Meta):
        fields = ["planned_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["planned_on"].required = True


class AnswerEditor:
    """The answer, and for who reaches the host the plan. Acts as one form. Give locked rows when there is `data`."""

    def __init__(self, *, invitation: Invitation, may_plan: bool, today: date, data: Any = None) -> None:
        self.invitation = invitation
        self.answer = AnswerForm(data, instance=invitation, today=today)
        self.plan = PlanForm(data, instance=invitation.meeting, today=today) if may_plan else None

    @property
    def parts(self) -> list[Any]:
        return [self.answer, *([self.plan] if self.plan else [])]

    def is_valid(self) -> bool:
        each = [part.is_valid() for part in self.parts]  # both: every message at once
        valid = all(each)
        declined = self.answer.cleaned_data.get("answer") == Invitation.Answer.DECLINED
        alone = self.invitation.meeting.invitations.count() == 1
        if valid and self.plan and declined and alone and "planned_on" in self.plan.changed_data:
            self.plan.add_error("planned_on", _("Kommunen har takket nei, så møtet kan ikke planlegges."))
            return False
        return valid

    def save(self) -> Invitation:
        if self.plan:
            self.plan.save()
        invitation: Invitation = self.answer.save()
        offering.unplan_if_declined(invitation.meeting)
        return invitation


class TogetherOffersForm(WithoutIdentityNumbers, forms.Form):
    """One thing that happened to several offers: reminded of, accepted or declined."""

    REMIND = "remind"
    what = forms.ChoiceField(
        label=_("Hva"),
        choices=[
            (REMIND, _("Kommunene er påminnet")),
            (Invitation.Answer.ACCEPTED.value, _("Kommunene takket ja")),
            (Invitation.Answer.DECLINED.value, _("Kommunene takket nei")),
        ],
        widget=forms.RadioSelect,
        initial=REMIND,
    )
    on = forms.DateField(label=_("Dato"), widget=DateInput)
    channel = forms.ChoiceField(label=_("Påminnet på"), choices=CHANNELS, required=False)
    reason = forms.CharField(
        label=_("Begrunnelse"), max_length=300, required=False, help_text=_("For dem som takket nei.")
    )

    def __init__(self, *args: Any, rows: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.today = rows, today
        self.initial.setdefault("on", today)

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        refuse_future(day, today=self.today)
        return day

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        newest = self.rows.aggregate(newest=Max("offered_on"))["newest"]
        if newest is None:
            raise forms.ValidationError(_("Velg minst ett tilbud."))
        if values.get("on") and values["on"] < newest:
            self.add_error("on", _("Datoen er før et av tilbudene ble gitt."))
        if values.get("reason") and values.get("what") != Invitation.Answer.DECLINED:
            self.add_error("reason", _("Bare den som har takket nei, har en begrunnelse."))
        return values

    def save(self) -> int:
        """How many offers it was written for: those that wait for their answer."""
        values = self.cleaned_data
        rows = list(self.rows.filter(answer=Invitation.Answer.WAITING).select_related("meeting"))
        if values["what"] == self.REMIND:
            return offering.remind(invitations=rows, on=values["on"], channel=values["channel"])
        offering.answer(
            invitations=rows, answer=Invitation.Answer(values["what"]), on=values["on"], reason=values["reason"]
        )
        return len(rows)
