"""The tab of a municipality's page about political treatment and plans."""

from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from municipalities.inheritance import predecessors
from municipalities.views import MunicipalityTab
from reform_phases.chain import chain
from reform_phases.models import Plan, Reform, Treatment


class MunicipalityChain(MunicipalityTab, TemplateView):
    """Agenda, intention, decision and plan of one municipality, with what its predecessors left."""

    permission = "reform_phases.view_treatment"
    template_name = "reform_phases/municipality.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bodies = {self.municipality.pk, *predecessors(self.municipality)}
        area = self.reach()
        treatments = Treatment.objects.within(area, today=self.today).filter(municipality__in=bodies)
        plans = Plan.objects.within(self.reach("reform_phases.view_plan"), today=self.today)
        return super().get_context_data(
            chain=chain(
                self.municipality.pk,
                treatments.select_related("municipality", "reform"),
                plans.filter(municipality__in=bodies).select_related("municipality", "reform"),
                today=self.today,
            ),
            many_reforms=Reform.objects.count() > 1,
            can_add=self.request.user.has_perm("reform_phases.add_treatment"),
            add_treatment_url=f"{reverse('reform_phases:treatment_create')}?kommune={self.municipality.pk}",
            add_plan_url=f"{reverse('reform_phases:plan_create')}?kommune={self.municipality.pk}",
            **kwargs,
        )
