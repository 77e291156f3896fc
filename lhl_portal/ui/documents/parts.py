"""The XML inside a document, heard element by element, so that no tree is built."""

import zipfile
from collections.abc import Callable

from defusedxml.ElementTree import DefusedXMLParser

from lhl_portal.ui import zips

Hear = Callable[[str, dict[str, str]], None]

MOST_BYTES = 30 * 1024 * 1024  # of one part, unpacked


def hear(archive: zipfile.ZipFile, path: str, each: Hear) -> None:
    """Calls `each` with the name (``{namespace}name``) and the attributes of every element of the part at `path`.

    Raises whatever broken XML makes. One with a DTD counts as broken.
    """
    if archive.getinfo(path).file_size > MOST_BYTES:
        raise zips.TooLarge
    parser = DefusedXMLParser(target=_Target(each), forbid_dtd=True)
    with archive.open(path) as part:
        while chunk := part.read(zips.CHUNK):
            parser.feed(chunk)
    parser.close()


class _Target:
    def __init__(self, each: Hear) -> None:
        self.start = each

    def end(self, tag: str) -> None:
        """Nobody asks."""

    def data(self, text: str) -> None:
        """Nobody asks."""

    def close(self) -> None:
        """Nobody asks."""
