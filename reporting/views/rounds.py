"""Rounds: what is asked for, and how far each region's report is."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DetailView, ListView, UpdateView
from django.views.generic.detail import SingleObjectTemplateResponseMixin
from django.views.generic.edit import ModelFormMixin

from lhl_portal.access.scoping import DeclaredMixin, ScopedMixin
from reporting.board import read_board
from reporting.definitions import asked_by
from reporting.forms import ExtensionForm, RoundForm, after
from reporting.models import Build, Extension, Report, Round, State
from reporting.outline import outline
from reporting.presentation import crumbs
from reporting.services import add_reports, copy_questions, extend, is_settled, withdraw_extension


class _WithReports(DeclaredMixin):
    """Rounds, each with the reports the user reaches as `reports_here` and their builds, newest first."""

    def get_queryset(self) -> QuerySet[Round]:
        reports = Report.objects.within(self.reach("reporting.view_report"), today=self.today)
        builds = Prefetch("builds", Build.objects.select_related("snapshot").defer(*_HEAVY))
        here = reports.with_due_on().select_related("region").prefetch_related(builds).order_by("region__sort_key")
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
        round: Round = self.object
        settled = is_settled(round)
        may = self.user.has_perm("reporting.change_round")
        reports: list[Report] = round.reports_here  # type: ignore[attr-defined]
        here = {report.region_id for report in reports}
        return super().get_context_data(
            title=round,
            breadcrumbs=crumbs((round, "")),
            parts=outline(round),
            waiting=any(report.state == State.NOT_OPENED for report in reports) or all(r.region for r in reports),
            board=read_board(round, today=self.today) if self.user.has_perm("reporting.review_report") else None,
            asked=asked_by(round),
            settled=settled,
            can_ask=may and not settled,
            extensions=round.extensions.filter(region__in=here).select_related("region", "by"),
            **kwargs,
        )


class _RoundEdit(DeclaredMixin, SingleObjectTemplateResponseMixin, ModelFormMixin):
    """A round. Every region gets its report at once; the questions have pages of their own."""

    model = Round
    form_class = RoundForm
    template_name = "reporting/round_form.html"
    object: Round | None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = _("Endre runden") if self.object else _("Ny runde")
        steps = [(self.object, self.object.get_absolute_url())] if self.object else []
        return super().get_context_data(title=title, breadcrumbs=crumbs(*steps, (title, "")), **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"today": self.today}

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response = super().form_valid(form)
            self.fill(form.instance)
            add_reports(round=form.instance)
        messages.success(self.request, _("Runden er lagret, og alle regioner har sin rapport."))
        return response

    def fill(self, round: Round) -> None:
        """What else a round starts with."""


class RoundCreate(_RoundEdit, CreateView):
    permission = "reporting.add_round"


class RoundUpdate(_RoundEdit, UpdateView):
    permission = "reporting.change_round"


class RoundCopy(_RoundEdit, CreateView):
    """A new round after an earlier one, with the same sections and questions."""

    permission = "reporting.add_round"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.earlier = get_object_or_404(Round.objects.select_related("reform"), pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        return after(self.earlier)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(earlier=self.earlier, **kwargs)

    def fill(self, round: Round) -> None:
        copy_questions(earlier=self.earlier, to=round)


class ExtensionUpdate(ScopedMixin, UpdateView):
    """Another due date for the region of a report, with the reason; or the round's own again."""

    permission = "reporting.change_round"
    view_permission = "reporting.view_report"
    queryset = Report.objects.filter(region__isnull=False).select_related("round", "region")  # not the nation
    form_class: Any = ExtensionForm
    template_name = "reporting/extension_form.html"
    object: Report

    @cached_property
    def given(self) -> Extension | None:
        return self.object.round.extensions.filter(region=self.object.region).first()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.given, "report": self.object, "today": self.today}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = _("Annen frist for %(region)s") % {"region": self.object.region}
        round = self.object.round
        path = crumbs((round, round.get_absolute_url()), (title, ""))
        return super().get_context_data(title=title, breadcrumbs=path, report=self.object, given=self.given, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "fjern" in request.POST:
            report = self.get_object()
            withdraw_extension(report=report)
            messages.success(request, _("Rundens frist gjelder igjen for %(region)s.") % {"region": report.region})
            return redirect(report.round)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        due_on, reason = form.cleaned_data["due_on"], form.cleaned_data["reason"]
        extend(report=self.object, due_on=due_on, reason=reason, by=self.user, at=timezone.now())
        messages.success(
            self.request,
            _("Fristen for %(region)s er %(day)s.") % {"region": self.object.region, "day": f"{due_on:%-d.%-m.%Y}"},
        )
        return redirect(self.object.round)
