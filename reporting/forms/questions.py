"""Forms for what a round asks: its sections, and one question at a time with the fields of its kind."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lhl_portal.ui.together import TogetherForm
from reporting.models import Question, Section
from reporting.models.rounds import LABEL_LENGTH, STATEMENT_LENGTH

Kind = Question.Kind
PER_LINE = gettext_lazy("Én per linje.")
SAME_ORDER = gettext_lazy("Én per linje, like mange og i samme rekkefølge som på bokmål.")
LABELS = {
    Kind.CHOICE: (gettext_lazy("Valg, bokmål"), gettext_lazy("Valg, nynorsk")),
    Kind.GRADED: (gettext_lazy("Skala fra lavest til høyest, bokmål"), gettext_lazy("Skala, nynorsk")),
    Kind.TABLE: (gettext_lazy("Kolonner, bokmål"), gettext_lazy("Kolonner, nynorsk")),
}
# How few and how many lines make sense. A table is printed on one page's width.
NUMBERS = {Kind.CHOICE: (2, 20), Kind.GRADED: (2, 7), Kind.TABLE: (1, 6)}
STATEMENTS = (1, 20)
EXTRA: dict[str, tuple[str, ...]] = {
    Kind.CHOICE: ("labels_nb", "labels_nn", "several"),
    Kind.GRADED: ("statements_nb", "statements_nn", "labels_nb", "labels_nn"),
    Kind.NUMBER: ("unit_nb", "unit_nn", "least", "most"),
    Kind.TABLE: ("labels_nb", "labels_nn"),
}
# The annex that the directorate has always asked for.
TASK_MATRIX = {
    "text_nb": "Oppgavematrise: hva er gjort, og hva er neste steg?",
    "text_nn": "Oppgåvematrise: kva er gjort, og kva er neste steg?",
    "labels_nb": "Dato\nOppgave\nRisikovurdering\nFormål/status/neste steg",
    "labels_nn": "Dato\nOppgåve\nRisikovurdering\nFormål/status/neste steg",
}


class LinesField(forms.CharField):
    """A list of short texts, one on each line. Empty lines are left out."""

    widget = forms.Textarea

    def __init__(self, *, length: int, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.length, self.least, self.most = length, least, most

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = initial if isinstance(initial, list) else self.to_python(initial)
        return before != self.to_python(data)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if not self.least <= len(value) <= self.most:
            raise ValidationError(
                _("Skriv fra %(least)s til %(most)s linjer. Her er det %(number)s.")
                % {"least": self.least, "most": self.most, "number": len(value)}
            )
        if len({line.casefold() for line in value}) < len(value):
            raise ValidationError(_("Hver linje må være forskjellig fra de andre."))

    def run_validators(self, value: Any) -> None:
        for line in value:
            if len(line) > self.length:
                raise ValidationError(
                    _("«%(line)s …» er for lang: høyst %(most)s tegn i en linje.")
                    % {"line": line[:30], "most": self.length}
                )
            super().run_validators(line)


class SectionForm(TogetherForm, forms.ModelForm):
    class Meta:
        model = Section
        fields = ("title_nb", "title_nn", "intro_nb", "intro_nn")
        widgets = dict.fromkeys(("intro_nb", "intro_nn"), forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.share()

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        _both_or_none(self, values, "intro")
        return values


class QuestionForm(TogetherForm, forms.ModelForm):
    """The instance says the round and the kind, which stays; only the fields of the kind are there."""

    class Meta:
        model = Question
        fields = ("section", "text_nb", "text_nn", "several", "unit_nb", "unit_nn", "least", "most", "required")
        widgets = dict.fromkeys(("text_nb", "text_nn"), forms.Textarea(attrs={"rows": 3}))
        help_texts = {"least": gettext_lazy("La stå tomt om det ikke er noen grense.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = Kind(self.instance.kind)
        sections: Any = self.fields["section"]
        sections.queryset = self.instance.round.sections.all()
        sections.empty_label = _("Ikke i noen del")
        if not sections.queryset:
            del self.fields["section"]
        extra = EXTRA.get(kind, ())
        for name in ("several", "unit_nb", "unit_nn", "least", "most"):
            if name not in extra:
                del self.fields[name]
        if kind in LABELS:
            self._add_lines("labels", LABELS[kind], LABEL_LENGTH, NUMBERS[kind])
        if kind == Kind.GRADED:
            words = (gettext_lazy("Påstander eller temaer, bokmål"), gettext_lazy("Påstander eller temaer, nynorsk"))
            self._add_lines("statements", words, STATEMENT_LENGTH, STATEMENTS)
        self.order_fields(["section", "text_nb", "text_nn", *extra, "required"])
        if self.instance.pk:
            self.share()

    def _add_lines(self, name: str, labels: Sequence[Any], length: int, numbers: tuple[int, int]) -> None:
        for form, label, help_text in zip(("nb", "nn"), labels, (PER_LINE, SAME_ORDER), strict=True):
            field = LinesField(
                label=label, help_text=help_text, length=length, least=numbers[0], most=numbers[1], required=True
            )
            field.widget.attrs["rows"] = 6
            self.fields[f"{name}_{form}"] = field
            stored = "\n".join(getattr(self.instance, f"{name}_{form}"))
            self.initial.setdefault(f"{name}_{form}", stored)
            if self.instance.pk:
                self.initial[f"{name}_{form}"] = stored

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        for name in ("labels", "statements"):
            nb, nn = values.get(f"{name}_nb"), values.get(f"{name}_nn")
            if nb and nn and len(nb) != len(nn):
                self.add_error(
                    f"{name}_nn",
                    _("Bokmål har %(nb)s linjer og nynorsk %(nn)s. Skriv like mange.") % {"nb": len(nb), "nn": len(nn)},
                )
        _both_or_none(self, values, "unit")
        return values

    def _post_clean(self) -> None:
        for name in ("labels_nb", "labels_nn", "statements_nb", "statements_nn"):
            if name in self.cleaned_data:
                setattr(self.instance, name, self.cleaned_data[name])
        # Lines that differ in number are explained beside their field already.
        if not self.errors:
            super()._post_clean()  # type: ignore[misc]

    def refuse(self, lines: Sequence[str]) -> None:
        """Says beside the field that an office has answered with what was taken away."""
        if not lines:
            self.add_error("several", _("Et embete har valgt flere. Da må flere valg fortsatt være mulig."))
            return
        told = _("Brukt i et svar, og kan ikke fjernes eller skrives om: %(lines)s. Sett linjen tilbake.")
        for name in ("statements_nb", "labels_nb"):
            here = [f"«{line}»" for line in lines if line in str(self.initial.get(name, "")).splitlines()]
            if here:
                self.add_error(name, told % {"lines": ", ".join(here)})


def _both_or_none(form: Any, values: dict[str, Any], name: str) -> None:
    """What may be left out is left out in both forms of Norwegian."""
    for written, other in ((f"{name}_nb", f"{name}_nn"), (f"{name}_nn", f"{name}_nb")):
        if values.get(written) and not values.get(other) and other in form.fields and other not in form.errors:
            form.add_error(other, _("Skriv den på begge målformer."))
