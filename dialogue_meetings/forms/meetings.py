"""The page where a meeting is written: the meeting, its municipalities, attendance and follow-ups as one form."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dialogue_meetings import services
from dialogue_meetings.forms.rows import AttendanceForm, InvitationForm, follow_up_formset, invitation_formset
from dialogue_meetings.models import FollowUp, Invitation, Meeting
from lhl_portal.access.models import User
from lhl_portal.access.owning import holds
from lhl_portal.ui.forms import GroupedModelMultipleChoiceField
from lhl_portal.ui.texts import WithoutIdentityNumbers
from lhl_portal.ui.together import TogetherForm
from lhl_portal.ui.widgets import CheckboxGroup, DateInput, TimeInput
from municipalities.fields import (
    Offered,
    apparatus,
    own_organisation,
    refuse_before_or_after,
    refuse_future,
    refuse_nonsense,
)
from municipalities.models import District, Municipality
from reform_phases.models import FocusArea, Solution


class MeetingForm(TogetherForm, WithoutIdentityNumbers, forms.ModelForm):
    """Without `whole` nothing of it can be changed, whatever the browser sends."""

    areas = forms.ModelMultipleChoiceField(
        FocusArea.objects.all(), label=_("Innsatsområder"), required=False, widget=CheckboxGroup
    )
    solutions = GroupedModelMultipleChoiceField(
        Solution.objects.select_related("area").order_by("area__reform", "area__code", "code"),
        group_by="area",
        label=_("Løsninger"),
        required=False,
    )

    class Meta:
        model = Meeting
        fields = [
            *("title", "kind", "form", "place", "host"),
            *("planned_on", "held_on", "begins_at", "ends_at"),
            *("areas", "solutions", "outcome"),
        ]
        widgets = {"planned_on": DateInput, "held_on": DateInput, "begins_at": TimeInput, "ends_at": TimeInput}

    def __init__(self, *args: Any, user: User, permission: str, today: date, whole: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        fields: dict[str, Any] = self.fields
        fields["host"].queryset = apparatus(user, permission, today=today, current=self.instance.host_id)
        if not self.instance.pk:
            self.initial["host"] = own_organisation(user, permission, today=today)
            return
        for field in self.fields.values():
            field.disabled = not whole
        self.share()

    def clean_planned_on(self) -> date | None:
        day: date | None = self.cleaned_data["planned_on"]
        if day:
            refuse_nonsense(day, today=self.today)
        return day

    def clean_held_on(self) -> date | None:
        day: date | None = self.cleaned_data["held_on"]
        if day:
            refuse_future(day, today=self.today)
        elif self.instance.pk and self.instance.minutes.exists():
            raise ValidationError(_("Referatet er godkjent, så møtet må ha en dato det ble holdt."))
        return day

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean()
        kind, held_on, planned_on = values.get("kind"), values.get("held_on"), values.get("planned_on")
        if kind in Meeting.Kind.never_planned() and not held_on and planned_on and planned_on > self.today:
            words = {"kind": Meeting.Kind(kind).label}
            self.add_error("planned_on", _("%(kind)s kan ikke ha en dato fram i tid.") % words)
        return values


class MeetingEditor:
    """The parts of the page. Acts as one form: `is_valid`, `save`, `errors` through the parts.

    The user writes the rows of municipalities that `permission` reaches. `beyond` are invitations of other
    municipalities: shown, never changed; `promised_beyond` is how many follow-ups those have. Only who reaches the
    host (`whole`) writes the meeting itself and its attendance. Give a meeting whose row is locked when there is
    `data`.
    """

    def __init__(
        self,
        *,
        meeting: Meeting,
        user: User,
        permission: str,
        today: date,
        data: Any = None,
    ) -> None:
        offered = Offered(Municipality.objects.visible_to(user, permission, today=today))
        self.meeting = meeting
        new = meeting.pk is None
        self.whole = new or holds(user, permission, meeting.host_id, today=today)
        self.main = MeetingForm(data, instance=meeting, user=user, permission=permission, today=today, whole=self.whole)
        self.attendance = AttendanceForm(data, meeting=meeting, whole=self.whole, prefix="oppmote")
        shared = {"data": data, "instance": meeting, "form_kwargs": {"offered": offered, "today": today}}
        within = {"municipality__in": offered.by_pk}
        self.invitations: Any = invitation_formset(
            extra=3 if new else 1, present=0 if new else meeting.invitations.count()
        )(
            prefix="kommuner",
            queryset=Invitation.objects.filter(**within)
            .select_related("municipality")
            .order_by("municipality__sort_key", "pk"),
            **shared,
        )
        self.follow_ups: Any = follow_up_formset(
            extra=2 if new else 1, present=0 if new else meeting.follow_ups.count()
        )(prefix="oppfolging", queryset=FollowUp.objects.filter(**within), **shared)
        self.beyond = [] if new else list(_all(Invitation, meeting).exclude(**within))
        self.promised_beyond = 0 if new else _all(FollowUp, meeting).exclude(**within).count()

    @property
    def parts(self) -> list[Any]:
        """In the order of the page, for the error summary."""
        return [self.main, self.invitations, self.attendance, self.follow_ups]

    def is_valid(self) -> bool:
        each = [part.is_valid() for part in self.parts]  # all of them: every message at once
        if self.main.is_bound:
            self._check_together()
        return all(each) and all(part.is_valid() for part in self.parts)

    def save(self) -> Meeting:
        """Only when valid."""
        invitations, uninvited = self.invitations.rows()
        follow_ups, dropped = self.follow_ups.rows()
        return services.save_meeting(
            meeting=self.main.save(commit=False),
            areas=self.main.cleaned_data["areas"],
            solutions=self.main.cleaned_data["solutions"],
            invitations=invitations,
            attendance=self.attendance.counts,
            follow_ups=follow_ups,
            removed=[*uninvited, *dropped],
        )

    def _check_together(self) -> None:
        rows: list[InvitationForm] = self.invitations.live
        unseen = self._unseen(Invitation, self.invitations)
        invited = [form.chosen for form in rows if form.chosen]
        self._check_municipalities(rows, {row.municipality_id for row in unseen})
        if "held_on" not in self.main.errors:
            self._check_dates(rows, unseen)
        self._check_follow_ups({m.pk: m for m in [*invited, *(row.municipality for row in unseen)]})

    def _check_municipalities(self, rows: list[InvitationForm], unseen: set[int]) -> None:
        if not rows and not unseen:
            reason = _("Velg minst én kommune.")
            blank = [form for form in self.invitations.forms if not form.removed]
            if blank:
                blank[0].refuse("municipality", reason)
            else:
                self.main.add_error(None, reason)
        self.invitations.refuse_twice(unseen, _("Kommunen er allerede invitert til møtet."))

    def _check_dates(self, rows: list[InvitationForm], unseen: list[Invitation]) -> None:
        held_on: date | None = self.main.cleaned_data.get("held_on")
        for form in rows:
            form.settle_offer(held_on)
            offered_on, present = form.cleaned_data.get("offered_on"), form.cleaned_data.get("present")
            if held_on and offered_on and offered_on > held_on:
                form.refuse("offered_on", _("Tilbudet kan ikke være etter at møtet ble holdt."))
            if present and not held_on:
                form.refuse("present", _("Fyll inn datoen møtet ble holdt, før noen er til stede."))
            if present and held_on and form.chosen:
                form.check("present", refuse_before_or_after, form.chosen, held_on)
        for row in unseen:
            if row.present and not held_on:
                reason = _("%(name)s er registrert som til stede, så møtet må ha en dato det ble holdt.")
            elif held_on and row.offered_on > held_on:
                reason = _("%(name)s fikk tilbudet etter denne datoen.")
            else:
                continue
            self.main.add_error("held_on", ValidationError(reason, params={"name": row.municipality.name}))
            break
        if not held_on:
            for role in self.attendance.counts:
                self.attendance.add_error(role, _("Fyll inn datoen møtet ble holdt, før oppmøtet telles."))

    def _check_follow_ups(self, invited: dict[int, Municipality]) -> None:
        for form in self.follow_ups.live:
            if form.chosen is None and "municipality" not in form.errors:
                if len(invited) == 1:
                    form.settle(next(iter(invited.values())))
                else:
                    form.add_error("municipality", _("Velg hvilken kommune oppfølgingen gjelder."))
            elif form.chosen and form.chosen.pk not in invited:
                form.refuse("municipality", _("Kommunen er ikke invitert til møtet."))
        promised = {row.municipality_id for row in self._unseen(FollowUp, self.follow_ups)}
        needing = (
            set() if self.meeting._state.adding else set(self.meeting.needs.values_list("municipality", flat=True))
        )
        for form in self.invitations.initial_forms:
            if form.removed and form.instance.municipality_id in promised - invited.keys():
                # On the page, since a row that is to go has its own errors left out.
                words = {"name": form.instance.municipality.name}
                self.main.add_error(None, _("%(name)s har en oppfølging fra møtet, og kan ikke fjernes.") % words)
            elif form.removed and form.instance.municipality_id in needing - invited.keys():
                words = {"name": form.instance.municipality.name}
                self.main.add_error(None, _("%(name)s har meldt et behov på møtet, og kan ikke fjernes.") % words)

    def _unseen(self, model: type[Any], formset: Any) -> list[Any]:
        """Rows that the user's page does not hold: beyond reach, or added by somebody else meanwhile."""
        if self.meeting._state.adding:
            return []
        shown = [form.instance.pk for form in formset.initial_forms]
        return list(_all(model, self.meeting).exclude(pk__in=[pk for pk in shown if pk]))


def _all(model: type[Any], meeting: Meeting) -> Any:
    return model.objects.filter(meeting=meeting).select_related("municipality")


class DistrictsForm(TogetherForm, forms.ModelForm):
    """Which districts take part for the municipality of an invitation."""

    districts = forms.ModelMultipleChoiceField(
        District.objects.none(), label=_("Bydeler som deltar"), required=False, widget=CheckboxGroup
    )

    class Meta:
        model = Invitation
        fields = ["districts"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["districts"]
        field.queryset = District.objects.filter(municipality=self.instance.municipality_id)
        self.share()
