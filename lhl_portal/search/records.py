"""Groups of records that are found by their own words, by the words of their choices and by their municipality."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import override

from lhl_portal.access.scoping import Reach
from lhl_portal.access.wording import WordedQuerySet, fold, words
from lhl_portal.search.question import Question, Term
from lhl_portal.search.register import Register


@dataclass(frozen=True)
class Hit:
    """A row as it is shown. What is marked is escaped already. `onward` is another place to go: address and label."""

    url: str
    title: SafeString
    facts: list[SafeString]
    excerpt: SafeString = field(default_factory=SafeString)
    onward: tuple[str, str] | None = None


@dataclass(frozen=True)
class Asked:
    """A question on a day, with the register that tells which municipalities are meant."""

    question: Question
    register: Register
    today: date


@dataclass(frozen=True)
class Records:
    """A group of hits that are rows of one table. Those with the question in their title come first, then the newest.

    `municipality` is the lookup path to it, `day` the row's date, `choices` the fields whose labels are words of the
    row, `parts` rows with words that belong to it, and the path from them. `rows` brings along what `hit` shows.
    """

    key: str
    label: Any
    permission: str
    rows: WordedQuerySet
    municipality: str
    day: str
    hit: Callable[[Any, Asked], Hit]
    choices: tuple[str, ...] = ()
    parts: tuple[tuple[WordedQuerySet, str], ...] = ()

    def find(self, asked: Asked, area: Reach) -> QuerySet[Any]:
        """Rows within reach that answer every term, the best first."""
        found = self.rows.within(area, today=asked.today).with_words()
        for term in asked.question.terms:
            found = found.filter(self._says(term, asked.register))
        found = found.alias(in_title=Q(words=asked.question.in_titles))
        return found.order_by("-in_title", F(self.day).desc(nulls_last=True), "-pk")

    def hits(self, found: Sequence[Any], asked: Asked) -> list[Hit]:
        return [self.hit(row, asked) for row in found]

    def note(self, found: Sequence[Any]) -> str:
        return ""

    def _says(self, term: Term, register: Register) -> Q:
        says = Q(words=term.query)
        for name in self.choices:
            if chosen := _chosen(self.rows, name, term):
                says |= Q(**{f"{name}__in": chosen})
        if called := register.called(term):
            # By key, so that a row with several municipalities is one row.
            says |= Q(pk__in=self.rows.model._base_manager.filter(**{f"{self.municipality}__in": called}).values("pk"))
        if year := term.year:
            says |= Q(**{f"{self.day}__year": year})
        for rows, path in self.parts:
            says |= Q(pk__in=rows.saying(term.query).values(path))
        return says


def _chosen(rows: QuerySet[Any], name: str, term: Term) -> list[str]:
    """The choices whose label, in any language of the portal, has a word that the term asks for."""
    choices: Any = rows.model._meta.get_field(name).choices
    chosen = []
    for value, label in choices:
        said = []
        for language, _name in settings.LANGUAGES:
            with override(language):
                said += words(str(label))
        if any(term.begins(fold(word)) for word in said):
            chosen.append(value)
    return chosen
