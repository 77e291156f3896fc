"""Files that people have sent to be imported, and what came of each."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.models import Organisation
from lhl_portal.access.scoping import ScopedQuerySet
from reform_phases.models.log import Act


class ImportQuerySet(ScopedQuerySet):
    to_organisation = "organisation"


@pghistory.track(exclude=["lines", "written"])
class Import(models.Model):
    """A file as it was read and checked. The file itself is not kept.

    `lines` are as `importing.checking` describes them. `new`, `same` and `wrong` count those to write, those that the
    portal has already and those with an error. What was written is the `act`, or for records the keys `written`.
    """

    class Kind(models.TextChoices):
        STATUSES = "statuses", _("Statuser")
        TREATMENTS = "treatments", _("Politisk behandling")
        PLANS = "plans", _("Planer")

    class State(models.TextChoices):
        CHECKED = "checked", _("Kontrollert")
        CONFIRMED = "confirmed", _("Importert")
        DISCARDED = "discarded", _("Forkastet")
        UNDONE = "undone", _("Slettet igjen")

    kind = models.CharField(_("innhold"), max_length=10, choices=Kind)
    filename = models.CharField(_("filnavn"), max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("størrelse i byte"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("hvem"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisasjon"))
    uploaded_at = models.DateTimeField(_("lastet opp"))
    state = models.CharField(_("tilstand"), max_length=9, choices=State, default=State.CHECKED)
    settled_at = models.DateTimeField(_("avgjort"), null=True, blank=True)
    lines = models.JSONField(_("rader"), default=list)
    new = models.PositiveSmallIntegerField(_("nye"), default=0)
    same = models.PositiveSmallIntegerField(_("finnes fra før"), default=0)
    wrong = models.PositiveSmallIntegerField(_("med feil"), default=0)
    act = models.OneToOneField(Act, models.PROTECT, null=True, blank=True, related_name="+")
    written = models.JSONField(default=list)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("importer")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["checked", "discarded"]) | Q(wrong=0, new__gte=1),
                name="nothing_wrong_is_imported",
            ),
        ]

    def __str__(self) -> str:
        return self.filename

    def get_absolute_url(self) -> str:
        return reverse("reform_phases:import", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether it is still to be confirmed or discarded."""
        return self.state == self.State.CHECKED

    @property
    def undoing(self) -> Act | None:
        """The act that took back the statuses it wrote. No query where ``act__undone_by`` is selected."""
        return self.act.undone_by if self.act and self.act.is_undone else None

    @property
    def is_ready(self) -> bool:
        """Whether it can be confirmed."""
        return self.is_open and not self.wrong and self.new > 0
