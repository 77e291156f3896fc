"""*Prøv*: the same facts counted by two definitions, and which municipalities change sides. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from reporting.facts import Body, Facts
from reporting.indicators import Indicator, Share


@dataclass(frozen=True)
class Part:
    """One region of a comparison: how many counted before and count after, of `base`, and who changed sides."""

    region: Any
    before: int | None
    after: int | None
    base: int
    came: list[Body]
    went: list[Body]


@dataclass(frozen=True)
class Comparison:
    """One indicator counted by `old` and by `new`; either is None where it is not asked for."""

    old: Indicator | None
    new: Indicator | None
    before: Share | None
    after: Share | None
    facts: Facts

    @property
    def indicator(self) -> Any:
        return self.new or self.old

    @property
    def change(self) -> str:
        """``added``, ``removed``, ``version`` or ``same``."""
        if self.old is None or self.new is None:
            return "added" if self.old is None else "removed"
        return "same" if self.old.version == self.new.version else "version"

    @property
    def came(self) -> frozenset[int]:
        """Those that count after and did not before; nobody where there is nothing to compare."""
        return self.after.counted - self.before.counted if self.before and self.after else frozenset()

    @property
    def went(self) -> frozenset[int]:
        return self.before.counted - self.after.counted if self.before and self.after else frozenset()

    @property
    def switching(self) -> frozenset[int]:
        return self.came | self.went

    @property
    def whole(self) -> Part:
        return self._part(None, frozenset(self.facts.municipalities))

    def parts(self, regions: Iterable[Any]) -> list[Part]:
        """The regions that have municipalities on the date, in the order given."""
        members: dict[int, set[int]] = {}
        for pk, body in self.facts.municipalities.items():
            members.setdefault(body.region, set()).add(pk)
        return [self._part(region, frozenset(members[region.pk])) for region in regions if region.pk in members]

    def _part(self, region: Any, members: frozenset[int]) -> Part:
        came, went = self.came & members, self.went & members
        here = [body for pk, body in self.facts.municipalities.items() if pk in came or pk in went]
        return Part(
            region=region,
            before=len(self.before.counted & members) if self.before else None,
            after=len(self.after.counted & members) if self.after else None,
            base=len(members),
            came=[body for body in here if body.pk in came],
            went=[body for body in here if body.pk in went],
        )


def compare(facts: Facts, old: Iterable[Indicator], new: Iterable[Indicator]) -> list[Comparison]:
    """What `facts` give by each. In the order of `new`, and last what is left out of it."""
    before, after = ({indicator.code: indicator for indicator in asked} for asked in (old, new))
    asked = {indicator.key: indicator for indicator in [*before.values(), *after.values()]}
    shares = {key: indicator.compute(facts) for key, indicator in asked.items()}
    found = []
    for code in dict.fromkeys([*after, *before]):
        was, becomes = before.get(code), after.get(code)
        found.append(
            Comparison(
                old=was,
                new=becomes,
                before=shares[was.key] if was else None,
                after=shares[becomes.key] if becomes else None,
                facts=facts,
            )
        )
    return found
