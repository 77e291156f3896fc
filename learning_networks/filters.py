"""Which networks a list shows."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from learning_networks.models import Invitation, Network
from municipalities.filters import RecordFilter, named
from municipalities.models import Municipality


class NetworkFilter(RecordFilter):
    navn = django_filters.CharFilter(label=_("Navn"), field_name="name", lookup_expr="icontains")
    kommune = django_filters.CharFilter(
        label=_("Kommune"), help_text=_("Invitert til nettverket."), method="by_municipality"
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[("pagar", _("Pågår")), ("kommer", _("Ikke startet")), ("avsluttet", _("Avsluttet"))],
        empty_label=_("Alle"),
        method="by_state",
    )

    class Meta(RecordFilter.Meta):
        model = Network
        fields = ["navn", "kommune", "status"]

    def known(self, queryset: Any) -> QuerySet[Network]:
        return queryset.known_on(self.day)

    def by_municipality(self, queryset: QuerySet[Network], name: str, text: str) -> QuerySet[Network]:
        found = Municipality.objects.filter(named(text))
        invited = Invitation.objects.filter(network=OuterRef("pk"), municipality__in=found)
        if self.in_the_past:
            invited = invited.filter(invited_on__lte=self.day)
        return queryset.filter(Exists(invited))

    def by_state(self, queryset: QuerySet[Network], name: str, state: str) -> QuerySet[Network]:
        states = {
            "pagar": Q(starts_on__lte=self.day) & (Q(ends_on=None) | Q(ends_on__gte=self.day)),
            "kommer": Q(starts_on__gt=self.day),
            "avsluttet": Q(ends_on__lt=self.day),
        }
        return queryset.filter(states[state])
