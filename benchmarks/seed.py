"""A country at full size in a scratch database: the demo's activity, and a status log of as many rows as wanted.

The same rows every time. Triggers and foreign keys do not look on, which is why it wants a superuser.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate, count, islice
from random import Random
from typing import Any, NamedTuple

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Max, Model
from psycopg.sql import SQL, Identifier

from lhl_portal.access.models import User
from municipalities.models import Municipality
from reform_phases.models import Act, Entry, Solution, StatusEntry
from reform_phases.progress import STEPS

ROWS = 100_000
FIRST, LAST = date(2019, 1, 1), date(2023, 12, 31)
SCRATCH = "lhl_bench"  # how the name of a database begins that may be filled
_AN_ACT = 10  # how many solutions one act is about
_CORRECTED = 0.01
_MOVES = {-1: 0.14, 0: 0.6, 1: 0.26}  # a step back, confirmed unchanged, a step forward

ACT_COLUMNS = ("id", "at", "by_id")
ENTRY_COLUMNS = (
    *("id", "act_id", "municipality_id", "solution_id", "on", "state"),
    *("kind", "source", "link", "note", "counts", "corrects_id"),
)


class ActOf(NamedTuple):
    """An act about one municipality (primary keys)."""

    on: date
    municipality: int
    pk: int
    by: int

    @property
    def at(self) -> datetime:
        return datetime.combine(self.on, time(10), tzinfo=UTC)


def fill(rows: int) -> int:
    """Prepares the demo where it is missing and lets the status log grow to `rows`. Answers with how many were added.

    `ValueError` where the database is not one that the benchmarks made.
    """
    name = str(connection.settings_dict["NAME"])
    if not name.startswith(SCRATCH):
        raise ValueError(f"{name} is not a scratch database: its name does not begin with {SCRATCH}")
    call_command("prepare_demo")
    missing = rows - StatusEntry.objects.count()
    # All is asked before it is written: a connection that copies answers nothing else.
    acts = list(_acts(-(-missing // _AN_ACT)))
    solutions = list(Solution.objects.order_by("code").values_list("pk", flat=True))
    entries = _entries(acts, solutions, _next(StatusEntry))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        _copy(cursor, Act, ACT_COLUMNS, ((act.pk, act.at, act.by) for act in acts))
        _copy(cursor, StatusEntry, ENTRY_COLUMNS, islice(entries, missing))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as the server's own housekeeping would have done over the years
    return missing


def _acts(number: int) -> Iterator[ActOf]:
    """In the order of time, as an office writes them: spread over all municipalities by how long each existed."""
    rng = Random(f"acts/{number}")
    lives = [
        (body.pk, max(FIRST, body.valid_from), min(LAST, body.valid_to - timedelta(days=1)) if body.valid_to else LAST)
        for body in Municipality.objects.filter(valid_from__lte=LAST).exclude(valid_to__lte=FIRST).order_by("code")
    ]
    weights = list(accumulate((last - first).days for _pk, first, last in lives))
    chosen = rng.choices(lives, cum_weights=weights, k=number)
    days = sorted((first + timedelta(days=rng.randint(0, (last - first).days)), pk) for pk, first, last in chosen)
    by = User.objects.filter(email__startswith="demo.raadgiver.").order_by("email").values_list("pk", flat=True)[0]
    for pk, (on, municipality) in enumerate(days, _next(Act)):
        yield ActOf(on, municipality, pk, by)


def _entries(acts: Sequence[ActOf], solutions: Sequence[int], first: int) -> Iterator[tuple[Any, ...]]:
    """What the acts wrote: each solution stays, goes a step on or a step back; now and then it is corrected at once."""
    rng = Random(f"entries/{len(acts)}")
    sources = list(Entry.Source)
    keys = count(first)
    steps: dict[tuple[int, int], int] = {}
    for act in acts:
        source = rng.choice(sources)
        link = f"https://example.no/sak/{act.pk}" if source == Entry.Source.DOCUMENT else ""
        for solution in rng.sample(solutions, _AN_ACT):
            cell = (act.municipality, solution)
            before = steps.get(cell)
            step = max(0, min((before or 0) + rng.choices(*zip(*_MOVES.items(), strict=True))[0], len(STEPS) - 1))
            kind = Entry.Kind.CONFIRMED if step == before else Entry.Kind.SET
            corrected = rng.random() < _CORRECTED
            key = next(keys)
            about = (act.pk, *cell, act.on)
            yield key, *about, STEPS[step], kind, source, link, "", not corrected, None
            if corrected:
                step = max(0, step - 1)
                yield next(keys), *about, STEPS[step], Entry.Kind.CORRECTED, source, link, "", True, key
            steps[cell] = step


def _next(model: type[Model]) -> int:
    return (model._base_manager.aggregate(last=Max("pk"))["last"] or 0) + 1


def _copy(cursor: Any, model: type[Model], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    table = model._meta.db_table
    into = SQL("COPY {} ({}) FROM STDIN").format(Identifier(table), SQL(", ").join(map(Identifier, columns)))
    with cursor.copy(into) as copy:
        for row in rows:
            copy.write_row(row)
    cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, _next(model) - 1])
