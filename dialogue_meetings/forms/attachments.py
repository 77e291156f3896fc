"""Putting files with a meeting."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogue_meetings.models import Attachment
from lhl_portal.ui.documents import Document
from lhl_portal.ui.documents.fields import DocumentsField
from lhl_portal.ui.uploads import FILES_FULL


class AttachmentForm(forms.Form):
    """`dropped`: a file sent was too large to be kept."""

    documents = DocumentsField(
        label=gettext_lazy("Filer"),
        help_text=format_lazy(
            gettext_lazy(
                "PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), OpenDocument, PNG eller JPEG. "
                "Du kan velge flere filer. Høyst {most} MB for hver."
            ),
            most=settings.ATTACHMENT_MOST_BYTES // 1024**2,
        ),
        error_messages={"required": gettext_lazy("Velg en fil."), "empty": gettext_lazy("Filen er tom.")},
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("Innhold"), choices=Attachment.Purpose.choices, initial=Attachment.Purpose.OTHER
    )

    def __init__(self, *args: Any, dropped: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = ""
        if dropped:
            self.too_large = _(
                "For stort. En fil kan være på høyst %(most)d MB, og alle på høyst %(all)d MB til sammen."
            ) % {
                "most": settings.ATTACHMENT_MOST_BYTES // 1024**2,
                "all": FILES_FULL * settings.ATTACHMENT_MOST_BYTES // 1024**2,
            }
            self.fields["documents"].error_messages["required"] = self.too_large  # it was there

    def clean_documents(self) -> list[Document]:
        if self.too_large:
            raise ValidationError(self.too_large, code="too_large")
        documents: list[Document] = self.cleaned_data["documents"]
        return documents
