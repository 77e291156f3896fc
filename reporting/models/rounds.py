"""Rounds: what they ask, in which parts, and which regions have been given more time."""

from datetime import date

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.models import Region
from reform_phases.models import Reform

LABEL_LENGTH = 200
STATEMENT_LENGTH = 500


@pghistory.track()
class Round(models.Model):
    """What the directorate asks for and when. What counts lies in `starts_on`..`cut_off`, both days included."""

    class Layout(models.TextChoices):
        ANNUAL = "annual", _("Årsrapport")
        SHORT = "short", _("Kort rapport")

    name_nb = models.CharField(_("navn, bokmål"), max_length=120)
    name_nn = models.CharField(_("navn, nynorsk"), max_length=120)
    reform = models.ForeignKey(Reform, models.PROTECT, related_name="rounds", verbose_name=_("reform"))
    layout = models.CharField(_("rapportmal"), max_length=6, choices=Layout, default=Layout.ANNUAL)
    starts_on = models.DateField(_("perioden starter"))
    cut_off = models.DateField(_("skjæringsdato"), help_text=_("Siste dag som teller med."))
    opens_on = models.DateField(_("åpner"), help_text=_("Første dag embetene kan skrive i rapporten."))
    due_on = models.DateField(_("frist for rapporten"))

    class Meta:
        ordering = ["-cut_off", "-pk"]
        verbose_name = _("runde")
        verbose_name_plural = _("runder")
        constraints = [
            models.CheckConstraint(
                condition=Q(cut_off__gt=F("starts_on")),
                name="round_cuts_off_after_its_start",
                violation_error_message=_("Skjæringsdatoen må være etter at perioden starter."),
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("cut_off")),
                name="round_is_due_after_cut_off",
                violation_error_message=_("Fristen kan ikke være før skjæringsdatoen."),
            ),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("due_on")),
                name="round_opens_before_it_is_due",
                violation_error_message=_("Runden må åpne før fristen."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_nn if get_language() == "nn" else self.name_nb

    def get_absolute_url(self) -> str:
        return reverse("reporting:round", args=[self.pk])

    def due_for(self, region: Region | None) -> date:
        """The last day for the report of `region`: its extension where it has one. The nation has none."""
        given = self.extensions.filter(region=region).first() if region else None
        return given.due_on if given else self.due_on


@pghistory.track()
class Extension(models.Model):
    """Another due date for one region in a round, and why."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="extensions")
    region = models.ForeignKey(Region, models.PROTECT, related_name="extensions")
    due_on = models.DateField(_("ny frist"))
    reason = models.CharField(_("begrunnelse"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["region__sort_key"]
        verbose_name = _("utsatt frist")
        verbose_name_plural = _("utsatte frister")
        constraints = [models.UniqueConstraint(fields=["round", "region"], name="one_extension_per_region_and_round")]

    def __str__(self) -> str:
        return f"{self.region}: {self.due_on:%-d.%-m.%Y}"


@pghistory.track()
class Section(models.Model):
    """A part of a round's questions, with a title and a few words on what it is about."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="sections")
    number = models.PositiveSmallIntegerField(_("nummer"))
    title_nb = models.CharField(_("tittel, bokmål"), max_length=120)
    title_nn = models.CharField(_("tittel, nynorsk"), max_length=120)
    intro_nb = models.TextField(_("innledning, bokmål"), max_length=1000, blank=True)
    intro_nn = models.TextField(_("innledning, nynorsk"), max_length=1000, blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name = _("del")
        verbose_name_plural = _("deler")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "number"],
                name="section_number_is_unique_in_round",
                deferrable=models.Deferrable.DEFERRED,  # so that two can change places
            ),
        ]

    def __str__(self) -> str:
        return self.title_nn if get_language() == "nn" else self.title_nb

    @property
    def intro(self) -> str:
        return self.intro_nn if get_language() == "nn" else self.intro_nb


@pghistory.track()
class Question(models.Model):
    """A question of a round. `number` is its place among all of them; what the reader sees is in `reporting.outline`.

    `labels` are the options of a choice, the grades of a scale from low to high, or the columns of a table;
    `statements` are what is graded. Both are in bokmål and nynorsk, line by line. Answers hold the bokmål text, so that
    what somebody has answered can be told from what has been written over.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("Fritekst")
        CHOICE = "choice", _("Valg")
        GRADED = "graded", _("Gradert vurdering")
        NUMBER = "number", _("Tall")
        TABLE = "table", _("Tabell")

    round = models.ForeignKey(Round, models.CASCADE, related_name="questions")
    section = models.ForeignKey(
        Section, models.SET_NULL, null=True, blank=True, related_name="questions", verbose_name=_("del")
    )
    number = models.PositiveSmallIntegerField(_("nummer"))
    kind = models.CharField(_("svares med"), max_length=6, choices=Kind, default=Kind.TEXT)
    text_nb = models.TextField(_("spørsmål, bokmål"), max_length=1000)
    text_nn = models.TextField(_("spørsmål, nynorsk"), max_length=1000)
    required = models.BooleanField(_("må besvares før rapporten meldes klar"), default=False)
    several = models.BooleanField(_("flere valg er mulig"), default=False)
    labels_nb = ArrayField(models.CharField(max_length=LABEL_LENGTH), default=list, blank=True)
    labels_nn = ArrayField(models.CharField(max_length=LABEL_LENGTH), default=list, blank=True)
    statements_nb = ArrayField(models.CharField(max_length=STATEMENT_LENGTH), default=list, blank=True)
    statements_nn = ArrayField(models.CharField(max_length=STATEMENT_LENGTH), default=list, blank=True)
    unit_nb = models.CharField(_("enhet, bokmål"), max_length=40, blank=True)
    unit_nn = models.CharField(_("enhet, nynorsk"), max_length=40, blank=True)
    least = models.DecimalField(_("minst"), max_digits=12, decimal_places=2, null=True, blank=True)
    most = models.DecimalField(_("høyst"), max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name = _("spørsmål")
        verbose_name_plural = _("spørsmål")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "number"],
                name="question_number_is_unique_in_round",
                deferrable=models.Deferrable.DEFERRED,  # so that two can change places
            ),
            models.CheckConstraint(
                condition=Q(labels_nb__len=F("labels_nn__len"), statements_nb__len=F("statements_nn__len")),
                name="question_says_each_line_in_both_forms",
                violation_error_message=_("Bokmål og nynorsk må ha like mange linjer."),
            ),
            models.CheckConstraint(
                condition=Q(least__isnull=True) | Q(most__isnull=True) | Q(least__lte=F("most")),
                name="question_takes_some_number",
                violation_error_message=_("Det minste kan ikke være større enn det høyeste."),
            ),
        ]

    def __str__(self) -> str:
        return self.text_nn if get_language() == "nn" else self.text_nb

    @property
    def unit(self) -> str:
        return self.unit_nn if get_language() == "nn" else self.unit_nb

    @property
    def labels(self) -> dict[str, str]:
        """What an answer holds, and the words for it in the language in force. In order."""
        return _words(self.labels_nb, self.labels_nn)

    @property
    def statements(self) -> dict[str, str]:
        """As `labels`."""
        return _words(self.statements_nb, self.statements_nn)


def _words(nb: list[str], nn: list[str]) -> dict[str, str]:
    return dict(zip(nb, nn if get_language() == "nn" else nb, strict=True))
