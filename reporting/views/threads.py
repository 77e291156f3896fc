"""*Merknader*: what the reviewer asks about an edition, each matter a thread that the office answers."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, View
from django.views.generic.detail import SingleObjectMixin

from lhl_portal.access.scoping import ScopedMixin
from reporting.anchors import Spot, asked_for, spot
from reporting.forms.steps import MessageForm
from reporting.models import Edition, Report, State, Thread
from reporting.presentation import crumbs, tabs
from reporting.reviewing import Place, answer, ask, begin, close, may_begin, reopen, settled
from reporting.views.editions import EditionPage
from reporting.workflow import Refused

_ALL = "alle"
_WITH_MESSAGES = Thread.objects.select_related("begun_by", "closed_by").prefetch_related("comments__by")


def _spots(report: Report, threads: list[Thread]) -> dict[int, Spot]:
    """Where each thread stands, by its primary key. One query for the manifests of the editions they were begun on."""
    numbers = {thread.edition for thread in threads}
    editions = Edition.objects.filter(report=report, number__in=numbers).values_list("number", "snapshot__manifest")
    manifests = {number: json.loads(bytes(manifest)) for number, manifest in editions}
    return {
        thread.pk: spot(
            Place(thread.anchor, thread.key), manifests[thread.edition], report=report.pk, edition=thread.edition
        )
        for thread in threads
    }


class ThreadList(ScopedMixin, DetailView):
    """All threads of a region's report, those that are not closed unless ``?vis=alle``. The national has no review."""

    permission = "reporting.view_report"
    queryset = Report.objects.filter(region__isnull=False).select_related("round__reform", "region__office")
    template_name = "reporting/thread_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.object
        every = self.request.GET.get("vis") == _ALL
        rows = _WITH_MESSAGES.filter(report=report).by_state()
        threads = list(rows if every else rows.unsettled())
        spots = _spots(report, threads)
        title = _("Merknader")
        return super().get_context_data(
            title=title,
            breadcrumbs=crumbs((report, report.get_absolute_url()), (title, "")),
            report=report,
            tabs=tabs(report, "thread_list", self.user),
            rows=[{"thread": thread, "spot": spots[thread.pk]} for thread in threads],
            numbers=report.threads.numbers(),
            every=every,
            under_review=report.editions.light().filter(state=State.SUBMITTED).first(),
            can_review=self.may("reporting.review_report", report),
            **kwargs,
        )


class ThreadCreate(EditionPage):
    """A thread at the place that the address says: ``?tall=``, with ``&kommune=``, ``?svar=``, or the whole report."""

    permission = "reporting.review_report"
    view_permission = "reporting.view_report"
    queryset = EditionPage.queryset.filter(report__region__isnull=False)
    template_name = "reporting/thread_form.html"

    def get_object(self, queryset: Any = None) -> Edition:
        edition = super().get_object(queryset)
        if not self.may(self.permission, edition):
            raise PermissionDenied
        return edition

    @cached_property
    def spot(self) -> Spot:
        place = asked_for(self.request.GET.dict(), self.manifest)
        if place is None:
            raise Http404(_("Utgaven har ikke noe slikt sted."))
        return spot(place, self.manifest, report=self.object.report_id, edition=self.object.number)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", MessageForm())
        title = _("Ny merknad")
        return super().get_context_data(
            title=title,
            breadcrumbs=self.path((self.object, self.object.get_absolute_url()), (title, "")),
            report=self.object.report,
            spot=self.spot,
            possible=may_begin(self.object.report, self.object.number),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        form, place = MessageForm(request.POST), self.spot.place
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        edition, text = self.object, form.cleaned_data["text"]
        try:
            begin(
                report=edition.report, edition=edition.number, place=place, text=text, by=self.user, at=timezone.now()
            )
        except Refused as refused:
            messages.error(request, str(refused))
            edition.report.refresh_from_db()
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("Merknaden er lagret. Embetet ser den på siden Merknader."))
        return redirect(self.spot.url)


class ThreadDetail(ScopedMixin, DetailView):
    """One thread with its messages, and the way to the one before and after."""

    permission = "reporting.view_report"
    queryset = _WITH_MESSAGES.select_related("report__round__reform", "report__region__office", "begun_by", "closed_by")
    context_object_name = "thread"
    template_name = "reporting/thread_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        thread, report = self.object, self.object.report
        order = list(report.threads.by_state().values_list("pk", flat=True))
        place = order.index(thread.pk)
        title = _("Merknad %(place)s av %(all)s") % {"place": place + 1, "all": len(order)}
        reviews, writes = (self.may(f"reporting.{verb}_report", report) for verb in ("review", "change"))
        live = not settled(report)
        kwargs.setdefault("form", MessageForm() if live and not thread.is_closed and (reviews or writes) else None)
        comments = list(thread.comments.all())
        return super().get_context_data(
            title=title,
            breadcrumbs=crumbs(
                (report, report.get_absolute_url()),
                (_("Merknader"), reverse("reporting:thread_list", args=[report.pk])),
                (title, ""),
            ),
            report=report,
            tabs=tabs(report, "thread_list", self.user),
            spot=_spots(report, [thread])[thread.pk],
            comments=comments,
            seen=comments[-1].pk if comments else 0,
            before=order[place - 1] if place else None,
            after=order[place + 1] if place + 1 < len(order) else None,
            answers=writes,
            can_review=reviews and live,
            **kwargs,
        )


class _Saying(ThreadDetail):
    """The message of the page's form. What is wrong with it is said on the page."""

    view_permission = "reporting.view_report"

    def say(self, text: str) -> Thread:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        form = MessageForm(request.POST)
        if form.is_valid():
            try:
                self.say(form.cleaned_data["text"])
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("Meldingen er lagret."))
                return redirect(self.object)
        return self.render_to_response(self.get_context_data(form=form))


class ThreadAnswer(_Saying):
    permission = "reporting.change_report"

    def say(self, text: str) -> Thread:
        return answer(thread=self.object, text=text, by=self.user, at=timezone.now())


class ThreadAsk(_Saying):
    permission = "reporting.review_report"

    def say(self, text: str) -> Thread:
        return ask(thread=self.object, text=text, by=self.user, at=timezone.now())


class _Deciding(ScopedMixin, SingleObjectMixin, View):
    """What only the reviewer does, with one press."""

    permission = "reporting.review_report"
    view_permission = "reporting.view_report"
    queryset = Thread.objects.select_related("report")
    done: Any

    def decide(self, thread: Thread) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        thread = self.get_object()
        try:
            self.decide(thread)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, self.done)
        return redirect(thread)


class ThreadClose(_Deciding):
    done = gettext_lazy("Merknaden er lukket.")

    def decide(self, thread: Thread) -> None:
        seen = self.request.POST.get("seen", "")
        read = int(seen) if seen.isdecimal() and len(seen) < 19 else 0
        close(thread=thread, seen=read, by=self.user, at=timezone.now())


class ThreadReopen(_Deciding):
    done = gettext_lazy("Merknaden er åpnet igjen.")

    def decide(self, thread: Thread) -> None:
        reopen(thread=thread)
