"""How many municipalities stand where with each solution, on *Tall*: counted by the rule of the list and the matrix."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from reform_phases.models import Reform, Solution
from reform_phases.presentation import NOT_REGISTERED, Look, legend
from reform_phases.progress import statuses
from reporting.areas import Area


class Count(NamedTuple):
    """`value` municipalities are in a state, and `url` opens the list of them."""

    value: int
    url: str


class SolutionStates(NamedTuple):
    """The municipalities of the base by state, in the order of `looks`."""

    solution: Solution
    counts: list[Count]


def looks() -> list[Look]:
    """The columns: the states in order, and last those that nothing is registered about."""
    nothing, *states = legend()
    return [*states, nothing]


def solution_states(reform: Reform, day: date, members: Collection[int], area: Area) -> list[SolutionStates]:
    """Each solution of the reform. Every row adds up to the number of `members`."""
    found = statuses(reform, day, members)
    counted = Counter((solution, held.state) for (_municipality, solution), held in found.items())
    rows = []
    for solution in Solution.objects.filter(area__reform=reform).order_by("area__code", "code"):
        in_state = {look.key: counted[solution.pk, look.key] for look in looks() if look.key}
        in_state[""] = len(members) - sum(in_state.values())
        rows.append(
            SolutionStates(
                solution,
                [Count(in_state[look.key], _address(solution, look.key, day, area)) for look in looks()],
            )
        )
    return rows


def _address(solution: Solution, state: str, day: date, area: Area) -> str:
    """The list of the municipalities in `state`."""
    asked: dict[str, object] = {"losning": solution.pk, "tilstand": state or NOT_REGISTERED, "dato": day.isoformat()}
    if area.region:
        asked["region"] = area.region
    return f"{reverse('overview:list')}?{urlencode(asked)}"
