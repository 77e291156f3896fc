"""Figures that others have published: the list for all who see figures, and writing for the directorate."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DeleteView, ListView, UpdateView

from lhl_portal.access.scoping import DeclaredMixin
from reform_phases.models import Reform
from reporting.areas import PERMISSION
from reporting.indicators import BY_CODE
from reporting.models import ExternalFigure
from reporting.national_forms import ExternalFigureForm

WRITE = "reporting.change_externalfigure"


class ExternalList(DeclaredMixin, ListView):
    permission = PERMISSION
    queryset = ExternalFigure.objects.select_related("reform")
    template_name = "reporting/external_list.html"
    paginate_by = 50
    extra_context = {"title": gettext_lazy("Eksterne tall")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(breadcrumbs=_trail((_("Eksterne tall"), "")), **kwargs)
        shown = [
            {"figure": figure, "beside": BY_CODE[figure.indicator].label if figure.indicator in BY_CODE else ""}
            for figure in context["object_list"]
        ]
        return context | {"rows": shown, "may_write": self.user.has_perm(WRITE)}


class _Writing(DeclaredMixin):
    permission = WRITE
    model = ExternalFigure
    success_url = reverse_lazy("reporting:external_list")
    title: Any
    said: Any
    request: Any

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        path = _trail((_("Eksterne tall"), reverse("reporting:external_list")), (self.title, ""))
        return super().get_context_data(title=self.title, breadcrumbs=path, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, self.said)
        return super().form_valid(form)


class _Saving(_Writing):
    form_class = ExternalFigureForm
    template_name = "reporting/external_form.html"
    said = gettext_lazy("Tallet er lagret. Det vises ved siden av portalens tall, og blir aldri lagt sammen med dem.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"today": self.today}


class ExternalCreate(_Saving, CreateView):
    title = gettext_lazy("Nytt eksternt tall")

    def get_initial(self) -> dict[str, Any]:
        return {"reform": Reform.objects.first(), "indicator": self.request.GET.get("tall", "")}


class ExternalUpdate(_Saving, UpdateView):
    title = gettext_lazy("Endre eksternt tall")


class ExternalDelete(_Writing, DeleteView):
    template_name = "reporting/external_confirm_delete.html"
    title = gettext_lazy("Slett eksternt tall")
    said = gettext_lazy("Slettet. Historikken er beholdt.")


def _trail(*steps: tuple[Any, str]) -> list[tuple[Any, str]]:
    return [(_("Start"), reverse("start")), (_("Tall"), reverse("reporting:figures")), *steps]
