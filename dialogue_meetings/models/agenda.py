"""What a meeting goes through, item by item, and the minutes that are approved of it."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dialogue_meetings.models.follow_up import FollowUp
from dialogue_meetings.models.meeting import Meeting
from lhl_portal.access.scoping import ScopedQuerySet
from lhl_portal.audit.protection import KeepRows


class AgendaItemQuerySet(ScopedQuerySet):
    to_municipality = "meeting__invitations__municipality"
    to_organisation = "meeting__host"


@pghistory.track()
class AgendaItem(models.Model):
    """An item of a meeting's agenda, and what came of it. `follow_up` is the earlier promise it is about, if any."""

    class LegalBasis(models.TextChoices):
        PLANNING = "planning", _("Plan- og bygningsloven del 2 (plandelen)")
        PUBLIC_HEALTH = "public_health", _("Folkehelseloven kapittel 2 (§§ 4–7)")
        QUALITY = "quality", _("Forskrift om ledelse og kvalitetsforbedring i helse- og omsorgstjenesten")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField(_("nummer"))
    title = models.CharField(_("sak"), max_length=160)
    legal_basis = models.CharField(_("lovgrunnlag"), max_length=13, choices=LegalBasis, blank=True)
    outcome = models.TextField(_("resultat"), max_length=2000, blank=True)
    follow_up = models.ForeignKey(
        FollowUp, models.SET_NULL, null=True, blank=True, related_name="agenda_items", verbose_name=_("oppfølging")
    )

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("sak på dagsordenen")
        verbose_name_plural = _("saker på dagsordenen")

    def __str__(self) -> str:
        return self.title


class MinutesQuerySet(ScopedQuerySet):
    to_municipality = "meeting__invitations__municipality"
    to_organisation = "meeting__host"


class Minutes(models.Model):
    """An approved edition of a meeting's minutes: canonical JSON, its checksum, and the PDF from that JSON alone.

    Never changed. A correction is the next number, with its reason.
    """

    HEAVY: ClassVar[tuple[str, ...]] = ("manifest", "pdf")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="minutes")
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(_("hva som rettes, og hvorfor"), max_length=300, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
    manifest = models.BinaryField(help_text="Canonical JSON in UTF-8, exactly the bytes that were hashed.")
    sha256 = models.CharField(max_length=64)
    pdf = models.BinaryField()
    pages = models.PositiveSmallIntegerField()

    objects = MinutesQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("referat")
        verbose_name_plural = _("referater")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="minutes_are_numbered_within_the_meeting"),
            models.CheckConstraint(
                condition=Q(number=1, reason="") | (Q(number__gt=1) & ~Q(reason="")),
                name="a_correction_has_its_reason",
            ),
        ]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete), KeepRows()]

    def __str__(self) -> str:
        return self.sha256[:12]

    def get_absolute_url(self) -> str:
        return reverse("dialogue_meetings:minutes_pdf", args=[self.pk])
