"""Keeps text within the letters the documents' own fonts have.

A letter they lack would be drawn with whatever font the machine happens to have: other bytes on another machine, and no
valid PDF/A where there is none.
"""

import unicodedata
from functools import cache
from typing import Any

from fontTools.ttLib import TTFont

from lhl_portal.pdf.assets import asset_files

UNKNOWN = "[?]"
# What people paste from word processors, in letters we have.
INSTEAD = {
    **dict.fromkeys("\u2010\u2011\ufe63\uff0d", "-"),
    **dict.fromkeys("●▪■◦○◆➢➤►▶✔✓\uf0b7\uf0a7\uf0d8", "•"),
    "→": "->",
    "⇒": "=>",
    "←": "<-",
    "≥": ">=",
    "≤": "<=",
    "≈": "ca. ",
    "\u2028": "\n",
    "\u2029": "\n\n",
}


def within_letters(value: Any) -> Any:
    """`value` (JSON: texts, lists, objects) with every text drawable. What has no likeness becomes `UNKNOWN`."""
    if isinstance(value, str):
        return _drawable(value)
    if isinstance(value, list):
        return [within_letters(item) for item in value]
    if isinstance(value, dict):
        return {key: within_letters(item) for key, item in value.items()}
    return value


@cache
def coverage() -> frozenset[str]:
    """Every character of the documents' fonts."""
    known: set[str] = set()
    for path, content_type in asset_files().values():
        if content_type == "font/woff2":
            with TTFont(path, lazy=True) as font:
                known.update(map(chr, font.getBestCmap()))
    return frozenset(known)


def _drawable(text: str) -> str:
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    known = coverage()
    if all(letter in known for letter in text):
        return text
    return "".join(letter if letter in known else _likeness(letter) for letter in text)


def _likeness(letter: str) -> str:
    if letter == "\n":
        return letter
    if letter in INSTEAD:
        return INSTEAD[letter]
    kind = unicodedata.category(letter)
    if kind == "Zs" or letter in "\t\v\f":
        return " "
    if kind in {"Cc", "Cf", "Mn", "Me"}:  # controls, direction marks, variation selectors: nothing to see
        return ""
    plain = unicodedata.normalize("NFKD", letter)
    return plain if plain and all(part in coverage() for part in plain) else UNKNOWN
