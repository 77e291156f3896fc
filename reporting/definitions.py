"""Which version of each definition a round asks for, and the rounds that use a version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from reporting.indicators import BY_KEY, DECLARED, INDICATORS, Indicator, versions
from reporting.models import Round, RoundIndicator
from reporting.services import is_settled

Asked = tuple[Indicator, ...]


class Settled(Exception):
    """The indicators of a round cannot be chosen: a report of it has been built, or is being built."""


def asked_by(round: Round) -> Asked:
    """What `round` asks for, in declared order."""
    return asked_by_each([round])[round.pk]


def asked_by_each(rounds: Iterable[Round]) -> dict[int, Asked]:
    """Round, by primary key, to what it asks for: one query for all of them."""
    found: dict[int, set[tuple[str, int]]] = {round.pk: set() for round in rounds}
    for pk, code, version in RoundIndicator.objects.filter(round__in=found).values_list("round", "code", "version"):
        found[pk].add(BY_KEY[code, version].key)
    return {
        pk: tuple(indicator for indicator in DECLARED if indicator.key in chosen) if chosen else INDICATORS
        for pk, chosen in found.items()
    }


@transaction.atomic
def choose_indicators(*, round: Round, chosen: Mapping[str, int]) -> None:
    """Lets `round` ask for the indicators `chosen`, code to version. What is not there is not asked for.

    Raises `Settled`, and `KeyError` for a version that nobody has declared.
    """
    # A build is asked for under the lock of its report, so that none can begin while this is decided.
    list(round.reports.select_for_update().order_by("pk"))
    if is_settled(round):
        raise Settled
    keys = {BY_KEY[key].key for key in chosen.items()}
    known = {(row.code, row.version): row for row in round.indicators.all()}
    round.indicators.filter(pk__in=[row.pk for key, row in known.items() if key not in keys]).delete()
    RoundIndicator.objects.bulk_create(
        RoundIndicator(round=round, code=indicator.code, version=indicator.version)
        for indicator in DECLARED
        if indicator.key in keys and indicator.key not in known
    )


def predecessor(round: Round) -> Round | None:
    """The round before, of the same reform."""
    earlier = Round.objects.filter(reform=round.reform_id, cut_off__lt=round.cut_off).select_related("reform")
    return earlier.order_by("-cut_off", "-pk").first()


@dataclass(frozen=True)
class Use:
    """A round that asks for an indicator. `before` is the version of the round before it, None for a reform's first."""

    round: Round
    version: int
    before: int | None

    @property
    def first(self) -> bool:
        return self.before is None

    @property
    def breaks(self) -> bool:
        """Whether the figure cannot be compared with that of the round before."""
        return self.before not in (None, self.version)


@dataclass(frozen=True)
class Definition:
    """An indicator with all its versions, the oldest first, and the rounds that ask for it, the oldest first."""

    code: str
    current: Indicator
    versions: list[Indicator]
    uses: list[Use]

    @property
    def breaks(self) -> int:
        return sum(use.breaks for use in self.uses)

    def state(self, indicator: Indicator) -> Any:
        """What has become of a version, in a word."""
        if indicator.current:
            return _("Gjeldende")
        if indicator.version < self.current.version:
            return _("Avløst")
        return _("I bruk") if any(use.version == indicator.version for use in self.uses) else _("Utkast")

    def rows(self) -> list[dict[str, Any]]:
        """The versions, newest first, each with its state and the rounds that use it."""
        return [
            {
                "indicator": indicator,
                "state": self.state(indicator),
                "rounds": [use.round for use in self.uses if use.version == indicator.version],
            }
            for indicator in reversed(self.versions)
        ]


def definitions(codes: Iterable[str]) -> list[Definition]:
    """The definitions of `codes`, with their use: two queries for all of them."""
    rounds = list(Round.objects.select_related("reform").order_by("reform_id", "cut_off", "pk"))
    asked = asked_by_each(rounds)
    found = []
    for code in codes:
        every = versions(code)
        used: list[Use] = []
        for round in rounds:
            version = next((indicator.version for indicator in asked[round.pk] if indicator.code == code), None)
            if version is not None:
                follows = bool(used) and used[-1].round.reform_id == round.reform_id
                used.append(Use(round, version, used[-1].version if follows else None))
        found.append(Definition(code, next(v for v in every if v.current), every, used))
    return found
