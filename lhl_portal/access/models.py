"""Where people belong: regions and counties over time, the organisations of the apparatus, users and memberships."""

from datetime import date
from functools import cache
from typing import Any, ClassVar, Self

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.periods import Dated, DatedQuerySet, no_overlap
from lhl_portal.access.roles import KINDS, NATIONAL, PERMISSIONS, OrganisationKind, Role


@pghistory.track()
class Region(models.Model):
    """The area of a County Governor office. Its counties are dated; the region itself stays."""

    code = models.SlugField(_("kode"), unique=True)
    name = models.CharField(_("navn"), max_length=80)
    language = models.CharField(_("språkform"), max_length=2, choices=[("nb", _("Bokmål")), ("nn", _("Nynorsk"))])
    sort_key = models.CharField(max_length=200, editable=False)

    class Meta:
        ordering = ["sort_key"]
        verbose_name = _("region")
        verbose_name_plural = _("regioner")

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class County(Dated):
    """A county under one number. A merged or re-split county is a new row."""

    number = models.CharField(_("nummer"), max_length=2)
    name = models.CharField(_("navn"), max_length=80)
    name_official = models.CharField(_("offisielt navn"), max_length=120)
    sort_key = models.CharField(max_length=200, editable=False)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["sort_key"]
        verbose_name = _("fylke")
        verbose_name_plural = _("fylker")
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["number", "valid_from"], name="county_number_starts_once"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class CountyRegion(Dated):
    """Which region a county lies in during a period: exactly one on every day the county exists."""

    county = models.ForeignKey(County, models.PROTECT, related_name="regions")
    region = models.ForeignKey(Region, models.PROTECT, related_name="counties")

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        constraints = [*Dated.Meta.constraints, no_overlap("county_is_in_one_region", "county")]

    def __str__(self) -> str:
        return f"{self.county} – {self.region}"


@pghistory.track()
class Organisation(models.Model):
    """A body of the apparatus: County Governor office, development centre, KS, directorate, municipality ..."""

    code = models.SlugField(_("kode"), unique=True)
    kind = models.CharField(_("type"), max_length=12, choices=OrganisationKind)
    name = models.CharField(_("navn"), max_length=120, help_text=_("Nåværende navn; navn over tid står for seg."))
    name_nn = models.CharField(_("navn, nynorsk"), max_length=120, blank=True, help_text=_("Der det er et annet."))
    org_number = models.CharField(_("organisasjonsnummer"), max_length=9, blank=True)
    region = models.OneToOneField(
        Region, models.PROTECT, null=True, blank=True, related_name="office", verbose_name=_("region")
    )
    sort_key = models.CharField(max_length=200, editable=False)

    class Meta:
        ordering = ["sort_key"]
        verbose_name = _("organisasjon")
        verbose_name_plural = _("organisasjoner")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=OrganisationKind.GOVERNOR, region__isnull=False)
                | (~models.Q(kind=OrganisationKind.GOVERNOR) & models.Q(region=None)),
                name="office_has_a_region_and_nobody_else_has",
            ),
        ]

    def __str__(self) -> str:
        return self.name_nn if self.name_nn and get_language() == "nn" else self.name


@pghistory.track()
class OrganisationName(Dated):
    """The name of an organisation during a period, in both forms of Norwegian."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="names")
    name_nb = models.CharField(_("navn, bokmål"), max_length=120)
    name_nn = models.CharField(_("navn, nynorsk"), max_length=120)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        constraints = [*Dated.Meta.constraints, no_overlap("organisation_has_one_name", "organisation")]

    def __str__(self) -> str:
        return self.name_nn if get_language() == "nn" else self.name_nb


@pghistory.track()
class Coverage(Dated):
    """A county that an organisation works in during a period."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="coverage")
    county = models.ForeignKey(County, models.PROTECT, related_name="coverage")

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            no_overlap("organisation_covers_a_county_once", "organisation", "county"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.county}"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractBaseUser):
    """A person who logs in by e-mail. What the person may do comes from dated memberships alone."""

    email = models.EmailField(_("e-post"), unique=True)
    name = models.CharField(_("navn"), max_length=120)
    is_active = models.BooleanField(_("aktiv"), default=True)
    is_demo = models.BooleanField(_("demobruker"), default=False, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("bruker")
        verbose_name_plural = _("brukere")

    def __str__(self) -> str:
        return self.name or self.email

    def memberships_on(self, day: date) -> list["Membership"]:
        """Memberships valid on `day`, with their organisation; read once per user object."""
        read = self.__dict__.setdefault("_memberships", {})
        if day not in read:
            read[day] = list(self.memberships.as_of(day).select_related("organisation__region").order_by("pk"))
        return read[day]

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Whether any of today's roles gives `perm`. Which rows it reaches is a question for `scoping`."""
        today = timezone.localdate()
        return self.is_active and any(perm in PERMISSIONS[Role(m.role)] for m in self.memberships_on(today))

    def has_perms(self, perm_list: list[str], obj: object = None) -> bool:
        return all(self.has_perm(perm) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        return any(self.has_perm(perm) for perm in _permissions_of(app_label))


@cache
def _permissions_of(app_label: str) -> tuple[str, ...]:
    return tuple(sorted({p for of in PERMISSIONS.values() for p in of if p.startswith(f"{app_label}.")}))


@pghistory.track()
class Membership(Dated):
    """A user's role in an organisation during a period."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("bruker"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name=_("organisasjon")
    )
    role = models.CharField(_("rolle"), max_length=13, choices=Role)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["-valid_from", "pk"]
        verbose_name = _("rolle")
        verbose_name_plural = _("roller")
        constraints = [
            *Dated.Meta.constraints,
            no_overlap(
                "user_is_in_an_organisation_once",
                "user",
                "organisation",
                message=_("Brukeren har allerede en rolle i organisasjonen i denne perioden."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.organisation}"

    def clean(self) -> None:
        if self.role and self.organisation_id and self.organisation.kind not in KINDS[Role(self.role)]:
            raise ValidationError({"role": _("Rollen finnes ikke i en organisasjon av denne typen.")})

    @property
    def is_national(self) -> bool:
        return self.organisation.kind in NATIONAL


class SavedViewQuerySet(models.QuerySet):
    def shown_to(self, user: User, day: date) -> Self:
        """The user's own, and those shared in an organisation that the user belongs to on `day`."""
        organisations = {membership.organisation_id for membership in user.memberships_on(day)}
        return self.filter(models.Q(owner=user) | models.Q(organisation__in=organisations))


@pghistory.track()
class SavedView(models.Model):
    """A list as somebody wants to see it again: the page by URL name and its query string.

    With an organisation it is shared with everybody who belongs there; only the owner changes it.
    """

    owner = models.ForeignKey(User, models.CASCADE, related_name="saved_views", verbose_name=_("eier"))
    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="saved_views",
        verbose_name=_("delt med"),
    )
    page = models.CharField(_("side"), max_length=60)
    name = models.CharField(_("navn"), max_length=80)
    query = models.CharField(_("utvalg"), max_length=2000, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("lagret visning")
        verbose_name_plural = _("lagrede visninger")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "page", "name"],
                name="view_is_named_once",
                violation_error_message=_("Du har allerede en visning med dette navnet."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        address = reverse(self.page)
        return f"{address}?{self.query}" if self.query else address
