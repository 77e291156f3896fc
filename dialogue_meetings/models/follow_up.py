"""What was promised, by the apparatus to a municipality or the other way round."""

from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dialogue_meetings.models.meeting import Meeting
from lhl_portal.access.wording import WordedQuerySet
from municipalities.models import Municipality


class FollowUpQuerySet(WordedQuerySet):
    to_municipality = "municipality"

    def open(self) -> Self:
        return self.filter(done_on=None)

    def promised_by(self, day: date) -> Self:
        """Those of meetings held by `day`, or of meetings that are not held but were known then."""
        return self.exclude(meeting__held_on__gt=day).filter(meeting__in=Meeting.objects.known_on(day))

    def open_on(self, day: date) -> Self:
        """Promised by `day` and not done by then."""
        return self.promised_by(day).filter(Q(done_on=None) | Q(done_on__gt=day))


@pghistory.track()
class FollowUp(models.Model):
    """Something promised at a meeting, by the apparatus to a municipality or the other way round."""

    class Owner(models.TextChoices):
        APPARATUS = "apparatus", _("Vi har lovet")
        MUNICIPALITY = "municipality", _("Kommunen har lovet")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="follow_ups")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="follow_ups", verbose_name=_("kommune"))
    owner = models.CharField(_("hvem"), max_length=12, choices=Owner, default=Owner.APPARATUS)
    what = models.CharField(_("hva"), max_length=200)
    due_on = models.DateField(_("frist"), null=True, blank=True)
    done_on = models.DateField(_("gjort"), null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        verbose_name = _("oppfølging")
        verbose_name_plural = _("oppfølginger")

    def __str__(self) -> str:
        return self.what
