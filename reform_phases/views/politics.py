"""Political treatment and plans: list, page, writing and deleting."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DetailView, UpdateView

from lhl_portal.access.scoping import DeclaredMixin, ScopedMixin
from reform_phases.filters import PlanFilter, TreatmentFilter
from reform_phases.forms.politics import PlanForm, TreatmentForm
from reform_phases.models import Plan, Treatment
from reform_phases.views.records import Changing, Deleting, Listing, Saving, Trail


class TreatmentTrail(Trail):
    list_label = gettext_lazy("Politisk behandling")
    list_url = reverse_lazy("reform_phases:treatment_list")


class PlanTrail(Trail):
    list_label = gettext_lazy("Planer")
    list_url = reverse_lazy("reform_phases:plan_list")


class TreatmentList(Listing):
    permission = "reform_phases.view_treatment"
    add_permission = "reform_phases.add_treatment"
    add_url = "reform_phases:treatment_create"
    queryset = Treatment.objects.select_related("municipality")
    filterset_class = TreatmentFilter
    list_label = gettext_lazy("Politisk behandling")


class TreatmentDetail(TreatmentTrail, ScopedMixin, DetailView):
    permission = "reform_phases.view_treatment"
    change_permission = "reform_phases.change_treatment"
    queryset = Treatment.objects.select_related("municipality", "reform").prefetch_related("solutions__area")


class TreatmentCreate(TreatmentTrail, Saving, DeclaredMixin, CreateView):
    permission = "reform_phases.add_treatment"
    model = Treatment
    form_class = TreatmentForm
    title = gettext_lazy("Logg politisk behandling")


class TreatmentUpdate(TreatmentTrail, Changing, ScopedMixin, UpdateView):
    permission = "reform_phases.change_treatment"
    view_permission = "reform_phases.view_treatment"
    queryset = Treatment.objects.select_related("municipality")
    form_class = TreatmentForm
    title = gettext_lazy("Endre")


class TreatmentDelete(TreatmentTrail, ScopedMixin, Deleting):
    permission = "reform_phases.delete_treatment"
    view_permission = "reform_phases.view_treatment"
    queryset = Treatment.objects.select_related("municipality")
    success_url = reverse_lazy("reform_phases:treatment_list")


class PlanList(Listing):
    permission = "reform_phases.view_plan"
    add_permission = "reform_phases.add_plan"
    add_url = "reform_phases:plan_create"
    queryset = Plan.objects.select_related("municipality")
    filterset_class = PlanFilter
    list_label = gettext_lazy("Planer")


class PlanDetail(PlanTrail, ScopedMixin, DetailView):
    permission = "reform_phases.view_plan"
    change_permission = "reform_phases.change_plan"
    queryset = Plan.objects.select_related("municipality", "reform").prefetch_related("solutions__area")


class PlanCreate(PlanTrail, Saving, DeclaredMixin, CreateView):
    permission = "reform_phases.add_plan"
    model = Plan
    form_class = PlanForm
    title = gettext_lazy("Logg plan")


class PlanUpdate(PlanTrail, Changing, ScopedMixin, UpdateView):
    permission = "reform_phases.change_plan"
    view_permission = "reform_phases.view_plan"
    queryset = Plan.objects.select_related("municipality")
    form_class = PlanForm
    title = gettext_lazy("Endre")


class PlanDelete(PlanTrail, ScopedMixin, Deleting):
    permission = "reform_phases.delete_plan"
    view_permission = "reform_phases.view_plan"
    queryset = Plan.objects.select_related("municipality")
    success_url = reverse_lazy("reform_phases:plan_list")
