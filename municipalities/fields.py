"""What forms about municipalities share: the choices within a user's reach, and what a date may be."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.choices import flatten_choices
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.models import Organisation, User
from lhl_portal.access.roles import APPARATUS, PERMISSIONS, Role
from lhl_portal.access.scoping import reach
from lhl_portal.ui.dates import refuse_future as refuse_future
from lhl_portal.ui.dates import refuse_nonsense as refuse_nonsense
from lhl_portal.ui.widgets import FilteredCheckboxes
from municipalities.models import Municipality
from municipalities.profile import short


def refuse_before_or_after(municipality: Municipality, day: date) -> None:
    """ValidationError when the municipality did not exist on `day`."""
    if not municipality.existed_on(day):
        raise ValidationError(
            _("%(name)s fantes ikke %(day)s."),
            code="did_not_exist",
            params={"name": municipality.name, "day": short(day)},
        )


class Offered:
    """Municipalities to choose among, read once and shared by any number of fields."""

    def __init__(self, municipalities: Iterable[Municipality]) -> None:
        self.by_pk = {municipality.pk: municipality for municipality in municipalities}
        rows = self.by_pk.values()
        names = Counter(str(row) for row in rows)
        labels = {row.pk: f"{row} ({row.number})" if names[str(row)] > 1 else str(row) for row in rows}
        ended = [(row.pk, labels[row.pk]) for row in rows if row.valid_to]
        self.choices: list[Any] = [(row.pk, labels[row.pk]) for row in rows if not row.valid_to]
        if ended:
            self.choices.append((_("Tidligere kommuner"), ended))


class MunicipalityField(forms.ChoiceField):
    """One of the municipalities given to `offer`; cleans to the `Municipality` without asking the database."""

    default_error_messages = {"required": _("Velg en kommune."), "invalid_choice": _("Velg en kommune i listen.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Kommune")} | kwargs)
        self.by_pk: dict[int, Municipality] = {}

    def offer(self, offered: Offered) -> None:
        self.by_pk = offered.by_pk
        self.choices = [("", _("Velg kommune")), *offered.choices]

    def prepare_value(self, value: Any) -> Any:
        return value.pk if isinstance(value, Municipality) else value

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        try:
            return self.by_pk[int(self.prepare_value(value))]
        except (KeyError, TypeError, ValueError):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from None

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        if self.disabled:
            return False
        return str(self.prepare_value(initial) or "") != str(self.prepare_value(data) or "")


class MunicipalitiesField(forms.MultipleChoiceField):
    """Several of the municipalities given to `offer`; cleans to a list of `Municipality` in their order."""

    widget = FilteredCheckboxes
    default_error_messages = {"invalid_choice": _("Velg kommuner i listen.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Kommuner")} | kwargs)
        self.by_pk: dict[int, Municipality] = {}

    def offer(self, offered: Offered, *, first: Iterable[int] = ()) -> None:
        """Those whose keys are `first` stand on top, in a group of their own."""
        self.by_pk = offered.by_pk
        labels = dict(flatten_choices(offered.choices))
        top = [(pk, labels[pk]) for pk in dict.fromkeys(first) if pk in labels]
        keys = {pk for pk, _label in top}
        rest = [(pk, label) for pk, label in offered.choices if not isinstance(label, list) and pk not in keys]
        ended = [choice for choice in offered.choices if isinstance(choice[1], list)]
        self.choices = [(_("Sist brukt"), top), (_("Alle andre"), rest), *ended] if top else offered.choices

    def clean(self, value: Any) -> list[Municipality]:
        chosen = set(super().clean(value))
        return [row for pk, row in self.by_pk.items() if str(pk) in chosen]


def apparatus(user: User, permission: str, *, today: date, current: int | None = None) -> QuerySet[Organisation]:
    """Organisations of the apparatus that `permission` reaches for `user`, and the one the row has already."""
    area = reach(user, permission, today=today)
    inside = Q() if area.everything else Q(pk__in=area.organisations)
    return Organisation.objects.filter(Q(kind__in=APPARATUS) & inside | Q(pk=current))


def own_organisation(user: User, permission: str, *, today: date) -> int | None:
    """Where the user works with `permission`: what a form about the apparatus' own doing suggests."""
    for membership in user.memberships_on(today):
        if membership.organisation.kind in APPARATUS and permission in PERMISSIONS[Role(membership.role)]:
            return membership.organisation_id
    return None
