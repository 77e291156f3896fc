"""One region's report: what it will say, the office's answers, building it and fetching the PDF."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import DetailView, View
from django.views.generic.detail import SingleObjectMixin

from lhl_portal.access.scoping import ScopedMixin
from lhl_portal.audit.models import AccessEvent
from lhl_portal.ui.fragments import FragmentMixin
from reporting.builds import TooEarly
from reporting.definitions import asked_by
from reporting.facts import read_facts
from reporting.indicators import compute_all
from reporting.manifest import office_on
from reporting.models import Build, Report, Snapshot, State
from reporting.national import read_country
from reporting.national_state import outdated
from reporting.outline import outline
from reporting.presentation import chapters, crumbs, figure_query, late, tabs
from reporting.workflow import Refused, actions_for, available, build, lock_reason, turn_of

PLAIN = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})
_REPORTS = Report.objects.select_related("round__reform", "region__office")


class ReportDetail(ScopedMixin, FragmentMixin, DetailView):
    """The report as it would be if it were built now, and the editions built so far. htmx asks for the builds alone."""

    permission = "reporting.view_report"
    change_permission = "reporting.change_report"
    queryset = _REPORTS
    template_name = "reporting/report_detail.html"
    fragment = "builds"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        builds = self.object.builds.select_related("snapshot", "requested_by")
        builds = list(builds.defer("snapshot__pdf", "snapshot__manifest")[:20])
        active = next((build for build in builds if build.is_active), None)
        context = super().get_context_data(
            title=self.object,
            breadcrumbs=crumbs(
                (self.object.round, self.object.round.get_absolute_url()),
                (self.object.area_name, ""),
            ),
            builds=builds,
            active=active,
            silent=active is not None and active.is_silent(timezone.now()),
            stale=self._answered_since(builds),
            can_build=self._can_build(),
            tabs=tabs(self.object, "report", self.user),
            unsettled=self.object.threads.unsettled().count(),
            build_url=reverse(
                f"reporting:{'build' if self.object.region_id else 'national_build'}", args=[self.object.pk]
            ),
            lock=lock_reason(self.object),
            actions=self._actions(),
            turn=self._turn(),
            steps=self.object.transitions.select_related("by"),
            editions=self.object.editions.light().select_related("signed_by"),
            too_early=self.today < self.object.round.cut_off,
            **kwargs,
        )
        if not self.request.htmx:  # type: ignore[attr-defined]
            context |= self.figures()
        return context

    def _can_build(self) -> bool:
        """In the states of `workflow.build`."""
        state_allows = self.object.is_open or self.object.state == State.READY
        permission = "reporting.build_report" if self.object.region_id else NationalBuild.permission
        return state_allows and self.may(permission, self.object)

    def _actions(self) -> list[dict[str, Any]]:
        """The steps the reader may take now, each with its page; the way on comes first."""
        actions = actions_for(self.object)
        may = [code for code in available(self.object, self.user) if self.may(actions[code].permission, self.object)]
        kind = "report" if self.object.region_id else "national"
        return [
            {"label": actions[code].label, "url": reverse(f"reporting:{kind}_{code}", args=[self.object.pk])}
            for code in may
        ]

    def _turn(self) -> bool:
        """Whether the report waits for the reader."""
        return self.may(turn_of(self.object), self.object)

    def _answered_since(self, builds: list[Build]) -> bool:
        """Whether an answer was written after the newest finished build was asked for."""
        done = next((build for build in builds if build.state == Build.State.DONE), None)
        return done is not None and self.object.answers.filter(updated_at__gt=done.requested_at).exists()

    def _outdated(self) -> list[str]:
        """Why the national edition that holds is no longer what the regions say."""
        edition = self.object.editions.light().filter(state=State.ACCEPTED).first()
        settled = edition is not None and self.object.state == State.ACCEPTED
        return outdated(edition.snapshot, self.object) if edition and settled else []

    def figures(self) -> dict[str, Any]:
        round = self.object.round
        if self.object.region is None:
            return {"country": read_country(round), "outdated": self._outdated()}
        facts = read_facts(reform=round.reform, starts_on=round.starts_on, as_of=round.cut_off)
        here = [pk for pk, body in facts.municipalities.items() if body.region == self.object.region_id]
        asked = asked_by(round)
        shares = {code: share.within(here) for code, share in compute_all(facts, asked).items()}
        return {
            "chapters": chapters(shares, asked),
            "query": figure_query(self.object, today=self.today),
            "base": len(here),
            "late": late(shares.values(), facts.as_of),
            "office_then": office_on(self.object.region, round.cut_off),
            "parts": outline(round, report=self.object),
            "contributions": list(self.object.contributions.select_related("organisation")),
            "extension": round.extensions.filter(region=self.object.region).first(),
        }


class ReportBuild(ScopedMixin, SingleObjectMixin, View):
    """The button. POST only; a second press finds the build of the first."""

    permission = "reporting.build_report"
    view_permission = "reporting.view_report"
    queryset = _REPORTS

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        report = self.get_object()
        try:
            build(report, by=self.user, at=timezone.now())
        except TooEarly:
            messages.error(request, _("Rapporten kan bygges fra og med skjæringsdatoen."))
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect(report.get_absolute_url() + "#utgaver")


class NationalBuild(ReportBuild):
    """The same button for the national report, which those who review make."""

    permission = "reporting.review_report"
    queryset = Report.objects.filter(region=None).select_related("round__reform")


class SnapshotPdf(ScopedMixin, DetailView):
    """The PDF of a frozen snapshot, the same bytes every time."""

    permission = "reporting.view_report"
    queryset = Snapshot.objects.select_related("build__report__round", "build__report__region").defer("manifest")

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        snapshot: Snapshot = context["object"]
        AccessEvent.objects.create(
            kind=AccessEvent.Kind.EXPORT,
            user=self.user,
            path=self.request.path,
            detail=snapshot.sha256,
        )
        name = f"{snapshot.build.report.round.name_nb} {snapshot.build.report.area_name} {snapshot}".lower()
        name = slugify(name.translate(PLAIN))
        return HttpResponse(
            bytes(snapshot.pdf),
            content_type="application/pdf",
            headers={
                "Content-Disposition": f'attachment; filename="{name}.pdf"',
                "Content-Security-Policy": "sandbox; default-src 'none'",
                "ETag": f'"{snapshot.sha256}"',
            },
        )
