"""Keys of machines, which an administrator makes and takes back; and what an office opens to all."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DetailView

from lhl_portal.access.scoping import DeclaredMixin, ScopedMixin
from reporting.models import ApiKey, OpenReport, Report
from reporting.presentation import crumbs
from reporting.publishing.forms import ApiKeyForm, OpenReportForm
from reporting.publishing.keys import decide_openness, make_key, revoke_key


class _KeyPage(DeclaredMixin):
    permission = "reporting.change_apikey"
    title: Any = gettext_lazy("Nøkler for maskiner")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        top = [(_("Start"), reverse("start")), (_("Administrasjon"), reverse("access:user_list"))]
        above = [] if self.title is _KeyPage.title else [(_KeyPage.title, reverse("reporting:key_list"))]
        return super().get_context_data(
            title=self.title, breadcrumbs=[*top, *above, (self.title, "")], today=self.today, **kwargs
        )


class KeyList(_KeyPage, CreateView):
    """The answer to the form is the only page that shows the new key, so it is no redirect."""

    model = ApiKey
    form_class = ApiKeyForm
    template_name = "reporting/key_list.html"
    request: Any

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"today": self.today}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        keys = ApiKey.objects.select_related("organisation", "created_by")
        return super().get_context_data(keys=keys, **kwargs)

    def form_valid(self, form: ApiKeyForm) -> HttpResponse:
        secret = make_key(form.instance, by=self.user, on=self.today)
        fresh = ApiKeyForm(today=self.today)
        self.object = None
        return self.render_to_response(self.get_context_data(form=fresh, made=form.instance, secret=secret))


class KeyRevoke(_KeyPage, DetailView):
    title = gettext_lazy("Trekk tilbake nøkkel")
    queryset = ApiKey.objects.select_related("organisation")
    context_object_name = "key"
    template_name = "reporting/key_revoke.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = self.get_object()
        revoke_key(key=key, at=timezone.now())
        messages.success(request, _("Nøkkelen «%(name)s» er trukket tilbake og virker ikke lenger.") % {"name": key})
        return redirect("reporting:key_list")


class ReportOpenData(ScopedMixin, DetailView):
    """The office decides whether everybody may see how each of its municipalities stands. It may change its mind."""

    permission = "reporting.change_report"
    view_permission = "reporting.view_report"
    queryset = Report.objects.select_related("round", "region__office")
    context_object_name = "report"
    template_name = "reporting/report_open_data.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = _("Åpne data")
        decided = OpenReport.objects.filter(report=self.object).select_related("decided_by").first()
        kwargs.setdefault("form", OpenReportForm(instance=decided, initial={"is_open": decided is not None}))
        return super().get_context_data(
            title=title,
            breadcrumbs=crumbs((self.object, self.object.get_absolute_url()), (title, "")),
            decided=decided,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        form = OpenReportForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        is_open, basis = form.cleaned_data["is_open"], form.cleaned_data["basis"]
        decide_openness(report=self.object, is_open=is_open, basis=basis, by=self.user, on=self.today)
        told = _("Kommunene i rapporten er nå åpne data.") if is_open else _("Kommunene i rapporten er ikke åpne data.")
        messages.success(request, told)
        return redirect("reporting:report_open_data", pk=self.object.pk)
