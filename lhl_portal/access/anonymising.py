"""Taking a person who has left out of the portal, without taking out what they logged.

The row stays, so that every record keeps who it was logged by, as one and the same nobody. The name and the address go
from everywhere they stand: the account, its history and the log of failed log-ins. It cannot be undone.
"""

from typing import Any

import pgtrigger
from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from lhl_portal.access.models import SavedView, User
from lhl_portal.audit.models import AccessEvent

# The only place where rows that are otherwise only added to are changed: that they name somebody is what has to go.
APPEND_ONLY = ("access.UserEvent:append_only", "access.SavedViewEvent:append_only", "audit.AccessEvent:append_only")


class StillInUse(Exception):
    """The account is active. The text is for the user."""


@transaction.atomic
def anonymise(*, user: User) -> User:
    """Raises StillInUse. Views that nobody else sees go as well; those shared with others stay."""
    row = User.objects.select_for_update().get(pk=user.pk)
    if row.is_active:
        raise StillInUse(_("Sett kontoen ut av bruk først."))
    known_by = {row.email.lower(), *_history().filter(pgh_obj_id=row.pk).values_list("email", flat=True)}
    private = list(SavedView.objects.filter(owner=row, organisation=None).values_list("pk", flat=True))
    row.name, row.email = f"Anonymisert {row.pk}", f"anonymisert-{row.pk}@example.invalid"
    row.set_unusable_password()
    row.save()
    SavedView.objects.filter(pk__in=private).delete()
    with pgtrigger.ignore(*APPEND_ONLY):
        _history().filter(pgh_obj_id=row.pk).update(name=row.name, email=row.email)
        apps.get_model("access", "SavedViewEvent").objects.filter(pgh_obj_id__in=private).update(name="", query="")
        for address in known_by:
            AccessEvent.objects.filter(detail__iexact=address).update(detail="")
    return row


def _history() -> Any:
    return apps.get_model("access", "UserEvent").objects
