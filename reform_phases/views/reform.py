"""The reform as data: its page, the texts of its solutions, and how long what is logged stays fresh."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.forms import ModelForm
from django.http import HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, UpdateView

from lhl_portal.access.scoping import DeclaredMixin
from lhl_portal.ui.together import one_after_the_other
from reform_phases.forms.reform import FreshnessForm, SolutionForm
from reform_phases.models import FocusArea, FreshnessLimit, Reform, Solution
from reform_phases.presentation import freshness_in_words
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
            limits=[freshness_in_words(limit) for limit in FreshnessLimit.objects.all()],
            can_change_solutions=self.request.user.has_perm("reform_phases.change_solution"),
            can_change_limits=self.request.user.has_perm("reform_phases.change_freshness"),
            **kwargs,
        )


class SolutionUpdate(DeclaredMixin, UpdateView):
    permission = "reform_phases.change_solution"
    model = Solution
    form_class = SolutionForm

    def get_queryset(self) -> Any:
        return one_after_the_other(super().get_queryset(), self.request)

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


class FreshnessUpdate(DeclaredMixin, FormView):
    """The limits of every kind on one page."""

    permission = "reform_phases.change_freshness"
    form_class = FreshnessForm
    template_name = "reform_phases/freshness_form.html"
    success_url = reverse_lazy("reform_phases:reform")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "limits": list(one_after_the_other(FreshnessLimit.objects.all(), self.request))
        }

    def form_valid(self, form: FreshnessForm) -> HttpResponse:
        form.save()
        messages.success(self.request, _("Aldersgrensene er lagret."))
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = _("Aldersgrenser")
        return super().get_context_data(
            title=title,
            breadcrumbs=[
                (_("Start"), reverse("start")),
                (_("Reformen"), reverse("reform_phases:reform")),
                (title, None),
            ],
            **kwargs,
        )
