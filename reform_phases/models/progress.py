"""How far a municipality is with the reform: four dated logs."""

from typing import ClassVar

from django.db import models
from django.db.models import F
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reform_phases.models.log import Entry
from reform_phases.models.reform import FocusArea, Phase, Reform, Solution


class StatusEntry(Entry):
    """How far the municipality is with one solution."""

    SUBJECT: ClassVar[tuple[str, ...]] = ("municipality", "solution")
    VALUE: ClassVar[str] = "state"

    class State(models.TextChoices):
        NOT_ASSESSED = "not_assessed", _("Ikke vurdert")
        CONSIDERED = "considered", _("Vurderes")
        DECIDED = "decided", _("Vedtatt")
        PLANNED = "planned", _("I plan")
        IN_PROGRESS = "in_progress", _("Under gjennomføring")
        IMPLEMENTED = "implemented", _("Innført")
        EVALUATED = "evaluated", _("Evaluert")
        NOT_RELEVANT = "not_relevant", _("Ikke aktuelt")

    solution = models.ForeignKey(Solution, models.PROTECT, related_name="+", verbose_name=_("løsning"))
    state = models.CharField(_("status"), max_length=12, choices=State)

    class Meta(Entry.Meta):
        verbose_name = _("status for løsning")
        verbose_name_plural = _("statuser for løsninger")
        indexes = [
            # What holds on a day is one step into this index, however long the log is.
            models.Index(
                F("municipality"),
                F("solution"),
                F("on").desc(),
                F("rank").desc(),
                name="status_that_holds",
                condition=models.Q(counts=True),
                include=["state"],
            ),
        ]

    @property
    def about(self) -> str:
        return str(self.solution)


class PhaseEntry(Entry):
    """Which phase of the reform the municipality is in, as a whole or within one focus area. It may go back."""

    SUBJECT: ClassVar[tuple[str, ...]] = ("municipality", "reform", "area")
    VALUE: ClassVar[str] = "phase"

    reform = models.ForeignKey(Reform, models.PROTECT, related_name="+", verbose_name=_("reform"))
    area = models.ForeignKey(
        FocusArea,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("innsatsområde"),
        help_text=_("La stå tomt når fasen gjelder reformen som helhet."),
    )
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="+", verbose_name=_("fase"))

    class Meta(Entry.Meta):
        verbose_name = _("fase i kommunen")
        verbose_name_plural = _("faser i kommunene")
        indexes = [models.Index(fields=["municipality", "reform", "area", "-on"], name="phase_that_holds")]

    @property
    def about(self) -> str:
        if self.area is None:
            return gettext("Fase for reformen som helhet")
        return gettext("Fase for %(area)s") % {"area": self.area}


class OrganisingEntry(Entry):
    """Whether the municipality runs the reform as a health reform, a society reform or both."""

    SUBJECT: ClassVar[tuple[str, ...]] = ("municipality", "reform")
    VALUE: ClassVar[str] = "model"

    class Model(models.TextChoices):
        HEALTH = "health", _("Helsereform")
        SOCIETY = "society", _("Samfunnsreform")
        BOTH = "both", _("Begge deler")

    reform = models.ForeignKey(Reform, models.PROTECT, related_name="+", verbose_name=_("reform"))
    model = models.CharField(_("organisering"), max_length=7, choices=Model)

    class Meta(Entry.Meta):
        verbose_name = _("organisering i kommunen")
        verbose_name_plural = _("organisering i kommunene")
        indexes = [models.Index(fields=["municipality", "reform", "-on"], name="organising_that_holds")]

    @property
    def about(self) -> str:
        return gettext("Organisering")


class ElderCouncilEntry(Entry):
    """Whether the municipality's eldreråd has been involved in the reform."""

    SUBJECT: ClassVar[tuple[str, ...]] = ("municipality", "reform")
    VALUE: ClassVar[str] = "answer"

    class Answer(models.TextChoices):
        YES = "yes", _("Ja")
        NO = "no", _("Nei")
        UNKNOWN = "unknown", _("Vet ikke")

    reform = models.ForeignKey(Reform, models.PROTECT, related_name="+", verbose_name=_("reform"))
    answer = models.CharField(_("eldrerådet er involvert"), max_length=7, choices=Answer)

    class Meta(Entry.Meta):
        verbose_name = _("involvering av eldrerådet")
        verbose_name_plural = _("involvering av eldrerådene")
        indexes = [models.Index(fields=["municipality", "reform", "-on"], name="involvement_that_holds")]

    @property
    def about(self) -> str:
        return gettext("Eldrerådet er involvert")
