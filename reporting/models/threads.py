"""What the reviewer asks about an edition, and what the office answers."""

from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Case, Count, IntegerField, Q, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.scoping import ScopedQuerySet
from reporting.models.reports import Report


class ThreadQuerySet(ScopedQuerySet):
    to_region = "report__region"

    def unsettled(self) -> Self:
        """Those that stand in the way of accepting the report."""
        return self.exclude(state=Thread.State.CLOSED)

    def by_state(self) -> Self:
        """Open first, then answered, then closed; in each the oldest first."""
        places = [When(state=state, then=place) for place, state in enumerate(Thread.State.values)]
        return self.order_by(Case(*places, output_field=IntegerField()), "pk")

    def numbers(self) -> dict[str, int]:
        """How many there are in each state, and under ``all`` and ``unsettled``. One query."""
        in_state = dict(self.order_by().values_list("state").annotate(Count("pk")))
        found = {state: in_state.get(state, 0) for state in Thread.State.values}
        every = sum(found.values())
        return found | {"all": every, "unsettled": every - found[Thread.State.CLOSED]}


@pghistory.track()
class Thread(models.Model):
    """One matter, raised by the reviewer at one place of an edition. Only the reviewer closes it and opens it again.

    `key` says where: the code of a figure, the number of a question, or ``<code>:<municipality number>`` for a
    municipality's row of a figure. It stays with the report when a later edition is sent.
    """

    class Anchor(models.TextChoices):
        FIGURE = "figure", _("Tall")
        ANSWER = "answer", _("Svar")
        MUNICIPALITY = "row", _("Kommune i et tall")
        GENERAL = "general", _("Hele rapporten")

    class State(models.TextChoices):
        OPEN = "open", _("Åpen")
        ANSWERED = "answered", _("Besvart")
        CLOSED = "closed", _("Lukket")

    report = models.ForeignKey(Report, models.PROTECT, related_name="threads")
    edition = models.PositiveSmallIntegerField(help_text="The number of the edition that it was begun on.")
    anchor = models.CharField(max_length=8, choices=Anchor)
    key = models.CharField(max_length=100, blank=True)
    state = models.CharField(_("tilstand"), max_length=8, choices=State, default=State.OPEN)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("merknad")
        verbose_name_plural = _("merknader")
        constraints = [
            models.CheckConstraint(
                condition=Q(anchor="general", key="") | (~Q(anchor="general") & ~Q(key="")),
                name="only_a_general_thread_has_no_key",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at=None)),
                name="only_a_closed_thread_has_been_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_anchor_display()} {self.key}".strip()

    def get_absolute_url(self) -> str:
        return reverse("reporting:thread", args=[self.pk])

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED


@pghistory.track()
class Comment(models.Model):
    """A message of a thread. Nothing changes it once it is written."""

    thread = models.ForeignKey(Thread, models.PROTECT, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(_("merknad"), max_length=4000)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("melding")
        verbose_name_plural = _("meldinger")

    def __str__(self) -> str:
        return self.text[:40]
