"""How far municipalities are on a day, and how old what we know is."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db import connection

from reform_phases.models import FreshnessLimit, Reform, StatusEntry

State = StatusEntry.State
# In order. What is not relevant stands outside the order.
STEPS = (
    State.NOT_ASSESSED,
    State.CONSIDERED,
    State.DECIDED,
    State.PLANNED,
    State.IN_PROGRESS,
    State.IMPLEMENTED,
    State.EVALUATED,
)
STARTED = frozenset({State.IN_PROGRESS, State.IMPLEMENTED, State.EVALUATED})


class Held(NamedTuple):
    """The state that holds, and the day it was last set or confirmed."""

    state: str
    on: date


STALE = "*"  # no state has it in its name
Statuses = dict[tuple[int, int], Held]


def statuses(reform: Reform, day: date, municipalities: Collection[int]) -> Statuses:
    """What holds on `day`, by municipality and solution (primary keys). What nothing is said about is left out.

    One step into an index for each pair, whatever the length of the log: the ORM has no cross join to ask that with.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [list(municipalities), reform.pk, day])
        return {(body, solution): Held(state, on) for body, solution, state, on in cursor.fetchall()}


def standing(
    solutions: Collection[int], day: date, municipalities: Collection[int], *, oldest: date
) -> dict[int, list[str]]:
    """What holds on `day`, by municipality: for each of `solutions`, in order, its state, or nothing.

    A state that was last set or confirmed before `oldest` ends in STALE. For a country at once: to make an object of
    each pair would take longer than to ask.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [oldest, STALE, list(municipalities), list(solutions), day])
        return {body: states.split(",") for body, states in cursor.fetchall()}


def limits() -> dict[str, FreshnessLimit]:
    """How long each kind of fact stays fresh. A kind without a limit never goes stale."""
    return {limit.kind: limit for limit in FreshnessLimit.objects.all()}


def oldest_fresh(kind: FreshnessLimit.Kind, day: date) -> date:
    """What was last said before this date is stale on `day`."""
    limit = limits().get(kind)
    return limit.oldest(day) if limit else date.min


_NEWEST = """
    SELECT entry.state, entry."on" FROM reform_phases_statusentry AS entry
    WHERE entry.municipality_id = body.id AND entry.solution_id = solution.id AND entry.counts AND entry."on" <= %s
    ORDER BY entry."on" DESC, entry.rank DESC
    LIMIT 1
"""
_HELD = f"""
SELECT body.id, solution.id, held.state, held."on"
FROM unnest(%s::bigint[]) AS body (id)
CROSS JOIN (
    SELECT solution.id FROM reform_phases_solution AS solution
    JOIN reform_phases_focusarea AS area ON area.id = solution.area_id
    WHERE area.reform_id = %s
) AS solution
CROSS JOIN LATERAL ({_NEWEST}) AS held
"""  # noqa: S608  # of constants
_STANDING = f"""
SELECT body.id, string_agg(
    coalesce(held.state || CASE WHEN held."on" < %s THEN %s ELSE '' END, ''), ',' ORDER BY solution.place
)
FROM unnest(%s::bigint[]) AS body (id)
CROSS JOIN unnest(%s::bigint[]) WITH ORDINALITY AS solution (id, place)
LEFT JOIN LATERAL ({_NEWEST}) AS held ON true
GROUP BY body.id
"""  # noqa: S608  # of constants
