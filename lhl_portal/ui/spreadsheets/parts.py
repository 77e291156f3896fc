"""The XML inside a workbook, heard element by element.

No tree is built, so nothing grows but what a listener keeps.
"""

import zipfile
from collections.abc import Iterator
from typing import TypeVar

from defusedxml.ElementTree import DefusedXMLParser
from django.utils.translation import gettext as _
from openpyxl.utils.escape import unescape

from lhl_portal.ui.spreadsheets.cells import RefusedSheet
from lhl_portal.ui.spreadsheets.gate import CHUNK

MOST_ATTRIBUTES = 50
MOST_NAMES = 1_000  # the parser remembers each, of elements and attributes
DEEPEST = 50
MOST_SILENCE = 4 * CHUNK  # bytes of one tag or comment

Attributes = dict[str, str]


class Listener:
    """Target of the parser. Subclasses override `opened` and `closed`, which get names without namespace.

    `text` is what stands in the innermost of the elements whose names are in `texts`. A part with more than `most`
    elements is refused.
    """

    most = 10_000
    texts: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self.heard = 0
        self._names: set[str] = set()
        self._depth = 0
        self._text: list[str] | None = None

    def opened(self, name: str, attributes: Attributes) -> None:
        """An element begins."""

    def closed(self, name: str, text: str) -> None:
        """An element ends."""

    def start(self, tag: str, attributes: Attributes) -> None:
        self.heard += 1
        self._depth += 1
        if self.heard > self.most or self._depth > DEEPEST or len(attributes) > MOST_ATTRIBUTES:
            raise _too_much()
        self._names.add(tag)
        self._names.update(attributes)
        if len(self._names) > MOST_NAMES:
            raise _too_much()
        name = tag.rpartition("}")[2]
        self._text = [] if name in self.texts else None
        self.opened(name, attributes)

    def data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        self._depth -= 1
        self.closed(tag.rpartition("}")[2], "".join(self._text or ()))
        self._text = None

    def close(self) -> None:
        """The part is over."""


class TextListener(Listener):
    """Text in pieces of different looks. How it is pronounced (``rPh``) is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.aside = False

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "rPh":
            self.aside = True

    def closed(self, name: str, text: str) -> None:
        if name == "rPh":
            self.aside = False
        elif name == "t" and not self.aside:
            self.pieces.append(text)

    def taken(self) -> str:
        whole = unescape("".join(self.pieces))
        self.pieces.clear()
        return whole


AnyListener = TypeVar("AnyListener", bound=Listener)


def listen(archive: zipfile.ZipFile, path: str, listener: Listener) -> Iterator[None]:
    """Lets `listener` hear the part at `path`; a turn of the loop is some more of it."""
    parser = DefusedXMLParser(target=listener, forbid_dtd=True)
    silence = 0
    with archive.open(path) as part:
        while chunk := part.read(CHUNK):
            before = listener.heard
            parser.feed(chunk)
            silence = 0 if listener.heard > before else silence + len(chunk)
            if silence > MOST_SILENCE:
                raise _too_much()
            yield
    parser.close()  # may say what was held back
    yield


def heard(archive: zipfile.ZipFile, path: str, listener: AnyListener) -> AnyListener:
    """`listener`, when it has heard the whole part."""
    for _turn in listen(archive, path, listener):
        pass
    return listener


def _too_much() -> RefusedSheet:
    return RefusedSheet(_("Filen har for mye innhold. Lim inn radene i en ny fil."))
