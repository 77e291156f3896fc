"""Which indicators a round asks for, each in which version."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reporting.models.rounds import Round


@pghistory.track()
class RoundIndicator(models.Model):
    """An indicator of a round, in one version. A round without any asks for all of them in the current version."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="indicators")
    code = models.SlugField(_("kode"))
    version = models.PositiveSmallIntegerField(_("versjon"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("tall i runden")
        verbose_name_plural = _("tall i runden")
        constraints = [
            models.UniqueConstraint(fields=["round", "code"], name="round_asks_for_an_indicator_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="indicator_versions_begin_at_one"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"
