"""Contact with the municipalities: meetings, and the calls, mails and visits in between."""

from datetime import date
from typing import Any, Self

import pghistory
from django.db import models
from django.db.models import Case, Exists, F, Min, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.models import Organisation
from lhl_portal.access.scoping import ScopedQuerySet
from lhl_portal.access.wording import WordedQuerySet
from municipalities.models import District, Municipality
from reform_phases.models import FocusArea, Solution


class MeetingQuerySet(WordedQuerySet):
    to_municipality = "invitations__municipality"
    to_organisation = "host"

    def known_on(self, day: date) -> Self:
        """Those that had been held or offered to somebody by `day`. When a meeting was planned is not known."""
        offered = Invitation.objects.offered_by(day).filter(meeting=OuterRef("pk"))
        return self.filter(Q(held_on__lte=day) | Exists(offered))

    def with_day(self, held_by: date = date.max) -> Any:  # the annotation is unknown to the type checker
        """Each with its `day`: when it was held, `held_by` a day, else is planned, else was first offered."""
        offers = Invitation.objects.filter(meeting=OuterRef("pk")).order_by().values("meeting")
        held = Case(When(held_on__lte=held_by, then="held_on"))
        first = offers.annotate(first=Min("offered_on")).values("first")
        return self.annotate(day=Coalesce(held, "planned_on", Subquery(first)))


