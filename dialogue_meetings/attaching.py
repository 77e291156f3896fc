"""Putting files with a meeting, and how many there is room for."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from dialogue_meetings.models import Attachment, AttachmentContent, Meeting
from lhl_portal.access.models import User
from lhl_portal.ui.documents import Document, NotAllowed


@transaction.atomic
def attach(
    *, meeting: Meeting, documents: Sequence[Document], purpose: str, by: User, at: datetime
) -> list[Attachment]:
    """All the documents, or none of them. The caller has locked `meeting`.

    Raises NotAllowed where there is no room for them, or where one of them is there already.
    """
    kept = list(Attachment.objects.filter(meeting=meeting))
    added = [
        Attachment(
            meeting=meeting,
            name=document.name,
            purpose=purpose,
            media_type=document.media_type,
            size=len(document.content),
            sha256=hashlib.sha256(document.content).hexdigest(),
            added_at=at,
            added_by=by,
        )
        for document in documents
    ]
    _refuse_twice(kept, added)
    _refuse_too_many([*kept, *added])
    Attachment.objects.bulk_create(added)
    for attachment, document in zip(added, documents, strict=True):
        AttachmentContent.objects.create(attachment=attachment, data=document.content)
    return added


def _refuse_twice(kept: Sequence[Attachment], added: Sequence[Attachment]) -> None:
    seen = {attachment.sha256: attachment.name for attachment in kept}
    for attachment in added:
        if attachment.sha256 in seen:
            raise NotAllowed(
                _("«%(name)s» ligger ved allerede, som «%(kept)s»."),
                code="twice",
                params={"name": attachment.name, "kept": seen[attachment.sha256]},
            )
        seen[attachment.sha256] = attachment.name


def _refuse_too_many(attachments: Sequence[Attachment]) -> None:
    if len(attachments) > settings.ATTACHMENTS_MOST:
        raise NotAllowed(
            _("Et møte kan ha høyst %(most)d vedlegg."), code="too_many", params={"most": settings.ATTACHMENTS_MOST}
        )
    if sum(attachment.size for attachment in attachments) > settings.ATTACHMENTS_MOST_BYTES:
        raise NotAllowed(
            _("Vedleggene til et møte kan være på høyst %(most)d MB til sammen."),
            code="too_large_together",
            params={"most": settings.ATTACHMENTS_MOST_BYTES // 1024**2},
        )
