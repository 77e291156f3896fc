"""Follow-ups: the list, and the two verbs that close and reopen one."""

from datetime import date
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import ListView, View
from django.views.generic.detail import SingleObjectMixin

from dialogue_meetings import presentation, services
from dialogue_meetings.filters import FollowUpFilter
from dialogue_meetings.models import FollowUp
from dialogue_meetings.views.section import sections, trail
from lhl_portal.access.scoping import ScopedMixin
from lhl_portal.ui.addresses import own_address
from lhl_portal.ui.filtering import FilteredMixin
from lhl_portal.ui.fragments import FragmentMixin
from municipalities.asof import AsOfListMixin

CHANGE = "dialogue_meetings.change_followup"


class FollowUpList(AsOfListMixin, FilteredMixin, ScopedMixin, FragmentMixin, ListView):
    permission = "dialogue_meetings.view_followup"
    queryset = FollowUp.objects.select_related("municipality", "meeting")
    filterset_class = FollowUpFilter
    paginate_by = 50
    fragment = "rows"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            title=_("Oppfølging"),
            breadcrumbs=trail((_("Oppfølging"), None)),
            sections=sections(self.request, self.as_of_query),
            next=self.request.get_full_path(),
            **kwargs,
        )
        rows = list(context["object_list"])
        area = None if self.in_the_past else presentation.change_area(self, CHANGE)
        names = self.names(row.municipality for row in rows)
        context["promises"] = presentation.promises(rows, area, today=self.day, names=names)
        return context


class FollowUpVerb(ScopedMixin, SingleObjectMixin, View):
    permission = CHANGE
    view_permission = "dialogue_meetings.view_followup"
    queryset = FollowUp.objects.select_related("meeting")
    http_method_names: ClassVar[list[str]] = ["post", "options"]
    said: Any

    @property
    def done_on(self) -> date | None:
        return None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row: FollowUp = self.get_object()
        services.set_done(follow_up=row, done_on=self.done_on)
        messages.success(request, self.said % {"what": row.what})
        return redirect(own_address(request, request.POST.get("next", ""), row.meeting.get_absolute_url()))


class FollowUpDone(FollowUpVerb):
    said = gettext_lazy("«%(what)s» er gjort.")

    @property
    def done_on(self) -> date | None:
        return self.today


class FollowUpReopen(FollowUpVerb):
    said = gettext_lazy("«%(what)s» er åpen igjen.")
