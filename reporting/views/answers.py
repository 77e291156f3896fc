"""What the office writes in its report: the answers to the round's questions, and who has contributed."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import UpdateView

from lhl_portal.access.scoping import ScopedMixin
from lhl_portal.ui.together import one_after_the_other
from reporting.contributors import possible, suggested
from reporting.forms import AnswersForm, ContributorsForm
from reporting.models import Report
from reporting.presentation import crumbs, tabs
from reporting.services import Locked, save_answers, set_contributors
from reporting.values import Unfit
from reporting.workflow import lock_reason


class _Writing(ScopedMixin, UpdateView):
    """A page where the office writes. One that is not open says so, and keeps what was typed on the page."""

    permission = "reporting.change_report"
    view_permission = "reporting.view_report"
    queryset = Report.objects.select_related("round__reform", "region__office")
    title: Any = ""
    object: Report

    def get_queryset(self) -> Any:
        return one_after_the_other(super().get_queryset(), self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        path = crumbs((self.object, self.object.get_absolute_url()), (self.heading(), ""))
        return super().get_context_data(
            title=self.heading(),
            breadcrumbs=path,
            lock=lock_reason(self.object),
            report=self.object,
            tabs=tabs(self.object, "answers", self.user),
            **kwargs,
        )

    def heading(self) -> str:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.save(form)
        except (Locked, Unfit):
            return self.render_to_response(self.get_context_data(form=form, unsaved=True), status=409)
        return redirect(self.after())

    def save(self, form: Any) -> None:
        raise NotImplementedError

    def after(self) -> str:
        return self.object.get_absolute_url()


class ReportAnswers(_Writing):
    form_class: Any = AnswersForm
    template_name = "reporting/answers_form.html"

    def heading(self) -> str:
        return _("Svar på rundens spørsmål")

    def save(self, form: AnswersForm) -> None:
        save_answers(report=self.object, answers=form.answers)
        messages.success(self.request, _("Svarene er lagret."))

    def after(self) -> str:
        """With more rows: to the table that asked for them."""
        more = self.request.POST.get("flere", "")
        if more.isdecimal():
            return reverse("reporting:answers", args=[self.object.pk]) + f"#question-{more}"
        return super().after()


class ContributionUpdate(_Writing):
    form_class: Any = ContributorsForm
    template_name = "reporting/contribution_form.html"

    def heading(self) -> str:
        return _("Hvem har bidratt?")

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        del kwargs["instance"]
        return kwargs | {"among": possible(self.object)}

    def get_initial(self) -> dict[str, Any]:
        """Those that are named; where nobody is yet, those that the logs speak of."""
        named = list(self.object.contributions.values_list("organisation", flat=True))
        return {"organisations": named or list(suggested(self.object).values_list("pk", flat=True))}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(are_suggested=not self.object.contributions.exists(), **kwargs)

    def save(self, form: ContributorsForm) -> None:
        set_contributors(report=self.object, organisations=list(form.cleaned_data["organisations"]))
        messages.success(self.request, _("Lagret."))
