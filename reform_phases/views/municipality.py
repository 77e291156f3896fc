"""The tabs of a municipality's page about political treatment and plans, and about its own measures."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from municipalities.inheritance import predecessors
from municipalities.views import MunicipalityTab
from reform_phases.chain import chain
from reform_phases.measures import by_sector, sentence, told
from reform_phases.models import ElderCouncilEntry, Entry, Measure, OrganisingEntry, Plan, Reform, Treatment
from reform_phases.presentation import age, entry_in_words
from reform_phases.recording import RECORD


class RecordsTab(MunicipalityTab):
    def address_to_add(self, url_name: str, permission: str) -> str:
        """Where to log one more for the municipality; empty where the user may not."""
        return f"{reverse(url_name)}?kommune={self.municipality.pk}" if self.may_write(permission) else ""


class MunicipalityChain(RecordsTab, TemplateView):
    """Agenda, decision, plan and economy plan as they were on the day, with intention beside and with what predecessors
    left; and how the municipality works with the reform.
    """

    permission = "reform_phases.view_treatment"
    template_name = "reform_phases/municipality.html"
    LOGS: ClassVar[tuple[tuple[type[Entry], str, Any], ...]] = (
        (OrganisingEntry, "reform_phases:organising", gettext_lazy("Organisering av reformen")),
        (ElderCouncilEntry, "reform_phases:elder_council", gettext_lazy("Eldrerådet er involvert")),
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reform = Reform.objects.in_force(self.day)
        treatments, plans = self._treatments(), self._plans()
        links = chain(
            self.municipality.pk,
            _in_full(treatments.filter(reform=reform)),
            _in_full(plans.filter(reform=reform)),
            today=self.day,
        )
        return super().get_context_data(
            chain=links,
            steps=[link for link in links if link.key != Treatment.Stage.INTENTION],
            intention=next(link for link in links if link.key == Treatment.Stage.INTENTION),
            facts=self._facts(reform),
            of_other_reforms=treatments.exclude(reform=reform).count() + plans.exclude(reform=reform).count(),
            other_reforms_query=self._in_lists(),
            can_record=self.may_write(RECORD),
            add_treatment_url=self.address_to_add("reform_phases:treatment_create", "reform_phases.add_treatment"),
            add_plan_url=self.address_to_add("reform_phases:plan_create", "reform_phases.add_plan"),
            **kwargs,
        )

    @cached_property
    def _bodies(self) -> set[int]:
        return {self.municipality.pk, *predecessors(self.municipality)}

    def _treatments(self) -> QuerySet[Treatment]:
        rows = Treatment.objects.within(self.reach(), today=self.today)
        return rows.treated_by(self.day).filter(municipality__in=self._bodies)

    def _plans(self) -> QuerySet[Plan]:
        rows = Plan.objects.within(self.reach("reform_phases.view_plan"), today=self.today)
        return rows.known_on(self.day, in_the_past=self.in_the_past).filter(municipality__in=self._bodies)

    def _in_lists(self) -> str:
        """What asks the lists, which show every reform, for this municipality and day."""
        day = {"dato": self.day.isoformat()} if self.in_the_past else {}
        return urlencode({"kommune": self.municipality.name} | day)

    def _facts(self, reform: Reform | None) -> list[dict[str, Any]]:
        """What the logs of the reform say on the day, and where to say more."""
        facts = []
        for log, url_name, label in self.LOGS:
            held = log.objects.as_of(self.day).filter(municipality=self.municipality, reform=reform).first()
            said = {"value": entry_in_words(held), "on": held.on, "age": age(held.on, self.day)} if held else {}
            facts.append(said | {"label": label, "url": reverse(url_name, args=[self.municipality.pk])})
        return facts


class MunicipalityMeasures(RecordsTab, TemplateView):
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
            add_url=self.address_to_add("reform_phases:measure_create", "reform_phases.add_measure"),
            sheet_url=reverse("reform_phases:sheet", args=[self.municipality.pk]) + self.as_of_query,
            **kwargs,
        )


def _in_full(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With all that the page says of a treatment or plan."""
    return rows.select_related("municipality", "reform").prefetch_related("solutions")
