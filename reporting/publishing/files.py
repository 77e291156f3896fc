"""The files of an edition, one table: name in the address, what it is, and how its bytes are made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lhl_portal.ui.exports import CSV, XLSX, plain
from reporting.editions import state_since
from reporting.embedded import CSV_NAME, JSON_NAME, embedded_files
from reporting.models import Edition
from reporting.publishing.archive import PDF_NAME, archive
from reporting.publishing.workbook import workbook


@dataclass(frozen=True)
class File:
    """`make` takes the edition and when it came into its state.

    `is_frozen`: the bytes were stored when the edition was built. Others are made of those when asked for.
    `says_state`: the file tells whether the edition still holds, and so is another one when it no longer does.
    """

    name: str
    media_type: str
    label: Any
    about: Any
    make: Callable[[Edition, datetime], bytes]
    is_frozen: bool = False
    says_state: bool = False


FILES = {
    file.name: file
    for file in (
        File(
            PDF_NAME,
            "application/pdf",
            _("PDF"),
            _("Rapporten slik den ble signert, til å lese, skrive ut og arkivere (PDF/A)."),
            lambda edition, since: bytes(edition.snapshot.pdf),
            is_frozen=True,
        ),
        File(
            "tall.xlsx",
            XLSX,
            _("Excel"),
            _("Tallene, kommunene bak hvert tall og en forklaring av hver kolonne."),
            lambda edition, since: workbook(
                edition, address=address_of(edition), state_since=timezone.localdate(since)
            ),
            says_state=True,
        ),
        File(
            CSV_NAME,
            CSV,
            _("CSV"),
            _("Én rad for hvert tall og hver kommune, til statistikkprogrammer."),
            lambda edition, since: embedded_files(bytes(edition.snapshot.manifest))[1].data,
        ),
        File(
            JSON_NAME,
            "application/json",
            _("JSON"),
            _("Alt rapporten sier, byte for byte det kontrollsummen er regnet av."),
            lambda edition, since: bytes(edition.snapshot.manifest),
            is_frozen=True,
        ),
        File(
            "arkiv.zip",
            "application/zip",
            _("Arkivpakke"),
            _("PDF, tall, metadata og kontrollsummer, klar for embetets arkivsystem."),
            lambda edition, since: archive(edition, address=address_of(edition), state_since=since),
            says_state=True,
        ),
    )
}


def path_of(edition: Edition, name: str) -> str:
    """The address of a file in the portal. It never changes, and answers as long as the edition is kept."""
    return reverse("reporting:data_edition", args=[edition.report_id, edition.number, name])


def address_of(edition: Edition) -> str:
    """Where the edition's files are, with scheme and host."""
    return settings.PUBLIC_URL + path_of(edition, JSON_NAME).removesuffix(JSON_NAME)


def files_of(edition: Edition) -> list[tuple[File, str]]:
    return [(file, path_of(edition, file.name)) for file in FILES.values()]


def changed_at(edition: Edition, file: File) -> datetime:
    return state_since(edition) if file.says_state else edition.submitted_at


def etag(edition: Edition, file: File) -> str:
    """Strong: two answers with the same one are the same bytes. Found without making the file."""
    depends: list[object] = [] if file.is_frozen else [settings.VERSION]
    if file.says_state:
        depends += [settings.PUBLIC_URL, edition.state, state_since(edition).isoformat()]
    suffix = "-" + sha256(repr(depends).encode()).hexdigest()[:12] if depends else ""
    return f'"{edition.snapshot.sha256}-{file.name}{suffix}"'


def filename(edition: Edition, file: File) -> str:
    """What a browser saves the file as."""
    return f"{plain(f'{edition.report.round.name_nb} {edition.report.area_name}')}-utgave-{edition.number}-{file.name}"
