"""What a workbook must be before anything in it is opened: a small zip with no macros and no way out."""

import re
import zipfile

from django.utils.translation import gettext as _

from lhl_portal.ui import zips
from lhl_portal.ui.spreadsheets.cells import RefusedSheet

MOST_BYTES = 20 * 1024 * 1024  # packed, and unpacked
MOST_PARTS = 200
MOST_RATIO = 100
CHUNK = zips.CHUNK

_RUNNABLE = re.compile(r"vbaProject|macrosheets/|activeX/|ctrlProps/", re.IGNORECASE)
_LEADS_OUT = re.compile(r"externalLinks/|embeddings/|connections\.xml|queryTables/", re.IGNORECASE)


def opened(content: bytes) -> zipfile.ZipFile:
    """The workbook's parts, all of them safe to unpack. Raises RefusedSheet, or whatever a broken zip makes."""
    try:
        archive = zips.listed(content, most_parts=MOST_PARTS)
        for name in archive.namelist():
            if _RUNNABLE.search(name):
                raise RefusedSheet(_("Filen har makroer. Lagre den som .xlsx uten makroer."))
            if _LEADS_OUT.search(name):
                raise RefusedSheet(_("Filen henter innhold fra andre filer. Lim inn verdiene i en ny fil."))
        zips.measure(archive, most=min(MOST_BYTES, len(content) * MOST_RATIO))
    except zips.Locked:
        raise RefusedSheet(_("Filen har passord. Lagre den uten.")) from None
    except zips.OddlyPacked:
        raise RefusedSheet(_("Filen er ikke en Excel-fil. Lagre den som .xlsx eller .csv.")) from None
    except zips.TooLarge:
        raise RefusedSheet(_("Filen er for stor når den pakkes ut. Lim inn radene i en ny fil.")) from None
    return archive
