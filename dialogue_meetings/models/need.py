"""What municipalities ask for help with, and what became of it."""

from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialogue_meetings.models.meeting import Meeting
from lhl_portal.access.models import User
from lhl_portal.access.scoping import ScopedQuerySet
from municipalities.models import Municipality
from reform_phases.models import Named


@pghistory.track()
class NeedTopic(Named):
    """One entry of the list that needs are chosen from. One that is a focus area's own is met by meetings about it."""

    area_code = models.CharField(
        _("innsatsområde"),
        max_length=20,
        blank=True,
        help_text=_("Nummeret på innsatsområdet som temaet svarer til. Tomt for tema på tvers."),
    )
    position = models.PositiveSmallIntegerField(_("plass i listen"))
    in_use = models.BooleanField(_("kan velges"), default=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("behovstema")
        verbose_name_plural = _("behovstema")
        constraints = [
            models.UniqueConstraint(
                fields=["name_nb"],
                name="topic_is_named_once",
                violation_error_message=_("Listen har et tema med dette navnet."),
            )
        ]


class NeedQuerySet(ScopedQuerySet):
    to_municipality = "municipality"

    def unanswered(self) -> Self:
        return self.filter(answer="")

    def raised_by(self, day: date) -> Self:
        return self.filter(raised_on__lte=day)


@pghistory.track()
class Need(models.Model):
    """That a municipality asked for help with a topic at a meeting. It ends as met, planned or not now."""

    class Answer(models.TextChoices):
        MET = "met", _("Møtt")
        PLANNED = "planned", _("Planlagt")
        NOT_NOW = "not_now", _("Ikke nå")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="needs")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="needs", verbose_name=_("kommune"))
    topic = models.ForeignKey(NeedTopic, models.PROTECT, related_name="needs", verbose_name=_("tema"))
    raised_on = models.DateField(_("meldt"))
    answer = models.CharField(_("svar"), max_length=8, choices=Answer, blank=True)
    because = models.CharField(
        _("hvordan, eller hvorfor ikke"), max_length=300, blank=True, help_text=_("Må fylles ut for «Ikke nå».")
    )
    answered_on = models.DateField(_("svart"), null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, editable=False)

    objects = NeedQuerySet.as_manager()

    class Meta:
        ordering = ["raised_on", "pk"]
        verbose_name = _("behov")
        verbose_name_plural = _("behov")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "municipality", "topic"],
                name="need_is_raised_once_at_a_meeting",
                violation_error_message=_("Kommunen har meldt dette behovet på møtet allerede."),
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_on=None) | (~Q(answer="") & Q(answered_on__isnull=False)),
                name="answered_need_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(answer="not_now") | ~Q(because=""),
                name="not_now_has_a_reason",
                violation_error_message=_("Skriv hvorfor det ikke blir nå."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.topic}"
