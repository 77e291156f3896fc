"""One row per municipality of a network: invitation, answer, and when it took part."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.forms.models import inlineformset_factory
from django.utils.translation import gettext_lazy as _

from learning_networks.models import Invitation, Membership, Network
from lhl_portal.ui.widgets import DateInput
from municipalities.fields import MunicipalityField, refuse_before_or_after, refuse_future, refuse_nonsense
from municipalities.profile import period, short
from municipalities.rows import NewOrFixed, RowFormSet

PARTICIPANTS = 150  # rows of one page; more is a mistake, or an attempt to keep the server busy
ROOM = 20  # further rows where a network has more than that already
DAY = timedelta(days=1)


class ParticipantForm(NewOrFixed):
    """Writes the newest membership. Older ones are told of and kept; a new one begins with ``rejoined``.

    `periods` maps municipality to its memberships in order of time. People write the last day of a membership, which
    is stored until the day after it.
    """

    parent = "network"

    municipality = MunicipalityField()
    joined = forms.DateField(label=_("Med fra"), required=False, widget=DateInput)
    last = forms.DateField(label=_("Siste dag"), required=False, widget=DateInput)
    rejoined = forms.DateField(label=_("Med igjen fra"), required=False, widget=DateInput)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Invitation
        fields = ["municipality", "invited_on", "answer"]
        widgets = {"invited_on": DateInput}

    def __init__(self, *args: Any, periods: dict[int, list[Membership]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        before = periods.get(self.instance.municipality_id, []) if self.instance.pk else []
        self.newest: Membership | None = before[-1] if before else None
        self.older: Sequence[Membership] = before[:-1]
        if self.newest:
            self.initial["joined"], self.initial["last"] = self.newest.valid_from, _last(self.newest)
            self.initial["seen"] = self.newest.pk
        posted = self.is_bound and self.add_prefix("rejoined") in self.data
        if not posted and not (self.newest and self.newest.valid_to):
            del self.fields["rejoined"]
        if self.older:
            told = ", ".join(period(row.valid_from, row.valid_to) for row in self.older)
            self.fields["joined"].help_text = _("Tidligere med %(periods)s.") % {"periods": told}
        if not self.instance.pk:
            self.initial["invited_on"] = self.today

    def current(self) -> dict[str, Any]:
        newest = self.newest
        now = {"joined": newest.valid_from, "last": _last(newest)} if newest else {"joined": None, "last": None}
        return super().current() | now

    def clean_invited_on(self) -> date:
        day: date = self.cleaned_data["invited_on"]
        refuse_future(day, today=self.today)
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if self.left_alone:
            return values
        if self.instance.pk and values.get("seen") != getattr(self.newest, "pk", None):
            self.add_error(None, _("En annen har endret deltakelsen i mellomtiden. Åpne siden på nytt."))
            return values
        for name in ("joined", "last", "rejoined"):
            if values.get(name):
                self.check(name, lambda day: refuse_nonsense(day, today=self.today), values[name])
        self._check_order(values)
        municipality = values.get("municipality")
        for name in ("invited_on", "joined", "rejoined"):
            if municipality and values.get(name):
                self.check(name, refuse_before_or_after, municipality, values[name])
        if values.get("joined") and values.get("answer") == Invitation.Answer.DECLINED:
            self.refuse("answer", _("En kommune som er med, har takket ja."))
        elif values.get("joined") and values.get("answer") == Invitation.Answer.WAITING:
            values["answer"] = Invitation.Answer.ACCEPTED
        return values

    def _check_order(self, values: dict[str, Any]) -> None:
        invited_on, joined, last = values.get("invited_on"), values.get("joined"), values.get("last")
        if joined and invited_on and joined < invited_on:
            self.refuse("joined", _("Kommunen kan ikke bli med før den er invitert."))
        if self.older and invited_on and self.older[0].valid_from < invited_on:
            self.refuse("invited_on", _("Kommunen kan ikke bli med før den er invitert."))
        if self.older and joined and self.older[-1].valid_to and joined < self.older[-1].valid_to:
            self.refuse("joined", _("Perioden overlapper en tidligere."))
        if last and not joined:
            self.refuse("joined", _("Fyll inn når kommunen ble med."))
        if last and joined and last < joined:
            self.refuse("last", _("Siste dag kan ikke være før kommunen ble med."))
        if values.get("rejoined") and not last:
            self.refuse("last", _("Fyll inn siste dag før kommunen ble med igjen."))
        if values.get("rejoined") and last and values["rejoined"] <= last:
            self.refuse("rejoined", _("Kommunen kan ikke bli med igjen før etter siste dag."))

    @property
    def spans(self) -> list[tuple[str, date, date | None]]:
        """The times in the network that the row will have, each with the field it is written in (older ones: none)."""
        values = getattr(self, "cleaned_data", {})
        rows = [("", row.valid_from, row.valid_to) for row in self.older]
        if values.get("joined"):
            rows.append(("joined", values["joined"], _after(values.get("last"))))
        if values.get("rejoined"):
            rows.append(("rejoined", values["rejoined"], None))
        return rows

    def memberships(self) -> tuple[list[Membership], list[Membership]]:
        """Those to write, in order of time, and those to remove. Only when valid."""
        if self.removed:
            return [], [*self.older, *([self.newest] if self.newest else [])]
        if not self.has_changed():
            return [], []
        values = self.cleaned_data
        written, gone = [], []
        if values["joined"]:
            newest = self.newest or Membership(municipality=values["municipality"])
            newest.valid_from, newest.valid_to = values["joined"], _after(values["last"])
            written.append(newest)
        elif self.newest:
            gone.append(self.newest)
        if values.get("rejoined"):
            written.append(Membership(municipality=values["municipality"], valid_from=values["rejoined"]))
        return written, gone

    def refuse_outside(self, starts_on: date, over: date | None) -> None:
        """The municipality takes part while the network lasts: from `starts_on` until, not including, `over`."""
        for name, joined, left in self.spans:
            if joined < starts_on:
                self._refuse_span(name, _("Nettverket starter %(day)s.") % {"day": short(starts_on)})
            elif over and joined >= over:
                self._refuse_span(name, _("Nettverkets siste dag er %(day)s.") % {"day": short(over - DAY)})
            elif over and left and left > over:
                reason = _("Nettverkets siste dag er %(day)s.") % {"day": short(over - DAY)}
                self._refuse_span("last" if name else "", reason)

    def refuse_absent(self, days: Sequence[date]) -> None:
        """The municipality took part on the `days` it was present at a gathering."""
        for day in days:
            if not any(joined <= day and (left is None or day < left) for _name, joined, left in self.spans):
                reason = _("Kommunen var til stede på samlingen %(day)s.") % {"day": short(day)}
                joined = self.cleaned_data.get("joined")
                self._refuse_span("last" if joined and joined <= day else "joined", reason)

    def _refuse_span(self, name: str, reason: Any) -> None:
        if name:
            self.refuse(name, reason)
        else:
            self.add_error(None, reason)


def _last(membership: Membership) -> date | None:
    return membership.valid_to - DAY if membership.valid_to else None


def _after(last: date | None) -> date | None:
    return last + DAY if last else None


class Participants(RowFormSet):
    row_label = _("Kommune")
    add_label = _("Legg til kommune")


def participant_formset(*, extra: int, present: int) -> Any:
    """The class `Participants` with `extra` empty rows, for a network with `present` rows."""
    most = max(PARTICIPANTS, present + ROOM)
    return inlineformset_factory(
        Network,
        Invitation,
        form=ParticipantForm,
        formset=Participants,
        extra=extra,
        can_delete_extra=False,
        max_num=most,
        absolute_max=most,
        validate_max=True,
    )
