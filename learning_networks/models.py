"""Regional learning networks: who was invited, who takes part and when, and the gatherings."""

from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.models import Organisation
from lhl_portal.access.periods import Dated, DatedQuerySet, no_overlap
from lhl_portal.access.scoping import ScopedQuerySet
from lhl_portal.access.wording import WordedQuerySet
from municipalities.models import Municipality
from reform_phases.models import Solution


class NetworkQuerySet(WordedQuerySet):
    to_municipality = "invitations__municipality"
    to_organisation = "owner"

    def known_on(self, day: date) -> Self:
        """Those that had begun, or that somebody was invited to, by `day`."""
        invited = Invitation.objects.filter(network=OuterRef("pk"), invited_on__lte=day)
        return self.filter(Q(starts_on__lte=day) | Exists(invited))


@pghistory.track()
class Network(models.Model):
    """A learning network for the reform, run by the apparatus or built on one that somebody else owns."""

    name = models.CharField(_("navn"), max_length=160)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="networks", verbose_name=_("ansvarlig"))
    builds_on = models.CharField(
        _("bygger på"), max_length=160, blank=True, help_text=_("Eksisterende nettverk som noen andre eier.")
    )
    method = models.CharField(_("metode"), max_length=160, blank=True)
    starts_on = models.DateField(_("starter"))
    ends_on = models.DateField(_("avsluttes"), null=True, blank=True, help_text=_("Siste dag i nettverket."))
    solutions = models.ManyToManyField(
        Solution, through="NetworkSolution", related_name="networks", verbose_name=_("tema (løsninger)"), blank=True
    )

    objects = NetworkQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        verbose_name = _("læringsnettverk")
        verbose_name_plural = _("læringsnettverk")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="network_ends_after_it_starts",
                violation_error_message=_("Nettverket kan ikke avsluttes før det starter."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("learning_networks:detail", args=[self.pk])


@pghistory.track()
class NetworkSolution(models.Model):
    """A solution that is a theme of a network."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="+")
    solution = models.ForeignKey(Solution, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "solution"], name="network_has_solution_once")]

    def __str__(self) -> str:
        return f"{self.network_id} – {self.solution_id}"


class InvitationQuerySet(ScopedQuerySet):
    to_municipality = "municipality"


@pghistory.track()
class Invitation(models.Model):
    """A municipality invited to a network."""

    class Answer(models.TextChoices):
        WAITING = "waiting", _("Ikke svart")
        ACCEPTED = "accepted", _("Takket ja")
        DECLINED = "declined", _("Takket nei")

    network = models.ForeignKey(Network, models.CASCADE, related_name="invitations")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="network_invitations", verbose_name=_("kommune")
    )
    invited_on = models.DateField(_("invitert"))
    answer = models.CharField(_("svar"), max_length=8, choices=Answer, default=Answer.WAITING)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["municipality__sort_key"]
        verbose_name = _("invitasjon")
        verbose_name_plural = _("invitasjoner")
        constraints = [
            models.UniqueConstraint(
                fields=["network", "municipality"],
                name="municipality_is_invited_to_network_once",
                violation_error_message=_("Kommunen er allerede invitert til nettverket."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} – {self.network}"


class MembershipQuerySet(DatedQuerySet, ScopedQuerySet):  # type: ignore[override]  # as_manager() of either
    to_municipality = "municipality"


@pghistory.track()
class Membership(Dated):
    """A municipality's time in a network: from the day it joined until the day it had left."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="memberships")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="network_memberships", verbose_name=_("kommune")
    )

    objects = MembershipQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["municipality__sort_key", "valid_from"]
        verbose_name = _("deltakelse")
        verbose_name_plural = _("deltakelser")
        constraints = [
            *Dated.Meta.constraints,
            no_overlap(
                "municipality_is_in_a_network_once",
                "network",
                "municipality",
                message=_("Kommunen deltar allerede i nettverket i denne perioden."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} – {self.network}"


class GatheringQuerySet(WordedQuerySet):
    to_municipality = "network__invitations__municipality"
    to_organisation = "network__owner"


@pghistory.track()
class Gathering(models.Model):
    """A samling: one day of a network."""

    class Form(models.TextChoices):
        PHYSICAL = "physical", _("Fysisk")
        DIGITAL = "digital", _("Digitalt")

    network = models.ForeignKey(Network, models.CASCADE, related_name="gatherings")
    title = models.CharField(_("tema for samlingen"), max_length=160)
    held_on = models.DateField(_("dato"))
    form = models.CharField(_("form"), max_length=8, choices=Form, default=Form.PHYSICAL)
    municipalities = models.ManyToManyField(
        Municipality, through="Presence", related_name="gatherings", verbose_name=_("til stede"), blank=True
    )

    objects = GatheringQuerySet.as_manager()

    class Meta:
        ordering = ["held_on", "pk"]
        verbose_name = _("samling")
        verbose_name_plural = _("samlinger")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.network.get_absolute_url()


@pghistory.track()
class Presence(models.Model):
    """A municipality present at a gathering."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="+")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gathering", "municipality"], name="present_once")]

    def __str__(self) -> str:
        return f"{self.gathering_id} – {self.municipality_id}"
