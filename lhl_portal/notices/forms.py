"""How a user wants to be told."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lhl_portal.access.models import User
from lhl_portal.notices.kinds import kinds
from lhl_portal.notices.models import Choice, MailLanguage, Preference
from lhl_portal.notices.outbox import language_for


class ChoicesForm(forms.Form):
    """One field for each kind, and the language of the mails. Shows what holds now."""

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        chosen = dict(Preference.objects.filter(user=user).values_list("kind", "choice"))
        for kind in kinds().values():
            self.fields[kind.key] = forms.ChoiceField(
                label=kind.label,
                help_text=kind.help_text,
                choices=Choice.choices,
                initial=chosen.get(kind.key, kind.choice),
            )
        self.fields["language"] = forms.ChoiceField(
            label=_("Språk i e-post"),
            help_text=_("Gjelder e-posten, ikke sidene i portalen."),
            choices=settings.LANGUAGES,
            initial=language_for(user, today=today),
        )

    @transaction.atomic
    def save(self) -> None:
        """Writes what was changed; what was left alone goes on following the usual."""
        for name in self.changed_data:
            value = self.cleaned_data[name]
            if name == "language":
                MailLanguage.objects.update_or_create(user=self.user, defaults={"language": value})
            else:
                Preference.objects.update_or_create(user=self.user, kind=name, defaults={"choice": value})
