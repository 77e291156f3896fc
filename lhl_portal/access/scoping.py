"""Who reaches which rows. The only code that goes from a user to rows.

Access follows today's geography: a municipality that is no more is reached by those who reach its successor.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Self, cast

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from lhl_portal.access.models import CountyRegion, Coverage, Membership, Organisation, User
from lhl_portal.access.periods import valid_on
from lhl_portal.access.roles import PERMISSIONS, OrganisationKind, Role


@dataclass(frozen=True)
class Reach:
    """What a permission reaches for one user on one day. Sets hold primary keys.

    `organisations` are those whose whole area lies inside `counties`; `regions` likewise. `municipal` are the
    municipalities' own organisations, for municipality contacts.
    """

    everything: bool = False
    counties: frozenset[int] = frozenset()
    regions: frozenset[int] = frozenset()
    organisations: frozenset[int] = frozenset()
    municipal: frozenset[int] = frozenset()


def reach(user: User, permission: str, *, today: date) -> Reach:
    """The union of what those of the user's memberships reach that give `permission`. Read once per user object."""
    read: dict[tuple[str, date], Reach] = user.__dict__.setdefault("_reach", {})
    if (permission, today) not in read:
        granting = [m for m in user.memberships_on(today) if permission in PERMISSIONS[Role(m.role)]]
        key = (",".join(str(m.pk) for m in granting), today)
        if key not in read:
            read[key] = _reach_of(granting, today) if user.is_active else Reach()
        read[permission, today] = read[key]
    return read[permission, today]


def reach_of_reader(organisation: Organisation, *, today: date) -> Reach:
    """What somebody reaches who belongs to `organisation` as a reader, and nowhere else."""
    return _reach_of([Membership(organisation=organisation, role=Role.READER)], today)


def _reach_of(memberships: list[Membership], today: date) -> Reach:
    if any(m.is_national for m in memberships):
        return Reach(everything=True)
    municipal = {m.organisation_id for m in memberships if m.organisation.kind == OrganisationKind.MUNICIPALITY}
    own = {m.organisation_id for m in memberships} - municipal
    if not own:
        return Reach(municipal=frozenset(municipal))
    covered: dict[int, set[int]] = {}
    for organisation, county in Coverage.objects.as_of(today).values_list("organisation_id", "county_id"):
        covered.setdefault(organisation, set()).add(county)
    counties = set().union(*(covered.get(organisation, set()) for organisation in own))
    regions: dict[int, set[int]] = {}
    for region, county in CountyRegion.objects.as_of(today).values_list("region_id", "county_id"):
        regions.setdefault(region, set()).add(county)
    return Reach(
        counties=frozenset(counties),
        regions=frozenset(region for region, whole in regions.items() if whole <= counties),
        organisations=frozenset(own | {o for o, whole in covered.items() if whole <= counties}),
        municipal=frozenset(municipal),
    )


class ScopedQuerySet(models.QuerySet):
    """A queryset that knows how its rows hang together with a municipality, a region or an organisation.

    Each attribute is the lookup path from the row: ``"municipality"``, ``"invitations__municipality"``, or ``""`` for
    the row itself. A row is reached when any of the paths is.
    """

    to_municipality: ClassVar[str | None] = None
    to_region: ClassVar[str | None] = None
    to_organisation: ClassVar[str | None] = None

    def visible_to(self, user: User, permission: str, *, today: date) -> Self:
        """Rows that `permission` reaches for `user` with the geography of `today`."""
        return self.within(reach(user, permission, today=today), today=today)

    def within(self, area: Reach, *, today: date) -> Self:
        """Rows inside `area`."""
        if area.everything:
            return self
        reached = Q(pk__in=[])
        if self.to_municipality is not None and (area.counties or area.municipal):
            path = f"{self.to_municipality}__" if self.to_municipality else ""
            answering = Q(**{f"{path}jurisdictions__county__in": area.counties}) | Q(
                **{f"{path}jurisdictions__steward__organisation__in": area.municipal}
            )
            rows = self.model._base_manager.filter(valid_on(today, f"{path}jurisdictions__") & answering)
            reached |= Q(pk__in=rows.values("pk"))
        if self.to_region is not None:
            reached |= Q(**{f"{self.to_region}__in" if self.to_region else "pk__in": area.regions})
        if self.to_organisation is not None:
            reached |= Q(**{f"{self.to_organisation}__in" if self.to_organisation else "pk__in": area.organisations})
        return self.filter(reached)


class DeclaredMixin:
    """A view that says who may open it: `permission` (see `roles`), or `any_user` for everybody who is logged in.

    403 when none of the user's roles gives the permission, whatever the address asks for. `act_permission` is what a
    POST asks for as well, where looking asks for less.
    """

    permission: ClassVar[str | None] = None
    act_permission: ClassVar[str | None] = None
    any_user: ClassVar[bool] = False
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = [self.permission, self.act_permission if request.method == "POST" else None]
        if request.user.is_authenticated and not request.user.has_perms(list(filter(None, asked))):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    @property
    def today(self) -> date:
        return timezone.localdate()

    @property
    def user(self) -> User:
        """Whoever is logged in, as the pages of this mixin require."""
        return cast(User, self.request.user)

    def reach(self, permission: str | None = None) -> Reach:
        """What the page's permission, or another, reaches for the user."""
        return reach(self.user, permission or self.permission or "", today=self.today)


class ScopedMixin(DeclaredMixin):
    """A view over scoped rows. A row out of reach is 404; one that may be seen but not be touched is 403.

    `view_permission` is what shows the row where `permission` is about changing it.
    """

    view_permission: ClassVar[str | None] = None
    change_permission: ClassVar[str | None] = None  # for the detail page: whether to offer changing

    def get_queryset(self) -> Any:
        queryset = super().get_queryset()  # type: ignore[misc]
        return queryset.within(self.reach(self.view_permission), today=self.today)

    def get_object(self, queryset: Any = None) -> Any:
        row = super().get_object(queryset)  # type: ignore[misc]
        if self.view_permission and not self.may(self.permission, row):
            raise PermissionDenied
        return row

    def may(self, permission: str | None, row: models.Model) -> bool:
        """Whether `permission` reaches this very row."""
        if permission is None or not self.user.has_perm(permission):
            return False
        rows: ScopedQuerySet = type(row)._default_manager.filter(pk=row.pk)  # type: ignore[assignment]
        return rows.within(self.reach(permission), today=self.today).exists()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.change_permission:
            kwargs.setdefault("can_change", self.may(self.change_permission, self.object))  # type: ignore[attr-defined]
        return super().get_context_data(**kwargs)  # type: ignore[misc]
