"""Choosing documents in a form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from lhl_portal.ui.documents import Document, NotAllowed, examined, kinds
from lhl_portal.ui.documents.names import cleaned
from lhl_portal.ui.texts import refuse_identity_number


class DocumentsInput(forms.FileInput):
    """One or more files."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": kinds.ENDINGS} | (attrs or {}))


class DocumentsField(forms.FileField):
    """A list of `Document`. Each that is refused is named with the reason."""

    widget = DocumentsInput

    def clean(self, data: Any, initial: Any = None) -> list[Document]:
        files = data or [None]
        found: list[Document] = []
        errors: list[Any] = []
        for file in files:
            try:
                found.append(_examined(super().clean(file, initial)))
            except ValidationError as error:
                named = isinstance(error, NotAllowed) and len(files) > 1
                errors += [f"«{cleaned(file.name)}»: {reason}" for reason in error.messages] if named else [error]
        if errors:
            raise ValidationError(errors)
        return found


def _examined(file: UploadedFile) -> Document:
    name = file.name or ""
    refuse_identity_number(cleaned(name))
    return examined(file.read(), name)
