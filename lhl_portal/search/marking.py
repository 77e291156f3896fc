"""Hits as they are shown: marked, and cut down to where they are."""

import re
from collections.abc import Iterable
from typing import TypeVar

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from lhl_portal.access.wording import fold, words
from lhl_portal.search.question import Question

Named = TypeVar("Named")

AROUND = 70  # letters shown before and after the first hit in a long text
_PIECES = re.compile(r"([^\W_]+)")


def marked(text: str, question: Question) -> SafeString:
    """`text` with the words that were asked for inside <mark>. Everything of the text is escaped."""
    return format_html_join(
        "",
        "{}",
        (
            (
                format_html("<mark>{}</mark>", piece)
                if _PIECES.fullmatch(piece) and question.begins(fold(piece))
                else piece,
            )
            for piece in _PIECES.split(text)
        ),
    )


def excerpt(text: str, question: Question) -> SafeString:
    """The part of a long text round its first hit, marked; empty where the text has none."""
    flat = " ".join(text.split())
    hit = next((word for word in _PIECES.finditer(flat) if question.begins(fold(word[0]))), None)
    if hit is None:
        return SafeString()
    start, end = max(hit.start() - AROUND, 0), hit.end() + AROUND
    if start:
        start = flat.find(" ", start, hit.start()) + 1 or hit.start()
    if end < len(flat):
        end = max(flat.rfind(" ", hit.end(), end), hit.end())
    shown = f"{'… ' if start else ''}{flat[start:end]}{' …' if end < len(flat) else ''}"
    return marked(shown, question)


def hit_first(named: Iterable[Named], question: Question) -> list[Named]:
    """Those whose name was asked for before the others, else as they stood."""
    return sorted(named, key=lambda one: not asked_for(str(one), question))


def asked_for(text: str, question: Question) -> bool:
    """Whether any word of `text` was asked for."""
    return any(question.begins(fold(word)) for word in words(text))
