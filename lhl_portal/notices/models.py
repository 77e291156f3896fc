"""What users are told, how they want to be told, and the mails that wait to be sent.

`Notice`, `Mail` and `Watermark` have no history: they are transport. What they tell of has a history of its own, and a
mail keeps its own times and its last error.
"""

import uuid
from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.models import User


class Choice(models.TextChoices):
    """How a user is told of one kind of thing. Whatever is not off is shown in the portal."""

    DAILY = "daily", _("Daglig e-post")
    AT_ONCE = "at_once", _("E-post med en gang")
    PORTAL = "portal", _("Bare i portalen")
    OFF = "off", _("Ikke i det hele tatt")


@pghistory.track()
class Preference(models.Model):
    """A user's own choice for one kind; without a row, the kind's usual one holds."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notice_preferences", verbose_name=_("bruker"))
    kind = models.CharField(_("type varsel"), max_length=30)
    choice = models.CharField(_("valg"), max_length=8, choices=Choice)

    class Meta:
        verbose_name = _("valg av varsler")
        verbose_name_plural = _("valg av varsler")
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="one_choice_for_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.get_choice_display()}"


@pghistory.track()
class MailLanguage(models.Model):
    """The language of a user's mails; without a row, that of the user's office."""

    user = models.OneToOneField(User, models.CASCADE, related_name="mail_language", verbose_name=_("bruker"))
    language = models.CharField(_("språk"), max_length=2, choices=settings.LANGUAGES)

    class Meta:
        verbose_name = _("språk i e-post")
        verbose_name_plural = _("språk i e-post")

    def __str__(self) -> str:
        return self.get_language_display()


class Mail(models.Model):
    """The outbox: one mail to one user, at the address the user has when it is sent.

    A digest has the `day` it is for, and there is one of a day; what is told at once has none. `number` becomes the
    Message-ID, the same in each attempt.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Venter")
        SENDING = "sending", _("Sendes")
        SENT = "sent", _("Sendt")
        FAILED = "failed", _("Kom ikke fram")
        DROPPED = "dropped", _("Ingenting å si lenger")

    user = models.ForeignKey(User, models.CASCADE, related_name="mails", verbose_name=_("bruker"))
    number = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    day = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    state = models.CharField(max_length=7, choices=State, default=State.QUEUED)
    made_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(_("feil"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("e-post")
        verbose_name_plural = _("e-post")
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="queued"), name="mail_to_send"),
            models.Index(fields=["lease_until"], condition=Q(state="sending"), name="mail_being_sent"),
            models.Index(fields=["made_at"], condition=Q(state="failed"), name="mail_that_failed"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="one_digest_a_day"),
            models.CheckConstraint(
                condition=Q(state="sending", token__isnull=False, lease_until__isnull=False)
                | (~Q(state="sending") & Q(token=None, lease_until=None)),
                name="mail_is_held_while_it_is_sent",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="sent_mail_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.made_at:%Y-%m-%d} {self.state}"


class NoticeQuerySet(models.QuerySet):
    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notice(models.Model):
    """One thing that one user is told. `key` names the thing, so that it is told once.

    `data` holds values and no sentences: the text is made by the kind in the language of whoever reads. `record` is the
    key of the row it is about, as the kind understands it; None where the row is gone.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=120)
    record = models.PositiveBigIntegerField(null=True, blank=True)
    data = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mail = models.ForeignKey(Mail, models.SET_NULL, null=True, blank=True, related_name="notices")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("varsel")
        verbose_name_plural = _("varsler")
        indexes = [
            models.Index(fields=["user", "made_at"], condition=Q(read_at=None), name="unread_notice"),
            models.Index(fields=["user", "-made_at"], name="notice_by_user"),
        ]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="user_is_told_once")]

    def __str__(self) -> str:
        return self.key


class Watermark(models.Model):
    """How far the events have been read. One row, locked while somebody reads."""

    begun_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("lest fram til")
        verbose_name_plural = _("lest fram til")

    def __str__(self) -> str:
        return f"{self.until:%Y-%m-%d %H:%M}"
