"""The tabs of a municipality's page about political treatment and plans, and about its own measures."""

from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from municipalities.inheritance import predecessors
from municipalities.models import Municipality
from municipalities.views import MunicipalityTab
from reform_phases.chain import chain
from reform_phases.measures import by_sector, sentence, told
from reform_phases.models import Measure, Plan, Reform, Treatment


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


class MunicipalityMeasures(MunicipalityTab, TemplateView):
    """Own measures by sector, with those of the bodies the municipality was made of, said to be theirs.

    On a day that has passed: those that had started by then.
    """

    permission = "reform_phases.view_measure"
    template_name = "reform_phases/municipality_measures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before = predecessors(self.municipality)
        measures = (
            Measure.objects.within(self.reach(), today=self.today)
            .filter(municipality__in=[self.municipality.pk, *before])
            .select_related("reform")
            .prefetch_related("solutions", "strategies")
        )
        if self.in_the_past:
            measures = measures.begun(self.day)
        rows = told(measures, before, day=self.day, in_the_past=self.in_the_past)
        sectors, empty = by_sector(rows)
        return super().get_context_data(
            sectors=sectors,
            empty_sectors=sentence(empty),
            running=sum(row.rank == 0 for row in rows),
            planned=sum(row.rank == 1 for row in rows),
            over=sum(row.is_over for row in rows),
            total=len(rows),
            many_reforms=Reform.objects.count() > 1,
            in_the_past=self.in_the_past,
            add_url=f"{reverse('reform_phases:measure_create')}?kommune={self.municipality.pk}"
            if self._may_add()
            else "",
            sheet_url=reverse("reform_phases:sheet", args=[self.municipality.pk]) + self.as_of_query,
            **kwargs,
        )

    def _may_add(self) -> bool:
        permission = "reform_phases.add_measure"
        if self.in_the_past or not self.request.user.has_perm(permission):
            return False
        own = Municipality.objects.filter(pk=self.municipality.pk)
        return own.within(self.reach(permission), today=self.today).exists()
