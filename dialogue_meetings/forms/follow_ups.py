"""Promises: one with all that belongs to it, and the closing of many at once."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue_meetings import promising
from dialogue_meetings.models import FollowUp
from lhl_portal.access.models import User
from lhl_portal.ui.texts import WithoutIdentityNumbers
from lhl_portal.ui.together import TogetherForm
from lhl_portal.ui.widgets import DateInput
from municipalities.fields import apparatus, refuse_future, refuse_nonsense
from municipalities.profile import short


class FollowUpForm(TogetherForm, WithoutIdentityNumbers, forms.ModelForm):
    """What was promised, by whom and by when; and what came of it, once a day is filled in."""

    class Meta:
        model = FollowUp
        fields = ["what", "owner", "organisation", "due_on", "verify", "done_on", "note"]
        widgets = {"due_on": DateInput, "done_on": DateInput}
        help_texts = {"done_on": _("Tomt til det er gjort."), "note": _("Ingen navn eller personopplysninger.")}

    def __init__(self, *args: Any, user: User, permission: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        self.user, self.today, self.was_done = user, today, row.done_on is not None
        self.asked_of_others = row.verify and row.done_on is not None and row.done_by_id == user.pk
        organisation: Any = self.fields["organisation"]
        organisation.queryset = apparatus(user, permission, today=today, current=self.instance.organisation_id)
        self.share()

    def clean_due_on(self) -> date | None:
        day: date | None = self.cleaned_data["due_on"]
        if day:
            refuse_nonsense(day, today=self.today)
        return day

    def clean_done_on(self) -> date | None:
        day: date | None = self.cleaned_data["done_on"]
        if day:
            refuse_future(day, today=self.today)
        return day

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean()
        if values.get("organisation") and values.get("owner") == FollowUp.Owner.MUNICIPALITY:
            self.add_error("organisation", _("Det kommunen har lovet, hører ikke til noen hos oss."))
        done_on, promised_on = values.get("done_on"), self.instance.meeting.held_on
        if done_on and promised_on and done_on < promised_on:
            self.add_error("done_on", _("Dette ble lovet først %(day)s.") % {"day": short(promised_on)})
        if self.asked_of_others and done_on and not values.get("verify"):
            self.add_error("verify", _("En annen enn den som gjorde det, må bekrefte."))
        if values.get("note") and not values.get("done_on") and "done_on" not in self.errors:
            self.add_error("done_on", _("Fyll inn når det ble gjort."))
        return values

    def save(self, commit: bool = True) -> FollowUp:
        """What is not done, not asked to be verified, or written anew, is verified by nobody."""
        row = self.instance
        if row.done_on is None:
            row.done_by = None
        elif not self.was_done:
            row.done_by = self.user
        anew = {"what", "done_on", "note"} & set(self.changed_data)
        if row.done_on is None or not row.verify or anew:
            row.verified_on = row.verified_by = None
        saved: FollowUp = super().save(commit)
        return saved


class CloseTogetherForm(WithoutIdentityNumbers, forms.Form):
    """Several promises that were kept on one day, perhaps by one deed."""

    on = forms.DateField(label=_("Gjort"), widget=DateInput)
    note = forms.CharField(
        label=_("Hva ble gjort"),
        max_length=300,
        required=False,
        help_text=_("Står på alle. Ingen navn eller personopplysninger."),
    )

    def __init__(self, *args: Any, rows: list[FollowUp], user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.user, self.today = rows, user, today
        self.initial.setdefault("on", today)

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        refuse_future(day, today=self.today)
        return day

    def clean(self) -> dict[str, Any]:
        held = [row.meeting.held_on for row in self.rows if row.meeting.held_on]
        on = self.cleaned_data.get("on")
        if on and held and on < max(held):
            self.add_error("on", _("Noe av dette ble lovet først %(day)s.") % {"day": short(max(held))})
        if not self.rows:
            raise forms.ValidationError(_("Velg minst én åpen oppfølging."))
        return super().clean() or self.cleaned_data

    def save(self) -> int:
        """How many were closed."""
        values = self.cleaned_data
        return promising.close(follow_ups=self.rows, on=values["on"], by=self.user, note=values["note"])
