"""The reform as data: its page, and the texts of its solutions."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.forms import ModelForm
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, UpdateView

from lhl_portal.access.scoping import DeclaredMixin
from reform_phases.forms.reform import SolutionForm
from reform_phases.models import FocusArea, Reform, Solution
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
