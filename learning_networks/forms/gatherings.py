"""A gathering of a network and who was there."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from learning_networks import services
from learning_networks.models import Gathering, Network
from learning_networks.roster import Participation, after, counted_on, members_on, participations
from lhl_portal.access.models import User
from lhl_portal.ui.texts import WithoutIdentityNumbers
from lhl_portal.ui.widgets import DateInput, FilteredCheckboxes
from municipalities.fields import refuse_future
from municipalities.models import Municipality
from municipalities.profile import period, short


class GatheringForm(WithoutIdentityNumbers, forms.ModelForm):
    """Municipalities that `permission` reaches are ticked; `beyond` were there too, and stay as they are.

    Without `whole` only who was there can be changed.
    """

    present = forms.TypedMultipleChoiceField(
        label=_("Kommuner til stede"),
        coerce=int,
        required=False,
        widget=FilteredCheckboxes,
        help_text=_("Kryss av for dem som var der."),
    )

    class Meta:
        model = Gathering
        fields = ["title", "held_on", "form"]
        widgets = {"held_on": DateInput}

    def __init__(
        self,
        *args: Any,
        network: Network,
        user: User,
        permission: str,
        today: date,
        whole: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in self._meta.fields or ():
            self.fields[name].disabled = not whole
        self.network, self.today = network, today
        self.instance.network = network
        self.rows = participations([network])[network.pk]
        present = list(self.instance.municipalities.all()) if self.instance.pk else []
        named = {row.municipality.pk: row.municipality for row in self.rows} | {m.pk: m for m in present}
        reached = Municipality.objects.filter(pk__in=named).visible_to(user, permission, today=today)
        own = set(reached.values_list("pk", flat=True))
        self.named = named
        self.beyond: list[Municipality] = [m for m in present if m.pk not in own]
        fields: dict[str, Any] = self.fields
        fields["present"].choices = [(pk, self._label(m)) for pk, m in named.items() if pk in own]
        if self.instance.pk:
            self.initial["present"] = [m.pk for m in present]
        else:
            day = max(counted_on(network, today), network.starts_on)
            self.initial["held_on"] = day if day <= today else None
            self.initial["present"] = list(members_on(self.rows, day))

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        refuse_future(day, today=self.today)
        if day < self.network.starts_on:
            words = {"day": short(self.network.starts_on)}
            raise ValidationError(_("Nettverket starter %(day)s."), params=words)
        if self.network.ends_on and day > self.network.ends_on:
            raise ValidationError(_("Nettverkets siste dag er %(day)s."), params={"day": short(self.network.ends_on)})
        absent = self._strangers([m.pk for m in self.beyond], day)
        if absent:
            raise ValidationError(_("%(name)s var ikke med i nettverket %(day)s."), params=absent)
        return day

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("held_on") and values.get("present"):
            strangers = self._strangers(values["present"], values["held_on"])
            if strangers:
                self.add_error("present", _("%(name)s var ikke med i nettverket %(day)s.") % strangers)
        return values

    def save(self, commit: bool = True) -> Gathering:
        present = [self.named[pk] for pk in self.cleaned_data["present"]]
        return services.save_gathering(gathering=super().save(commit=False), present=[*present, *self.beyond])

    def _strangers(self, municipalities: list[int], day: date) -> dict[str, str]:
        members = members_on(self.rows, day)
        names = [self.named[pk].name for pk in municipalities if pk not in members]
        return {"name": ", ".join(names), "day": short(day)} if names else {}

    def _label(self, municipality: Municipality) -> str:
        """The name, and when the municipality took part where that was not all the time."""
        over = after(self.network)
        own: list[Participation] = [row for row in self.rows if row.municipality.pk == municipality.pk]
        spans = {(row.joined, row.left) for row in own}
        if spans == {(self.network.starts_on, over)}:
            return str(municipality)
        told = ", ".join(period(joined, left) for joined, left in sorted(spans, key=lambda span: span[0]))
        return f"{municipality.name} ({told})" if told else str(municipality)
