"""What is done to promises: closed with a note, opened again, and verified by somebody else than who closed it."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from dialogue_meetings.models import FollowUp
from lhl_portal.access.models import User


class NotVerifiable(Exception):
    """It is not done, or not asked to be verified, or whoever did it would verify it. The text is for the user."""


@transaction.atomic
def close(*, follow_ups: Collection[FollowUp], on: date, by: User, note: str = "") -> int:
    """How many were closed. One that is closed already keeps its day, note and name."""
    rows = FollowUp.objects.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in follow_ups])
    fresh = [row for row in rows.order_by("pk") if row.done_on is None]
    for row in fresh:
        row.done_on, row.done_by, row.note = on, by, note
        row.save(update_fields=["done_on", "done_by", "note"])
    return len(fresh)


@transaction.atomic
def reopen(*, follow_up: FollowUp) -> None:
    """As if it had never been done; history has what was."""
    FollowUp.objects.filter(pk=follow_up.pk).update(
        done_on=None, done_by=None, note="", verified_on=None, verified_by=None
    )


@transaction.atomic
def verify(*, follow_up: FollowUp, on: date, by: User) -> None:
    """Raises NotVerifiable. Verified twice keeps the first."""
    row = FollowUp.objects.select_for_update(of=("self",)).get(pk=follow_up.pk)
    if row.verified_on:
        return
    if row.done_on is None or not row.verify:
        raise NotVerifiable(_("Oppfølgingen venter ikke på å bli bekreftet."))
    if row.done_by_id == by.pk:
        raise NotVerifiable(_("En annen enn den som gjorde det, må bekrefte."))
    row.verified_on, row.verified_by = on, by
    row.save(update_fields=["verified_on", "verified_by"])
