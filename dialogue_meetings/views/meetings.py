"""Meetings: list, page, writing and deleting."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Prefetch, ProtectedError, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import CreateView, DeleteView, DetailView, ListView, UpdateView, View
from django.views.generic.detail import SingleObjectMixin
from django.views.generic.list import MultipleObjectMixin

from dialogue_meetings import deleted, presentation, services
from dialogue_meetings.filters import MeetingFilter
from dialogue_meetings.forms.log import LogEditor
from dialogue_meetings.forms.meetings import DistrictsForm, MeetingEditor
from dialogue_meetings.models import FollowUp, Invitation, Meeting, Minutes, Need
from dialogue_meetings.views.locking import PartOfMeeting
from dialogue_meetings.views.section import key_asked_for, sections, suggested, trail
from lhl_portal.access.owning import holds
from lhl_portal.access.scoping import ScopedMixin
from lhl_portal.ui.filtering import FilteredMixin
from lhl_portal.ui.fragments import FragmentMixin
from lhl_portal.ui.together import one_after_the_other
from municipalities.asof import AsOfListMixin

VIEW = "dialogue_meetings.view_meeting"
ADD = "dialogue_meetings.add_meeting"
CHANGE = "dialogue_meetings.change_meeting"
DELETE = "dialogue_meetings.delete_meeting"
ANSWER = "dialogue_meetings.answer_invitation"


class MeetingList(AsOfListMixin, FilteredMixin, ScopedMixin, FragmentMixin, ListView):
    permission = VIEW
    queryset = Meeting.objects.select_related("host")
    filterset_class = MeetingFilter
    paginate_by = 50
    fragment = "rows"

    def get_queryset(self) -> Any:
        invitations = Invitation.objects.select_related("municipality")
        if self.in_the_past:
            invitations = invitations.offered_by(self.day)
        return super().get_queryset().prefetch_related(Prefetch("invitations", invitations))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            title=_("Møter"),
            breadcrumbs=trail((_("Møter"), None)),
            sections=sections(self.request, self.as_of_query),
            add_url=self.address_to_add("dialogue_meetings:create", ADD),
            **kwargs,
        )
        meetings = list(context["object_list"])
        invited = {meeting.pk: list(meeting.invitations.all()) for meeting in meetings}
        names = self.names(row.municipality for rows in invited.values() for row in rows)
        context["rows"] = [
            {
                "meeting": meeting,
                "state": presentation.state(meeting, invited[meeting.pk], self.day),
                "municipalities": presentation.shortened([names[row.municipality_id] for row in invited[meeting.pk]]),
            }
            for meeting in meetings
        ]
        return context


class MeetingDetail(ScopedMixin, DetailView):
    permission = VIEW
    change_permission = CHANGE
    queryset = Meeting.objects.select_related("host")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting: Meeting = self.object
        invitations = list(
            meeting.invitations.select_related("municipality").prefetch_related(
                Prefetch("districts", to_attr="taking_part")
            )
        )
        every: Any = FollowUp.objects.filter(meeting=meeting)
        reached = every.within(self.reach("dialogue_meetings.view_followup"), today=self.today)
        follow_ups = list(
            reached.select_related("municipality", "meeting__host", "organisation").order_by(
                F("done_on").asc(nulls_first=True), "due_on", "pk"
            )
        )
        attendance = list(meeting.attendance.order_by("pk"))
        area = presentation.change_area(self, "dialogue_meetings.change_followup")
        holds_host = self.may(CHANGE, meeting) and holds(self.user, CHANGE, meeting.host_id, today=self.today)
        return super().get_context_data(
            title=meeting.title,
            breadcrumbs=trail((_("Møter"), reverse("dialogue_meetings:list")), (meeting.title, None)),
            state=presentation.state(meeting, invitations, self.today),
            facts=_facts(meeting),
            invitations=invitations,
            invited=meeting.kind not in Meeting.Kind.outside_meetings(),
            linked=presentation.linked(self, [i.municipality_id for i in invitations]),
            answerable=self._answerable(meeting),
            districted=self._districted(meeting),
            present=sum(i.present for i in invitations),
            attendance=attendance,
            attended=sum(row.count for row in attendance),
            topics=_topics(meeting),
            promises=presentation.promises(follow_ups, area, reader=self.user, today=self.today),
            promised_beyond=every.count() - len(follow_ups),
            needs=list(self._needs(meeting)),
            can_raise=bool(meeting.held_on) and self.may(CHANGE, meeting),
            can_answer_needs=self.user.has_perm("dialogue_meetings.answer_need"),
            next=self.request.path,
            attachments=meeting.attachments.select_related("added_by"),
            removed_attachments=deleted.attachments(meeting),
            holds_host=holds_host,
            can_be_held=holds_host and presentation.can_be_held(meeting, self.today),
            agenda=list(meeting.agenda.all()),
            minutes=meeting.minutes.defer(*Minutes.HEAVY).first(),
            can_log=self.user.has_perm(ADD),
            in_calendar=meeting.kind not in Meeting.Kind.outside_meetings() and (meeting.held_on or meeting.planned_on),
            can_delete=self.may(DELETE, meeting) and holds(self.user, DELETE, meeting.host_id, today=self.today),
            **kwargs,
        )

    def _needs(self, meeting: Meeting) -> Any:
        rows: Any = Need.objects.filter(meeting=meeting)
        within = rows.within(self.reach(VIEW), today=self.today)
        return within.select_related("topic", "municipality").order_by("municipality__sort_key", "topic")

    def _districted(self, meeting: Meeting) -> set[int]:
        """Invitations whose districts the reader may choose."""
        if not self.user.has_perm(CHANGE):
            return set()
        rows: Any = Invitation.objects.filter(meeting=meeting).with_districts()
        return set(rows.within(self.reach(CHANGE), today=self.today).values_list("pk", flat=True))

    def _answerable(self, meeting: Meeting) -> set[int]:
        """Invitations that the reader may register an answer to."""
        if meeting.held_on or not self.user.has_perm(ANSWER):
            return set()
        rows: Any = Invitation.objects.offers().filter(meeting=meeting)
        return set(rows.within(self.reach(ANSWER), today=self.today).values_list("pk", flat=True))


class SupportMoved(ScopedMixin, MultipleObjectMixin, View):
    """Calls, mails and visits had pages of their own once, and sent reports still lead there."""

    permission = VIEW
    queryset = Meeting.objects.all()

    def get(self, request: Any, pk: int) -> HttpResponse:
        return redirect(get_object_or_404(self.get_queryset(), support_number=pk))


class MeetingWriting(ScopedMixin):
    """The one page where a meeting and all that belongs to it is written."""

    model = Meeting
    template_name = "dialogue_meetings/meeting_form.html"
    request: Any
    object: Any
    permission: Any

    def get_form(self, form_class: Any = None) -> MeetingEditor:
        return MeetingEditor(
            meeting=self.object or Meeting(),
            user=self.request.user,
            permission=self.permission,
            today=self.today,
            data=self.request.POST if self.request.method == "POST" else None,
        )

    def form_valid(self, form: MeetingEditor) -> HttpResponse:
        meeting = form.save()
        messages.success(self.request, presentation.what_it_changed(meeting))
        # Who took out the last municipality they reached the meeting through, does not see it any more.
        return redirect(meeting if self.may(VIEW, meeting) else "dialogue_meetings:list")


class MeetingCreate(ScopedMixin, CreateView):
    """``?kommune=`` begins with a municipality, ``?som=`` with everything that stays the same in a series."""

    permission = ADD
    model = Meeting
    template_name = "dialogue_meetings/meeting_log.html"

    def get_form(self, form_class: Any = None) -> LogEditor:
        return LogEditor(
            user=self.user,
            permission=ADD,
            today=self.today,
            data=self.request.POST if self.request.method == "POST" else None,
            suggested=suggested(self.request),
            like=self._like(),
        )

    def _like(self) -> Meeting | None:
        number = key_asked_for(self.request, "som")
        rows: Any = Meeting.objects.within(self.reach(VIEW), today=self.today)
        return rows.filter(pk=number).first() if number else None

    def form_valid(self, form: Any) -> HttpResponse:
        """Sent twice, as after an answer that got lost, it is saved once. The address tells the draft that it is."""
        token = form.main.cleaned_data["token"]
        try:
            with transaction.atomic():
                meeting = form.save()
            messages.success(self.request, presentation.what_it_changed(meeting))
        except IntegrityError:
            kept: Meeting | None = self.get_queryset().filter(logged_from=token).first() if token else None
            if kept is None:
                raise
            if not form.says_the_same_as(kept):
                return self.form_invalid(form.as_another(kept))
            meeting = kept
            messages.info(self.request, _("Dette er lagret allerede."))
        query = f"?lagret={token}" if token else ""
        return redirect(f"{meeting.get_absolute_url()}{query}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = trail((_("Møter"), reverse("dialogue_meetings:list")), (_("Logg kontakt"), None))
        return super().get_context_data(
            title=_("Logg kontakt"), breadcrumbs=crumbs, cancel_url=reverse("dialogue_meetings:list"), **kwargs
        )


class MeetingHeld(ScopedMixin, SingleObjectMixin, View):
    """The planned meeting has been: one press, nothing typed again."""

    permission = CHANGE
    view_permission = VIEW
    queryset = Meeting.objects.all()
    http_method_names = ["post"]

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            meeting = self.get_object(self.get_queryset().select_for_update(of=("self",)))
            if not holds(self.user, CHANGE, meeting.host_id, today=self.today):
                raise PermissionDenied
            if presentation.can_be_held(meeting, self.today):
                own: Any = Invitation.objects.within(self.reach(), today=self.today).filter(meeting=meeting)
                try:
                    services.hold(meeting=meeting, invited=own)
                except ValidationError as error:
                    messages.error(request, " ".join(error.messages))
                    return redirect(meeting)
                messages.success(request, presentation.what_it_changed(meeting))
                others = meeting.invitations.exclude(pk__in=own.values("pk")).exclude(answer="declined").count()
                if others:
                    words = ngettext(
                        "%(n)d kommune utenfor ditt område er ikke ført som til stede.",
                        "%(n)d kommuner utenfor ditt område er ikke ført som til stede.",
                        others,
                    )
                    messages.info(request, words % {"n": others})
            else:
                messages.error(request, _("Møtet er holdt allerede, eller dagen er ikke kommet."))
        return redirect(meeting)


class MeetingUpdate(MeetingWriting, UpdateView):
    permission = CHANGE
    view_permission = VIEW

    def get_queryset(self) -> Any:
        return one_after_the_other(super().get_queryset(), self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = Meeting.objects.select_related("host").get(pk=self.object.pk)  # what was typed may not be saved
        facts = [(_("Tittel"), kept.title), *_facts(kept)]
        crumbs = trail(
            (_("Møter"), reverse("dialogue_meetings:list")), (kept.title, kept.get_absolute_url()), (_("Endre"), None)
        )
        return super().get_context_data(
            title=_("Endre møte"), breadcrumbs=crumbs, cancel_url=kept.get_absolute_url(), facts=facts, **kwargs
        )


class InvitationDistricts(PartOfMeeting, UpdateView):
    """Which of the municipality's districts take part for it."""

    permission = CHANGE
    view_permission = VIEW
    queryset = Invitation.objects.with_districts().select_related("meeting", "municipality")
    form_class = DistrictsForm
    template_name = "dialogue_meetings/invitation_districts.html"

    def get_queryset(self) -> Any:
        return one_after_the_other(super().get_queryset(), self.request)

    def form_valid(self, form: Any) -> HttpResponse:
        form.save()
        messages.success(self.request, _("Lagret."))
        return redirect(self.object.meeting)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting = self.object.meeting
        title = _("Bydeler fra %(name)s") % {"name": self.object.municipality}
        crumbs = trail(
            (_("Møter"), reverse("dialogue_meetings:list")), (meeting.title, meeting.get_absolute_url()), (title, None)
        )
        return super().get_context_data(
            title=title, breadcrumbs=crumbs, cancel_url=meeting.get_absolute_url(), **kwargs
        )


