"""The steps of a report, each on a page of its own that says what it does and what stands in the way."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import DetailView

from lhl_portal.access.scoping import DeclaredMixin, ScopedMixin
from reporting.editions import edition_before
from reporting.forms.steps import CommentForm
from reporting.models import Report, Round, State, Transition
from reporting.presentation import crumbs
from reporting.workflow import (
    ACTIONS,
    NATIONAL,
    Refused,
    actions_for,
    file_of,
    hindrances,
    open_round,
    perform,
    signable,
)

_Step = Transition.Step


class _ReportStep(ScopedMixin, DetailView):
    """Looking asks for the same permission as doing: nobody else has anything to do here."""

    step: ClassVar[str]
    view_permission = "reporting.view_report"
    queryset = Report.objects.filter(region__isnull=False).select_related("round__reform", "region__office")
    template_name = "reporting/report_step.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report, action = self.object, actions_for(self.object)[self.step]
        possible = report.state in action.before
        signs = report.state == State.READY and action.after != State.DRAFT
        unsettled = report.threads.unsettled().count()
        kwargs.setdefault("form", self._form(unsettled) if action.comment else None)
        kwargs.setdefault("hindrances", hindrances(report, self.step, at=timezone.now()) if possible else [])
        return super().get_context_data(
            title=action.label,
            breadcrumbs=crumbs((report, report.get_absolute_url()), (action.label, "")),
            report=report,
            action=action,
            step=self.step,
            possible=possible,
            snapshot=signable(report) if signs else None,
            file=file_of(report, self.step) if possible else None,
            edition=report.editions.light().filter(state=State.SUBMITTED).first(),
            before=edition_before(report) if signs else None,
            unsettled=unsettled,
            **kwargs,
        )

    def _form(self, unsettled: int) -> CommentForm:
        """Where a report is returned with threads, what must be said begins with how many."""
        told = ngettext("Rapporten har %(n)s merknad.", "Rapporten har %(n)s merknader.", unsettled) % {"n": unsettled}
        starting = {"comment": told} if unsettled and self.step == _Step.RETURN else None
        return CommentForm(
            self.request.POST or None, label=actions_for(self.object)[self.step].comment, initial=starting
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        action = actions_for(self.object)[self.step]
        form = CommentForm(request.POST, label=action.comment) if action.comment else None
        if form is not None and not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        comment = form.cleaned_data["comment"] if form is not None else ""
        try:
            seen = request.POST.get("sett", "")
            perform(self.object, self.step, by=self.user, at=timezone.now(), comment=comment, seen=seen)
        except Refused as refused:
            self.object.refresh_from_db()
            return self.render_to_response(self.get_context_data(hindrances=refused.reasons))
        messages.success(request, action.tells)
        return redirect(self.object)


class ReportReady(_ReportStep):
    step = _Step.READY
    permission = ACTIONS[step].permission


class ReportReopen(_ReportStep):
    step = _Step.REOPEN
    permission = ACTIONS[step].permission


class ReportSubmit(_ReportStep):
    step = _Step.SUBMIT
    permission = ACTIONS[step].permission


class ReportReturn(_ReportStep):
    step = _Step.RETURN
    permission = ACTIONS[step].permission


class ReportAccept(_ReportStep):
    step = _Step.ACCEPT
    permission = ACTIONS[step].permission


class ReportCorrect(_ReportStep):
    step = _Step.CORRECT
    permission = ACTIONS[step].permission


class _NationalStep(_ReportStep):
    queryset = Report.objects.filter(region=None).select_related("round__reform")


class NationalReady(_NationalStep):
    step = _Step.READY
    permission = NATIONAL[step].permission


class NationalReopen(_NationalStep):
    step = _Step.REOPEN
    permission = NATIONAL[step].permission


class NationalAccept(_NationalStep):
    step = _Step.ACCEPT
    permission = NATIONAL[step].permission


class NationalCorrect(_NationalStep):
    step = _Step.CORRECT
    permission = NATIONAL[step].permission


class RoundOpen(DeclaredMixin, DetailView):
    """Opens the round for all offices at once."""

    permission = ACTIONS[_Step.OPEN].permission
    queryset = Round.objects.select_related("reform")
    template_name = "reporting/round_open.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = _("Åpne runden")
        reports = self.object.reports
        waiting = reports.filter(state=State.NOT_OPENED).count() + (not reports.filter(region=None).exists())
        path = crumbs((self.object, self.object.get_absolute_url()), (title, ""))
        return super().get_context_data(title=title, breadcrumbs=path, waiting=waiting, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        round = self.get_object()
        opened = open_round(round=round, by=self.user, at=timezone.now())
        told = ngettext("%(n)s rapport er åpnet.", "%(n)s rapporter er åpnet.", opened)
        messages.success(request, told % {"n": opened})
        return redirect(round)
