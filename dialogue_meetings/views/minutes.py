"""Minutes: the draft as it will be, approving it, correcting it, and fetching an approved edition."""

import json
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import DetailView, View
from django.views.generic.detail import SingleObjectMixin

from dialogue_meetings.forms.agenda import CorrectionEditor
from dialogue_meetings.minutes import NotHeld, approve, checksum, correct, language_of, read_content
from dialogue_meetings.models import Meeting, Minutes
from dialogue_meetings.presentation import minutes_shown
from dialogue_meetings.views.agenda import CHANGE, MEETINGS, VIEW, HeldBy
from lhl_portal.access.scoping import Reach, ScopedMixin
from lhl_portal.audit.models import AccessEvent
from lhl_portal.ui.together import one_after_the_other

_PLAIN = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


class OfMinutes(HeldBy):
    def area(self) -> Reach:
        """Whose promises the minutes may tell."""
        return self.reach("dialogue_meetings.view_followup")

    def is_held(self, meeting: Meeting) -> bool:
        return meeting.held_on is not None and meeting.held_on <= self.today


class MinutesPage(OfMinutes, DetailView):
    permission = VIEW
    queryset = MEETINGS
    template_name = "dialogue_meetings/minutes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting: Meeting = self.object
        editions = list(meeting.minutes.defer("pdf").select_related("approved_by"))
        content = read_content(meeting, area=self.area(), today=self.today)
        language = language_of(meeting.host, meeting.held_on or meeting.planned_on or self.today)
        with translation.override(language):
            draft = render_to_string("dialogue_meetings/_minutes.html", {"minutes": minutes_shown(content)})
        writes, held = self.writes(meeting), self.is_held(meeting)
        title = _("Referat")
        return super().get_context_data(
            title=title,
            breadcrumbs=self.crumbs(meeting, title),
            editions=editions,
            draft=draft,
            language=language,
            seen=checksum(content),
            changed=bool(editions) and writes and json.loads(bytes(editions[0].manifest))["content"] != content,
            held=held,
            can_approve=writes and held and not editions,
            can_correct=writes and held and bool(editions),
            **kwargs,
        )


class MinutesApprove(OfMinutes, SingleObjectMixin, View):
    """What is approved is what was shown: `sett` is the checksum of it."""

    permission = CHANGE
    view_permission = VIEW
    queryset = MEETINGS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            meeting: Meeting = self.get_object(self.get_queryset().select_for_update(of=("self",)))
            self.refuse_others(meeting)
            content = read_content(meeting, area=self.area(), today=self.today)
            if meeting.minutes.exists():
                messages.info(request, _("Referatet er godkjent allerede."))
            elif not self.is_held(meeting):
                messages.error(request, _("Møtet må være holdt før referatet kan godkjennes."))
            elif request.POST.get("sett") != checksum(content):
                messages.error(request, _("Møtet er endret siden du så på utkastet. Se over det og godkjenn på nytt."))
            else:
                approve(meeting=meeting, area=self.area(), by=self.user, at=timezone.now())
                messages.success(request, _("Referatet er godkjent, og endres ikke mer."))
        return redirect("dialogue_meetings:minutes", pk=meeting.pk)


class MinutesCorrect(OfMinutes, DetailView):
    """The agenda again with a reason; saving it approves the next number at once."""

    permission = CHANGE
    view_permission = VIEW
    queryset = MEETINGS
    template_name = "dialogue_meetings/minutes_correct.html"

    def get_queryset(self) -> Any:
        return one_after_the_other(super().get_queryset(), self.request)

    def get_object(self, queryset: Any = None) -> Any:
        meeting = super().get_object(queryset)
        self.refuse_others(meeting)
        return meeting

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        meeting = self.object = self.get_object()
        if not meeting.minutes.exists():
            return redirect("dialogue_meetings:minutes", pk=meeting.pk)
        return self.render_to_response(self.get_context_data(form=CorrectionEditor(meeting=meeting)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            meeting = self.object = self.get_object()
            if not meeting.minutes.exists():
                return redirect("dialogue_meetings:minutes", pk=meeting.pk)
            editor = CorrectionEditor(meeting=meeting, data=request.POST)
            if request.POST.get("nummer") != self.last(meeting):
                text = _("Referatet er rettet siden du åpnet siden. Se over det nyeste før du retter det.")
                editor.main.add_error(None, text)
                return self.render_to_response(self.get_context_data(form=editor))
            if not editor.is_valid():
                return self.render_to_response(self.get_context_data(form=editor))
            reason = editor.main.cleaned_data["reason"]
            try:
                with transaction.atomic():
                    made = correct(
                        meeting=meeting,
                        **editor.rows(),
                        area=self.area(),
                        by=self.user,
                        at=timezone.now(),
                        reason=reason,
                    )
            except NotHeld:
                editor.main.add_error(None, _("Møtet må være holdt før referatet kan godkjennes."))
                return self.render_to_response(self.get_context_data(form=editor))
        messages.success(request, _("Rettelsen er godkjent som referat nummer %(number)s.") % {"number": made.number})
        return redirect("dialogue_meetings:minutes", pk=meeting.pk)

    def last(self, meeting: Meeting) -> str:
        """The number of the newest edition."""
        return str(meeting.minutes.order_by("-number").values_list("number", flat=True)[0])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title, last = _("Rett referatet"), self.last(self.object)
        return super().get_context_data(title=title, breadcrumbs=self.crumbs(self.object, title), last=last, **kwargs)


class MinutesPdf(ScopedMixin, DetailView):
    """The PDF of an approved edition, the same bytes every time."""

    permission = VIEW
    queryset = Minutes.objects.select_related("meeting").defer("manifest")

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        minutes: Minutes = context["object"]
        AccessEvent.objects.create(
            kind=AccessEvent.Kind.EXPORT, user=self.user, path=self.request.path, detail=minutes.sha256
        )
        title = slugify(f"referat {minutes.meeting} {minutes.number}".lower().translate(_PLAIN))
        return HttpResponse(
            bytes(minutes.pdf),
            content_type="application/pdf",
            headers={
                "Content-Disposition": f'attachment; filename="{title}.pdf"',
                "Content-Security-Policy": "sandbox; default-src 'none'",
                "ETag": f'"{minutes.sha256}"',
            },
        )
