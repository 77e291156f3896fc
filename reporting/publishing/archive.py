"""The package of an edition for the office's records system.

A zip with the PDF/A file, the manifest, the CSV, `metadata.xml` and `sha256sums.txt`, which ``sha256sum -c`` reads.
Nothing in it is packed, and every date is one of the edition's: the same edition in the same state gives the same bytes
on any machine. The elements of the metadata are called as in Noark 5, but follow no schema of it.
"""

import io
import json
import re
import zipfile
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lhl_portal.access.roles import Role
from reporting.embedded import CSV_NAME, JSON_NAME, embedded_files
from reporting.models import Edition

PDF_NAME, METADATA_NAME, SUMS_NAME = "rapport.pdf", "metadata.xml", "sha256sums.txt"


class _Format(NamedTuple):
    """What a records system asks about a file: the PRONOM identifier and the name of the format."""

    pronom: str
    name: str


_FORMATS = {
    PDF_NAME: _Format("fmt/479", "PDF/A-3a"),
    JSON_NAME: _Format("fmt/817", "JSON"),
    CSV_NAME: _Format("x-fmt/18", "CSV"),
}


def archive(edition: Edition, *, address: str, state_since: datetime) -> bytes:
    """`address` is where the edition's files are, `state_since` when it came into its state."""
    manifest = bytes(edition.snapshot.manifest)
    files = {PDF_NAME: bytes(edition.snapshot.pdf)} | {file.name: file.data for file in embedded_files(manifest)}
    files[METADATA_NAME] = _metadata(edition, json.loads(manifest), files, address, state_since)
    files[SUMS_NAME] = "".join(f"{_sum(data)}  {name}\n" for name, data in files.items()).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as package:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, edition.submitted_at.astimezone(UTC).timetuple()[:6])
            info.create_system, info.external_attr = 3, 0o644 << 16  # as Unix writes it, wherever this runs
            package.writestr(info, data)
    return packed.getvalue()


def _sum(data: bytes) -> str:
    return sha256(data).hexdigest()


def _metadata(
    edition: Edition, manifest: dict[str, Any], files: dict[str, bytes], address: str, state_since: datetime
) -> bytes:
    with translation.override(manifest["language"]):
        root = _element(
            "arkivpakke",
            arkivskaper={"arkivskaperNavn": manifest["report"]["office"]},
            sak={"sakstittel": f"{manifest['report']['reform']}: {manifest['report']['round']}"},
            journalpost={
                "tittel": f"{edition.report}, {edition}",
                "dokumenttype": _("Rapport"),
                "journalposttype": _("Utgående dokument"),
                "dokumentetsDato": _day(edition.submitted_at),
                "utgave": edition.number,
                "aarsakTilNyUtgave": edition.reason,
                "tilstand": edition.get_state_display(),
                "tilstandFra": _day(state_since),
                "signertAvRolle": Role.LEADER.label if edition.report.region_id else "",
                "signertDato": _day(edition.submitted_at),
                "skjaeringsdato": manifest["period"]["as_of"],
                "spraak": manifest["language"],
                "fastAdresse": address,
                "system": f"Leve hele livet {manifest['software']}",
            },
        )
    for number, (name, data) in enumerate(files.items(), start=1):
        root.append(
            _element(
                "dokumentobjekt",
                tilknyttetRegistreringSom=_LINKED[number == 1],
                filnavn=name,
                format=_FORMATS[name].pronom,
                formatnavn=_FORMATS[name].name,
                filstoerrelse=len(data),
                sjekksum=_sum(data),
                sjekksumAlgoritme="SHA-256",
            )
        )
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


_LINKED = {True: "Hoveddokument", False: "Vedlegg"}


def _day(moment: datetime) -> str:
    return timezone.localtime(moment).date().isoformat()


# What no XML document may hold, and word processors sometimes leave behind.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _element(name: str, **parts: Any) -> ET.Element:
    """Empty parts are left out."""
    made = ET.Element(name)
    for part, value in parts.items():
        if isinstance(value, dict):
            made.append(_element(part, **value))
        elif value != "":
            ET.SubElement(made, part).text = _UNFIT.sub("", str(value))
    return made
