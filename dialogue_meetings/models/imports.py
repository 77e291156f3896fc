"""Old lists of meetings that an office has sent, what its columns mean, and which meetings came of them."""

import pghistory
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dialogue_meetings.models.meeting import Meeting
from lhl_portal.access.models import Organisation
from lhl_portal.access.scoping import ScopedQuerySet


class MeetingImportQuerySet(ScopedQuerySet):
    to_organisation = "organisation"


@pghistory.track(exclude=["lines"])
class MeetingImport(models.Model):
    """A list as it was read. The file itself is not kept, nor what stands in columns about persons.

    `header` are the headings, and `columns` the field that each is used for, or nothing. `words` are as ColumnMapping
    has them. Each of `lines` has ``number`` and ``written``, a text or None per heading; once the columns are chosen
    also what `importing.checking` describes.
    `new`, `same` and `wrong` count lines to write (or written), those that the portal has and those with an error.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Ikke skrevet")
        WRITTEN = "written", _("Skrevet")
        DISCARDED = "discarded", _("Forkastet")
        UNDONE = "undone", _("Slettet igjen")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("vertskap"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("hvem"))
    uploaded_at = models.DateTimeField(_("lastet opp"))
    filename = models.CharField(_("filnavn"), max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("størrelse i byte"))
    header = models.JSONField(_("overskrifter"), default=list)
    columns = models.JSONField(_("kolonner"), default=list)
    words = models.JSONField(_("ord"), default=dict)
    is_checked = models.BooleanField(_("kontrollert"), default=False)
    state = models.CharField(_("tilstand"), max_length=9, choices=State, default=State.DRAFT)
    settled_at = models.DateTimeField(_("avgjort"), null=True, blank=True)
    lines = models.JSONField(_("rader"), default=list)
    new = models.PositiveSmallIntegerField(_("nye"), default=0)
    same = models.PositiveSmallIntegerField(_("finnes fra før"), default=0)
    wrong = models.PositiveSmallIntegerField(_("med feil"), default=0)

    objects = MeetingImportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        verbose_name = _("import av møter")
        verbose_name_plural = _("importer av møter")

    def __str__(self) -> str:
        return self.filename

    def get_absolute_url(self) -> str:
        return reverse("dialogue_meetings:import", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether it is still to be written or discarded."""
        return self.state == self.State.DRAFT

    @property
    def is_ready(self) -> bool:
        """Whether something of it can be written."""
        return self.is_open and self.is_checked and self.new > 0


@pghistory.track()
class ColumnMapping(models.Model):
    """What an office last said that the columns of its list are, for the next list with the same headings.

    `signature` is of the headings whatever their order. `columns` maps each heading to a field, or to nothing; `words`
    the office's own words for kinds of contact, folded, to `Meeting.Kind`. The empty word is for an empty cell.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    signature = models.CharField(max_length=64)
    columns = models.JSONField(_("kolonner"), default=dict)
    words = models.JSONField(_("ord"), default=dict)

    class Meta:
        verbose_name = _("valg av kolonner")
        verbose_name_plural = _("valg av kolonner")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "signature"], name="columns_are_remembered_once"),
        ]

    def __str__(self) -> str:
        return self.signature[:8]


@pghistory.track()
class ImportedMeeting(models.Model):
    """Which line a meeting was written from. `key` says what the line said, however the meeting is changed later."""

    origin = models.ForeignKey(MeetingImport, models.CASCADE, related_name="written")
    line = models.PositiveIntegerField(_("rad"))
    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="imported")
    key = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("importert møte")
        verbose_name_plural = _("importerte møter")
        constraints = [models.UniqueConstraint(fields=["origin", "line"], name="line_is_written_once")]

    def __str__(self) -> str:
        return f"{self.origin_id}, {self.line}"
