"""Which networks a list shows."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from learning_networks.models import Invitation, Network
from municipalities.filters import named
from municipalities.models import Municipality


class NetworkFilter(django_filters.FilterSet):
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

    class Meta:
        model = Network
        fields = ["navn", "kommune", "status"]

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.states = {
            "pagar": Q(starts_on__lte=today) & (Q(ends_on=None) | Q(ends_on__gte=today)),
            "kommer": Q(starts_on__gt=today),
            "avsluttet": Q(ends_on__lt=today),
        }

    def by_municipality(self, queryset: QuerySet[Network], name: str, text: str) -> QuerySet[Network]:
        found = Municipality.objects.filter(named(text))
        return queryset.filter(Exists(Invitation.objects.filter(network=OuterRef("pk"), municipality__in=found)))

    def by_state(self, queryset: QuerySet[Network], name: str, state: str) -> QuerySet[Network]:
        return queryset.filter(self.states[state])
