"""What a file is called: the name its sender gave it, without what could lead anybody astray."""

import re
import unicodedata

from django.utils.translation import gettext as _

from lhl_portal.ui.documents import refusals
from lhl_portal.ui.documents.kinds import Kind

LONGEST = 120

_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,5}$")


def fitting(name: str, kind: Kind) -> str:
    """`name` cleaned, at most LONGEST characters, with an ending of `kind`.

    One without an ending gets one. Raises NotAllowed for the ending of something else.
    """
    whole = cleaned(name)
    found = _ENDING.search(whole)
    ending = found.group().lower() if found else kind.endings[0]
    if ending not in kind.endings:
        raise refusals.misnamed(ending=ending, content=kind.label, right=kind.endings[0])
    stem = (whole[: found.start()] if found else whole).strip(" .") or _("vedlegg")
    return stem[: LONGEST - len(ending)] + ending


def cleaned(name: str) -> str:
    """Without folders, without what cannot be seen (such as marks that turn the direction of text), on one line."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(
        " " if c.isspace() else c for c in last if c.isspace() or not unicodedata.category(c).startswith("C")
    )
    return " ".join(seen.split())
