"""A zip that a stranger made, and what it must be before anything in it is read.

A file of half a megabyte can unpack to more than a gigabyte, and says what sizes it likes. So its parts are unpacked
once just to be counted.
"""

import io
import zipfile

CHUNK = 64 * 1024

_ENTRY = b"PK\x01\x02"  # stands before each part in the table of contents
_ENCRYPTED = 0x1


class UnsafeZip(ValueError):
    """The zip is not read."""


class Locked(UnsafeZip):
    """A part needs a password."""


class OddlyPacked(UnsafeZip):
    """A part is packed in a way that no office program uses."""


class TooLarge(UnsafeZip):
    """It has more parts, or unpacks to more, than it may."""


def listed(content: bytes, *, most_parts: int) -> zipfile.ZipFile:
    """The zip with nothing unpacked yet. Raises UnsafeZip, or whatever a broken zip makes."""
    if content.count(_ENTRY) > most_parts:  # before the table is read, as that costs memory for each
        raise TooLarge
    archive = zipfile.ZipFile(io.BytesIO(content))
    for part in archive.infolist():
        if part.flag_bits & _ENCRYPTED:
            raise Locked
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise OddlyPacked
    return archive


def measure(archive: zipfile.ZipFile, *, most: int) -> int:
    """Unpacks every part, which also checks it. How many bytes it was in all; raises TooLarge for more than `most`."""
    size = 0
    for part in archive.infolist():
        with archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > most:
                    raise TooLarge
    return size
