"""Municipalities by what they are or were called: names in any language, numbers, and slips of the keyboard."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache

from lhl_portal.access.wording import fold, words
from lhl_portal.search.question import Question, Term
from municipalities.models import Spell

NOISE = frozenset({"kommune", "kommunen", "kommuna"})  # what people write after the name
SHORTEST_INSIDE = 3  # letters that may stand inside a name
SHORTEST_SLIP = 4  # letters of a name that may be mistyped
ALIKE = 0.75  # how much of two names must be the same where neither is in the other; 1 is all
NEARLY_AS_GOOD = 0.1
SLIP = 1  # the best fit of a name that only resembles


@dataclass(frozen=True)
class Designation:
    """What a municipality was called during a period, as its `Spell` says."""

    municipality: int
    number: str
    name: str
    name_official: str
    county: str
    sort_key: str
    valid_from: date
    valid_to: date | None

    @property
    def names(self) -> list[str]:
        """The name, and each of the official parallel names."""
        return [self.name, *self.name_official.split(" - ")]

    @property
    def words(self) -> tuple[str, ...]:
        return (*_words_of(self.name), *_words_of(self.name_official))


@dataclass(frozen=True)
class Found:
    """A municipality with the designation that fits best, and its newest one. `alike` where the name only resembles."""

    designation: Designation
    newest: Designation
    alike: bool


class Register:
    """All designations, read once."""

    def __init__(self) -> None:
        rows = Spell.objects.order_by("valid_from").values_list(
            "municipality", "number", "name", "name_official", "county__name", "sort_key", "valid_from", "valid_to"
        )
        self.designations = [Designation(*row) for row in rows]

    def called(self, term: Term) -> set[int]:
        """Municipalities that have or had a name with a word the term asks for."""
        return {d.municipality for d in self.designations if any(term.begins(word) for word in d.words)}

    def find(self, question: Question, within: Collection[int]) -> list[Found]:
        """Those of `within` that the whole question fits, the best first; those that still exist before others."""
        phrase = _phrase(question.text)
        mine = [d for d in self.designations if d.municipality in within]
        fitting = [(fit, d) for d in mine if (fit := _fit(phrase, d))] or _slips("".join(phrase), mine)
        best: dict[int, tuple[float, Designation]] = {}
        for fit, designation in fitting:
            if fit >= best.get(designation.municipality, (0.0, designation))[0]:
                best[designation.municipality] = (fit, designation)
        newest = {d.municipality: d for d in mine}
        ranked = sorted(
            ((fit, Found(d, newest[d.municipality], alike=fit <= SLIP)) for fit, d in best.values()),
            key=lambda one: (-one[0], one[1].newest.valid_to is not None, one[1].newest.sort_key),
        )
        return [found for _fit_, found in ranked]


def _phrase(text: str) -> list[str]:
    asked = [fold(word) for word in words(text)]
    return [word for word in asked if word not in NOISE] or asked


def _fit(phrase: list[str], designation: Designation) -> float:
    """How well the words fit: 5 a whole name or number, 4 its beginning, 3 beginnings of its words, 2 inside it, 0 not
    at all."""
    joined = "".join(phrase)
    names = [_joined(name) for name in designation.names] + [designation.number]
    if not joined:
        return 0
    if joined in names:
        return 5
    if any(name.startswith(joined) for name in names):
        return 4
    parts = [*designation.words, designation.number]
    if all(any(part.startswith(word) for part in parts) for word in phrase):
        return 3
    return 2 if len(joined) >= SHORTEST_INSIDE and any(joined in name for name in names[:-1]) else 0


def _slips(joined: str, designations: Iterable[Designation]) -> list[tuple[float, Designation]]:
    """Names that differ little from what was typed, with how alike they are (up to `SLIP`)."""
    if len(joined) < SHORTEST_SLIP or joined.isdecimal():
        return []
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(joined)
    alike: dict[str, float] = {}
    for name in {_joined(name) for d in designations for name in d.names}:
        matcher.set_seq1(name)
        if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE:
            alike[name] = matcher.ratio()
    enough = max(alike.values(), default=SLIP) - NEARLY_AS_GOOD
    return [
        (max(fits), d)
        for d in designations
        if (fits := [alike[name] for name in map(_joined, d.names) if alike.get(name, 0) > enough])
    ]


@lru_cache(maxsize=4096)
def _words_of(name: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in words(name))


def _joined(name: str) -> str:
    """A name folded, without what stands between its words."""
    return "".join(_words_of(name))
