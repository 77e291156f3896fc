"""Choosing many municipalities at once: one by one, all in a county, all in a network."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dialogue_meetings.models import Invitation
from lhl_portal.access.models import User
from lhl_portal.ui.widgets import CheckboxGroup
from municipalities.fields import MunicipalitiesField, Offered, refuse_before_or_after
from municipalities.groups import Group, groups
from municipalities.models import District, Municipality

RECENT = 8  # municipalities on top of the list
LOOKED_THROUGH = 60  # of the office's newest invitations, to find them


class ChoosingForm(forms.Form):
    """Mixed into a form about several municipalities. After `choose` they are `chosen`, in the order of the list."""

    municipalities = MunicipalitiesField(required=False)
    groups = forms.MultipleChoiceField(label=_("Velg mange på én gang"), required=False, widget=CheckboxGroup)
    districts = forms.ModelMultipleChoiceField(
        District.objects.none(),
        label=_("Bydeler som deltar"),
        required=False,
        widget=CheckboxGroup,
        help_text=_("En bydel deltar for kommunen, som velges samtidig."),
    )

    def offer_municipalities(
        self, user: User, permission: str, *, today: date, first: Iterable[int] = (), own_groups: Iterable[Group] = ()
    ) -> None:
        """Those that `permission` reaches; keys of `first` stand on top. `own_groups` come before the usual groups."""
        self.offered = Offered(Municipality.objects.visible_to(user, permission, today=today))
        usual = groups(today, frozenset(self.offered.by_pk))
        self.by_key = {group.key: group for group in [*own_groups, *usual]}
        fields: dict[str, Any] = self.fields
        fields["municipalities"].offer(self.offered, first=first)
        fields["groups"].choices = [(group.key, group.label) for group in self.by_key.values()]
        if not self.by_key:
            del self.fields["groups"]
        within = District.objects.filter(municipality__in=self.offered.by_pk)
        if within.exists():
            fields["districts"].queryset = within
        else:
            del self.fields["districts"]

    def choose(self, values: dict[str, Any]) -> None:
        chosen = {row.pk for row in values.get("municipalities", ())}
        for key in values.get("groups", ()):
            chosen |= self.by_key[key].members
        self.taking_part: list[District] = list(values.get("districts", ()))
        chosen |= {district.municipality_id for district in self.taking_part}
        self.chosen = [row for pk, row in self.offered.by_pk.items() if pk in chosen]
        if not self.chosen and "municipalities" not in self.errors:
            self.add_error("municipalities", _("Velg minst én kommune."))

    def refuse_those_that_did_not_exist(self, day: date) -> None:
        for row in self.chosen:
            try:
                refuse_before_or_after(row, day)
            except ValidationError as error:
                self.add_error("municipalities", error)


def recent(organisation: int | None) -> list[int]:
    """Those whom the organisation had last to do with, the last one first."""
    rows = Invitation.objects.filter(meeting__host=organisation).order_by("-meeting_id", "municipality__sort_key")
    return list(dict.fromkeys(rows.values_list("municipality", flat=True)[:LOOKED_THROUGH]))[:RECENT]
