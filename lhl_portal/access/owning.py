"""Who writes what belongs to an organisation itself, when others reach the row through a municipality of theirs."""

from datetime import date

from lhl_portal.access.models import User
from lhl_portal.access.scoping import reach


def holds(user: User, permission: str, organisation: int, *, today: date) -> bool:
    """Whether `permission` reaches the organisation with this key, and not only something it has to do with."""
    area = reach(user, permission, today=today)
    return area.everything or organisation in area.organisations
