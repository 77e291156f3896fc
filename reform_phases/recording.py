"""Writing to the logs: one act, one or many entries, and its undoing. Nothing that stands there is touched."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from lhl_portal.access.models import User
from municipalities.models import Municipality
from reform_phases.models import Act, ElderCouncilEntry, Entry, OrganisingEntry, PhaseEntry, StatusEntry

RECORD = "reform_phases.add_status"  # the permission to write to any of the logs

LOGS: tuple[type[Entry], ...] = (StatusEntry, PhaseEntry, OrganisingEntry, ElderCouncilEntry)

Subject = tuple[Any, ...]


class ChangedMeanwhile(Exception):
    """Somebody has written about the same since the page was shown. `subjects` says about what."""

    def __init__(self, subjects: list[Subject]) -> None:
        self.subjects = subjects
        super().__init__(f"changed meanwhile: {subjects}")


class NotToUndo(Exception):
    """The act has been undone already, or nothing of it counts any more."""


@transaction.atomic
def record(entries: Sequence[Entry], *, by: User, at: datetime, seen: dict[Subject, int] | None = None) -> Act:
    """Writes `entries`, all of one log, as one act, or none of them.

    `seen` maps subjects to the `newest` of them that the user was shown (0 where there was none);
    `ChangedMeanwhile` where that is no longer so.
    """
    return _write(entries, Act(by=by, at=at), seen)


def newest(log: type[Entry], municipalities: Iterable[int]) -> dict[Subject, int]:
    """The key of the last entry written about each subject, whatever its kind."""
    columns = log.subject_columns()
    rows = log._default_manager.filter(municipality__in=municipalities).order_by().values_list(*columns)
    return {row[:-1]: row[-1] for row in rows.annotate(last=Max("pk"))}


def confirming(entry: Entry, on: date, **ground: Any) -> Entry:
    """An entry that says that what `entry` says still holds on `on`. `ground`: source, link and note."""
    return _like(entry, on=on, kind=Entry.Kind.CONFIRMED, **ground)


def correcting(entry: Entry, **changes: Any) -> Entry:
    """An entry that takes the place of `entry`, with its values but for `changes`."""
    kept = {"on": entry.on, "source": entry.source, "link": entry.link, "note": entry.note}
    return _like(entry, kind=Entry.Kind.CORRECTED, corrects=entry, **(kept | changes))


def withdrawing(entry: Entry) -> Entry:
    """An entry that takes `entry` back. Where that was a correction, what it corrected is put in its place."""
    before = entry.corrects
    if before is None:
        return _like(entry, on=entry.on, kind=Entry.Kind.WITHDRAWN, corrects=entry, counts=False)
    column = type(entry).value_column()
    kept = {name: getattr(before, name) for name in (column, "on", "source", "link", "note")}
    return correcting(entry, **kept)


@transaction.atomic
def undo(act: Act, *, by: User, at: datetime) -> Act:
    """Withdraws what `act` wrote, as far as it still counts; what it had corrected is put back by a new correction.

    What others have written since stands. `NotToUndo` where nothing is left to undo, or `act` is itself an undoing.
    """
    act = Act.objects.select_for_update().get(pk=act.pk)
    if act.undoes_id or Act.objects.filter(undoes=act).exists():
        raise NotToUndo
    undoing = Act(by=by, at=at, undoes=act)
    for log in LOGS:
        written = log._default_manager.filter(act=act, counts=True)
        lock(written.values_list("municipality", flat=True))
        entries = [withdrawing(entry) for entry in written.select_related("corrects")]
        if entries:
            _write(entries, undoing, None)
    if undoing.pk is None:
        raise NotToUndo
    return undoing


def entries_of(act: Act) -> list[Entry]:
    """What the act wrote, by municipality, with what it takes to put it in words."""
    return [
        entry
        for log in LOGS
        for entry in log._default_manager.filter(act=act)
        .in_words()
        .select_related("municipality", "corrects")
        .order_by("municipality__sort_key", "pk")
    ]


def lock(municipalities: Iterable[int]) -> None:
    """Whoever writes about these municipalities at the same time waits here, until the transaction ends."""
    bodies = set(municipalities)
    list(Municipality.objects.select_for_update(no_key=True).filter(pk__in=bodies).order_by("pk").values("pk"))


def _write(entries: Sequence[Entry], act: Act, seen: dict[Subject, int] | None) -> Act:
    log = type(entries[0])
    bodies = {entry.municipality_id for entry in entries}
    lock(bodies)
    if seen is not None:
        now = newest(log, bodies)
        changed = [entry.subject for entry in entries if now.get(entry.subject, 0) != seen.get(entry.subject, 0)]
        if changed:
            raise ChangedMeanwhile(changed)
    if act._state.adding:
        act.save()
    for entry in entries:
        entry.act = act
    log._default_manager.bulk_create(entries, batch_size=1000)
    return act


def _like(entry: Entry, **changes: Any) -> Entry:
    """A new entry about the same, with the same value unless `changes` has another."""
    log = type(entry)
    like = log(**{column: getattr(entry, column) for column in (*log.subject_columns(), log.value_column())})
    for name, value in changes.items():
        setattr(like, name, value)
    return like
