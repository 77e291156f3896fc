"""The demo users: one for each role and office, with names and addresses that cannot be anybody's."""

from collections.abc import Iterator

from lhl_portal.access.models import Membership, Organisation, User
from lhl_portal.access.roles import OrganisationKind, Role
from lhl_portal.demo.days import FIRST, YEARS
from lhl_portal.demo.ground import Area, Ground
from lhl_portal.demo.rows import Rows
from municipalities.models import Municipality

_COORDINATORS = 3


def add_people(ground: Ground, rows: Rows) -> dict[str, User]:
    """Answers with the adviser of each region, by the region's code."""
    advisers = {}
    for area in ground.areas:
        code, name = area.region.code, area.region.name
        advisers[code] = _person(rows, f"raadgiver.{code}", f"Demo rådgiver, {name}", area.office, Role.ADVISER)
        _person(rows, f"leder.{code}", f"Demo leder, {name}", area.office, Role.LEADER)
    for area in ground.areas[-_COORDINATORS:]:
        centre = _a_centre(area)
        if centre is not None:
            _person(rows, f"koordinator.{centre.code}", f"Demo koordinator, {centre.name}", centre, Role.COORDINATOR)
    for body in _two_municipalities(ground):
        _person(rows, f"kommune.{body.code}", f"Demo kommunekontakt, {body.name}", body.organisation, Role.CONTACT)
    directorate = Organisation.objects.filter(kind=OrganisationKind.DIRECTORATE).order_by("code").first()
    if directorate is not None:
        _person(rows, "analytiker", f"Demo rådgiver, {directorate.name}", directorate, Role.ANALYST)
        _person(rows, "administrator", "Demo administrator", directorate, Role.ADMINISTRATOR)
    ministry = Organisation.objects.filter(kind=OrganisationKind.MINISTRY).order_by("code").first()
    if ministry is not None:
        _person(rows, "leser", f"Demo leser, {ministry.name}", ministry, Role.READER)
    return advisers


def _person(rows: Rows, address: str, name: str, organisation: Organisation, role: Role) -> User:
    user = User(email=f"demo.{address}@example.no", name=name, is_demo=True)
    user.set_unusable_password()
    rows.add(Membership(user=user, organisation=organisation, role=role, valid_from=FIRST))
    return rows.add(user)


def _a_centre(area: Area) -> Organisation | None:
    """A centre (USHT) that has worked in the region in every year of the demo."""
    by_year = [{c.code: c for body in area.bodies[year] for c in area.centres_of(body, year)} for year in YEARS]
    shared = set.intersection(*(set(centres) for centres in by_year))
    return by_year[0][min(shared)] if shared else None


def _two_municipalities(ground: Ground) -> list[Municipality]:
    """One that came out of a merger and one that has been the same all the time, in different regions."""
    heirs = {heir.pk for heir in ground.heirs.values()}
    areas = iter(ground.areas)
    chosen = (_first_living(areas, heirs, is_heir=is_heir) for is_heir in (True, False))
    return [body for body in chosen if body is not None]


def _first_living(areas: Iterator[Area], heirs: set[int], *, is_heir: bool) -> Municipality | None:
    """Uses up `areas` until one of them has such a municipality."""
    for area in areas:
        for body in area.bodies[YEARS[-1]]:
            if body.valid_to is None and (body.pk in heirs) == is_heir:
                return body
    return None
