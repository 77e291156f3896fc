"""Own measures: list, page, writing and deleting."""

from functools import partial
from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DetailView, UpdateView

from lhl_portal.access.scoping import DeclaredMixin, ScopedMixin
from reform_phases.filters import MeasureFilter
from reform_phases.forms.measures import MeasureForm
from reform_phases.measures import shown, shown_then
from reform_phases.models import Measure
from reform_phases.views.records import Changing, Deleting, Listing, Saving, Trail

VIEW = "reform_phases.view_measure"
ADD = "reform_phases.add_measure"
CHANGE = "reform_phases.change_measure"
DELETE = "reform_phases.delete_measure"


class MeasureTrail(Trail):
    list_label = gettext_lazy("Egne tiltak")
    list_url = reverse_lazy("reform_phases:measure_list")


class MeasureList(Listing):
    permission = VIEW
    add_permission = ADD
    add_url = "reform_phases:measure_create"
    queryset = (
        Measure.objects.select_related("municipality").prefetch_related("solutions").order_by("-starts_on", "-pk")
    )
    filterset_class = MeasureFilter
    list_label = gettext_lazy("Egne tiltak")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        tell = partial(shown_then, day=self.day) if self.in_the_past else partial(shown, today=self.today)
        return context | {"rows": [(tell(measure), name) for measure, name in context["rows"]]}


class MeasureDetail(MeasureTrail, ScopedMixin, DetailView):
    permission = VIEW
    change_permission = CHANGE
    queryset = Measure.objects.select_related("municipality", "reform").prefetch_related(
        "solutions__area", "strategies"
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=shown(self.object, today=self.today), **kwargs)


class MeasureCreate(MeasureTrail, Saving, DeclaredMixin, CreateView):
    permission = ADD
    model = Measure
    form_class = MeasureForm
    title = gettext_lazy("Legg til eget tiltak")


class MeasureUpdate(MeasureTrail, Changing, ScopedMixin, UpdateView):
    permission = CHANGE
    view_permission = VIEW
    queryset = Measure.objects.select_related("municipality")
    form_class = MeasureForm
    title = gettext_lazy("Endre")


class MeasureDelete(MeasureTrail, ScopedMixin, Deleting):
    permission = DELETE
    view_permission = VIEW
    queryset = Measure.objects.select_related("municipality")
    template_name = "reform_phases/measure_confirm_delete.html"
    success_url = reverse_lazy("reform_phases:measure_list")