@pghistory.track()
class Meeting(models.Model):
    """Contact between the apparatus and one or more municipalities: offered, perhaps planned, perhaps held.

    Most are meetings. `Kind.outside_meetings()` are the others, which nobody is invited to: they are logged once they
    have been, and those it was with were there.
    """

    class Kind(models.TextChoices):
        DIALOGUE = "dialogue", _("Dialogmøte")
        GUIDANCE = "guidance", _("Veiledningsmøte")
        WEBINAR = "webinar", _("Webinar")
        COURSE = "course", _("Kurs")
        VISIT = "visit", _("Besøk")
        CALL = "call", _("Telefon")
        MAIL = "mail", _("E-post")
        PLAN_INPUT = "plan_input", _("Innspill til plan")
        OTHER = "other", _("Annen veiledning")

        @classmethod
        def outside_meetings(cls) -> "frozenset[Meeting.Kind]":
            return frozenset({cls.VISIT, cls.CALL, cls.MAIL, cls.PLAN_INPUT, cls.OTHER})

        @classmethod
        def never_planned(cls) -> "frozenset[Meeting.Kind]":
            """Those that are logged when they have been: nobody plans a phone call here."""
            return cls.outside_meetings() - {cls.VISIT}

    class Form(models.TextChoices):
        PHYSICAL = "physical", _("Fysisk")
        DIGITAL = "digital", _("Digitalt")

    title = models.CharField(_("tittel"), max_length=160)
    kind = models.CharField(_("type"), max_length=10, choices=Kind, default=Kind.DIALOGUE)
    form = models.CharField(_("form"), max_length=8, choices=Form, default=Form.PHYSICAL, blank=True)
    place = models.CharField(_("sted eller lenke"), max_length=300, blank=True)
    host = models.ForeignKey(Organisation, models.PROTECT, related_name="hosted_meetings", verbose_name=_("vertskap"))
    planned_on = models.DateField(_("planlagt dato"), null=True, blank=True)
    held_on = models.DateField(_("holdt dato"), null=True, blank=True, help_text=_("Tomt til møtet er holdt."))
    begins_at = models.TimeField(_("fra klokken"), null=True, blank=True)
    ends_at = models.TimeField(_("til klokken"), null=True, blank=True)
    areas = models.ManyToManyField(
        FocusArea, through="MeetingArea", related_name="meetings", verbose_name=_("innsatsområder"), blank=True
    )
    solutions = models.ManyToManyField(
        Solution, through="MeetingSolution", related_name="meetings", verbose_name=_("løsninger"), blank=True
    )
    outcome = models.TextField(
        _("hva kom ut av møtet"),
        blank=True,
        max_length=4000,
        help_text=_("Hva kommunene vil arbeide med, og hvilken hjelp de ønsker. Ingen navn eller personopplysninger."),
    )

    # What calls and mails were numbered while they had pages of their own: sent reports still lead there.
    support_number = models.PositiveBigIntegerField(null=True, blank=True, unique=True, editable=False)

    # Which page it was logged from, so that the same page sent twice makes one meeting.
    logged_from = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = [F("held_on").desc(nulls_first=True), F("planned_on").desc(nulls_first=True), "-pk"]
        verbose_name = _("møte")
        verbose_name_plural = _("møter")
        indexes = [models.Index(fields=["held_on"], name="meeting_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(begins_at__isnull=False, ends_at__gt=F("begins_at")),
                name="meeting_ends_after_it_begins",
                violation_error_message=_("Sluttiden må være etter starttiden."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("dialogue_meetings:detail", args=[self.pk])


@pghistory.track()
class MeetingArea(models.Model):
    """A focus area that a meeting is about."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+")
    area = models.ForeignKey(FocusArea, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "area"], name="meeting_has_area_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id} – {self.area_id}"


@pghistory.track()
class MeetingSolution(models.Model):
    """A solution that a meeting is about."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+")
    solution = models.ForeignKey(Solution, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "solution"], name="meeting_has_solution_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id} – {self.solution_id}"


class InvitationQuerySet(ScopedQuerySet):
    to_municipality = "municipality"

    def offered_by(self, day: date) -> Self:
        return self.filter(offered_on__lte=day)

    def offers(self) -> Self:
        """Of meetings that somebody is invited to, and that have not been held."""
        return self.filter(meeting__held_on=None).exclude(meeting__kind__in=Meeting.Kind.outside_meetings())

    def with_districts(self) -> Self:
        """Of municipalities that have districts."""
        return self.filter(Exists(District.objects.filter(municipality=OuterRef("municipality"))))

    def unsettled(self) -> Self:
        """Offers that somebody has still to do something about: not answered, or said yes to without a day."""
        waiting, accepted = Invitation.Answer.WAITING, Invitation.Answer.ACCEPTED
        return self.offers().filter(Q(answer=waiting) | Q(answer=accepted, meeting__planned_on=None))


class Channel(models.TextChoices):
    """How an offer or a reminder reached the municipality."""

    MAIL = "mail", _("E-post")
    LETTER = "letter", _("Brev")
    CALL = "call", _("Telefon")
    MEETING = "meeting", _("I et møte")
    OTHER = "other", _("På annen måte")


@pghistory.track()
class Invitation(models.Model):
    """One municipality's place at one meeting, from offer to attendance."""

    class Answer(models.TextChoices):
        WAITING = "waiting", _("Ikke svart")
        ACCEPTED = "accepted", _("Takket ja")
        DECLINED = "declined", _("Takket nei")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitations")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="meeting_invitations", verbose_name=_("kommune")
    )
    offered_on = models.DateField(_("tilbudt"))
    channel = models.CharField(_("tilbudt på"), max_length=8, choices=Channel, blank=True)
    answer = models.CharField(_("svar"), max_length=8, choices=Answer, default=Answer.WAITING)
    answered_on = models.DateField(_("svart"), null=True, blank=True)
    reason = models.CharField(_("begrunnelse"), max_length=300, blank=True)
    present = models.BooleanField(_("til stede"), default=False)
    districts = models.ManyToManyField(
        District, through="InvitationDistrict", related_name="+", verbose_name=_("bydeler"), blank=True
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["municipality__sort_key"]
        verbose_name = _("invitasjon")
        verbose_name_plural = _("invitasjoner")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "municipality"],
                name="municipality_is_invited_once",
                violation_error_message=_("Kommunen er allerede invitert til møtet."),
            ),
            models.CheckConstraint(
                condition=~Q(answer="declined", present=True),
                name="declined_is_not_present",
                violation_error_message=_("Den som har takket nei, kan ikke være til stede."),
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | (~Q(answer="waiting") & Q(answered_on__gte=F("offered_on"))),
                name="answer_follows_offer",
                violation_error_message=_("Svardato krever et svar, og kan ikke være før tilbudet."),
            ),
            models.CheckConstraint(
                condition=Q(reason="") | Q(answer="declined"),
                name="reason_is_of_who_declined",
                violation_error_message=_("Bare den som har takket nei, har en begrunnelse."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} – {self.meeting}"


@pghistory.track()
class InvitationDistrict(models.Model):
    """A district that takes part for its municipality."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="+")
    district = models.ForeignKey(District, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invitation", "district"], name="invitation_has_district_once")]

    def __str__(self) -> str:
        return f"{self.invitation_id} – {self.district_id}"


@pghistory.track()
class Reminder(models.Model):
    """That a municipality was reminded of an offer it had not answered."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="reminders")
    sent_on = models.DateField(_("påminnet"))
    channel = models.CharField(_("påminnet på"), max_length=8, choices=Channel, blank=True)

    class Meta:
        ordering = ["sent_on", "pk"]
        verbose_name = _("påminnelse")
        verbose_name_plural = _("påminnelser")
        constraints = [
            models.UniqueConstraint(fields=["invitation", "sent_on"], name="invitation_is_reminded_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.invitation_id} – {self.sent_on}"


@pghistory.track()
class Attendance(models.Model):
    """How many took part in a role. Counts only: no names."""

    class Role(models.TextChoices):
        POLITICAL = "political", _("Politisk ledelse")
        ADMINISTRATIVE = "administrative", _("Administrativ ledelse")
        CARE_LEADERS = "care_leaders", _("Ledere i helse og omsorg")
        STAFF = "staff", _("Ansatte og tillitsvalgte")
        ELDERS_COUNCIL = "elders_council", _("Eldreråd")
        USERS = "users", _("Bruker- og pårørendeorganisasjoner")
        APPARATUS = "apparatus", _("Støtteapparatet")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance")
    role = models.CharField(_("rolle"), max_length=14, choices=Role)
    count = models.PositiveSmallIntegerField(_("antall"))

    class Meta:
        verbose_name = _("oppmøte")
        verbose_name_plural = _("oppmøte")
        constraints = [models.UniqueConstraint(fields=["meeting", "role"], name="role_is_counted_once")]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.count}"
