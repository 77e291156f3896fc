"""Which meetings and follow-ups a list shows."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _

from dialogue_meetings.models import FollowUp, Invitation, Meeting, Need, NeedTopic
from dialogue_meetings.needs import GROUPINGS
from lhl_portal.access.models import CountyRegion, Region
from lhl_portal.access.scoping import Reach
from lhl_portal.ui.dates import PeriodForm
from lhl_portal.ui.widgets import DateInput
from municipalities.asof import AsOfPeriodForm
from municipalities.filters import RecordFilter, named
from municipalities.models import Jurisdiction, Municipality

MUNICIPALITY = _("Kommune")


def called(text: str) -> QuerySet[Municipality]:
    return Municipality.objects.filter(named(text))


class InPeriod(RecordFilter):
    """A list with a day, `day_field`, and a period from and to, both days included."""

    day_field = "day"

    fra = django_filters.DateFilter(label=_("Fra dato"), widget=DateInput, method="since")
    til = django_filters.DateFilter(label=_("Til og med dato"), widget=DateInput, method="until")

    class Meta:
        form = AsOfPeriodForm

    def since(self, queryset: QuerySet[Any], name: str, day: date) -> QuerySet[Any]:
        return queryset.filter(**{f"{self.day_field}__gte": day})

    def until(self, queryset: QuerySet[Any], name: str, day: date) -> QuerySet[Any]:
        return queryset.filter(**{f"{self.day_field}__lte": day})


class MeetingFilter(InPeriod):
    """Newest first, by the meeting's `day`."""

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
        rows = super().filter_queryset(queryset.with_day(held_by=self.day))
        return rows.order_by(F("day").desc(nulls_last=True), "-pk")

    def known(self, queryset: Any) -> QuerySet[Meeting]:
        return queryset.known_on(self.day)

    def by_municipality(self, queryset: QuerySet[Meeting], name: str, text: str) -> QuerySet[Meeting]:
        return queryset.filter(Exists(self._offers.filter(municipality__in=called(text))))

    def by_state(self, queryset: QuerySet[Meeting], name: str, state: str) -> QuerySet[Meeting]:
        held = Q(held_on__lte=self.day)
        declined = Q(answer=Invitation.Answer.DECLINED) & (Q(answered_on=None) | Q(answered_on__lte=self.day))
        by_all = Q(Exists(self._offers)) & ~Q(Exists(self._offers.exclude(declined)))
        not_held = Q(held_on=None) | Q(held_on__gt=self.day)
        states = {
            "holdt": held,
            "planlagt": not_held & Q(planned_on__isnull=False),
            "tilbudt": not_held & Q(planned_on=None) & ~by_all,
            "avslatt": not_held & Q(planned_on=None) & by_all,
        }
        return queryset.filter(states[state])

    @property
    def _offers(self) -> QuerySet[Invitation]:
        """Offers of the meeting, by the day."""
        return Invitation.objects.offered_by(self.day).filter(meeting=OuterRef("pk"))


