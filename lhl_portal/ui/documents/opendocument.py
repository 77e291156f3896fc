"""OpenDocument: what its mimetype says it is, and everything its parts refer to."""

import re
import zipfile

from lhl_portal.ui.documents import kinds, refusals
from lhl_portal.ui.documents.kinds import Kind
from lhl_portal.ui.documents.parts import hear

MANIFEST = "META-INF/manifest.xml"

_KINDS = {kind.media_type.encode(): kind for kind in kinds.OPEN_DOCUMENT}
_HREF = "{http://www.w3.org/1999/xlink}href"
_SCRIPT = "{urn:oasis:names:tc:opendocument:xmlns:script:1.0}"
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]|\.\.", re.IGNORECASE)
_FOLLOWED_BY_HAND = frozenset({"a", "template", "event-listener", "hyperlink-behaviour"})
_HEARD = frozenset({"content.xml", "styles.xml"})  # also of the objects inside, each in a folder of its own


def kind_of(archive: zipfile.ZipFile) -> Kind:
    """Raises NotAllowed for passwords, macros, programs inside, and for what is fetched from elsewhere."""
    kind = _KINDS.get(archive.read("mimetype").strip())
    if kind is None:
        raise refusals.unknown()
    if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in archive.namelist()):
        raise refusals.has_macros()
    hear(archive, MANIFEST, _check_listed)
    if "content.xml" not in archive.namelist():
        raise refusals.damaged()
    for name in archive.namelist():
        if name.rpartition("/")[2] in _HEARD:
            hear(archive, name, _check_element)
    return kind


def _check_listed(name: str, attributes: dict[str, str]) -> None:
    if name.endswith("}encryption-data"):
        raise refusals.locked()
    if any("oleobject" in value.lower() for value in attributes.values()):
        raise refusals.holds_files()


def _check_element(name: str, attributes: dict[str, str]) -> None:
    href = attributes.get(_HREF, "").strip()
    if name == f"{_SCRIPT}event-listener" or href.lower().startswith(("vnd.sun.star.script:", "macro:")):
        raise refusals.has_macros()
    if _OUTSIDE.match(href) and name.rpartition("}")[2] not in _FOLLOWED_BY_HAND:
        raise refusals.fetches()
