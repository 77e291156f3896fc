"""Offers of dialogue meetings: the list, giving them, and what became of each."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView, ListView, UpdateView, View
from django.views.generic.detail import SingleObjectMixin

from dialogue_meetings import offering, presentation
from dialogue_meetings.filters import OfferFilter
from dialogue_meetings.forms.offers import WITHOUT_OFFER, AnswerEditor, DayForm, OfferForm, TogetherOffersForm
from dialogue_meetings.models import Invitation, Meeting
from dialogue_meetings.views.locking import PartOfMeeting, lock_meetings
from dialogue_meetings.views.section import keys_sent, sections, suggested, trail
from lhl_portal.access.owning import holds
from lhl_portal.access.scoping import DeclaredMixin, ScopedMixin
from lhl_portal.ui.addresses import own_address
from lhl_portal.ui.filtering import FilteredMixin
from lhl_portal.ui.fragments import FragmentMixin
from lhl_portal.ui.together import one_after_the_other
from municipalities.models import Municipality

VIEW = "dialogue_meetings.view_meeting"
ADD = "dialogue_meetings.add_meeting"
CHANGE = "dialogue_meetings.change_meeting"
ANSWER = "dialogue_meetings.answer_invitation"
NAMED = 12  # municipalities without an offer; of more, only the number is told


class OfferList(FilteredMixin, ScopedMixin, FragmentMixin, ListView):
    """Those not settled, unless asked for others; and always whom nobody has offered anything this year."""

    permission = VIEW
    queryset = Invitation.objects.offers().select_related("meeting", "municipality").prefetch_related("reminders")
    template_name = "dialogue_meetings/offer_list.html"
    filterset_class = OfferFilter
    paginate_by = 50
    fragment = "rows"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            title=_("Tilbud om dialogmøte"),
            breadcrumbs=trail((_("Møter"), reverse("dialogue_meetings:list")), (_("Tilbud"), None)),
            sections=sections(self.request, ""),
            can_offer=self.user.has_perm(ADD),
            next=self.request.get_full_path(),
            **kwargs,
        )
        own = Municipality.objects.within(self.reach(), today=self.today)
        missing = offering.without_offer(own, year=self.today.year, day=self.today)
        names = list(missing.order_by("sort_key").values_list("name", flat=True))
        reach_to_answer = self.reach(ANSWER) if self.user.has_perm(ANSWER) else None
        rows = list(context["object_list"])
        return context | {
            "offers": presentation.offers(rows, reach_to_answer, today=self.today),
            "can_pick": bool(rows) and self.user.has_perm(CHANGE),
            "year": str(self.today.year),  # no thousands in a year
            "missing": len(names),
            "missing_names": ", ".join(names) if len(names) <= NAMED else "",
            "everybody_missing": f"{reverse('dialogue_meetings:offer_create')}?gruppe={WITHOUT_OFFER}",
        }


class OfferCreate(DeclaredMixin, FormView):
    """``?kommune=`` begins with a municipality, ``?gruppe=`` with a group, such as those not offered this year."""

    permission = ADD
    form_class = OfferForm
    template_name = "dialogue_meetings/offer_form.html"
    success_url = reverse_lazy("dialogue_meetings:offer_list")

    def get_form_kwargs(self) -> dict[str, Any]:
        municipality = suggested(self.request)
        initial = {
            "municipalities": [municipality] if municipality else [],
            "groups": [self.request.GET["gruppe"]] if "gruppe" in self.request.GET else [],
        }
        return super().get_form_kwargs() | {
            "user": self.user,
            "permission": ADD,
            "today": self.today,
            "initial": initial,
        }

    def form_valid(self, form: OfferForm) -> HttpResponse:
        given = form.save()
        count = len(form.chosen) - len(given.left_out)
        if count:
            words = ngettext(
                "Tilbud er registrert for %(n)d kommune.", "Tilbud er registrert for %(n)d kommuner.", count
            )
            messages.success(self.request, words % {"n": count})
        if given.left_out:
            words = _("Har allerede et åpent tilbud, og fikk ikke et nytt: %(names)s.")
            messages.info(self.request, words % {"names": presentation.shortened(given.left_out)})
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = _("Nytt tilbud")
        return super().get_context_data(title=title, breadcrumbs=_trail((title, None)), **kwargs)


class OfferAnswer(PartOfMeeting, UpdateView):
    """The answer, and the day it leads to: who said yes gets a planned meeting by the same press."""

    permission = ANSWER
    view_permission = VIEW
    queryset = Invitation.objects.exclude(meeting__kind__in=Meeting.Kind.outside_meetings())
    template_name = "dialogue_meetings/offer_answer.html"

    def get_queryset(self) -> Any:
        return one_after_the_other(super().get_queryset().select_related("meeting", "municipality"), self.request)

    def get_form(self, form_class: Any = None) -> AnswerEditor:
        invitation: Invitation = self.object
        return AnswerEditor(
            invitation=invitation,
            may_plan=self.user.has_perm(CHANGE)
            and holds(self.user, CHANGE, invitation.meeting.host_id, today=self.today),
            today=self.today,
            data=self.request.POST if self.request.method == "POST" else None,
        )

    def render_to_response(self, context: Any, **kwargs: Any) -> HttpResponse:
        """An old page, or an old link: a meeting that was held meanwhile is no offer any more."""
        meeting = self.object.meeting
        if meeting.held_on:
            messages.info(self.request, _("Møtet er holdt, så tilbudet er ikke åpent lenger."))
            return redirect(meeting)
        return super().render_to_response(context, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        if self.object.meeting.held_on:
            return self.form_invalid(form)
        row = form.save()
        words = {"name": row.municipality, "answer": row.get_answer_display().lower()}
        said = _("%(name)s: %(answer)s.") % words
        if row.meeting.planned_on and row.answer == Invitation.Answer.ACCEPTED:
            said = _("%(name)s: takket ja. Møtet er planlagt %(day)s.") % (
                words | {"day": presentation.short(row.meeting.planned_on)}
            )
        messages.success(self.request, said)
        return redirect(own_address(self.request, self.request.POST.get("next", ""), row.meeting.get_absolute_url()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row: Invitation = self.object
        title = _("Svar fra %(name)s") % {"name": row.municipality}
        next_url = self.request.POST.get("next", self.request.GET.get("next", ""))
        return super().get_context_data(
            title=title,
            breadcrumbs=_trail((title, None)),
            reminders=list(row.reminders.all()),
            next=next_url,
            cancel_url=own_address(self.request, next_url, row.meeting.get_absolute_url()),
            **kwargs,
        )


class OfferPlan(PartOfMeeting, SingleObjectMixin, View):
    """The day of a meeting that was said yes to, straight from the list. Nothing else of it is touched."""

    permission = CHANGE
    view_permission = VIEW
    queryset = Invitation.objects.select_related("meeting", "municipality")
    http_method_names = ["post"]

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row: Invitation = self.get_object()
        meeting = row.meeting
        if not holds(self.user, CHANGE, meeting.host_id, today=self.today):
            raise PermissionDenied
        back = own_address(request, request.POST.get("next", ""), reverse("dialogue_meetings:offer_list"))
        if row.answer != Invitation.Answer.ACCEPTED or meeting.planned_on or meeting.held_on:
            messages.error(request, _("Tilbudet er endret i mellomtiden. Se over det her."))
            return redirect("dialogue_meetings:offer_answer", pk=row.pk)
        form = DayForm(request.POST, instance=meeting, today=self.today)
        if not form.is_valid():
            messages.error(request, " ".join(str(text) for text in form.errors["planned_on"]))
            return redirect("dialogue_meetings:offer_answer", pk=row.pk)
        form.save()
        words = {"name": row.municipality, "day": presentation.short(form.cleaned_data["planned_on"])}
        messages.success(request, _("%(name)s: takket ja. Møtet er planlagt %(day)s.") % words)
        return redirect(back)


class OffersTogether(ScopedMixin, ListView, FormView):
    """Reminders or answers of several offers at once; ``?tilbud=`` for each. Those out of reach are left out."""

    permission = CHANGE
    queryset = Invitation.objects.offers()
    form_class = TogetherOffersForm
    template_name = "dialogue_meetings/offers_together.html"
    success_url = reverse_lazy("dialogue_meetings:offer_list")
    object_list: Any

    def get_queryset(self) -> Any:
        rows = super().get_queryset().filter(pk__in=keys_sent(self.request, "tilbud"))
        rows = rows.order_by("municipality__sort_key", "pk")
        if self.request.method == "POST":
            lock_meetings(rows.values_list("meeting_id", flat=True))
        return one_after_the_other(rows.select_related("municipality", "meeting"), self.request)

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = Invitation.objects.filter(pk__in=[row.pk for row in self.object_list])
        return super().get_form_kwargs() | {"rows": rows, "today": self.today}

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object_list = list(self.get_queryset())
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: TogetherOffersForm) -> HttpResponse:
        count = form.save()
        if count:
            words = ngettext("Lagret for %(n)d tilbud.", "Lagret for %(n)d tilbud.", count)
            messages.success(self.request, words % {"n": count})
        if left_out := len(self.object_list) - count:
            words = ngettext(
                "%(n)d tilbud var besvart eller påminnet alt, og er ikke endret.",
                "%(n)d tilbud var besvart eller påminnet alt, og er ikke endret.",
                left_out,
            )
            messages.info(self.request, words % {"n": left_out})
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = _("Påminnelse eller svar for flere")
        return super().get_context_data(title=title, breadcrumbs=_trail((title, None)), **kwargs)


def _trail(*steps: tuple[Any, str | None]) -> list[tuple[Any, str | None]]:
    return trail(
        (_("Møter"), reverse("dialogue_meetings:list")),
        (_("Tilbud"), reverse("dialogue_meetings:offer_list")),
        *steps,
    )
