"""*Siden sist* and *Tall i teksten* of a report: what the portal proposes to say, and the numbers that are in doubt."""

import hashlib
from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from lhl_portal.access.scoping import ScopedMixin
from reporting.indicators import BY_CODE, BY_KEY, Indicator
from reporting.manifest import read_manifest
from reporting.models import Report
from reporting.presentation import asks, crumbs, figure_query, tabs
from reporting.since import choices, notes
from reporting.since.additions import edition
from reporting.since.comparing import Manifest
from reporting.since.forms import NoteForm, SentenceForm
from reporting.since.numbers import Mismatch, mismatches
from reporting.since.sentences import drafts
from reporting.since.source import previous_manifest
from reporting.workflow import lock_reason


class _Written(ScopedMixin, DetailView):
    """A page where the office writes in its report, while it is open, and others read."""

    permission = "reporting.view_report"
    act_permission = change_permission = "reporting.change_report"
    queryset = Report.objects.filter(region__isnull=False).select_related("round__reform", "region__office")
    name: ClassVar[str]
    context_object_name = "report"
    object: Report

    @cached_property
    def now(self) -> Manifest:
        """The report as it stands. Reading it is most of what the page costs."""
        return read_manifest(self.object, built_on=self.today)

    @cached_property
    def before(self) -> Manifest | None:
        return previous_manifest(self.object)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        if not self.may(self.act_permission, self.object):
            raise PermissionDenied
        try:
            return self.act()
        except choices.Locked:
            messages.error(request, _("Rapporten er låst, så ingenting ble endret."))
            return redirect(request.path)

    def act(self) -> HttpResponse:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.object
        writes = report.is_open and self.may(self.change_permission, report)
        return super().get_context_data(
            breadcrumbs=crumbs((report, report.get_absolute_url()), (kwargs["page"], "")),
            title=report,
            tabs=tabs(report, self.name, self.user),
            lock_reason=lock_reason(report),
            writes=writes,
            language=self.now["language"],
            edition=edition(self.before) if self.before else None,
            **kwargs,
        )


class Since(_Written):
    """The draft sentences, each with what the office has chosen about it."""

    name = "since"
    template_name = "reporting/since.html"

    @cached_property
    def review(self) -> choices.Review:
        return choices.review(self.object, drafts(self.before, self.now, self.now["language"]))

    def act(self) -> HttpResponse:
        if self.request.POST.get("deed") == "all":
            return self._accept_all()
        form = SentenceForm(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(failed=form))
        choices.choose(report=self.object, by=self.user, at=timezone.now(), **form.chosen())
        return redirect(f"{self.request.path}#{form.cleaned_data['key']}")

    def _accept_all(self) -> HttpResponse:
        """Those that were shown: where the drafts are others by now, nothing is taken along unseen."""
        waiting = self.review.waiting
        if self.request.POST.get("seen") != _seen(waiting):
            messages.error(
                self.request, _("Utkastene er endret siden du åpnet siden. Se over dem før du tar med alle.")
            )
        else:
            choices.choose(
                report=self.object,
                drafts=[row.draft for row in waiting],
                state=choices.State.ACCEPTED,
                by=self.user,
                at=timezone.now(),
            )
            messages.success(self.request, _("Alle de foreslåtte setningene er tatt med."))
        return redirect(self.request.path)

    def get_context_data(self, failed: SentenceForm | None = None, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            page=_("Siden sist"),
            review=self.review,
            rows=[self._row(row, failed) for row in self.review.rows],
            seen=_seen(self.review.waiting),
            failed=failed,
            **kwargs,
        )

    def _row(self, row: choices.Row, failed: SentenceForm | None) -> dict[str, Any]:
        """A row with its form; the one that was refused keeps what was typed."""
        draft = row.draft
        if failed and failed.data.get("key") == draft.key:
            form = failed
        else:
            text = row.stale.text if row.stale and row.stale.state == row.stale.State.EDITED else row.text
            form = SentenceForm(
                initial={"key": draft.key, "figure": draft.figure, "drafted": draft.text, "text": text},
            )
        form.auto_id = f"{draft.key}_%s"
        return {
            "row": row,
            "form": form,
            "figure_url": self._figure_url(draft.figure),
            "label": self.indicators[draft.figure].label if draft.figure in self.indicators else "",
        }

    def _figure_url(self, code: str) -> str:
        """The figure with the period, area and version of the report, so that it shows the same municipalities."""
        if code not in self.indicators:
            return ""
        query = figure_query(self.object, today=self.today)
        return f"{reverse('reporting:figure', args=[code])}{query}{asks(self.indicators[code])}"

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """By code, as the report counts them; one that it no longer has is the current one."""
        keys = [(figure["code"], figure["version"]) for figure in self.now["figures"]]
        return BY_CODE | {key[0]: BY_KEY[key] for key in keys if key in BY_KEY}


class Numbers(_Written):
    """Numbers in the office's text that the report does not have, each to be explained or corrected."""

    name = "numbers"
    template_name = "reporting/since_numbers.html"

    @cached_property
    def mismatches(self) -> list[Mismatch]:
        return mismatches(self.now, self.before)

    def act(self) -> HttpResponse:
        asked = self.request.POST.get("mismatch", "")
        one = next((mismatch for mismatch in self.mismatches if mismatch.key == asked), None)
        if one is None:
            messages.error(self.request, _("Teksten er endret siden du åpnet siden. Se over tallene igjen."))
            return redirect(self.request.path)
        if self.request.POST.get("deed") == "withdraw":
            notes.withdraw(report=self.object, mismatch=one)
            messages.success(self.request, _("Forklaringen er fjernet."))
            return redirect(f"{self.request.path}#{one.key}")
        form = NoteForm(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(failed=form))
        text = form.cleaned_data["text"]
        notes.explain(report=self.object, mismatch=one, text=text, by=self.user, at=timezone.now())
        messages.success(self.request, _("Forklaringen er lagret."))
        return redirect(f"{self.request.path}#{one.key}")

    def get_context_data(self, failed: NoteForm | None = None, **kwargs: Any) -> dict[str, Any]:
        lines = [self._line(line, failed) for line in notes.lines(self.object, self.mismatches)]
        return super().get_context_data(
            page=_("Tall i teksten"),
            open_lines=[line for line in lines if not line["line"].note],
            explained=[line for line in lines if line["line"].note],
            failed=failed,
            **kwargs,
        )

    def _line(self, line: notes.Line, failed: NoteForm | None) -> dict[str, Any]:
        mismatch = line.mismatch
        if failed and failed.data.get("mismatch") == mismatch.key:
            form = failed
        else:
            said = line.note or line.earlier
            form = NoteForm(initial={"mismatch": mismatch.key, "text": said.text if said else ""})
        form.auto_id = f"{mismatch.key}_%s"
        before, _number, after = mismatch.context.partition(mismatch.number)
        kind, _dash, rest = mismatch.where.partition("-")
        url = reverse("reporting:answers", args=[self.object.pk])
        if kind == "since":
            url = f"{reverse('reporting:since', args=[self.object.pk])}#{rest}"
        return {"line": line, "form": form, "before": before, "after": after, "url": url}


def _seen(rows: Iterable[choices.Row]) -> str:
    """What was shown, in a few letters: of two pages with the same drafts it is the same."""
    shown = "\n".join(f"{row.draft.key} {row.draft.text}" for row in rows)
    return hashlib.sha256(shown.encode()).hexdigest()[:16]
