"""What the logs say, made ready for a page: values in words, templates only choose and loop."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reform_phases.models import Entry, FocusArea, FreshnessLimit, Solution, StatusEntry
from reform_phases.progress import STARTED, STEPS, Held, Statuses

State = StatusEntry.State

NOT_REGISTERED = "none"  # in an address: nothing is registered
NOTHING = gettext_lazy("Ikke registrert")
SIGNS: dict[str, str] = {str(step): str(number) for number, step in enumerate(STEPS)} | {str(State.NOT_RELEVANT): "×"}
"""How a state is written where there is no room for words: its number in order."""


_FRESH: dict[str, Any] = {
    FreshnessLimit.Kind.STATUS: gettext_lazy("En status er fersk i %(period)s."),
    FreshnessLimit.Kind.PHASE: gettext_lazy("En fase er fersk i %(period)s."),
    FreshnessLimit.Kind.PLAN: gettext_lazy("En plan er fersk i %(period)s."),
    FreshnessLimit.Kind.CONTACT: gettext_lazy("Kontakt med en kommune er fersk i %(period)s."),
}


class Look(NamedTuple):
    """A state in words and as a sign. `key` is the state, empty where nothing is registered."""

    key: str
    label: str
    sign: str


@dataclass(frozen=True)
class Standing:
    """Where a municipality stands with a solution on a day. `age` is in words, empty where nothing is registered."""

    solution: Solution
    look: Look
    on: date | None = None
    age: str = ""
    stale: bool = False
    inherited: str = ""


class Progress(NamedTuple):
    """Of some solutions, `started` of `base` are under way or further. The base leaves out what is not relevant; it is
    told where at least one is `registered`, since nothing reported is not zero."""

    started: int
    base: int
    registered: int


class AreaProgress(NamedTuple):
    """A focus area with its solutions."""

    area: FocusArea
    standings: list[Standing]
    progress: Progress


def look(state: str) -> Look:
    """`state` may be empty: nothing registered, which is not the same as not assessed."""
    return Look(state, str(State(state).label), SIGNS[state]) if state else Look("", str(NOTHING), "·")


def spoken(look: Look, *, stale: bool) -> str:
    """A cell for those who do not see it. What is said begins with the number that is seen."""
    words = f"{look.sign} {look.label}" if look.sign.isdigit() else look.label
    return _("%(state)s, uferskt") % {"state": words} if stale else words


def legend() -> list[Look]:
    """Every state in order, and what it looks like when nothing is registered."""
    return [look(state) for state in ("", *STEPS, State.NOT_RELEVANT)]


def age(on: date, day: date) -> str:
    """How long before `day` something was last said, in the largest whole unit."""
    days = (day - on).days
    if days < 31:
        return ngettext("%(count)s dag", "%(count)s dager", days) % {"count": days} if days else _("i dag")
    months = days * 12 // 365
    if months < 24:
        return _months(months)
    years = days // 365
    return ngettext("%(count)s år", "%(count)s år", years) % {"count": years}


def standing(
    solution: Solution, held: Held | None, *, day: date, oldest: date, before: Held | None = None, of: str = ""
) -> Standing:
    """`held` is what holds on `day`; what was last said before `oldest` is stale. `before` is a predecessor's, `of`
    names it: shown where the municipality has nothing of its own."""
    if held is None:
        inherited = f"{look(before.state).label}, {of}" if before else ""
        return Standing(solution, look(""), inherited=inherited)
    return Standing(solution, look(held.state), held.on, age(held.on, day), held.on < oldest)


def area_progress(
    areas: Iterable[FocusArea], municipality: int, found: Statuses, *, day: date, oldest: date, before: Any = None
) -> list[AreaProgress]:
    """The areas, given with their solutions, in one municipality. `before` maps solutions to what was inherited."""
    rows = []
    for area in areas:
        held = {solution.pk: found.get((municipality, solution.pk)) for solution in area.solutions.all()}
        standings = [
            standing(
                solution,
                held[solution.pk],
                day=day,
                oldest=oldest,
                before=(before or {}).get(solution.pk, (None, ""))[0],
                of=(before or {}).get(solution.pk, (None, ""))[1],
            )
            for solution in area.solutions.all()
        ]
        rows.append(AreaProgress(area, standings, progress(held.values())))
    return rows


def progress(held: Iterable[Held | None]) -> Progress:
    """How far the solutions are, given what holds for each of them."""
    states = [one.state if one else "" for one in held]
    return Progress(
        started=sum(state in STARTED for state in states),
        base=sum(state != State.NOT_RELEVANT for state in states),
        registered=sum(bool(state) for state in states),
    )


def entry_in_words(entry: Entry) -> str:
    """What an entry says holds."""
    value = entry.value
    field: Any = entry._meta.get_field(entry.VALUE)
    return str(dict(field.flatchoices)[value]) if getattr(field, "choices", None) else str(value)


def freshness_in_words(limit: FreshnessLimit) -> str:
    return str(_FRESH[limit.kind] % {"period": _months(limit.months)})


def _months(count: int) -> str:
    return ngettext("%(count)s måned", "%(count)s måneder", count) % {"count": count}
