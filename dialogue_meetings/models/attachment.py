"""Files that belong to a meeting. The bytes lie in a table of their own."""

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dialogue_meetings.models.meeting import Meeting
from lhl_portal.access.scoping import ScopedQuerySet


class AttachmentQuerySet(ScopedQuerySet):
    to_municipality = "meeting__invitations__municipality"
    to_organisation = "meeting__host"


@pghistory.track()
class Attachment(models.Model):
    """What there is to know about a file without opening it. `key` is its address, and tells nothing about it."""

    class Purpose(models.TextChoices):
        AGENDA = "agenda", _("Saksliste")
        SLIDES = "slides", _("Presentasjon")
        DECISION = "decision", _("Vedtak eller saksframlegg")
        MINUTES = "minutes", _("Referat")
        OTHER = "other", _("Annet")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attachments")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("navn"), max_length=120)
    purpose = models.CharField(_("innhold"), max_length=8, choices=Purpose, default=Purpose.OTHER)
    media_type = models.CharField(_("filtype"), max_length=80, editable=False)
    size = models.PositiveIntegerField(_("størrelse i byte"), editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    added_at = models.DateTimeField(_("lagt ved"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("lagt ved av")
    )

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name = _("vedlegg")
        verbose_name_plural = _("vedlegg")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "sha256"],
                name="meeting_has_file_once",
                violation_error_message=_("Filen ligger ved møtet allerede."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("dialogue_meetings:attachment", args=[self.key])


class AttachmentContent(models.Model):
    """The bytes, which lists never read and which go with the attachment.

    Not tracked: what is deleted is to be gone. The history keeps the file's name, size and checksum.
    """

    attachment = models.OneToOneField(Attachment, models.CASCADE, primary_key=True, related_name="content")
    data = models.BinaryField()

    def __str__(self) -> str:
        return str(self.attachment_id)
