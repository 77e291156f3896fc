"""Files of meetings: adding, handing over, removing."""

import base64
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import DeleteView, DetailView, FormView
from django.views.generic.detail import SingleObjectMixin

from dialogue_meetings.attaching import attach
from dialogue_meetings.forms.attachments import AttachmentForm
from dialogue_meetings.models import Attachment, AttachmentContent, Meeting
from dialogue_meetings.views.section import trail
from lhl_portal.access.owning import holds
from lhl_portal.access.scoping import ScopedMixin
from lhl_portal.audit.models import AccessEvent
from lhl_portal.ui.documents import NotAllowed
from lhl_portal.ui.together import one_after_the_other
from lhl_portal.ui.uploads import was_dropped

VIEW = "dialogue_meetings.view_meeting"
CHANGE = "dialogue_meetings.change_meeting"


class HostsFiles(ScopedMixin):
    """Written by who reaches the host of the meeting."""

    permission = CHANGE
    view_permission = VIEW

    def get_object(self, queryset: Any = None) -> Any:
        row = super().get_object(queryset)
        meeting = row if isinstance(row, Meeting) else row.meeting
        if not holds(self.user, CHANGE, meeting.host_id, today=self.today):
            raise PermissionDenied
        return row


class AttachmentCreate(HostsFiles, SingleObjectMixin, FormView):
    """Adds one or more files to a meeting."""

    queryset = Meeting.objects.all()
    form_class = AttachmentForm
    template_name = "dialogue_meetings/attachment_form.html"
    largest_upload = settings.ATTACHMENT_MOST_BYTES
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
        return super().get_form_kwargs() | {"dropped": was_dropped(self.request)}

    def form_valid(self, form: AttachmentForm) -> HttpResponse:
        try:
            added = attach(
                meeting=self.object,
                documents=form.cleaned_data["documents"],
                purpose=form.cleaned_data["purpose"],
                by=self.user,
                at=timezone.now(),
            )
        except NotAllowed as refusal:
            form.add_error("documents", refusal)
            return self.form_invalid(form)
        told = ngettext("%(n)d vedlegg er lagt til.", "%(n)d vedlegg er lagt til.", len(added))
        messages.success(self.request, told % {"n": len(added)})
        return redirect(f"{self.object.get_absolute_url()}#vedlegg")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Legg til vedlegg"),
            breadcrumbs=_trail(self.object, _("Legg til vedlegg")),
            **kwargs,
        )


class AttachmentDownload(ScopedMixin, DetailView):
    """The bytes as they were sent, to be saved and not shown. Whoever sees the meeting may have them."""

    permission = VIEW
    queryset = Attachment.objects.all()
    slug_field = slug_url_kwarg = "key"

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        attachment: Attachment = context["object"]
        response = HttpResponse(
            content_type=attachment.media_type,
            headers={
                "Content-Disposition": content_disposition_header(True, attachment.name),
                "Content-Length": str(attachment.size),
                "Content-Security-Policy": "default-src 'none'; sandbox",
                "Cache-Control": "private, no-store",
                "Cross-Origin-Resource-Policy": "same-origin",
                "X-Content-Type-Options": "nosniff",
                "ETag": f'"{attachment.sha256}"',
                "Repr-Digest": f"sha-256=:{base64.b64encode(bytes.fromhex(attachment.sha256)).decode()}:",
            },
        )
        if self.request.method != "HEAD":
            response.content = bytes(AttachmentContent.objects.get(pk=attachment.pk).data)
            AccessEvent.objects.create(
                kind=AccessEvent.Kind.EXPORT,
                user=self.user,
                path=self.request.path,
                detail=f"{attachment.sha256} {attachment.name}",
            )
        return response


class AttachmentDelete(HostsFiles, DeleteView):
    """Removes a file for good. The history keeps what it was called, and who removed it."""

    queryset = Attachment.objects.select_related("meeting")
    slug_field = slug_url_kwarg = "key"
    object: Attachment

    def get_success_url(self) -> str:
        return f"{self.object.meeting.get_absolute_url()}#vedlegg"

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, _("Vedlegget «%(name)s» er slettet.") % {"name": self.object.name})
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Slett vedlegg"), breadcrumbs=_trail(self.object.meeting, _("Slett vedlegg")), **kwargs
        )


def _trail(meeting: Meeting, here: str) -> list[tuple[Any, str | None]]:
    return trail(
        (_("Møter"), reverse("dialogue_meetings:list")), (meeting.title, meeting.get_absolute_url()), (here, None)
    )