class FollowUpFilter(RecordFilter):
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
        choices=[
            ("apen", _("Åpen")),
            ("forfalt", _("Over frist")),
            ("gjort", _("Gjort")),
            ("ubekreftet", _("Gjort, ikke bekreftet")),
        ],
        empty_label=_("Alle"),
        method="by_state",
    )

    class Meta(RecordFilter.Meta):
        model = FollowUp
        fields = ["kommune", "hvem", "status"]

    def filter_queryset(self, queryset: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
        rows = super().filter_queryset(
            queryset.annotate(done_by_then=Case(When(done_on__lte=self.day, then="done_on")))
        )
        return rows.order_by(F("done_by_then").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk")

    def known(self, queryset: Any) -> QuerySet[FollowUp]:
        return queryset.promised_by(self.day)

    def by_municipality(self, queryset: QuerySet[FollowUp], name: str, text: str) -> QuerySet[FollowUp]:
        return queryset.filter(municipality__in=called(text))

    def by_state(self, queryset: QuerySet[FollowUp], name: str, state: str) -> QuerySet[FollowUp]:
        states = {
            "apen": Q(done_by_then=None),
            "forfalt": Q(done_by_then=None, due_on__lt=self.day),
            "gjort": Q(done_by_then__isnull=False),
            "ubekreftet": Q(done_by_then__isnull=False, verify=True)
            & (Q(verified_on=None) | Q(verified_on__gt=self.day)),
        }
        return queryset.filter(states[state])


class OfferFilter(django_filters.FilterSet):
    """The offers that somebody has still to do something about come first chosen, the oldest on top."""

    kommune = django_filters.CharFilter(label=MUNICIPALITY, method="by_municipality", max_length=80)
    svar = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[
            ("venter", _("Ikke svart")),
            ("ja", _("Takket ja, uten dato")),
            ("planlagt", _("Planlagt")),
            ("nei", _("Takket nei")),
            ("alle", _("Alle som ikke er holdt")),
        ],
        empty_label=_("Venter på svar eller dato"),
        method="by_state",
    )

    class Meta:
        model = Invitation
        fields = ["kommune", "svar"]

    def filter_queryset(self, queryset: Any) -> QuerySet[Invitation]:
        rows = super().filter_queryset(queryset)
        if not self.form.cleaned_data.get("svar"):
            rows = rows.unsettled()
        return rows.order_by("offered_on", "municipality__sort_key", "pk")

    def by_municipality(self, queryset: QuerySet[Invitation], name: str, text: str) -> QuerySet[Invitation]:
        return queryset.filter(municipality__in=called(text))

    def by_state(self, queryset: QuerySet[Invitation], name: str, state: str) -> QuerySet[Invitation]:
        answers = Invitation.Answer
        states = {
            "venter": Q(answer=answers.WAITING),
            "ja": Q(answer=answers.ACCEPTED, meeting__planned_on=None),
            "planlagt": Q(meeting__planned_on__isnull=False) & ~Q(answer=answers.DECLINED),
            "nei": Q(answer=answers.DECLINED),
            "alle": Q(),
        }
        return queryset.filter(states[state])


class NeedFilter(django_filters.FilterSet):
    """Needs without an answer unless asked for others, the oldest first. `regions` are keys by name.

    Only who reads of several regions (`area`) chooses among them.
    """

    kommune = django_filters.CharFilter(label=MUNICIPALITY, method="by_municipality", max_length=80)
    tema = django_filters.ModelChoiceFilter(
        label=_("Tema"), field_name="topic", queryset=NeedTopic.objects.all(), empty_label=_("Alle tema")
    )
    region = django_filters.ModelChoiceFilter(
        label=_("Region"), queryset=Region.objects.all(), empty_label=_("Alle regioner"), method="by_region"
    )
    svar = django_filters.ChoiceFilter(
        label=_("Svar"),
        choices=[*Need.Answer.choices, ("alle", _("Alle"))],
        empty_label=_("Uten svar"),
        null_label=None,
        method="by_answer",
    )
    fra = django_filters.DateFilter(label=_("Fra dato"), widget=DateInput, field_name="raised_on", lookup_expr="gte")
    til = django_filters.DateFilter(
        label=_("Til og med dato"), widget=DateInput, field_name="raised_on", lookup_expr="lte"
    )

    class Meta:
        model = Need
        form = PeriodForm
        fields: list[str] = []

    def __init__(self, *args: Any, today: date, area: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = self.form.today = today
        rows = Region.objects.all()
        if not area.everything:
            counties = CountyRegion.objects.as_of(today).filter(county__in=area.counties)
            rows = rows.filter(pk__in=counties.values("region"))
        self.regions = dict(rows.values_list("name", "pk"))
        self.form.fields["region"].queryset = rows
        if len(self.regions) < 2:
            del self.form.fields["region"]

    def filter_queryset(self, queryset: Any) -> QuerySet[Need]:
        rows = super().filter_queryset(queryset)
        if "svar" in self.filters and not self.form.cleaned_data.get("svar"):
            rows = rows.unanswered()
        return rows.order_by("raised_on", "municipality__sort_key", "pk")

    def by_municipality(self, queryset: QuerySet[Need], name: str, text: str) -> QuerySet[Need]:
        return queryset.filter(municipality__in=called(text))

    def by_region(self, queryset: QuerySet[Need], name: str, region: Region) -> QuerySet[Need]:
        """That answers for the municipality today."""
        counties = CountyRegion.objects.as_of(self.today).filter(region=region).values("county")
        answering = Jurisdiction.objects.as_of(self.today).filter(county__in=counties)
        return queryset.filter(municipality__in=answering.values("municipality"))

    def by_answer(self, queryset: QuerySet[Need], name: str, answer: str) -> QuerySet[Need]:
        return queryset if answer == "alle" else queryset.filter(answer=answer)

    def in_words(self) -> list[tuple[str, str]]:
        """What was chosen, for a file that leaves the portal."""
        values = self.form.cleaned_data
        return [(str(self.form.fields[name].label), str(value)) for name, value in values.items() if value]


class NeedOverviewFilter(NeedFilter):
    """All needs, whatever their answer, and what they are put together by."""

    etter = django_filters.ChoiceFilter(
        label=_("Vis per"), choices=GROUPINGS[1:], empty_label=GROUPINGS[0][1], method="put_together"
    )
    kommune = None
    svar = None

    class Meta(NeedFilter.Meta):
        pass

    def put_together(self, queryset: QuerySet[Need], name: str, by: str) -> QuerySet[Need]:
        return queryset
