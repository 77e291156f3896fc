"""The history of a municipality, read from the event tables that the triggers write.

Which tables there are is found in the app registry, so that the ground floor knows none of the apps above it. Counted
are tables with a foreign key to a municipality, what their rows are part of (a meeting), and what is part of them (the
solutions of a plan): CASCADE is what tells a part.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from pghistory.core import event_models
from pghistory.models import Context

PLACE = "municipalities.Municipality"


class Source(NamedTuple):
    """An event table and how its rows hang together with a municipality."""

    events: Any  # an event model of pghistory
    direct: tuple[str, ...] = ()  # columns that hold the municipality
    part_of: tuple[tuple[str, Any], ...] = ()  # columns that hold a row of a direct table
    whole_of: tuple[tuple[str, Any], ...] = ()  # direct tables with a column that holds this row

    def about(self, municipality: int) -> QuerySet[Any]:
        condition = Q(pk__in=[])
        for column in self.direct:
            condition |= Q(**{column: municipality})
        for column, other in self.part_of:
            condition |= Q(**{f"{column}__in": _direct(other, municipality).values("pgh_obj_id")})
        for column, other in self.whole_of:
            condition |= Q(**{"pgh_obj_id__in": _direct(other, municipality).values(column)})
        rows: QuerySet[Any] = self.events.objects.filter(condition)
        return rows


class Field(NamedTuple):
    """One field of a change: what it is called, and its value before and after in words; empty where there was none."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One change of one record: ``insert``, ``update`` or ``delete``. `who` is empty for the portal itself."""

    at: datetime
    who: str
    kind: str
    record: str
    fields: tuple[Field, ...]


def entries(municipality: int, *, until: date | None = None) -> QuerySet[Any, Any]:
    """References to all events about the municipality, newest first; a page of them goes into `read`.

    With `until`, only those written on that day or before.
    """
    written = Q(pgh_created_at__date__lte=until) if until else Q()
    found = [
        source.about(municipality).filter(written).order_by().values("pgh_created_at", "pgh_id", table=Value(label))
        for label, source in sources().items()
    ]
    return found[0].union(*found[1:], all=True).order_by("-pgh_created_at", "-pgh_id", "table")


def read(references: Iterable[dict[str, Any]]) -> list[Entry]:
    """The events behind a page of `entries`, in the same order. Queries follow the tables on the page, not its rows."""
    wanted = list(references)
    events: dict[tuple[str, int], Any] = {}
    for label in {reference["table"] for reference in wanted}:
        table = sources()[label].events
        keys = [reference["pgh_id"] for reference in wanted if reference["table"] == label]
        events |= {(label, event.pgh_id): event for event in _with_previous(table).filter(pgh_id__in=keys)}
    chosen = [events[reference["table"], reference["pgh_id"]] for reference in wanted]
    who = authors(chosen)
    changes = [(event, list(_changed(event))) for event in chosen]
    names = _names(field_and_value for _event, changed in changes for field_and_value in changed)
    return [
        Entry(
            at=event.pgh_created_at,
            who=who.get(event.pgh_context_id, ""),
            kind=event.pgh_label,
            record=record_label(event.pgh_tracked_model),
            fields=tuple(
                Field(field_label(field), _in_words(field, before, names), _in_words(field, after, names))
                for field, before, after in changed
            ),
        )
        for event, changed in changes
    ]


def authors(events: Iterable[Any]) -> dict[Any, str]:
    """Who made the events, by the key of their context. What the portal did itself has nobody. Two queries at most."""
    contexts = Context.objects.in_bulk({event.pgh_context_id for event in events if event.pgh_context_id})
    keys = {context.metadata.get("user") for context in contexts.values()} - {None}
    users = {pk: str(user) for pk, user in get_user_model().objects.in_bulk(keys).items()}
    return {pk: users.get(context.metadata.get("user"), "") for pk, context in contexts.items()}


