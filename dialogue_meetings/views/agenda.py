"""The page used while a meeting runs: its agenda, and key facts about those who are there beside it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import DetailView, View
from django.views.generic.detail import SingleObjectMixin

from dialogue_meetings import agendas
from dialogue_meetings.forms.agenda import AgendaEditor
from dialogue_meetings.minutes import language_of
from dialogue_meetings.models import FollowUp, Meeting, Minutes
from dialogue_meetings.views.section import keys_sent, trail
from lhl_portal.access.owning import holds
from lhl_portal.access.scoping import ScopedMixin
from lhl_portal.ui.together import one_after_the_other
from municipalities.key_facts import key_facts
from municipalities.models import Municipality
from municipalities.profile import names_on
from reform_phases.models import Reform

VIEW = "dialogue_meetings.view_meeting"
CHANGE = "dialogue_meetings.change_meeting"
# Calls, mails and visits have no agenda, but what was made a call later keeps its approved minutes.
MEETINGS = Meeting.objects.filter(
    ~Q(kind__in=Meeting.Kind.outside_meetings()) | Exists(Minutes.objects.filter(meeting=OuterRef("pk")))
).select_related("host")


class HeldBy(ScopedMixin):
    """A page of a meeting that who reaches the host writes, and the others read."""

    object: Any

    def writes(self, meeting: Meeting) -> bool:
        return self.may(CHANGE, meeting) and holds(self.user, CHANGE, meeting.host_id, today=self.today)

    def refuse_others(self, meeting: Meeting) -> None:
        if not holds(self.user, CHANGE, meeting.host_id, today=self.today):
            raise PermissionDenied

    def crumbs(self, meeting: Meeting, title: str) -> list[tuple[Any, str | None]]:
        meetings = (_("Møter"), reverse("dialogue_meetings:list"))
        return trail(meetings, (meeting.title, meeting.get_absolute_url()), (title, None))


class AgendaSheet(HeldBy, DetailView):
    permission = VIEW
    act_permission = CHANGE
    queryset = MEETINGS
    template_name = "dialogue_meetings/agenda_sheet.html"

    def get_queryset(self) -> Any:
        return one_after_the_other(super().get_queryset(), self.request)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What was typed after somebody approved the minutes stays on the page, but is not saved."""
        with transaction.atomic():
            meeting = self.object = self.get_object()
            if not self.writes(meeting):
                raise PermissionDenied
            editor = AgendaEditor(meeting=meeting, data=request.POST)
            if not editor.is_valid():
                return self.render_to_response(self.get_context_data(form=editor))
            try:
                editor.save()
            except agendas.Approved:
                return self.render_to_response(self.get_context_data(form=editor), status=409)
        messages.success(request, _("Møtearket er lagret."))
        return redirect("dialogue_meetings:agenda", pk=meeting.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting: Meeting = self.object
        approved = meeting.minutes.defer(*Minutes.HEAVY).first()
        writes = self.writes(meeting)
        if writes and not approved:
            kwargs.setdefault("form", AgendaEditor(meeting=meeting))
        items = list(meeting.agenda.all())
        title = _("Møteark")
        return super().get_context_data(
            title=title,
            breadcrumbs=self.crumbs(meeting, title),
            items=items,
            approved=approved,
            writes=writes,
            promises=list(self.promises()) if writes and not approved else [],
            alone=meeting.invitations.count() == 1,
            carried=list(self.carried()),
            can_fill=writes and not approved and not items,
            cards=self.cards(),
            day=meeting.held_on or self.today,
            **kwargs,
        )

    def promises(self) -> Any:
        """Open ones from earlier meetings, of those that the reader reaches."""
        rows = agendas.carried_from_before(self.object, today=self.today).within(
            self.reach("dialogue_meetings.view_followup"), today=self.today
        )
        return rows.select_related("municipality", "meeting").order_by("municipality__sort_key", "due_on", "pk")

    def carried(self) -> Any:
        """Items that are about an earlier promise, of those that the reader reaches."""
        rows: Any = FollowUp.objects.filter(agenda_items__meeting=self.object)
        within = rows.within(self.reach("dialogue_meetings.view_followup"), today=self.today)
        return within.select_related("municipality", "meeting").order_by("agenda_items__position")

    def cards(self) -> list[dict[str, Any]]:
        """Key facts about those of the invited that the reader reaches, on the day of the meeting."""
        meeting: Meeting = self.object
        day = meeting.held_on or self.today
        invited: Any = Municipality.objects.filter(meeting_invitations__meeting=meeting)
        reached = list(invited.within(self.reach("municipalities.view_municipality"), today=self.today))
        names, facts = names_on(reached, day), key_facts([row.pk for row in reached], day)
        return [{"municipality": row, "name": names[row.pk], "facts": facts[row.pk]} for row in reached]


class AgendaFill(HeldBy, SingleObjectMixin, View):
    """The items that dialogue meetings have, in one press."""

    permission = CHANGE
    view_permission = VIEW
    queryset = MEETINGS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            meeting: Meeting = self.get_object(self.get_queryset().select_for_update(of=("self",)))
            self.refuse_others(meeting)
            day = meeting.held_on or meeting.planned_on or self.today
            language, reform = language_of(meeting.host, day), Reform.objects.in_force(day)
            try:
                filled = agendas.fill_in(
                    meeting=meeting, reform=reform.name_in(language) if reform else "", language=language
                )
            except agendas.Approved:
                filled = []
        if filled:
            messages.success(request, _("Forslaget er fylt inn. Endre det så det passer møtet."))
        else:
            messages.info(request, _("Møtet har en dagsorden allerede."))
        return redirect("dialogue_meetings:agenda", pk=meeting.pk)


class AgendaCarry(HeldBy, SingleObjectMixin, View):
    """Promises from earlier meetings, picked with ``oppfolging``, go on the agenda."""

    permission = CHANGE
    view_permission = VIEW
    queryset = MEETINGS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            meeting: Meeting = self.get_object(self.get_queryset().select_for_update(of=("self",)))
            self.refuse_others(meeting)
            picked = agendas.carried_from_before(meeting, today=self.today).filter(
                pk__in=keys_sent(request, "oppfolging")
            )
            within = picked.within(self.reach("dialogue_meetings.view_followup"), today=self.today)
            try:
                items = agendas.carry(
                    meeting=meeting,
                    language=language_of(meeting.host, meeting.held_on or meeting.planned_on or self.today),
                    follow_ups=list(within.select_related("municipality").order_by("municipality__sort_key", "due_on")),
                )
            except agendas.Approved:
                items = []
        if items:
            words = ngettext("%(n)d sak er satt på dagsordenen.", "%(n)d saker er satt på dagsordenen.", len(items))
            messages.success(request, words % {"n": len(items)})
        else:
            messages.info(request, _("Ingen løfter ble satt på dagsordenen."))
        return redirect("dialogue_meetings:agenda", pk=meeting.pk)
