"""The kinds of files that are let in. Nothing else is."""

from dataclasses import dataclass

_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"


@dataclass(frozen=True)
class Kind:
    """`label` is a proper noun, the same in all languages. A name without an ending gets the first of `endings`."""

    label: str
    media_type: str
    endings: tuple[str, ...]


PDF = Kind("PDF", "application/pdf", (".pdf",))
PNG = Kind("PNG", "image/png", (".png",))
JPEG = Kind("JPEG", "image/jpeg", (".jpg", ".jpeg"))
DOCX = Kind("Word", f"{_OOXML}.wordprocessingml.document", (".docx",))
XLSX = Kind("Excel", f"{_OOXML}.spreadsheetml.sheet", (".xlsx",))
PPTX = Kind("PowerPoint", f"{_OOXML}.presentationml.presentation", (".pptx",))
ODT = Kind("OpenDocument", f"{_ODF}.text", (".odt",))
ODS = Kind("OpenDocument", f"{_ODF}.spreadsheet", (".ods",))
ODP = Kind("OpenDocument", f"{_ODF}.presentation", (".odp",))

OFFICE = (DOCX, XLSX, PPTX)
OPEN_DOCUMENT = (ODT, ODS, ODP)
ALL = (PDF, *OFFICE, *OPEN_DOCUMENT, PNG, JPEG)
ENDINGS = ",".join(ending for kind in ALL for ending in kind.endings)  # as an input's `accept` wants them
