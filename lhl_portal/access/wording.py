"""Text as it is searched: folded alike in Python and in the database, without any extension module of the latter."""

import re
import unicodedata
from typing import Any, Self

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import F
from django.db.models.expressions import Col

from lhl_portal.access.scoping import ScopedQuerySet

# Letters that people write in several ways. Æ becomes two letters, å is often written aa and ø oe.
_WRITTEN = "äåöøáàâãčçđðéèêëíìîïŋñóòôõšŧúùûüýž"
_FOLDED = "æaooaaaaccddeeeeiiiinnoooostuuuuyz"
_DIGRAPHS = (("æ", "ae"), ("aa", "a"), ("oe", "o"))
_FOLD = str.maketrans(_WRITTEN, _FOLDED)
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """`text` in small plain letters: ``Ålesund``, ``Aalesund`` and ``alesund`` are one."""
    folded = unicodedata.normalize("NFC", text).lower().translate(_FOLD)
    for written, plain in _DIGRAPHS:
        folded = folded.replace(written, plain)
    return folded


def words(text: str) -> list[str]:
    """The words of `text` in order, as they are written."""
    return _WORD.findall(unicodedata.normalize("NFC", text))


class _Words(F):
    """The column ``words`` of the rows' own table: made and kept by the database, and unknown to the models.

    So no page reads it along with a row, and the history does not keep it. Migrations make it with ``words_of``, which
    folds as `fold` does and holds each word as it is written and as its Norwegian stem.
    """

    def __init__(self) -> None:
        super().__init__("words")

    def resolve_expression(self, query: Any = None, *args: Any, **kwargs: Any) -> Col:
        column = SearchVectorField()
        column.set_attributes_from_name("words")
        column.model = query.model
        return Col(query.get_initial_alias(), column)


class WordedQuerySet(ScopedQuerySet):
    """Scoped rows that are found by the words in their own text."""

    def with_words(self) -> Self:
        """The same rows; ``words`` is there to filter by."""
        return self.alias(words=_Words())

    def saying(self, query: SearchQuery) -> Self:
        """Rows whose text answers `query`."""
        return self.with_words().filter(words=query)
