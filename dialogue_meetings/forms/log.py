"""The page where contact is logged: whom, when, about what, and what was promised, on one screen."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dialogue_meetings import services
from dialogue_meetings.forms.choosing import ChoosingForm, recent
from dialogue_meetings.forms.rows import AttendanceForm, FollowUpForm, follow_up_formset
from dialogue_meetings.models import FollowUp, Invitation, Meeting, Need, NeedTopic
from dialogue_meetings.presentation import made_title
from lhl_portal.access.models import User
from lhl_portal.ui.forms import GroupedModelMultipleChoiceField
from lhl_portal.ui.texts import WithoutIdentityNumbers
from lhl_portal.ui.widgets import CheckboxGroup, DateInput, TimeInput
from municipalities.fields import apparatus, own_organisation, refuse_nonsense
from municipalities.models import Municipality
from reform_phases.models import FocusArea, Solution

# Neither physical nor digital.
WITHOUT_FORM = frozenset({Meeting.Kind.CALL, Meeting.Kind.MAIL, Meeting.Kind.PLAN_INPUT})


class LogForm(ChoosingForm, WithoutIdentityNumbers, forms.ModelForm):
    """A day that has not come plans the meeting; any other says that it was held, with the chosen as present."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    again = forms.BooleanField(widget=forms.HiddenInput, required=False)
    on = forms.DateField(label=_("Dato"), widget=DateInput, help_text=_("En dag fram i tid planlegger møtet."))
    areas = forms.ModelMultipleChoiceField(
        FocusArea.objects.all(), label=_("Innsatsområder"), required=False, widget=CheckboxGroup
    )
    solutions = GroupedModelMultipleChoiceField(
        Solution.objects.select_related("area").order_by("area__reform", "area__code", "code"),
        group_by="area",
        label=_("Løsninger"),
        required=False,
    )

    needs = forms.ModelMultipleChoiceField(
        NeedTopic.objects.filter(in_use=True),
        label=_("Hva kommunene trenger hjelp til"),
        required=False,
        widget=CheckboxGroup,
        help_text=_("Gjelder alle valgte kommuner."),
    )

    class Meta:
        model = Meeting
        fields = ["kind", "form", "begins_at", "ends_at", "place", "host", "title", "areas", "solutions", "outcome"]
        widgets = {"begins_at": TimeInput, "ends_at": TimeInput, "outcome": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"title": _("Tomt: lages av type og kommuner.")}

    def __init__(self, *args: Any, user: User, permission: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        fields: dict[str, Any] = self.fields
        fields["title"].required = False
        fields["form"].choices = [choice for choice in fields["form"].choices if choice[0]]  # left out where not asked
        fields["host"].queryset = apparatus(user, permission, today=today)
        own = own_organisation(user, permission, today=today)
        self.initial.setdefault("on", today)
        self.initial.setdefault("host", own)
        asked_for = self.initial.get("municipalities", ())
        self.offer_municipalities(user, permission, today=today, first=[*asked_for, *recent(own)])

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        refuse_nonsense(day, today=self.today)
        return day

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        kind, day = values.get("kind"), values.get("on")
        self.choose(values)
        if day and day > self.today and values.get("needs"):
            self.add_error("needs", _("Møtet er ikke holdt ennå, så behov kan ikke være meldt."))
        if day:
            self._refuse_day(kind, day)
        if kind in WITHOUT_FORM:
            values["form"] = ""
        if kind and not values.get("title"):
            values["title"] = made_title(Meeting.Kind(kind), self.chosen)
        return values

    def _refuse_day(self, kind: str | None, day: date) -> None:
        if day > self.today and kind in Meeting.Kind.never_planned():
            self.add_error("on", _("%(kind)s kan ikke ha en dato fram i tid.") % {"kind": Meeting.Kind(kind).label})
        self.refuse_those_that_did_not_exist(day)

    @property
    def held(self) -> bool:
        """Only when valid."""
        return bool(self.cleaned_data["on"] <= self.today)


class LoggedFollowUpForm(FollowUpForm):
    """Promised to every municipality of the meeting, unless one is chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["municipality"]
        field.choices = [("", _("Alle valgte, én til hver")), *field.choices[1:]]


class LogEditor:
    """The parts of the page. Acts as one form: `is_valid`, `save`, `errors` through the parts.

    `like` is a meeting whose municipalities, topics and place are taken as they were.
    """

    def __init__(
        self,
        *,
        user: User,
        permission: str,
        today: date,
        data: Any = None,
        suggested: int | None = None,
        like: Meeting | None = None,
    ) -> None:
        initial = _like(like) if like else {"municipalities": [suggested] if suggested else []}
        self.main = LogForm(data, initial=initial, user=user, permission=permission, today=today)
        self.attendance = AttendanceForm(data, meeting=Meeting(), whole=True, prefix="oppmote")
        self.follow_ups: Any = follow_up_formset(extra=1, present=0, form=LoggedFollowUpForm)(
            data=data,
            prefix="oppfolging",
            queryset=FollowUp.objects.none(),
            form_kwargs={"offered": self.main.offered, "today": today},
        )

    @property
    def parts(self) -> list[Any]:
        """In the order of the page, for the error summary."""
        return [self.main, self.attendance, self.follow_ups]

    @property
    def more_is_open(self) -> bool:
        """Whether something stands, or is wrong, in what is folded away."""
        main, folded = self.main, {"form", "place", "begins_at", "ends_at", "host", "title"}
        touched = folded & {*main.errors, *(main.changed_data if main.is_bound else ())}
        typed = any(main[name].value() for name in ("place", "begins_at", "title"))
        return bool(touched or typed or self.attendance.has_changed())

    def is_valid(self) -> bool:
        each = [part.is_valid() for part in self.parts]  # all of them: every message at once
        if self.main.is_bound:
            self._check_together()
        return all(each) and all(part.is_valid() for part in self.parts)

    def _check_together(self) -> None:
        chosen = {row.pk for row in self.main.chosen}
        for form in self.follow_ups.live:
            if form.chosen and form.chosen.pk not in chosen:
                form.refuse("municipality", _("Kommunen er ikke valgt."))
        self._check_logged_before()
        if "on" in self.main.cleaned_data and not self.main.held:
            for role in self.attendance.counts:
                self.attendance.add_error(role, _("Møtet er ikke holdt ennå, så oppmøtet kan ikke telles."))

    def says_the_same_as(self, kept: Meeting) -> bool:
        """Whether the meeting that was saved from this page is the one that the page now tells of. Only when valid."""
        values = self.main.cleaned_data
        invited = set(kept.invitations.values_list("municipality", flat=True))
        told = (values["kind"], values["on"], values["title"], values["outcome"], {row.pk for row in self.main.chosen})
        return told == (kept.kind, kept.held_on or kept.planned_on, kept.title, kept.outcome, invited)

    def as_another(self, kept: Meeting) -> "LogEditor":
        """The page again, as of a meeting of its own: what was typed stays, and saving it makes a new one."""
        self._send("token", str(uuid4()))
        words = _("«%(title)s» er lagret fra denne siden alt. Lagre igjen for å logge dette som et nytt møte.")
        self.main.add_error(None, ValidationError(words, params={"title": kept.title}))
        return self

    def _send(self, name: str, value: str) -> None:
        """From now on the page says that `value` stands in the hidden field `name`."""
        sent: Any = self.main.data  # a QueryDict
        data = sent.copy()
        data[name] = value
        self.main.data = data

    def _check_logged_before(self) -> None:
        """Told once; sent again, it is another."""
        main, values = self.main, self.main.cleaned_data
        if main.errors or values.get("again") or not main.held:
            return
        same = Meeting.objects.filter(host=values["host"], kind=values["kind"], held_on=values["on"])
        if values.get("token"):
            same = same.exclude(logged_from=values["token"])
        chosen = {row.pk for row in main.chosen}
        for meeting in same.prefetch_related("invitations"):
            if {row.municipality_id for row in meeting.invitations.all()} == chosen:
                words = _("«%(title)s» er logget alt med samme type, dag og kommuner. Lagre igjen for å logge ett til.")
                main.add_error(None, ValidationError(words, params={"title": meeting.title}))
                self._send("again", "on")
                return

    def save(self) -> Meeting:
        """Only when valid."""
        main, values = self.main, self.main.cleaned_data
        meeting: Meeting = main.save(commit=False)
        meeting.logged_from = values["token"]
        meeting.held_on, meeting.planned_on = (values["on"], None) if main.held else (None, values["on"])
        return services.save_meeting(
            meeting=meeting,
            areas=values["areas"],
            solutions=values["solutions"],
            invitations=[self._invitation(row) for row in main.chosen],
            attendance=self.attendance.counts,
            follow_ups=list(self._promised()),
            districts=main.taking_part,
            needs=[
                Need(municipality=row, topic=topic, raised_on=values["on"])
                for row in main.chosen
                for topic in values["needs"]
            ],
        )

    def _invitation(self, municipality: Municipality) -> Invitation:
        """Who was there has said yes, and was asked at the latest that day."""
        day = self.main.cleaned_data["on"]
        if not self.main.held:
            return Invitation(municipality=municipality, offered_on=self.main.today)
        return Invitation(
            municipality=municipality,
            offered_on=day,
            answer=Invitation.Answer.ACCEPTED,
            answered_on=day,
            present=True,
        )

    def _promised(self) -> Iterable[FollowUp]:
        for form in self.follow_ups.live:
            for row in [form.chosen] if form.chosen else self.main.chosen:
                values = {name: form.cleaned_data[name] for name in ("what", "owner", "due_on", "verify")}
                yield FollowUp(municipality=row, **values)


def _like(meeting: Meeting) -> dict[str, Any]:
    copied = ("kind", "form", "begins_at", "ends_at", "place", "host")
    invited = [row.municipality for row in Invitation.objects.filter(meeting=meeting).select_related("municipality")]
    # A title that was made from the municipalities is made anew: they may be others this time.
    title = "" if meeting.title == made_title(Meeting.Kind(meeting.kind), invited) else meeting.title
    return {name: getattr(meeting, name) for name in copied} | {
        "title": title,
        "municipalities": [row.pk for row in invited if row.valid_to is None],
        "areas": list(meeting.areas.values_list("pk", flat=True)),
        "solutions": list(meeting.solutions.values_list("pk", flat=True)),
    }
