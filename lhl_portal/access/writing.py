"""Writing reference rows: only what differs from the database is written, so that nothing new leaves no history."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db import models
from django.db.models import ProtectedError, QuerySet

BATCH = 1000

Model = TypeVar("Model", bound=models.Model)
Key = tuple[Any, ...]


class StillReferenced(Exception):
    """A row is gone from the files, but other rows need it. The text says which, in Norwegian."""


@dataclass(frozen=True)
class Written(Generic[Model]):
    """The saved rows by natural key, and those in the database that the files do not have."""

    rows: dict[Key, Model]
    gone: list[Model]
    kept: list[Model] = field(default_factory=list)


class Writer:
    """Brings tables in line with wanted rows. Use it inside one transaction."""

    def __init__(self) -> None:
        self.created = 0
        self.changed = 0
        self.deleted = 0

    def put(
        self, wanted: Sequence[Model], key: Sequence[str], among: "QuerySet[Model]", *, overwrite: bool = True
    ) -> Written[Model]:
        """Creates and updates, and deletes nothing.

        `key` names the fields that identify a row (columns, as ``county_id``). Without `overwrite`, a row that differs
        stays as it is in the database and is told of in `kept`.
        """
        present = {_key(row, key): row for row in among}
        new, changed, kept = [], [], []
        rows: dict[Key, Model] = {}
        columns = [f for f in among.model._meta.concrete_fields if not f.primary_key]
        for want in wanted:
            row = present.pop(_key(want, key), None)
            if row is None:
                new.append(want)
                row = want
            elif differing := [f for f in columns if getattr(row, f.attname) != getattr(want, f.attname)]:
                if overwrite:
                    for column in differing:
                        setattr(row, column.attname, getattr(want, column.attname))
                    changed.append(row)
                else:
                    kept.append(row)
            rows[_key(want, key)] = row
        manager = among.model._base_manager
        if changed:
            manager.bulk_update(changed, [f.name for f in columns], batch_size=BATCH)
        manager.bulk_create(new, batch_size=BATCH)
        self.created += len(new)
        self.changed += len(changed)
        return Written(rows, list(present.values()), kept)

    def replace(self, wanted: Sequence[Model], key: Sequence[str], among: "QuerySet[Model]") -> None:
        """As `put`, and deletes the rows of `among` that are not wanted: first, since they may stand in the way."""
        wanted_keys = {_key(row, key) for row in wanted}
        self.remove([row for row in among if _key(row, key) not in wanted_keys])
        self.put(wanted, key, among.all())

    def remove(self, rows: Iterable[models.Model]) -> None:
        """Deletes rows that nothing else needs. `StillReferenced` when something does."""
        for row in rows:
            try:
                row.delete()
            except ProtectedError as error:
                raise StillReferenced(_needed_by(row, error)) from error
            self.deleted += 1


def _key(row: models.Model, columns: Sequence[str]) -> Key:
    return tuple(getattr(row, column) for column in columns)


def _needed_by(row: models.Model, error: ProtectedError) -> str:
    users = Counter(str(user._meta.verbose_name_plural) for user in error.protected_objects)
    named = ", ".join(f"{name} ({count})" for name, count in sorted(users.items()))
    return f"{row._meta.verbose_name} «{row}» står ikke i filene lenger, men er i bruk: {named}. Ingenting er endret."
