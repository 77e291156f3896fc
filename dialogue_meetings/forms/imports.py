"""Sending an old list of meetings, and saying what its columns are."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue_meetings.importing.columns import BY_FIELD, PRIVATE, TARGETS, UNUSED, missing
from dialogue_meetings.importing.showing import Heading, headings, unknown_words
from dialogue_meetings.models import Meeting, MeetingImport
from lhl_portal.access.models import Organisation
from lhl_portal.ui.uploads import LARGEST
from municipalities.recognising import folded


class MeetingListForm(forms.Form):
    """`hosts` are those that the user may log for. `dropped`: the file sent was too large to be kept."""

    host = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Vertskap"),
        help_text=_("Hvem som holdt møtene i listen."),
        empty_label=None,
        error_messages={"required": _("Velg hvem som holdt møtene.")},
    )
    file = forms.FileField(
        label=_("Fil"),
        help_text=_("Excel (.xlsx) eller CSV, høyst 5 MB og 5000 rader. Første rad er overskrifter."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Velg en fil."), "empty": _("Filen er tom.")},
    )

    def __init__(self, *args: Any, hosts: Any, dropped: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        host: Any = self.fields["host"]
        host.queryset = hosts
        if dropped:
            self.fields["file"].error_messages["required"] = _(
                "Filen er for stor. Den kan være på høyst %(most)s MB."
            ) % {"most": LARGEST // 1024**2}


class ColumnsForm(forms.Form):
    """What each column of the file is, which kind of contact the office's own words mean, and what an empty one means.

    Nothing can be said of a column about persons: nothing of it is kept.
    """

    usual = forms.ChoiceField(
        label=_("Type når den ikke står i filen"),
        choices=Meeting.Kind.choices,
        help_text=_("Gjelder rader der kolonnen er tom, og hele filen når ingen kolonne er type."),
    )

    def __init__(self, data: Any = None, *, row: MeetingImport) -> None:
        super().__init__(data, initial={"usual": row.words.get("", Meeting.Kind.DIALOGUE)})
        self.row = row
        self.headings = headings(row)
        self.words = unknown_words(row)
        choices = [(UNUSED, _("Ikke brukt")), *((target.field, target.label) for target in TARGETS)]
        for heading in self.headings:
            if not heading.is_private:
                self.fields[_column(heading.place)] = forms.ChoiceField(
                    label=heading.label, choices=choices, required=False, initial=row.columns[heading.place]
                )
        for number, word in enumerate(self.words):
            self.fields[_word(number)] = forms.ChoiceField(
                label=word, choices=[("", _("Velg type")), *Meeting.Kind.choices], required=False
            )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        taken: dict[str, str] = {}
        for heading in self.headings:
            name = _column(heading.place)
            field = values.get(name, UNUSED)
            if not field or BY_FIELD[field].several:
                continue
            if field in taken:
                self.add_error(
                    name,
                    _("«%(field)s» er allerede valgt for kolonnen «%(heading)s».")
                    % {"field": BY_FIELD[field].label, "heading": taken[field]},
                )
            taken.setdefault(field, heading.label)
        if lacking := missing(self.columns):
            labels = ", ".join(str(target.label) for target in lacking)
            self.add_error(None, _("Velg hvilken kolonne som er: %(labels)s.") % {"labels": labels})
        return values

    @property
    def columns(self) -> list[str]:
        """The field of each column."""
        values = self.cleaned_data
        return [PRIVATE if each.is_private else values.get(_column(each.place), UNUSED) for each in self.headings]

    @property
    def explained(self) -> dict[str, str]:
        """What the words mean, as `ColumnMapping` has it. Only when valid."""
        values = self.cleaned_data
        chosen = {folded(word): values[_word(number)] for number, word in enumerate(self.words)}
        return {word: kind for word, kind in chosen.items() if kind} | {"": values["usual"]}

    def column_rows(self) -> list[tuple[Heading, Any]]:
        """Each column with its choice; None where there is nothing to choose."""
        return [(each, None if each.is_private else self[_column(each.place)]) for each in self.headings]

    def word_rows(self) -> list[Any]:
        return [self[_word(number)] for number in range(len(self.words))]


def _column(place: int) -> str:
    return f"kolonne-{place}"


def _word(number: int) -> str:
    return f"ord-{number}"
