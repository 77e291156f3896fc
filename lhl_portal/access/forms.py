"""Users and their dated roles."""

from datetime import date, timedelta
from itertools import combinations
from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.models import Membership, Organisation, User
from lhl_portal.access.periods import valid_on
from lhl_portal.access.roles import Role
from lhl_portal.ui.dates import refuse_nonsense
from lhl_portal.ui.widgets import DateInput

EMAIL_TAKEN = _("Det finnes alt en bruker med denne e-postadressen.")
MOST_ROLES = 30  # of one user in one form


class UserForm(forms.ModelForm):
    """Who the person is. `by` is the administrator who saves."""

    class Meta:
        model = User
        fields = ("name", "email", "is_active")
        widgets: ClassVar[dict[str, Any]] = {"email": forms.EmailInput(attrs={"autocomplete": "off"})}
        help_texts: ClassVar[dict[str, Any]] = {
            "is_active": _("En bruker som ikke er aktiv, kan ikke logge inn. Det brukeren har logget, blir stående.")
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        if self.instance.pk is None:
            del self.fields["is_active"]

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip().lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError(EMAIL_TAKEN)
        return email

    def clean_is_active(self) -> bool:
        active = bool(self.cleaned_data["is_active"])
        if not active and self.instance.pk == self.by.pk:
            raise ValidationError(_("Du kan ikke sette din egen konto ut av bruk."))
        return active

    def save(self, commit: bool = True) -> User:
        if self.instance.pk is None:
            self.instance.set_unusable_password()  # the user makes one through «Glemt passord»
        return super().save(commit)


class LastDayField(forms.DateField):
    """Shows and takes the last day of a period whose end is stored as the day after."""

    widget = DateInput

    def prepare_value(self, value: Any) -> Any:
        return value - timedelta(days=1) if isinstance(value, date) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> date | None:
        last: date | None = super().clean(value)
        try:
            return last + timedelta(days=1) if last else None
        except OverflowError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class MembershipForm(forms.ModelForm):
    valid_to = LastDayField(label=_("Til og med"), required=False)

    class Meta:
        model = Membership
        fields = ("organisation", "role", "valid_from", "valid_to")
        widgets: ClassVar[dict[str, Any]] = {"valid_from": DateInput}
        labels: ClassVar[dict[str, Any]] = {"valid_from": _("Fra og med")}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("valid_from", "valid_to"):
            if day := cleaned.get(name):
                try:
                    refuse_nonsense(day, today=self.today)
                except ValidationError as error:
                    self.add_error(name, error)
        begin, end = cleaned.get("valid_from"), cleaned.get("valid_to")
        if begin and end and end <= begin:
            self.add_error("valid_to", _("Siste dag kan ikke være før første dag."))
        return cleaned

    def validate_constraints(self) -> None:
        """Left to the formset: against the table, ending one role and starting the next would look like an overlap."""


class BaseMembershipFormSet(forms.BaseInlineFormSet):
    row_label = _("Rolle")
    add_label = _("Legg til rolle")
    heading = _("Roller")

    def __init__(self, *args: Any, by: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, form_kwargs={"today": today}, **kwargs)
        self.by = by
        self.today = today

    @cached_property
    def organisations(self) -> list[tuple[Any, Any]]:
        """The choices of every row, grouped by kind; read once."""
        groups: dict[str, list[tuple[int, str]]] = {}
        for organisation in Organisation.objects.order_by("kind", "sort_key"):
            groups.setdefault(str(organisation.get_kind_display()), []).append((organisation.pk, organisation.name))
        return [("", _("Velg organisasjon")), *groups.items()]

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        organisation: Any = form.fields["organisation"]
        organisation.choices = self.organisations

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        rows = [
            form.instance
            for form in self.forms
            if form.has_changed() or form.instance.pk
            if not (self.can_delete and form.cleaned_data.get("DELETE"))
        ]
        for one, other in combinations(rows, 2):
            if one.organisation_id == other.organisation_id and _overlap(one, other):
                raise ValidationError(
                    _("To roller i %(organisation)s gjelder samtidig. Avslutt den ene før den andre begynner."),
                    params={"organisation": one.organisation},
                )
        if self.instance.pk == self.by.pk and not any(
            row.role == Role.ADMINISTRATOR and _holds_on(row, self.today) for row in rows
        ):
            raise ValidationError(_("Du kan ikke ta fra deg selv rollen som administrator."))


MembershipFormSet = forms.inlineformset_factory(
    User,
    Membership,
    form=MembershipForm,
    formset=BaseMembershipFormSet,
    extra=2,
    can_delete=True,
    max_num=MOST_ROLES,
    absolute_max=MOST_ROLES,
    validate_max=True,
)


class UserFilter(django_filters.FilterSet):
    tekst = django_filters.CharFilter(label=_("Navn eller e-post"), method="by_text")
    organisasjon = django_filters.ModelChoiceFilter(
        label=_("Organisasjon"),
        queryset=Organisation.objects.none(),
        empty_label=_("Alle organisasjoner"),
        method="by_organisation",
    )
    rolle = django_filters.ChoiceFilter(
        label=_("Rolle"), choices=Role.choices, empty_label=_("Alle roller"), method="by_role"
    )
    aktiv = django_filters.ChoiceFilter(
        label=_("Konto"),
        field_name="is_active",
        choices=[("True", _("Aktive")), ("False", _("Ute av bruk"))],
        empty_label=_("Alle kontoer"),
    )

    class Meta:
        model = User
        fields: list[str] = []

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        with_people = Organisation.objects.filter(pk__in=Membership.objects.values("organisation"))
        self.filters["organisasjon"].queryset = with_people.order_by("sort_key")

    def by_text(self, queryset: QuerySet[User], name: str, text: str) -> QuerySet[User]:
        return queryset.filter(Q(name__icontains=text) | Q(email__icontains=text))

    def by_organisation(self, queryset: QuerySet[User], name: str, organisation: Organisation) -> QuerySet[User]:
        return queryset.filter(pk__in=self._members(organisation=organisation))

    def by_role(self, queryset: QuerySet[User], name: str, role: str) -> QuerySet[User]:
        return queryset.filter(pk__in=self._members(role=role))

    def _members(self, **wanted: Any) -> QuerySet[Membership, Any]:
        return Membership.objects.filter(valid_on(self.today), **wanted).values("user")


def _overlap(one: Membership, other: Membership) -> bool:
    return (other.valid_to is None or one.valid_from < other.valid_to) and (
        one.valid_to is None or other.valid_from < one.valid_to
    )


def _holds_on(row: Membership, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or day < row.valid_to)
