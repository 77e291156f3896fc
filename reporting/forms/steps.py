"""Forms for the steps of a report, and for finding out which edition a file is."""

import hashlib
import re
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from lhl_portal.ui.texts import WithoutIdentityNumbers
from reporting.models import Comment, Edition
from reporting.verifying import SHORT

MOST_BYTES = 50 * 1024 * 1024
_CODE = re.compile(rf"[0-9a-f]{{{SHORT},64}}")


class CommentForm(WithoutIdentityNumbers, forms.Form):
    """What must be said about a step."""

    comment = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comment"].label = label


class MessageForm(WithoutIdentityNumbers, forms.ModelForm):
    """A message of a thread."""

    class Meta:
        model = Comment
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}


class DifferenceForm(forms.Form):
    """Which edition to hold the shown one against, in the address."""

    mot = forms.ChoiceField(label=_("Sammenlign med"), error_messages={"invalid_choice": _("Utgaven finnes ikke her.")})

    def __init__(self, *args: Any, editions: list[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(edition.pk), f"{edition.report.round}, {edition}") for edition in editions]
        cast(forms.ChoiceField, self.fields["mot"]).choices = choices


class VerifyForm(forms.Form):
    """A file, or the code in the footer of one. `checksum` is what to look for, once the form is valid."""

    kode = forms.CharField(
        label=_("Kode fra bunnteksten"),
        required=False,
        max_length=100,
        help_text=_("De tolv tegnene etter «kontrollsum», eller hele kontrollsummen."),
    )
    fil = forms.FileField(
        label=_("Eller PDF-filen"),
        required=False,
        help_text=_("Filen blir ikke lagret."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.json"}),
    )

    @property
    def checksum(self) -> str:
        if upload := self.cleaned_data["fil"]:
            return _sha256(upload)
        return str(self.cleaned_data["kode"])

    def clean_kode(self) -> str:
        code = re.sub(r"\s", "", self.cleaned_data["kode"]).lower()
        if code and not _CODE.fullmatch(code):
            raise forms.ValidationError(_("Koden har minst tolv tegn, bare tall og bokstavene a–f."))
        return code

    def clean_fil(self) -> UploadedFile | None:
        upload: UploadedFile | None = self.cleaned_data["fil"]
        if upload and upload.size and upload.size > MOST_BYTES:
            raise forms.ValidationError(_("Filen er for stor til å være en rapport herfra."))
        return upload

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not values.get("kode") and not values.get("fil"):
            self.add_error("kode", _("Skriv koden eller velg en fil."))
        return values


def _sha256(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()
