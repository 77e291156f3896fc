"""Needs: the overview beside what has been given since, the list, and what is done to one."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import CreateView, DeleteView, FormView, ListView, UpdateView
from django.views.generic.detail import SingleObjectMixin

from dialogue_meetings.filters import NeedFilter, NeedOverviewFilter
from dialogue_meetings.forms.needs import AnswerNeedForm, RaisedForm, TopicForm
from dialogue_meetings.models import Meeting, Need, NeedTopic
from dialogue_meetings.needs import QUARTER, REGION, TOPIC, Demand, columns, demand, read_help, read_needs
from dialogue_meetings.presentation import linked
from dialogue_meetings.views.locking import PartOfMeeting
from dialogue_meetings.views.section import sections, trail
from lhl_portal.access.exporting import FORMATS, export
from lhl_portal.access.scoping import DeclaredMixin, ScopedMixin
from lhl_portal.ui.addresses import own_address
from lhl_portal.ui.exports import About
from lhl_portal.ui.filtering import FilteredMixin
from lhl_portal.ui.fragments import FragmentMixin
from lhl_portal.ui.tables import Table
from lhl_portal.ui.together import one_after_the_other
from municipalities.models import Municipality

VIEW = "dialogue_meetings.view_meeting"
CHANGE = "dialogue_meetings.change_meeting"
ANSWER = "dialogue_meetings.answer_need"
TOPICS = "dialogue_meetings.change_needtopic"
KEPT = ("tema", "region", "fra", "til")  # what the overview and the list have in common


class NeedOverview(FilteredMixin, ScopedMixin, FragmentMixin, ListView):
    """``?format=csv`` and ``?format=xlsx`` give the same rows as a file."""

    permission = VIEW
    queryset = Need.objects.select_related("topic")
    filterset_class = NeedOverviewFilter
    template_name = "dialogue_meetings/need_overview.html"
    fragment = "rows"
    object_list: Any

    def get_filterset_kwargs(self) -> dict[str, Any]:
        return {"today": self.today, "area": self.reach()}

    @cached_property
    def table(self) -> Table[Demand]:
        by = self.filterset.form.cleaned_data.get("etter") or TOPIC
        needs = read_needs(self.object_list, today=self.today)
        given = read_help({need.municipality for need in needs}, until=self.today)
        return Table(columns(by, lambda row, answer: self._address(by, row, answer)), demand(needs, given, by=by))

    def _address(self, by: str, row: Demand, answer: str) -> str:
        """The list of the needs that a number counts."""
        query = {name: self.request.GET.get(name, "") for name in KEPT}
        if by == TOPIC:
            query["tema"] = row.key
        elif by == REGION:
            query["region"] = str(self.filterset.regions.get(row.key, ""))
        elif by == QUARTER:
            days = [need.on for need in row.needs]
            query |= {"fra": min(days).isoformat(), "til": max(days).isoformat()}
        return self._list(query | {"svar": answer})

    def _list(self, query: dict[str, str]) -> str:
        """Without an answer is what the list shows when nothing is asked for."""
        kept = {name: value for name, value in query.items() if value}
        return f"{reverse('dialogue_meetings:need_list')}?{urlencode(kept)}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        kind = request.GET.get("format", "")
        if kind not in FORMATS or not self.filterset.is_valid():
            return response
        about = About(
            title=_("Behov"),
            as_of=self.today,
            made_at=timezone.now(),
            source=_("Behov meldt i møter, og møter og annen kontakt siden"),
            filters=self.filterset.in_words(),
        )
        return export(request, self.table, about, kind=kind)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            title=_("Behov"),
            breadcrumbs=trail((_("Møter"), reverse("dialogue_meetings:list")), (_("Behov"), None)),
            sections=sections(self.request, ""),
            day=self.today,
            can_change_topics=self.user.has_perm(TOPICS),
            **kwargs,
        )
        rows = list(self.object_list)
        return context | {
            "table": self.table if self.filterset.is_valid() else None,
            "raised": len(rows),
            "unanswered": sum(not row.answer for row in rows),
            "unanswered_url": self._list({name: self.request.GET.get(name, "") for name in KEPT}),
        }


class NeedList(FilteredMixin, ScopedMixin, FragmentMixin, ListView):
    """Without an answer, the oldest first, unless asked for others."""

    permission = VIEW
    queryset = Need.objects.select_related("topic", "municipality", "meeting")
    filterset_class = NeedFilter
    paginate_by = 50
    fragment = "rows"

    def get_filterset_kwargs(self) -> dict[str, Any]:
        return {"today": self.today, "area": self.reach()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            title=_("Meldte behov"),
            breadcrumbs=_trail((_("Meldte behov"), None)),
            sections=sections(self.request, ""),
            next=self.request.get_full_path(),
            **kwargs,
        )
        rows = list(context["object_list"])
        own: set[int] = set()
        if self.user.has_perm(ANSWER):
            within = Need.objects.filter(pk__in=[row.pk for row in rows]).within(self.reach(ANSWER), today=self.today)
            own = set(within.values_list("pk", flat=True))
        return context | {"needs": [(row, row.pk in own) for row in rows]}


class NeedRaise(ScopedMixin, SingleObjectMixin, FormView):
    """At a held meeting, for those of its municipalities that the user writes for."""

    permission = CHANGE
    view_permission = VIEW
    queryset = Meeting.objects.exclude(held_on=None)
    form_class = RaisedForm
    template_name = "dialogue_meetings/need_raise.html"
    object: Meeting

    def get_queryset(self) -> Any:
        return one_after_the_other(super().get_queryset(), self.request)

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        return super().get(request, *args, **kwargs)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        invited = Municipality.objects.filter(meeting_invitations__meeting=self.object)
        own = invited.within(self.reach(CHANGE), today=self.today).distinct().order_by("sort_key")
        return super().get_form_kwargs() | {"meeting": self.object, "municipalities": list(own)}

    def form_valid(self, form: RaisedForm) -> HttpResponse:
        count = form.save()
        words = ngettext("%(n)d behov er registrert.", "%(n)d behov er registrert.", count)
        messages.success(self.request, words % {"n": count})
        return redirect(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting = self.object
        crumbs = trail(
            (_("Møter"), reverse("dialogue_meetings:list")),
            (meeting.title, meeting.get_absolute_url()),
            (_("Registrer behov"), None),
        )
        return super().get_context_data(
            title=_("Registrer behov"), breadcrumbs=crumbs, cancel_url=meeting.get_absolute_url(), **kwargs
        )


class NeedAnswer(PartOfMeeting, UpdateView):
    permission = ANSWER
    view_permission = VIEW
    queryset = Need.objects.select_related("topic", "municipality", "meeting")
    form_class = AnswerNeedForm
    template_name = "dialogue_meetings/need_answer.html"

    def get_queryset(self) -> Any:
        return one_after_the_other(super().get_queryset(), self.request)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.user, "today": self.today}

    def form_valid(self, form: AnswerNeedForm) -> HttpResponse:
        form.save()
        messages.success(self.request, _("Lagret."))
        return redirect(self._back())

    def _back(self) -> str:
        asked = self.request.POST.get("next", self.request.GET.get("next", ""))
        return own_address(self.request, asked, reverse("dialogue_meetings:need_list"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        need: Need = self.object
        title = _("%(topic)s, %(name)s") % {"topic": need.topic, "name": need.municipality}
        return super().get_context_data(
            title=title,
            breadcrumbs=_trail((title, None)),
            linked=linked(self, [need.municipality_id]),
            cancel_url=self._back(),
            next=self._back(),
            can_delete=self.may(CHANGE, need),
            **kwargs,
        )


class NeedDelete(PartOfMeeting, DeleteView):
    """One that was registered by mistake. History keeps that it was."""

    permission = CHANGE
    view_permission = VIEW
    queryset = Need.objects.select_related("topic", "municipality", "meeting")
    template_name = "dialogue_meetings/need_confirm_delete.html"

    def get_success_url(self) -> str:
        return str(self.object.meeting.get_absolute_url())

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Behovet er fjernet."))
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = _("Fjern behov")
        return super().get_context_data(title=title, breadcrumbs=_trail((title, None)), **kwargs)


class TopicList(DeclaredMixin, ListView):
    permission = TOPICS
    queryset = NeedTopic.objects.all()
    template_name = "dialogue_meetings/needtopic_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = _("Behovstema")
        return super().get_context_data(title=title, breadcrumbs=_trail((title, None)), **kwargs)


class TopicWriting(DeclaredMixin):
    permission = TOPICS
    model = NeedTopic
    form_class = TopicForm
    template_name = "dialogue_meetings/needtopic_form.html"
    success_url = reverse_lazy("dialogue_meetings:topic_list")
    request: Any
    object: Any

    def form_valid(self, form: TopicForm) -> HttpResponse:
        messages.success(self.request, _("Lagret."))
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = _("Endre tema") if self.object else _("Nytt tema")
        crumbs = _trail((_("Behovstema"), reverse("dialogue_meetings:topic_list")), (title, None))
        return super().get_context_data(title=title, breadcrumbs=crumbs, cancel_url=self.success_url, **kwargs)


class TopicCreate(TopicWriting, CreateView):
    pass


class TopicUpdate(TopicWriting, UpdateView):
    def get_queryset(self) -> Any:
        return one_after_the_other(super().get_queryset(), self.request)


def _trail(*steps: tuple[Any, str | None]) -> list[tuple[Any, str | None]]:
    return trail(
        (_("Møter"), reverse("dialogue_meetings:list")), (_("Behov"), reverse("dialogue_meetings:needs")), *steps
    )