class MeetingDelete(ScopedMixin, DeleteView):
    """By who reaches the host. Not while municipalities of others are invited: their rows are not the user's."""

    permission = DELETE
    view_permission = VIEW
    queryset = Meeting.objects.all()

    def get_object(self, queryset: Any = None) -> Any:
        meeting = super().get_object(queryset)
        if not holds(self.user, DELETE, meeting.host_id, today=self.today):
            raise PermissionDenied
        return meeting

    def get_queryset(self) -> Any:
        return one_after_the_other(super().get_queryset(), self.request)

    def get_success_url(self) -> str:
        return reverse("dialogue_meetings:list")

    def beyond(self) -> list[Invitation]:
        rows: Any = self.object.invitations
        own = Invitation.objects.within(self.reach(), today=self.today).values("pk")
        return list(rows.select_related("municipality").exclude(pk__in=own))

    def form_valid(self, form: Any) -> HttpResponse:
        if self.beyond():
            raise PermissionDenied
        title = self.object.title
        try:
            response = super().form_valid(form)
        except ProtectedError:  # approved minutes are a record
            return self.render_to_response(self.get_context_data(form=form), status=409)
        messages.success(self.request, _("Møtet «%(title)s» er slettet.") % {"title": title})
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting = self.object
        crumbs = trail(
            (_("Møter"), reverse("dialogue_meetings:list")),
            (meeting.title, meeting.get_absolute_url()),
            (_("Slett"), None),
        )
        return super().get_context_data(
            title=_("Slett møte"),
            breadcrumbs=crumbs,
            invited=meeting.invitations.count(),
            promised=meeting.follow_ups.count(),
            attached=meeting.attachments.count(),
            beyond=self.beyond(),
            minutes=meeting.minutes.count(),
            **kwargs,
        )


def _facts(meeting: Meeting) -> list[tuple[str, Any]]:
    facts = [
        (_("Type"), meeting.get_kind_display()),
        (_("Form"), meeting.get_form_display()),
        (_("Sted"), meeting.place),
        (_("Vertskap"), meeting.host),
        (_("Planlagt dato"), presentation.short(meeting.planned_on) if meeting.planned_on else ""),
        (_("Holdt dato"), presentation.short(meeting.held_on) if meeting.held_on else ""),
        (_("Klokken"), presentation.hours(meeting)),
    ]
    return [(term, value) for term, value in facts if value]


def _topics(meeting: Meeting) -> list[tuple[Any, list[Any]]]:
    """Areas with those of their solutions that were topics."""
    chosen: dict[Any, list[Any]] = {area: [] for area in meeting.areas.order_by("reform", "code")}
    solutions: QuerySet[Any] = meeting.solutions.select_related("area")
    for solution in solutions.order_by("area__reform", "area__code", "code"):
        chosen.setdefault(solution.area, []).append(solution)
    return list(chosen.items())
