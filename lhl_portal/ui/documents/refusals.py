"""Why a file is not let in, and what to do about it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class NotAllowed(ValidationError):
    """Said to whoever sent the file. Stands beside the field when raised in a form."""


def unknown() -> NotAllowed:
    return NotAllowed(
        _(
            "Filtypen kan ikke legges ved. Du kan legge ved PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), "
            "OpenDocument (.odt, .ods, .odp), PNG og JPEG."
        ),
        code="unknown",
    )


def empty() -> NotAllowed:
    return NotAllowed(_("Filen er tom."), code="empty")


def damaged() -> NotAllowed:
    return NotAllowed(_("Filen er skadet eller ikke hel. Lagre den på nytt, eller som PDF."), code="damaged")


def old_or_locked() -> NotAllowed:
    return NotAllowed(
        _(
            "Filen har passord eller er i et eldre Office-format. Lagre den uten passord som .docx, .xlsx eller .pptx, "
            "eller som PDF."
        ),
        code="locked",
    )


def locked() -> NotAllowed:
    return NotAllowed(_("Filen har passord. Lagre den uten passord."), code="locked")


def unpacks_too_large() -> NotAllowed:
    return NotAllowed(_("Filen er for stor når den pakkes ut. Lagre den som PDF."), code="unpacks_too_large")


def has_macros() -> NotAllowed:
    return NotAllowed(_("Filen har makroer. Lagre den uten makroer, eller som PDF."), code="macros")


def fetches() -> NotAllowed:
    return NotAllowed(
        _("Filen henter innhold fra andre steder. Bryt koblingene, eller lagre den som PDF."), code="fetches"
    )


def holds_files() -> NotAllowed:
    return NotAllowed(_("Filen har andre filer inni seg. Fjern dem, eller lagre filen som PDF."), code="holds_files")


def misnamed(*, ending: str, content: str, right: str) -> NotAllowed:
    return NotAllowed(
        _("Navnet slutter på %(ending)s, men innholdet er %(content)s. Gi filen et navn som slutter på %(right)s."),
        code="misnamed",
        params={"ending": ending, "content": content, "right": right},
    )
