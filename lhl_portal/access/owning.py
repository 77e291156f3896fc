"""What belongs to an organisation itself, when others reach the row through a municipality of theirs."""

from datetime import date

from lhl_portal.access.models import User
from lhl_portal.access.roles import PERMISSIONS, Role
from lhl_portal.access.scoping import Reach, reach


def holds(user: User, permission: str, organisation: int, *, today: date) -> bool:
    """Whether `permission` reaches the organisation with this key, and not only something it has to do with."""
    area = reach(user, permission, today=today)
    return area.everything or organisation in area.organisations


def own(user: User, permission: str, *, today: date) -> Reach:
    """What the organisations that give the user `permission` hold themselves, and take part in as municipalities.

    Narrows what `permission` reaches; by itself it asks nothing about the user.
    """
    granting = (m for m in user.memberships_on(today) if permission in PERMISSIONS[Role(m.role)])
    organisations = frozenset(membership.organisation_id for membership in granting)
    return Reach(organisations=organisations, municipal=organisations)
