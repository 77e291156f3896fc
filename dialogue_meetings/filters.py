"""Which meetings, support and follow-ups a list shows."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue_meetings.models import FollowUp, Invitation, Meeting, Support
from lhl_portal.ui.dates import PeriodForm
from lhl_portal.ui.widgets import DateInput
from municipalities.filters import named
from municipalities.models import Municipality

MUNICIPALITY = _("Kommune")


def called(text: str) -> QuerySet[Municipality]:
    return Municipality.objects.filter(named(text))


class InPeriod(django_filters.FilterSet):
    """A list with a day, `day_field`, and a period from and to, both days included."""

    day_field = "day"

    fra = django_filters.DateFilter(label=_("Fra dato"), widget=DateInput, method="since")
    til = django_filters.DateFilter(label=_("Til og med dato"), widget=DateInput, method="until")

    class Meta:
        form = PeriodForm

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form.today = today

    def since(self, queryset: QuerySet[Any], name: str, day: date) -> QuerySet[Any]:
        return queryset.filter(**{f"{self.day_field}__gte": day})

    def until(self, queryset: QuerySet[Any], name: str, day: date) -> QuerySet[Any]:
        return queryset.filter(**{f"{self.day_field}__lte": day})


INVITED = Invitation.objects.filter(meeting=OuterRef("pk"))
DECLINED = Q(Exists(INVITED)) & ~Q(Exists(INVITED.exclude(answer=Invitation.Answer.DECLINED)))  # by all


class MeetingFilter(InPeriod):
    """Newest first, by the meeting's `day`."""

    STATES = {
        "holdt": Q(held_on__isnull=False),
        "planlagt": Q(held_on=None, planned_on__isnull=False),
        "tilbudt": Q(held_on=None, planned_on=None) & ~DECLINED,
        "avslatt": Q(held_on=None, planned_on=None) & DECLINED,
    }

    kommune = django_filters.CharFilter(label=MUNICIPALITY, method="by_municipality")
    type = django_filters.ChoiceFilter(
        label=_("Type"), field_name="kind", choices=Meeting.Kind.choices, empty_label=_("Alle typer")
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[
            ("holdt", _("Holdt")),
            ("planlagt", _("Planlagt")),
            ("tilbudt", _("Tilbudt")),
            ("avslatt", _("Avslått")),
        ],
        empty_label=_("Alle"),
        method="by_state",
    )

    class Meta(InPeriod.Meta):
        model = Meeting
        fields = ["kommune", "type", "status", "fra", "til"]

    def filter_queryset(self, queryset: Any) -> QuerySet[Meeting]:
        rows = super().filter_queryset(queryset.with_day())
        return rows.order_by(F("day").desc(nulls_last=True), "-pk")

    def by_municipality(self, queryset: QuerySet[Meeting], name: str, text: str) -> QuerySet[Meeting]:
        return queryset.filter(Exists(Invitation.objects.filter(meeting=OuterRef("pk"), municipality__in=called(text))))

    def by_state(self, queryset: QuerySet[Meeting], name: str, state: str) -> QuerySet[Meeting]:
        return queryset.filter(self.STATES[state])


class SupportFilter(InPeriod):
    day_field = "given_on"

    kommune = django_filters.CharFilter(label=MUNICIPALITY, method="by_municipality")
    type = django_filters.ChoiceFilter(
        label=_("Type"), field_name="kind", choices=Support.Kind.choices, empty_label=_("Alle typer")
    )

    class Meta(InPeriod.Meta):
        model = Support
        fields = ["kommune", "type", "fra", "til"]

    def by_municipality(self, queryset: QuerySet[Support], name: str, text: str) -> QuerySet[Support]:
        return queryset.filter(municipality__in=called(text))


class FollowUpFilter(django_filters.FilterSet):
    """Open ones first, the longest overdue on top; then those done, the latest first."""

    kommune = django_filters.CharFilter(label=MUNICIPALITY, method="by_municipality")
    hvem = django_filters.ChoiceFilter(
        label=_("Hvem har lovet"),
        field_name="owner",
        choices=[(FollowUp.Owner.APPARATUS, _("Vi")), (FollowUp.Owner.MUNICIPALITY, _("Kommunen"))],
        empty_label=_("Alle"),
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[("apen", _("Åpen")), ("forfalt", _("Over frist")), ("gjort", _("Gjort"))],
        empty_label=_("Alle"),
        method="by_state",
    )

    class Meta:
        model = FollowUp
        fields = ["kommune", "hvem", "status"]

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.states = {
            "apen": Q(done_on=None),
            "forfalt": Q(done_on=None, due_on__lt=today),
            "gjort": Q(done_on__isnull=False),
        }

    def filter_queryset(self, queryset: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
        rows = super().filter_queryset(queryset)
        return rows.order_by(F("done_on").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk")

    def by_municipality(self, queryset: QuerySet[FollowUp], name: str, text: str) -> QuerySet[FollowUp]:
        return queryset.filter(municipality__in=called(text))

    def by_state(self, queryset: QuerySet[FollowUp], name: str, state: str) -> QuerySet[FollowUp]:
        return queryset.filter(self.states[state])
