"""Word, Excel and PowerPoint: what the package says it is, and everything its parts refer to."""

import re
import zipfile
from urllib.parse import unquote

from lhl_portal.ui.documents import kinds, refusals
from lhl_portal.ui.documents.kinds import Kind
from lhl_portal.ui.documents.parts import hear

TYPES = "[Content_Types].xml"

_MAIN = {f"{kind.media_type}.main+xml": kind for kind in kinds.OFFICE}
_RUNNABLE_PART = re.compile(r"vbaProject|vbaData|macrosheets/|activeX/", re.IGNORECASE)
_FETCHING_PART = re.compile(r"externalLinks/|connections\.xml|queryTables/", re.IGNORECASE)
_INSIDE = re.compile(r"(?:^|/)embeddings/(.+)", re.IGNORECASE)
_DOCUMENT = re.compile(r"\.(?:docx|xlsx|pptx)$", re.IGNORECASE)
# What an internal reference may not be, by the last word of its type.
_RUNNABLE = frozenset({"vbaproject", "control", "activexcontrolbinary", "xlmacrosheet", "xlintlmacrosheet"})
_FETCHING = frozenset({"externallink", "connections", "querytable"})
_HOLDING = frozenset({"oleobject", "afchunk"})
# Word writes down where the document's template lay. From the writer's own disk it is fetched nowhere else.
_OWN_TEMPLATE = re.compile(r"(?:file:///(?:[A-Z]:[\\/]|Users/))?[^\\/:]+(?:[\\/][^\\/:]+)*", re.IGNORECASE)


def kind_of(archive: zipfile.ZipFile) -> Kind:
    """Raises NotAllowed for macros, for files inside that are no documents, and for what is fetched from elsewhere."""
    for name in archive.namelist():
        if _RUNNABLE_PART.search(name):
            raise refusals.has_macros()
        if _FETCHING_PART.search(name):
            raise refusals.fetches()
        if (inside := _INSIDE.search(name)) and not _DOCUMENT.search(inside.group(1)):
            raise refusals.holds_files()
    kind = _main_kind(archive)
    for name in archive.namelist():
        if name.lower().endswith(".rels"):
            hear(archive, name, _check_reference)
    return kind


def documents_inside(archive: zipfile.ZipFile) -> list[str]:
    """Documents that lie in this one. Their parts are to be checked as well."""
    return [name for name in archive.namelist() if _INSIDE.search(name) and _DOCUMENT.search(name)]


def _main_kind(archive: zipfile.ZipFile) -> Kind:
    """What the package's main part is, by the reference to it and the type of what it refers to."""
    types: dict[str, str] = {}
    mains: list[str] = []

    def typed(_name: str, attributes: dict[str, str]) -> None:
        if "macroenabled" in attributes.get("ContentType", "").lower():
            raise refusals.has_macros()
        if "PartName" in attributes:
            types[attributes["PartName"].lstrip("/")] = attributes.get("ContentType", "")

    def referred(_name: str, attributes: dict[str, str]) -> None:
        if _last_word(attributes) == "officedocument":
            mains.append(attributes.get("Target", "").lstrip("/"))

    hear(archive, TYPES, typed)
    hear(archive, "_rels/.rels", referred)
    if len(mains) != 1 or mains[0] not in archive.namelist():
        raise refusals.damaged()
    kind = _MAIN.get(types.get(mains[0], ""))
    if kind is None:
        raise refusals.unknown()
    return kind


def _check_reference(_name: str, attributes: dict[str, str]) -> None:
    word, target = _last_word(attributes), attributes.get("Target", "")
    if attributes.get("TargetMode", "").strip().lower() == "external":
        own_template = word == "attachedtemplate" and _OWN_TEMPLATE.fullmatch(unquote(target))
        if word != "hyperlink" and not own_template:
            raise refusals.fetches()
    elif word in _RUNNABLE:
        raise refusals.has_macros()
    elif word in _FETCHING:
        raise refusals.fetches()
    elif word in _HOLDING or (word == "package" and not _INSIDE.search(target)):
        raise refusals.holds_files()


def _last_word(attributes: dict[str, str]) -> str:
    """Of the type of a reference; it is the same in both sets of names that the standard has."""
    return attributes.get("Type", "").rpartition("/")[2].lower()
