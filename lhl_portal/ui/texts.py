"""What a text in a form may hold, wherever it is written. The portal keeps no data about private persons."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_IDENTITY_NUMBER = re.compile(r"(?<!\d)\d{6}[ .-]?\d{5}(?!\d)")
MASK = "*" * 11
_ADDRESS = re.compile(r"\S@\S")


def refuse_identity_number(text: str) -> None:
    """ValidationError for eleven digits in a row, as in a national identity number, `masked` or not."""
    if _IDENTITY_NUMBER.search(text) or MASK in text:
        raise ValidationError(
            _("Dette ser ut som et fødselsnummer. Skriv aldri personopplysninger her."), code="identity_number"
        )


def masked(text: str) -> str:
    """`text` with `MASK` in place of each identity number: what is kept of it while somebody mends it."""
    return _IDENTITY_NUMBER.sub(MASK, text)


class WithoutIdentityNumbers(forms.BaseForm):
    """Mixed into a form: no text that is typed in it holds an identity number. An address on the web may."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and not isinstance(field, forms.URLField | forms.UUIDField):
                field.validators.append(refuse_identity_number)


def refuse_address(text: str) -> None:
    """ValidationError for an e-mail address, where the name of a unit is asked for."""
    if _ADDRESS.search(text):
        raise ValidationError(_("Skriv navnet på enheten, ikke en e-postadresse."), code="address")
