"""The reform, and the political treatment and plans of municipalities."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Model, Prefetch
from django.forms import ModelForm
from django.http import HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DeleteView, DetailView, ListView, TemplateView, UpdateView

from lhl_portal.access.scoping import DeclaredMixin, ScopedMixin
from lhl_portal.ui.filtering import FilteredMixin
from lhl_portal.ui.fragments import FragmentMixin
from municipalities.inheritance import predecessors
from municipalities.views import MunicipalityTab
from reform_phases.chain import chain
from reform_phases.filters import PlanFilter, TreatmentFilter
from reform_phases.forms import PlanForm, SolutionForm, TreatmentForm
from reform_phases.models import FocusArea, Plan, Reform, Solution, Treatment
from reform_phases.timeline import WIDTH, timeline


class ReformPage(DeclaredMixin, TemplateView):
    permission = "reform_phases.view_reform"
    template_name = "reform_phases/reform.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        areas = FocusArea.objects.prefetch_related("solutions")
        reforms = Reform.objects.order_by("-valid_from").prefetch_related("phases", Prefetch("areas", areas))
        shown = [{"reform": reform, "timeline": timeline(reform, reform.phases.all())} for reform in reforms]
        return super().get_context_data(
            title=_("Reformen"),
            breadcrumbs=[(_("Start"), reverse("start")), (_("Reformen"), None)],
            reforms=shown,
            width=str(WIDTH),
            can_change_solutions=self.request.user.has_perm("reform_phases.change_solution"),
            **kwargs,
        )


class SolutionUpdate(DeclaredMixin, UpdateView):
    permission = "reform_phases.change_solution"
    model = Solution
    form_class = SolutionForm

    def form_valid(self, form: ModelForm) -> HttpResponse:
        messages.success(self.request, _("Lagret."))
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Endre løsning %(code)s") % {"code": self.object.code},
            breadcrumbs=[
                (_("Start"), reverse("start")),
                (_("Reformen"), reverse("reform_phases:reform")),
                (self.object.name, None),
            ],
            **kwargs,
        )


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


class Trail:
    """Title and breadcrumbs of the pages of one kind of record."""

    list_label: ClassVar[Any]
    list_url: ClassVar[Any]
    title: ClassVar[Any] = None  # the record's own name where a page has no other
    object: Any
    request: Any

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = getattr(self, "object", None)
        trail: list[tuple[Any, Any]] = [(_("Start"), reverse("start")), (self.list_label, self.list_url)]
        if row is not None and self.title:
            trail.append((str(row), row.get_absolute_url()))
        title = self.title or str(row)
        kwargs |= {"title": title, "breadcrumbs": [*trail, (title, None)]}
        return super().get_context_data(**kwargs)


class Saving:
    """Create and update: the form knows its user, its day and the permission that limits its choices."""

    permission: ClassVar[str | None]
    request: Any
    object: Model | None

    def get_form_kwargs(self) -> dict[str, Any]:
        own = {"user": self.request.user, "today": self.today, "permission": self.permission}  # type: ignore[attr-defined]
        return super().get_form_kwargs() | own

    def get_initial(self) -> dict[str, Any]:
        chosen = self.request.GET.get("kommune", "")
        initial: dict[str, Any] = super().get_initial()
        return initial | ({"municipality": chosen} if chosen.isdecimal() and self.object is None else {})

    def form_valid(self, form: ModelForm) -> HttpResponse:
        messages.success(self.request, _("Lagret."))
        response: HttpResponse = super().form_valid(form)
        return response


class Deleting(DeleteView):
    """Asks before it deletes. The history keeps what was."""

    template_name = "reform_phases/confirm_delete.html"
    title = gettext_lazy("Slett")
    object: Model

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Slettet. Historikken er beholdt."))
        return super().form_valid(form)


class TreatmentTrail(Trail):
    list_label = gettext_lazy("Politisk behandling")
    list_url = reverse_lazy("reform_phases:treatment_list")


class PlanTrail(Trail):
    list_label = gettext_lazy("Planer")
    list_url = reverse_lazy("reform_phases:plan_list")


class Listing(FilteredMixin, ScopedMixin, FragmentMixin, ListView):
    """A list of one kind of record, with tabs to the other."""

    paginate_by = 50
    fragment = "rows"
    list_label: ClassVar[Any]
    add_permission: ClassVar[str]
    TABS = (
        ("reform_phases:treatment_list", gettext_lazy("Politisk behandling")),
        ("reform_phases:plan_list", gettext_lazy("Planer")),
    )

    def get_filterset_kwargs(self) -> dict[str, Any]:
        return {"today": self.today}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        addresses = [(reverse(name), label) for name, label in self.TABS]
        return super().get_context_data(
            title=self.list_label,
            breadcrumbs=[(_("Start"), reverse("start")), (self.list_label, None)],
            tabs=[{"label": label, "url": url, "current": self.request.path == url} for url, label in addresses],
            can_add=self.request.user.has_perm(self.add_permission),
            **kwargs,
        )


class TreatmentList(Listing):
    permission = "reform_phases.view_treatment"
    add_permission = "reform_phases.add_treatment"
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


class TreatmentUpdate(TreatmentTrail, Saving, ScopedMixin, UpdateView):
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
    queryset = Plan.objects.select_related("municipality")
    filterset_class = PlanFilter
    list_label = gettext_lazy("Planer")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(today=self.today, **kwargs)


class PlanDetail(PlanTrail, ScopedMixin, DetailView):
    permission = "reform_phases.view_plan"
    change_permission = "reform_phases.change_plan"
    queryset = Plan.objects.select_related("municipality", "reform").prefetch_related("solutions__area")


class PlanCreate(PlanTrail, Saving, DeclaredMixin, CreateView):
    permission = "reform_phases.add_plan"
    model = Plan
    form_class = PlanForm
    title = gettext_lazy("Logg plan")


class PlanUpdate(PlanTrail, Saving, ScopedMixin, UpdateView):
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
