"""The page where a network is written: the network and its participants as one form; and inviting many at once."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from learning_networks import services
from learning_networks.forms.participants import participant_formset
from learning_networks.models import Gathering, Invitation, Membership, Network, Presence
from learning_networks.roster import after
from lhl_portal.access.models import User
from lhl_portal.access.owning import holds
from lhl_portal.ui.forms import GroupedModelMultipleChoiceField
from lhl_portal.ui.texts import WithoutIdentityNumbers
from lhl_portal.ui.together import TogetherForm
from lhl_portal.ui.widgets import DateInput, FilteredCheckboxes
from municipalities.fields import Offered, apparatus, own_organisation, refuse_future, refuse_nonsense
from municipalities.models import Municipality
from municipalities.profile import short
from reform_phases.models import Solution


class NetworkForm(TogetherForm, WithoutIdentityNumbers, forms.ModelForm):
    """Without `whole` nothing of it can be changed, whatever the browser sends."""

    solutions = GroupedModelMultipleChoiceField(
        Solution.objects.select_related("area").order_by("area__reform", "area__code", "code"),
        group_by="area",
        label=_("Tema (løsninger)"),
        required=False,
    )

    class Meta:
        model = Network
        fields = ["name", "owner", "starts_on", "ends_on", "builds_on", "method", "solutions"]
        widgets = {"starts_on": DateInput, "ends_on": DateInput}

    def __init__(self, *args: Any, user: User, permission: str, today: date, whole: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        fields: dict[str, Any] = self.fields
        fields["owner"].queryset = apparatus(user, permission, today=today, current=self.instance.owner_id)
        if not self.instance.pk:
            self.initial["owner"] = own_organisation(user, permission, today=today)
            return
        for field in self.fields.values():
            field.disabled = not whole
        self.share()

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        refuse_nonsense(day, today=self.today)
        return day

    def clean_ends_on(self) -> date | None:
        day: date | None = self.cleaned_data["ends_on"]
        if day:
            refuse_nonsense(day, today=self.today)
            starts_on = self.cleaned_data.get("starts_on")
            if starts_on and day < starts_on:
                raise ValidationError(_("Nettverket kan ikke avsluttes før det starter."))
        return day


class NetworkEditor:
    """The parts of the page. Acts as one form: `is_valid`, `save`, `parts` for the error summary.

    The user writes rows of municipalities that `permission` reaches. `beyond` are other municipalities' invitations:
    shown, never changed. Only who reaches the owner (`whole`) writes the network itself. Give a network whose row is
    locked when there is `data`.
    """

    def __init__(
        self,
        *,
        network: Network,
        user: User,
        permission: str,
        today: date,
        data: Any = None,
        suggested: int | None = None,
    ) -> None:
        offered = Offered(Municipality.objects.visible_to(user, permission, today=today))
        self.network = network
        new = network.pk is None
        self.whole = new or holds(user, permission, network.owner_id, today=today)
        self.main = NetworkForm(data, instance=network, user=user, permission=permission, today=today, whole=self.whole)
        self.memberships = (
            [] if new else list(network.memberships.select_related("municipality").order_by("valid_from"))
        )
        periods: dict[int, list[Membership]] = {}
        for membership in self.memberships:
            periods.setdefault(membership.municipality_id, []).append(membership)
        within = {"municipality__in": offered.by_pk}
        self.participants: Any = participant_formset(
            extra=3 if new else 1, present=0 if new else network.invitations.count()
        )(
            data,
            instance=network,
            prefix="kommuner",
            queryset=Invitation.objects.filter(**within)
            .select_related("municipality")
            .order_by("municipality__sort_key", "pk"),
            initial=[{"municipality": suggested}] if suggested in offered.by_pk else None,
            form_kwargs={"offered": offered, "today": today, "periods": periods},
        )
        self.beyond = [] if new else list(self._invitations().exclude(**within))

    @property
    def parts(self) -> list[Any]:
        return [self.main, self.participants]

    def is_valid(self) -> bool:
        each = [part.is_valid() for part in self.parts]  # all of them: every message at once
        if self.main.is_bound:
            self._check_together()
        return all(each) and all(part.is_valid() for part in self.parts)

    def save(self) -> Network:
        """Only when valid."""
        invitations, removed = self.participants.rows()
        memberships: list[Membership] = []
        for form in self.participants.forms:
            if form.instance.pk or form.has_changed():
                written, gone = form.memberships()
                memberships += written
                removed += gone
        return services.save_network(
            network=self.main.save(commit=False),
            solutions=self.main.cleaned_data["solutions"],
            invitations=invitations,
            memberships=memberships,
            removed=removed,
        )

    def _invitations(self) -> Any:
        return Invitation.objects.filter(network=self.network.pk).select_related("municipality")

    def _check_together(self) -> None:
        shown = [form.instance.pk for form in self.participants.initial_forms if form.instance.pk]
        unseen = set(self._invitations().exclude(pk__in=shown).values_list("municipality_id", flat=True))
        self.participants.refuse_twice(unseen, _("Kommunen er allerede invitert til nettverket."))
        gatherings = list(Gathering.objects.filter(network=self.network.pk).order_by("held_on"))
        self._check_presence(gatherings)
        starts_on = self.main.cleaned_data.get("starts_on")
        if starts_on and "ends_on" not in self.main.errors:
            over = after(Network(ends_on=self.main.cleaned_data["ends_on"]))
            for form in self.participants.live:
                form.refuse_outside(starts_on, over)
            self._check_period(starts_on, over, unseen, gatherings)

    def _check_presence(self, gatherings: list[Gathering]) -> None:
        """Who was at a gathering was a member that day, also after this."""
        held = {gathering.pk: gathering.held_on for gathering in gatherings}
        days: dict[int, list[date]] = {}
        for gathering, municipality in Presence.objects.filter(gathering__in=held).values_list(
            "gathering_id", "municipality_id"
        ):
            days.setdefault(municipality, []).append(held[gathering])
        for form in self.participants.initial_forms:
            present = sorted(days.get(form.instance.municipality_id, []))
            if present and form.removed:
                # On the page, since a row that is to go has its own errors left out.
                words = {"name": form.instance.municipality.name}
                reason = _("%(name)s har vært på samlinger. Fyll inn siste dag, i stedet for å fjerne den.")
                self.main.add_error(None, reason % words)
            elif present and form.is_valid() and form.has_changed():
                form.refuse_absent(present)

    def _check_period(self, starts_on: date, over: date | None, unseen: set[int], gatherings: list[Gathering]) -> None:
        """What is not in the page fits in the period, too."""
        days = [
            (g.held_on, _("Samlingen «%(name)s» var %(day)s.") % {"name": g, "day": short(g.held_on)})
            for g in gatherings
        ]
        for membership in self.memberships:
            if membership.municipality_id in unseen:
                words = {"name": membership.municipality.name, "day": short(membership.valid_from)}
                days.append((membership.valid_from, _("%(name)s ble med %(day)s.") % words))
        for day, reason in days:
            name = "starts_on" if day < starts_on else "ends_on" if over and day >= over else ""
            if name and name not in self.main.errors:
                self.main.add_error(name, reason)


class InviteWhen(forms.Form):
    """As of which day, and in which county, to list those that are not invited. Only narrows the list."""

    dato = forms.DateField(
        label=_("Kommuner per"), widget=DateInput, help_text=_("Listen viser kommunene som fantes denne dagen.")
    )
    fylke = forms.ChoiceField(label=_("Fylke"), required=False)

    def __init__(self, *args: Any, counties: Iterable[tuple[int, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        fields: dict[str, Any] = self.fields
        fields["fylke"].choices = [("", _("Alle fylker")), *counties]

    def clean_dato(self) -> date:
        day: date = self.cleaned_data["dato"]
        refuse_future(day, today=self.today)
        return day


class InviteForm(forms.Form):
    """Municipalities to invite, all ticked from the start, and when. Give rows with the names they had on `listed`."""

    invited_on = forms.DateField(label=_("Invitert"), widget=DateInput)
    municipalities = forms.TypedMultipleChoiceField(
        label=_("Kommuner som ikke er invitert"),
        coerce=int,
        widget=FilteredCheckboxes,
        error_messages={"required": _("Velg minst én kommune.")},
    )

    def __init__(self, data: Any, *, municipalities: Iterable[Any], listed: date | None, today: date) -> None:
        self.today = today
        self.by_pk = {row.pk: row for row in municipalities}
        super().__init__(data, initial={"invited_on": listed, "municipalities": list(self.by_pk)})
        groups: dict[str, list[tuple[int, str]]] = {}
        for row in self.by_pk.values():
            groups.setdefault(row.county_name_then, []).append((row.pk, row.name_then))
        fields: dict[str, Any] = self.fields
        fields["municipalities"].choices = sorted(groups.items())

    def clean_invited_on(self) -> date:
        day: date = self.cleaned_data["invited_on"]
        refuse_future(day, today=self.today)
        return day

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        day: date | None = values.get("invited_on")
        if day and values.get("municipalities"):
            absent = [row.name for row in self.chosen if not row.existed_on(day)]
            if absent:
                words = {"name": ", ".join(absent), "day": short(day)}
                self.add_error("municipalities", _("%(name)s fantes ikke %(day)s.") % words)
        return values

    @property
    def chosen(self) -> list[Any]:
        return [self.by_pk[pk] for pk in self.cleaned_data["municipalities"]]
