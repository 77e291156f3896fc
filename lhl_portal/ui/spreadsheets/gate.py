"""What a workbook must be before anything in it is opened: a small zip with no macros and no way out.

A file of half a megabyte can unpack to more than a gigabyte, and says what sizes it likes. So its parts are unpacked
once just to be counted.
"""

import io
import re
import zipfile

from django.utils.translation import gettext as _

from lhl_portal.ui.spreadsheets.cells import RefusedSheet

MOST_BYTES = 20 * 1024 * 1024  # packed, and unpacked
MOST_PARTS = 200
MOST_RATIO = 100
CHUNK = 64 * 1024

_ENTRY = b"PK\x01\x02"  # stands before each part in the table of contents
_ENCRYPTED = 0x1
_RUNNABLE = re.compile(r"vbaProject|macrosheets/|activeX/|ctrlProps/", re.IGNORECASE)
_LEADS_OUT = re.compile(r"externalLinks/|embeddings/|connections\.xml|queryTables/", re.IGNORECASE)


def opened(content: bytes) -> zipfile.ZipFile:
    """The workbook's parts, all of them safe to unpack. Raises RefusedSheet, or whatever a broken zip makes."""
    if content.count(_ENTRY) > MOST_PARTS:  # before the table is read, as that costs memory for each
        raise _too_large()
    archive = zipfile.ZipFile(io.BytesIO(content))
    for part in archive.infolist():
        if part.flag_bits & _ENCRYPTED:
            raise RefusedSheet(_("Filen har passord. Lagre den uten."))
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise RefusedSheet(_("Filen er ikke en Excel-fil. Lagre den som .xlsx eller .csv."))
        if _RUNNABLE.search(part.filename):
            raise RefusedSheet(_("Filen har makroer. Lagre den som .xlsx uten makroer."))
        if _LEADS_OUT.search(part.filename):
            raise RefusedSheet(_("Filen henter innhold fra andre filer. Lim inn verdiene i en ny fil."))
    most = min(MOST_BYTES, len(content) * MOST_RATIO)
    for part in archive.infolist():
        with archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                most -= len(chunk)
                if most < 0:
                    raise _too_large()
    return archive


def _too_large() -> RefusedSheet:
    return RefusedSheet(_("Filen er for stor når den pakkes ut. Lim inn radene i en ny fil."))
