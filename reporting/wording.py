"""What has become of a text: word by word, line by line, row by row. Pure."""

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TypeVar

# How many pairs of equal items may be looked at. Prose of three pages has a tenth of it; the same word a thousand times
# over would keep the reader waiting for minutes, and is told as replaced.
_MOST_PAIRS = 100_000
_T = TypeVar("_T", bound=Hashable)
# A break between paragraphs, a word or a sign with the space after it, or a space in front of everything.
_TOKEN = re.compile(r"\s*\n\s*|\w+[^\S\n]*|[^\w\s][^\S\n]*|[^\S\n]+")
_PARAGRAPH = re.compile(r".*?(?:\n\s*|$)", re.DOTALL)


class Kind(StrEnum):
    SAME = "same"
    CAME = "came"
    WENT = "went"


@dataclass(frozen=True)
class Part:
    """A stretch of a text. Those that are not WENT are the new text; those not CAME the old, but for spaces."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class RowPart:
    """A row of a table, each cell in parts. A row that only changed has cells with both old and new."""

    kind: Kind
    cells: tuple[tuple[Part, ...], ...]
    changed: bool = False


def words(before: str, after: str) -> tuple[Part, ...]:
    """The one text with what came and what went. Paragraphs that stand are not looked into."""
    found: list[Part] = []
    olds, news = _paragraphs(before), _paragraphs(after)
    for equal, old, new in _runs(olds, news):
        text = "".join(news[new])
        found += [Part(Kind.SAME, text)] if equal else _tokens("".join(olds[old]), text)
    return _joined(found)


def lines(before: Sequence[str], after: Sequence[str]) -> tuple[Part, ...]:
    """A list with the items that came and went. A text may stand in it more than once."""
    found: list[Part] = []
    for equal, old, new in _runs(before, after):
        found += [] if equal else [Part(Kind.WENT, text) for text in before[old]]
        found += [Part(Kind.SAME if equal else Kind.CAME, text) for text in after[new]]
    return tuple(found)


def rows(before: Sequence[Sequence[str]], after: Sequence[Sequence[str]]) -> tuple[RowPart, ...]:
    """The rows of a table. Rows that take each other's place and share a cell that says something are one, changed."""
    found: list[RowPart] = []
    olds, news = [tuple(row) for row in before], [tuple(row) for row in after]
    for equal, there, here in _runs(olds, news):
        if equal:
            found += [_row(Kind.SAME, row) for row in news[here]]
            continue
        waiting = olds[there]
        for new in news[here]:
            old = next((row for row in waiting if _alike(row, new)), None)
            if old is None:
                found.append(_row(Kind.CAME, new))
            else:
                place = waiting.index(old)
                found += [_row(Kind.WENT, row) for row in waiting[:place]]
                del waiting[: place + 1]
                found.append(RowPart(Kind.SAME, tuple(map(words, old, new)), changed=True))
        found += [_row(Kind.WENT, row) for row in waiting]
    return tuple(found)


def _runs(before: Sequence[_T], after: Sequence[_T]) -> Iterator[tuple[bool, slice, slice]]:
    """The two cut at the same places: whether the stretches are equal, and where they stand in each."""
    in_before, in_after = Counter(before), Counter(after)
    if sum(times * in_after[item] for item, times in in_before.items()) > _MOST_PAIRS:
        yield False, slice(0, len(before)), slice(0, len(after))
        return
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield tag == "equal", slice(a, b), slice(c, d)


def _paragraphs(text: str) -> list[str]:
    return [found for found in _PARAGRAPH.findall(text.replace("\r\n", "\n")) if found]


def _tokens(before: str, after: str) -> Iterator[Part]:
    olds, news = _TOKEN.findall(before), _TOKEN.findall(after)
    keys = [[token.strip(" \t") for token in tokens] for tokens in (olds, news)]
    space = ""  # that stood after the last word which is the same, in the old text alone
    for equal, old, new in _runs(*keys):
        if equal:
            yield Part(Kind.SAME, "".join(news[new]))
            space = olds[old][-1][len(news[new][-1]) :]
        else:
            went = "".join(olds[old])
            yield Part(Kind.WENT, went and space + went)
            yield Part(Kind.CAME, "".join(news[new]))
            space = ""


def _joined(parts: list[Part]) -> tuple[Part, ...]:
    """Without empty parts, and neighbours of a kind as one."""
    found: list[Part] = []
    for part in parts:
        if found and part.text and found[-1].kind == part.kind:
            found[-1] = Part(part.kind, found[-1].text + part.text)
        elif part.text:
            found.append(part)
    return tuple(found)


def _row(kind: Kind, row: Sequence[str]) -> RowPart:
    return RowPart(kind, tuple((Part(kind, cell),) if cell else () for cell in row))


def _alike(old: Sequence[str], new: Sequence[str]) -> bool:
    return len(old) == len(new) and any(a == b and a for a, b in zip(old, new, strict=True))
