"""Keys of machines, made, known again and taken back; and what an office opens to all."""

from datetime import date, datetime

from django.db import transaction

from lhl_portal.access import secret
from lhl_portal.access.models import User
from reporting.models import ApiKey, OpenReport, Report

_SHOWN = len(secret.KEY_MARK) + 6  # letters of a key that tell it from others and open nothing


def make_key(key: ApiKey, *, by: User, on: date) -> str:
    """Saves the key, which has an organisation, a name and a last day, and gives the secret, which is kept nowhere."""
    made = secret.KEY_MARK + secret.make()
    key.prefix, key.secret_sum = made[:_SHOWN], secret.sum_of(made)
    key.created_by, key.created_on = by, on
    key.save()
    return made


def find_key(presented: str, *, today: date) -> ApiKey | None:
    """The key that opens today, or None for one that is unknown, taken back or run out. Remembers the day of use."""
    rows = ApiKey.objects.valid_on(today).select_related("organisation")
    key = rows.filter(secret_sum=secret.sum_of(presented)).first()
    if key is not None and key.last_used_on != today:
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=today)
    return key


def revoke_key(*, key: ApiKey, at: datetime) -> None:
    """Shuts the key for good. Doing it again changes nothing."""
    ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=at)


@transaction.atomic
def decide_openness(*, report: Report, is_open: bool, basis: str, by: User, on: date) -> None:
    """Writes down, or takes back, that everybody may see how each municipality stands in the report."""
    Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if not is_open:
        OpenReport.objects.filter(report=report).delete()
        return
    decided = OpenReport.objects.filter(report=report).first()
    if decided is None:
        OpenReport.objects.create(report=report, basis=basis, decided_by=by, decided_on=on)
    elif decided.basis != basis:
        decided.basis = basis
        decided.save(update_fields=["basis"])
