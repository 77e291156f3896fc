"""Rows of a meeting's page: who was invited, how many came, what was promised."""

from datetime import date
from typing import Any

from django import forms
from django.forms.models import inlineformset_factory
from django.utils.translation import gettext_lazy as _

from dialogue_meetings.models import Attendance, FollowUp, Invitation, Meeting
from lhl_portal.ui.together import TogetherForm
from lhl_portal.ui.widgets import DateInput
from municipalities.fields import MunicipalityField, refuse_before_or_after, refuse_future, refuse_nonsense
from municipalities.rows import NewOrFixed, RowForm, RowFormSet

INVITATIONS, FOLLOW_UPS = 150, 100  # rows of one page; more is a mistake, or an attempt to keep the server busy
ROOM = 20  # further rows where a meeting has more than that already


class InvitationForm(NewOrFixed):
    parent = "meeting"

    municipality = MunicipalityField()

    class Meta:
        model = Invitation
        fields = ["municipality", "offered_on", "answer", "answered_on", "present"]
        widgets = {"offered_on": DateInput, "answered_on": DateInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offered_on"].required = False
        self.fields["offered_on"].help_text = _("Tomt: dagen for møtet eller svaret, ellers i dag.")

    def clean_offered_on(self) -> date | None:
        day: date | None = self.cleaned_data["offered_on"]
        if day:
            refuse_future(day, today=self.today)
        return day

    def clean_answered_on(self) -> date | None:
        day: date | None = self.cleaned_data["answered_on"]
        if day:
            refuse_future(day, today=self.today)
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if self.left_alone:
            return values
        municipality, offered_on = values.get("municipality"), values.get("offered_on")
        answer, answered_on = values.get("answer"), values.get("answered_on")
        if municipality and offered_on:
            self.check("offered_on", refuse_before_or_after, municipality, offered_on)
        if answer != Invitation.Answer.DECLINED:
            self.instance.reason = ""  # of a no that was taken back
        if answered_on and answer == Invitation.Answer.WAITING:
            self.add_error("answer", _("Velg hva kommunen svarte."))
        if answered_on and offered_on and answered_on < offered_on:
            self.add_error("answered_on", _("Svaret kan ikke være før tilbudet."))
        if values.get("present") and answer == Invitation.Answer.DECLINED:
            self.add_error("present", _("Den som har takket nei, kan ikke være til stede."))
        return values

    def settle_offer(self, held_on: date | None) -> None:
        """The day of an offer that the user left open: no later than the meeting and the answer."""
        values = self.cleaned_data
        if "offered_on" in values and values["offered_on"] is None:
            day = min(day for day in (held_on, values.get("answered_on"), self.today) if day)
            values["offered_on"] = self.instance.offered_on = day
            if self.chosen:
                self.check("offered_on", refuse_before_or_after, self.chosen, day)


class FollowUpForm(RowForm):
    """The municipality may be left out where the meeting has only one."""

    parent = "meeting"

    municipality = MunicipalityField(required=False)

    class Meta:
        model = FollowUp
        fields = ["what", "owner", "municipality", "due_on", "verify"]
        widgets = {"due_on": DateInput}

    def clean_due_on(self) -> date | None:
        day: date | None = self.cleaned_data["due_on"]
        if day:
            refuse_nonsense(day, today=self.today)
        return day

    def clean(self) -> dict[str, Any]:
        """What is no longer to be verified is not verified, and what the municipality promised is none of ours."""
        values = super().clean()
        if not self.left_alone:
            if not values.get("verify"):
                self.instance.verified_on = self.instance.verified_by = None
            if values.get("owner") == FollowUp.Owner.MUNICIPALITY:
                self.instance.organisation = None
        return values

    def settle(self, municipality: Any) -> None:
        """The municipality the row is about, when the user left it to the page."""
        self.cleaned_data["municipality"] = self.instance.municipality = municipality


class BaseInvitations(RowFormSet):
    row_label = _("Kommune")
    add_label = _("Legg til kommune")


class BaseFollowUps(RowFormSet):
    row_label = _("Oppfølging")
    add_label = _("Legg til oppfølging")


def invitation_formset(*, extra: int, present: int) -> Any:
    """The class `BaseInvitations` with `extra` empty rows, for a meeting with `present` rows."""
    return inlineformset_factory(
        Meeting,
        Invitation,
        form=InvitationForm,
        formset=BaseInvitations,
        extra=extra,
        can_delete_extra=False,
        **_limit(INVITATIONS, present),
    )


def follow_up_formset(*, extra: int, present: int, form: type[FollowUpForm] = FollowUpForm) -> Any:
    """The class `BaseFollowUps` with `extra` empty rows, for a meeting with `present` rows."""
    return inlineformset_factory(
        Meeting,
        FollowUp,
        form=form,
        formset=BaseFollowUps,
        extra=extra,
        can_delete_extra=False,
        **_limit(FOLLOW_UPS, present),
    )


def _limit(most: int, present: int) -> dict[str, Any]:
    most = max(most, present + ROOM)
    return {"max_num": most, "absolute_max": most, "validate_max": True}


class AttendanceForm(TogetherForm, forms.Form):
    """One number per role; empty or 0 means not counted."""

    def __init__(self, data: Any, *, meeting: Meeting, whole: bool, prefix: str) -> None:
        counted = dict(meeting.attendance.values_list("role", "count")) if meeting.pk else {}
        super().__init__(data, initial=counted, prefix=prefix)
        for role, label in Attendance.Role.choices:
            self.fields[role] = forms.IntegerField(
                label=label, min_value=0, max_value=9999, required=False, disabled=not whole
            )
        if meeting.pk:
            self.share()

    @property
    def counts(self) -> dict[str, int]:
        return {role: count for role, count in getattr(self, "cleaned_data", {}).items() if count}