@cache
def sources() -> dict[str, Source]:
    """Every event table that can tell about a municipality, by its model's label."""
    place = apps.get_model(PLACE)
    known: list[Any] = event_models()
    tables: dict[type[models.Model], Any] = {events.pgh_tracked_model: events for events in known}
    direct = {
        model: tuple(_columns(model, place)) for model in tables if any(True for _column in _columns(model, place))
    }
    found = {model: Source(tables[model], columns) for model, columns in direct.items()}
    found[place] = Source(tables[place], ("pgh_obj_id",))
    for model, events in tables.items():
        if model in found:
            continue
        parts = tuple((c, tables[whole]) for whole in direct for c in _columns(model, whole, part=True))
        wholes = tuple((c, tables[part]) for part in direct for c in _columns(part, model, part=True))
        if parts or wholes:
            found[model] = Source(events, (), parts, wholes)
    return {model._meta.label: source for model, source in found.items()}


def record_label(model: Any) -> str:
    """What a record is called. A link between two records that has no name of its own is called by both."""
    name = str(model._meta.verbose_name)
    if "verbose_name" in model._meta.original_attrs:
        return capfirst(name)
    ends = [str(f.related_model._meta.verbose_name) for f in model._meta.concrete_fields if f.is_relation]
    return capfirst(" – ".join(ends) or name)


def field_label(field: Any) -> str:
    if field.is_relation and str(field.verbose_name) == field.name.replace("_", " "):
        return capfirst(str(field.related_model._meta.verbose_name))
    return capfirst(str(field.verbose_name))


def _columns(model: type[models.Model], target: type[models.Model], *, part: bool = False) -> Iterator[str]:
    """Columns of `model` that hold a row of `target`; with `part`, only those whose row goes when the target goes."""
    for field in model._meta.concrete_fields:
        goes_along = not part or getattr(field.remote_field, "on_delete", None) is models.CASCADE
        if field.is_relation and field.related_model is target and goes_along:
            yield field.attname


def _direct(events: Any, municipality: int) -> QuerySet[Any]:
    return sources()[events.pgh_tracked_model._meta.label].about(municipality).order_by()


def _tracked_fields(events: Any) -> list[Any]:
    """Fields of the record that a person filled in or can make sense of."""
    kept = {field.name for field in events._meta.concrete_fields}
    return [
        field
        for field in events.pgh_tracked_model._meta.concrete_fields
        if field.name in kept and field.editable and not field.primary_key
    ]


def _with_previous(events: Any) -> QuerySet[Any]:
    """Events with `previous`, the values of the event before of the same record, or None."""
    values = JSONObject(**{field.attname: F(field.attname) for field in _tracked_fields(events)})
    before = events.objects.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
    return events.objects.annotate(
        previous=Subquery(before.order_by("-pgh_id").annotate(values_then=values).values("values_then")[:1])
    )


def _changed(event: Any) -> Iterator[tuple[Any, Any, Any]]:
    """The fields an event changed, with the value before and after."""
    for field in _tracked_fields(type(event)):
        value = getattr(event, field.attname)
        before: Any = None
        after: Any = None
        if event.pgh_label == "delete":
            before = value
        else:
            after = value
        if event.pgh_label == "update":
            before = field.to_python((event.previous or {}).get(field.attname))
            if before == after:
                continue
        elif value in (None, ""):
            continue
        yield field, before, after


def _names(values: Iterable[tuple[Any, Any, Any]]) -> dict[tuple[Any, Any], str]:
    """Names of the rows that changed fields point to, one query per table."""
    wanted: dict[Any, set[Any]] = {}
    for field, before, after in values:
        if field.is_relation:
            wanted.setdefault(field.related_model, set()).update(v for v in (before, after) if v is not None)
    return {
        (model, pk): str(row)
        for model, keys in wanted.items()
        for pk, row in model._base_manager.select_related(*_named_by(model)).in_bulk(keys).items()
    }


def _named_by(model: type[models.Model]) -> list[str]:
    """Relations that a row's own name may need, so that naming many rows takes one query."""
    return [f.name for f in model._meta.concrete_fields if f.is_relation and not f.null]


def _in_words(field: Any, value: Any, names: dict[tuple[Any, Any], str]) -> str:
    if value is None or value == "":
        return ""
    if field.is_relation:
        return names.get((field.related_model, value), _("slettet"))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("ja") if value else _("nei")
    if isinstance(value, datetime):
        return date_format(value, "j.n.Y H:i")
    if isinstance(value, date):
        return date_format(value, "j.n.Y")
    return str(value)
