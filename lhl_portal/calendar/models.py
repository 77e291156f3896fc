"""Feeds: what a person's own calendar asks the portal for, again and again."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.models import User


# Neither the sum of the secret nor the reads are history: the one opens nothing any more, the others are no change.
@pghistory.track(exclude=["secret_sum", "last_read_on"])
class Feed(models.Model):
    """An address that shows its owner's meetings without log-in, for as long as the row is there.

    The address holds a secret that only whoever made the feed was shown: `secret_sum` is its SHA-256, in hexadecimal.
    """

    class Scope(models.TextChoices):
        OWN = "own", _("Mine møter")
        REACH = "reach", _("Hele regionen")

    owner = models.ForeignKey(User, models.CASCADE, related_name="feeds", verbose_name=_("eier"))
    name = models.CharField(
        _("navn"), max_length=80, help_text=_("Hvor du skal bruke det, for eksempel «Telefonen» eller «Outlook».")
    )
    scope = models.CharField(_("innhold"), max_length=5, choices=Scope, default=Scope.OWN)
    secret_sum = models.CharField(max_length=64, unique=True, editable=False)
    made_on = models.DateField(_("laget"), editable=False)
    last_read_on = models.DateField(_("sist hentet"), null=True, editable=False)

    class Meta:
        ordering = ["-made_on", "-pk"]
        verbose_name = _("abonnement")
        verbose_name_plural = _("abonnementer")

    def __str__(self) -> str:
        return self.name
