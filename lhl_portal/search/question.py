"""What was asked for, as terms that rows are compared with: in the database and, to show the hits, in Python."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.postgres.search import SearchQuery
from django.db import connection

from lhl_portal.access.wording import fold, words

SYNONYMS = Path(__file__).parent / "data/synonyms.csv"
LONGEST = 200  # letters of a question that are read
SHORTEST = 2
MOST_TERMS = 10
WHOLE_WORD = 4  # a synonym of so few letters is the whole word: sof is not the beginning of sofa

Phrase = tuple[str, ...]
_YEAR = re.compile("(19|20)[0-9]{2}")


@dataclass(frozen=True)
class Term:
    """One thing that a row must say: any of the phrases, folded. The last word of a phrase is the beginning of one.

    `stem` is the Norwegian stem of a single word, empty where there is none.
    """

    phrases: tuple[Phrase, ...]
    stem: str = ""

    def begins(self, word: str) -> bool:
        """Whether the folded `word` is one of those that the term asks for."""
        return any(word.startswith(part) for phrase in self.phrases for part in phrase) or (
            len(self.stem) > SHORTEST and word.startswith(self.stem)
        )

    @property
    def year(self) -> int | None:
        """The year that is asked for, where it is one."""
        first = self.phrases[0]
        return int(first[0]) if len(first) == 1 and _YEAR.fullmatch(first[0]) else None

    def raw(self, weight: str = "") -> str:
        """The term in the language of ``to_tsquery``. `weight` ``A`` asks of titles alone."""
        mark = f":{weight}" if weight else ""
        said = [
            " <-> ".join([*(f"'{word}'{mark}" for word in start), f"'{end}':*{weight}"]) for *start, end in self.phrases
        ]
        if self.stem:
            said.append(f"'{self.stem}'{mark}")
        return " | ".join(f"({part})" for part in said)

    @property
    def query(self) -> SearchQuery:
        return SearchQuery(self.raw(), config="simple", search_type="raw")


@dataclass(frozen=True)
class Question:
    """`text` as it was typed, cut to `LONGEST`, and its terms. A row answers all of them."""

    text: str
    terms: tuple[Term, ...]

    @property
    def too_short(self) -> bool:
        return len(self.text) < SHORTEST

    @property
    def in_titles(self) -> SearchQuery:
        raw = " & ".join(f"({term.raw('A')})" for term in self.terms)
        return SearchQuery(raw, config="simple", search_type="raw")

    def begins(self, word: str) -> bool:
        """Whether any term asks for the folded `word`."""
        return any(term.begins(word) for term in self.terms)


def question(asked: str) -> Question:
    """Reads what somebody typed, whatever it is. One query, for PostgreSQL's own stems."""
    text = " ".join(asked.replace("\0", " ")[:LONGEST].split())
    written = [word.lower() for word in words(text)]
    stems = _stems(written) if written else {}
    terms = dict.fromkeys(_terms(written, stems)) or dict.fromkeys(Term(((fold(word),),)) for word in written)
    return Question(text, tuple(terms)[:MOST_TERMS])


def _terms(written: list[str], stems: dict[str, str | None]) -> Iterator[Term]:
    """A term for each word, or for several that are a phrase with synonyms. Small words, such as *og*, are none."""
    folded = [fold(word) for word in written]
    at = 0
    while at < len(folded):
        length, others = _synonyms(folded[at:])
        phrase = tuple(folded[at : at + length])
        if others or stems[written[at]] is not None:
            yield Term((phrase, *others), stems[written[at]] or "" if length == 1 else "")
        at += length


def _synonyms(rest: list[str]) -> tuple[int, tuple[Phrase, ...]]:
    """How many of the next words belong together, and what else they are called."""
    for known, others in _table():
        if len(known) <= len(rest) and all(map(_is, rest, known)):
            return len(known), others
    return 1, ()


def _is(word: str, known: str) -> bool:
    return word == known if len(known) <= WHOLE_WORD else word.startswith(known)


@cache
def _table() -> list[tuple[Phrase, tuple[Phrase, ...]]]:
    """Each phrase with the others of its row, the longest first."""
    with SYNONYMS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    table = []
    for row in rows:
        same = [tuple(fold(word) for word in words(phrase)) for phrase in row["same"].split(";")]
        table += [(phrase, tuple(other for other in same if other != phrase)) for phrase in same]
    return sorted(table, key=lambda entry: (len(entry[0]), sum(map(len, entry[0]))), reverse=True)


def _stems(written: list[str]) -> dict[str, str | None]:
    """The stem of each word when folded, None for a word that says nothing by itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, ts_lexize('norwegian_stem', word), ts_lexize('norwegian_stem', folded) "
            "FROM unnest(%s::text[], %s::text[]) AS given (word, folded)",
            [written, [fold(word) for word in written]],
        )
        return {
            word: None if of_word == [] else (of_folded or [""])[0] for word, of_word, of_folded in cursor.fetchall()
        }
