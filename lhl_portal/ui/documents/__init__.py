"""Documents and pictures that people hand each other: known by what is in them, never by what they are called.

Nothing is ever shown, run or converted by the portal. A file is let in when its content is whole and of a kind in
`kinds`, and, where a cheap and honest look can tell, does nothing by itself: no macros, no embedded programs, nothing
that is fetched when it opens. What a PDF does cannot be told without unpacking and understanding all of it, so nothing
is promised about that: it is handed over as a download, to be opened by a program that guards against it.
"""

from dataclasses import dataclass

from lhl_portal.ui import zips
from lhl_portal.ui.documents import images, kinds, names, office, opendocument, pdf, refusals
from lhl_portal.ui.documents.kinds import Kind
from lhl_portal.ui.documents.refusals import NotAllowed

__all__ = ["Document", "Kind", "NotAllowed", "examined", "recognise"]

MOST_PARTS = 5_000  # a presentation has some three for each slide and picture
MOST_UNPACKED = 100 * 1024 * 1024  # bytes
MOST_RATIO = 100

_ZIP = b"PK\x03\x04"
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .doc, .xls and .ppt, and the new ones behind a password


@dataclass(frozen=True)
class Document:
    """A file that may be kept. `name` ends as its content tells."""

    name: str
    media_type: str
    content: bytes


def examined(content: bytes, name: str) -> Document:
    """The file with a clean name. Raises `NotAllowed`, whose message is for whoever sent it."""
    kind = recognise(content)
    return Document(names.fitting(name, kind), kind.media_type, content)


def recognise(content: bytes) -> Kind:
    """What the content is, if it is whole and let in. Raises `NotAllowed`."""
    try:
        return _recognised(content)
    except NotAllowed:
        raise
    except zips.Locked:
        raise refusals.locked() from None
    except zips.TooLarge:
        raise refusals.unpacks_too_large() from None
    except Exception as error:  # of zip, inflation, XML or numbers: there is no end to how a file is wrong
        raise refusals.damaged() from error


def _recognised(content: bytes) -> Kind:
    if not content:
        raise refusals.empty()
    if content.startswith(pdf.START):
        pdf.check(content)
        return kinds.PDF
    if content.startswith(images.PNG_START):
        images.check_png(content)
        return kinds.PNG
    if content.startswith(images.JPEG_START):
        images.check_jpeg(content)
        return kinds.JPEG
    if content.startswith(_OLD_OR_LOCKED):
        raise refusals.old_or_locked()
    if content.startswith(_ZIP):
        return _in_zip(content, most=MOST_UNPACKED)
    raise refusals.unknown()


def _in_zip(content: bytes, *, most: int, inside: bool = False) -> Kind:
    """`most` bytes may be unpacked. `inside`: lies in another document, as the numbers behind a chart do.

    Deeper than that it does not go.
    """
    archive = zips.listed(content, most_parts=MOST_PARTS)
    parts = archive.infolist()
    if any(_leads_away(part.orig_filename) for part in parts):
        raise refusals.damaged()
    if min(part.header_offset for part in parts) != 0 or len({p.filename.casefold() for p in parts}) < len(parts):
        raise refusals.damaged()  # one zip behind another, or two parts of one name: programs disagree on what is in it
    most = min(most, len(content) * MOST_RATIO)
    most -= zips.measure(archive, most=most)
    if "mimetype" in archive.namelist():
        return opendocument.kind_of(archive)
    if office.TYPES not in archive.namelist():
        raise refusals.unknown()
    kind = office.kind_of(archive)
    documents = office.documents_inside(archive)
    if documents and inside:
        raise refusals.holds_files()
    for part in documents:
        _in_zip(archive.read(part), most=most // len(documents), inside=True)
    return kind


def _leads_away(part: str) -> bool:
    """Whether the part, unpacked by somebody careless, would land outside the folder."""
    return part.startswith("/") or "\\" in part or "\x00" in part or ":" in part or ".." in part.split("/")
