"""What was promised, by the apparatus to a municipality or the other way round."""

from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dialogue_meetings.models.meeting import Meeting
from lhl_portal.access.models import Organisation, User
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
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("hvem hos oss"),
        help_text=_("Tomt: vertskapet for møtet."),
    )
    what = models.CharField(_("hva"), max_length=200)
    due_on = models.DateField(_("frist"), null=True, blank=True)
    done_on = models.DateField(_("gjort"), null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, editable=False)
    note = models.CharField(_("hva ble gjort"), max_length=300, blank=True)
    verify = models.BooleanField(_("skal bekreftes av en annen"), default=False)
    verified_on = models.DateField(null=True, editable=False)
    verified_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, editable=False)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        verbose_name = _("oppfølging")
        verbose_name_plural = _("oppfølginger")
        constraints = [
            models.CheckConstraint(
                condition=~Q(owner="municipality") | Q(organisation=None),
                name="own_organisation_only_promises_for_the_apparatus",
                violation_error_message=_("Det kommunen har lovet, hører ikke til noen hos oss."),
            ),
            models.CheckConstraint(condition=Q(note="") | Q(done_on__isnull=False), name="note_is_of_what_is_done"),
            models.CheckConstraint(
                condition=Q(verified_on=None, verified_by=None)
                | Q(verified_on__isnull=False, verified_by__isnull=False, done_on__isnull=False, verify=True),
                name="what_is_verified_is_done",
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None) | Q(done_by=None) | ~Q(verified_by=F("done_by")),
                name="verified_by_somebody_else",
                violation_error_message=_("En annen enn den som gjorde det, må bekrefte."),
            ),
        ]

    def __str__(self) -> str:
        return self.what
