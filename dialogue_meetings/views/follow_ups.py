"""Promises on both sides: the board, the page of one, and the verbs that close, reopen and verify."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, ListView, UpdateView, View
from django.views.generic.detail import SingleObjectMixin

from dialogue_meetings import presentation, promising
from dialogue_meetings.filters import FollowUpFilter
from dialogue_meetings.forms.follow_ups import CloseTogetherForm, FollowUpForm
from dialogue_meetings.models import FollowUp
from dialogue_meetings.views.locking import PartOfMeeting, lock_meetings
from dialogue_meetings.views.section import keys_sent, sections, trail
from lhl_portal.access.scoping import ScopedMixin
from lhl_portal.ui.addresses import own_address
from lhl_portal.ui.filtering import FilteredMixin
from lhl_portal.ui.fragments import FragmentMixin
from lhl_portal.ui.together import one_after_the_other
from municipalities.asof import AsOfListMixin

VIEW = "dialogue_meetings.view_followup"
CHANGE = "dialogue_meetings.change_followup"


class FollowUpList(AsOfListMixin, FilteredMixin, ScopedMixin, FragmentMixin, ListView):
    permission = VIEW
    queryset = FollowUp.objects.select_related("municipality", "meeting__host", "organisation")
    filterset_class = FollowUpFilter
    paginate_by = 50
    fragment = "rows"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            title=_("Oppfølging"),
            breadcrumbs=trail((_("Møter"), reverse("dialogue_meetings:list")), (_("Oppfølging"), None)),
            sections=sections(self.request, self.as_of_query),
            next=self.request.get_full_path(),
            **kwargs,
        )
        rows = list(context["object_list"])
        area = None if self.in_the_past else presentation.change_area(self, CHANGE)
        names = self.names(row.municipality for row in rows)
        promises = presentation.promises(rows, area, reader=self.user, today=self.day, names=names)
        can_pick = any(promise.can_change and promise.row.done_on is None for promise in promises)
        return context | {"promises": promises, "can_pick": can_pick}


class FollowUpUpdate(PartOfMeeting, UpdateView):
    permission = CHANGE
    view_permission = VIEW
    queryset = FollowUp.objects.select_related("meeting", "municipality", "done_by", "verified_by")
    form_class = FollowUpForm
    template_name = "dialogue_meetings/followup_form.html"

    def get_queryset(self) -> Any:
        return one_after_the_other(super().get_queryset(), self.request)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.user, "permission": CHANGE, "today": self.today}

    def form_valid(self, form: FollowUpForm) -> HttpResponse:
        form.save()
        messages.success(self.request, _("Lagret."))
        return redirect(self._back())

    def _back(self) -> str:
        asked = self.request.POST.get("next", self.request.GET.get("next", ""))
        return own_address(self.request, asked, self.object.meeting.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = FollowUp.objects.get(pk=self.object.pk)  # what was typed may not be saved
        crumbs = trail((_("Oppfølging"), reverse("dialogue_meetings:follow_up_list")), (kept.what, None))
        return super().get_context_data(
            title=_("Endre oppfølging"), breadcrumbs=crumbs, cancel_url=self._back(), next=self._back(), **kwargs
        )


class FollowUpsTogether(ScopedMixin, ListView, FormView):
    """Closes several at once; ``?oppfolging=`` for each. Those closed already, or out of reach, are left out."""

    permission = CHANGE
    queryset = FollowUp.objects.open().select_related("municipality", "meeting")
    form_class = CloseTogetherForm
    template_name = "dialogue_meetings/followups_together.html"
    success_url = reverse_lazy("dialogue_meetings:follow_up_list")
    object_list: Any

    def get_queryset(self) -> Any:
        rows = super().get_queryset().filter(pk__in=keys_sent(self.request, "oppfolging"))
        if self.request.method == "POST":
            lock_meetings(rows.values_list("meeting_id", flat=True))
        return rows

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"rows": self.object_list, "user": self.user, "today": self.today}

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object_list = list(self.get_queryset())
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: CloseTogetherForm) -> HttpResponse:
        count = form.save()
        words = ngettext("%(n)d oppfølging er gjort.", "%(n)d oppfølginger er gjort.", count)
        messages.success(self.request, words % {"n": count})
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = _("Marker flere som gjort")
        crumbs = trail((_("Oppfølging"), reverse("dialogue_meetings:follow_up_list")), (title, None))
        return super().get_context_data(title=title, breadcrumbs=crumbs, **kwargs)


class FollowUpVerb(PartOfMeeting, SingleObjectMixin, View):
    permission = CHANGE
    view_permission = VIEW
    queryset = FollowUp.objects.select_related("meeting")
    http_method_names: ClassVar[list[str]] = ["post", "options"]
    said: Any

    def act(self, row: FollowUp) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row: FollowUp = self.get_object()
        try:
            self.act(row)
        except promising.NotVerifiable as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, self.said % {"what": row.what})
        return redirect(own_address(request, request.POST.get("next", ""), row.meeting.get_absolute_url()))


class FollowUpDone(FollowUpVerb):
    said = gettext_lazy("«%(what)s» er gjort.")

    def act(self, row: FollowUp) -> None:
        promising.close(follow_ups=[row], on=self.today, by=self.user)


class FollowUpReopen(FollowUpVerb):
    said = gettext_lazy("«%(what)s» er åpen igjen.")

    def act(self, row: FollowUp) -> None:
        promising.reopen(follow_up=row)


class FollowUpVerify(FollowUpVerb):
    said = gettext_lazy("«%(what)s» er bekreftet.")

    def act(self, row: FollowUp) -> None:
        promising.verify(follow_up=row, on=self.today, by=self.user)
