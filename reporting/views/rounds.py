"""Rounds: what is asked for, and how far each region's report is."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DetailView, ListView, UpdateView
from django.views.generic.detail import SingleObjectTemplateResponseMixin
from django.views.generic.edit import ModelFormMixin

from lhl_portal.access.scoping import DeclaredMixin
from reporting.board import read_board
from reporting.forms import Questions, RoundForm
from reporting.models import Build, Report, Round, State
from reporting.presentation import crumbs
from reporting.services import add_reports


class _WithReports(DeclaredMixin):
    """Rounds, each with the reports the user reaches as `reports_here` and their builds, newest first."""

    def get_queryset(self) -> QuerySet[Round]:
        reports = Report.objects.within(self.reach("reporting.view_report"), today=self.today)
        builds = Prefetch("builds", Build.objects.select_related("snapshot").defer(*_HEAVY))
        here = reports.select_related("region").prefetch_related(builds).order_by("region__sort_key")
        return Round.objects.select_related("reform").prefetch_related(
            Prefetch("reports", here, to_attr="reports_here")
        )


_HEAVY = ("snapshot__pdf", "snapshot__manifest")


class RoundList(_WithReports, ListView):
    permission = "reporting.view_report"
    template_name = "reporting/round_list.html"
    paginate_by = 20
    extra_context = {"title": gettext_lazy("Rapporter")}


class RoundDetail(_WithReports, DetailView):
    permission = "reporting.view_report"
    template_name = "reporting/round_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = self.object.reports_here
        reviews = self.user.has_perm("reporting.review_report")
        return super().get_context_data(
            title=self.object,
            breadcrumbs=crumbs((self.object, "")),
            waiting=any(report.state == State.NOT_OPENED for report in here) or all(report.region for report in here),
            board=read_board(self.object, today=self.today) if reviews else None,
            **kwargs,
        )


class _RoundEdit(DeclaredMixin, SingleObjectTemplateResponseMixin, ModelFormMixin):
    """A round with its questions, saved together. Every region gets its report at once."""

    model = Round
    form_class = RoundForm
    template_name = "reporting/round_form.html"
    object: Round | None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("questions", self.questions())
        title = _("Endre runden") if self.object else _("Ny runde")
        return super().get_context_data(title=title, breadcrumbs=crumbs((title, "")), **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"today": self.today}

    def questions(self) -> Any:
        return Questions(self.request.POST or None, instance=self.object, prefix="questions")

    def form_valid(self, form: Any) -> HttpResponse:
        questions = self.questions()
        if not questions.is_valid():
            return self.render_to_response(self.get_context_data(form=form, questions=questions))
        with transaction.atomic():
            response = super().form_valid(form)
            questions.instance = form.instance
            questions.save()
            add_reports(round=form.instance)
        messages.success(self.request, _("Runden er lagret, og alle regioner har sin rapport."))
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        questions = self.questions()
        questions.is_valid()
        return self.render_to_response(self.get_context_data(form=form, questions=questions))


class RoundCreate(_RoundEdit, CreateView):
    permission = "reporting.add_round"


class RoundUpdate(_RoundEdit, UpdateView):
    permission = "reporting.change_round"
