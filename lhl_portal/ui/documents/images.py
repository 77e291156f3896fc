"""PNG and JPEG: whole from the first byte to the last, with nothing behind."""

import struct
import zlib

from lhl_portal.ui.documents import refusals

PNG_START = b"\x89PNG\r\n\x1a\n"
JPEG_START = b"\xff\xd8\xff"

_SCAN = 0xDA
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # say how large the picture is
_END = b"\xff\xd9"


def check_png(content: bytes) -> None:
    """Raises NotAllowed unless it is a row of chunks, each with the right sum, from IHDR to IEND."""
    place, kinds = len(PNG_START), []
    while place < len(content):
        (length,) = struct.unpack_from(">I", content, place)
        kind, data = content[place + 4 : place + 8], content[place + 8 : place + 8 + length]
        (total,) = struct.unpack_from(">I", content, place + 8 + length)
        if zlib.crc32(kind + data) != total:
            raise refusals.damaged()
        kinds.append(kind)
        place += 12 + length
    if kinds[:1] != [b"IHDR"] or kinds.index(b"IEND") != len(kinds) - 1 or b"IDAT" not in kinds:
        raise refusals.damaged()


def check_jpeg(content: bytes) -> None:
    """Raises NotAllowed unless its segments lead to a picture, and it ends as one."""
    place, framed = 2, False
    while True:
        mark, kind, length = struct.unpack_from(">BBH", content, place)
        if mark == kind == 0xFF:  # padding
            place += 1
            continue
        if mark != 0xFF or length < 2:
            raise refusals.damaged()
        framed = framed or kind in _FRAMES
        if kind == _SCAN:
            break
        place += 2 + length
    if not framed or not content.rstrip(b"\x00").endswith(_END):
        raise refusals.damaged()
