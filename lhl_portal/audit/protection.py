"""What keeps frozen and append-only tables from being emptied. Row triggers do not see a TRUNCATE."""

from typing import Any

import pghistory.models
import pgtrigger
from django.db.models.base import ModelBase


class KeepRows(pgtrigger.Trigger):
    """Refuses TRUNCATE of the table, also where it comes by CASCADE from another."""

    name = "keep_rows"
    level = pgtrigger.Statement
    when = pgtrigger.Before
    operation = pgtrigger.Truncate
    func = "RAISE EXCEPTION 'pgtrigger: Cannot truncate table %', TG_TABLE_NAME;"


class _Kept(ModelBase):
    """pghistory writes the Meta of an event model itself and inherits none, so the trigger is added as it is made."""

    def __new__(cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any], **kwargs: Any) -> ModelBase:
        meta = attrs.get("Meta")
        if meta is not None and not getattr(meta, "abstract", False):
            meta.triggers = [*getattr(meta, "triggers", ()), KeepRows()]
        return super().__new__(cls, name, bases, attrs, **kwargs)


class Event(pghistory.models.Event, metaclass=_Kept):
    """The base of all event models (PGHISTORY_BASE_MODEL). Its name is the end of theirs."""

    class Meta:
        abstract = True
