"""From what has happened to notices."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from lhl_portal.access.models import User
from lhl_portal.notices.kinds import Telling, kinds, producers
from lhl_portal.notices.models import Choice, Notice, Preference, Watermark

OVERLAP = timedelta(hours=1)
"""How far back events are read again. Events get their number and time before they can be seen, so one of a slow
transaction turns up behind those already read; none takes an hour. What is read twice is still told once."""


def gather(*, at: datetime) -> int:
    """Makes the notices that are missing at `at`, and gives their number. The first run ever looks back at nothing.

    Only users who are active, reach the record and have not turned the kind off are told. Of two runs at the same time
    the second does nothing.
    """
    with transaction.atomic():
        if not Watermark.objects.exists():
            Watermark.objects.get_or_create(pk=1, defaults={"begun_at": at, "until": at})
        mark = Watermark.objects.select_for_update(skip_locked=True).first()
        if mark is None:
            return 0
        since = max(mark.begun_at, mark.until - OVERLAP)
        found = [telling for producer in producers() for telling in producer(since, at)]
        made = [
            Notice(user=one.user, kind=one.kind, key=one.key, record=one.record, data=one.data, made_at=at)
            for one in _within_reach(_new(found), at)
        ]
        Notice.objects.bulk_create(made, ignore_conflicts=True)
        mark.until = max(mark.until, at)
        mark.save(update_fields=["until"])
    return len(made)


def _new(found: Iterable[Telling]) -> list[Telling]:
    """Those that nobody has told the user yet and that the user has not turned off, each once."""
    wanted = {(one.user.pk, one.key): one for one in found if one.user.is_active}
    users = {user for user, _key in wanted}
    keys = {key for _user, key in wanted}
    told = set(Notice.objects.filter(user__in=users, key__in=keys).values_list("user_id", "key"))
    off = set(Preference.objects.filter(user__in=users, choice=Choice.OFF).values_list("user_id", "kind"))
    return [one for pair, one in wanted.items() if pair not in told and (one.user.pk, one.kind) not in off]


def _within_reach(new: Iterable[Telling], at: datetime) -> Iterator[Telling]:
    """Without those about a record that the user does not reach. What is told of a record that is gone is kept."""
    together: dict[tuple[User, str], list[Telling]] = {}
    for one in new:
        together.setdefault((one.user, one.kind), []).append(one)
    day = timezone.localdate(at)
    for (user, kind), tellings in together.items():
        records = {one.record for one in tellings if one.record is not None}
        reached = kinds()[kind].addresses(user, records, day) if records else {}
        yield from (one for one in tellings if one.record is None or one.record in reached)
