"""Forms for the figures, the rounds and the office's answers."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lhl_portal.ui.dates import refuse_nonsense
from lhl_portal.ui.widgets import DateInput
from reform_phases.models import Reform
from reporting.areas import Area
from reporting.models import Answer, Question, Report, Round


class FigureForm(forms.Form):
    """Period, area and reform of the figures, from the address. `starting` holds what applies where nothing is said."""

    fra = forms.DateField(label=_("Fra"), widget=DateInput)
    dato = forms.DateField(label=_("Til og med"), widget=DateInput)
    omrade = forms.ChoiceField(label=_("Område"))
    reform = forms.ModelChoiceField(Reform.objects.all(), label=_("Reform"), empty_label=None)

    def __init__(self, data: Any, *, areas: list[Area], starting: dict[str, Any], today: date) -> None:
        asked = {name: data.get(name) or starting[name] for name in ("fra", "dato", "omrade", "reform")}
        super().__init__(asked)
        self.today = today
        self.fields["omrade"].choices = [(area.code, area.name) for area in areas]  # type: ignore[attr-defined]
        if len(areas) == 1:
            self.fields["omrade"].widget = forms.HiddenInput()
        if Reform.objects.count() == 1:
            self.fields["reform"].widget = forms.HiddenInput()

    def clean_dato(self) -> date:
        day = self.cleaned_data["dato"]
        if day > self.today:
            raise forms.ValidationError(_("Datoen er ikke kommet ennå."))
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        reform = values.get("reform")
        earliest = reform.valid_from if reform else None
        if earliest and values.get("fra") and values["fra"] < earliest:
            self.add_error(
                "fra",
                _("Reformen startet %(day)s.") % {"day": f"{earliest:%-d.%-m.%Y}"},
            )
        if values.get("fra") and values.get("dato") and values["fra"] > values["dato"]:
            self.add_error("dato", _("Slutten kan ikke være før starten."))
        return values


class RoundForm(forms.ModelForm):
    """What the directorate asks for. Period and cut-off are settled once a report has been built."""

    class Meta:
        model = Round
        fields = ("name_nb", "name_nn", "reform", "starts_on", "cut_off", "due_on")
        widgets = {"starts_on": DateInput, "cut_off": DateInput, "due_on": DateInput}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if self.instance.pk and self.instance.reports.filter(builds__snapshot__isnull=False).exists():
            for name in ("reform", "starts_on", "cut_off"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Kan ikke endres: det er bygget rapporter i runden.")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in ("starts_on", "cut_off", "due_on"):
            if values.get(name):
                try:
                    refuse_nonsense(values[name], today=self.today)
                except forms.ValidationError as error:
                    self.add_error(name, error)
        reform, starts_on, cut_off = values.get("reform"), values.get("starts_on"), values.get("cut_off")
        if reform and starts_on and starts_on < reform.valid_from:
            self.add_error(
                "starts_on",
                _("Reformen startet %(day)s.") % {"day": f"{reform.valid_from:%-d.%-m.%Y}"},
            )
        if reform and reform.valid_to and cut_off and cut_off >= reform.valid_to:
            last = reform.valid_to - timedelta(days=1)
            self.add_error(
                "cut_off",
                _("Reformens siste dag var %(day)s.") % {"day": f"{last:%-d.%-m.%Y}"},
            )
        return values


class QuestionFormSet(forms.BaseInlineFormSet):
    """The questions of a round, numbered in the order they stand. One that an office has answered cannot be removed."""

    row_label = _("Spørsmål")
    add_label = _("Legg til spørsmål")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answered = set(
            Answer.objects.filter(question__round=self.instance).exclude(text="").values_list("question_id", flat=True)
            if self.instance.pk
            else ()
        )

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if form.instance.pk in self.answered or not form.instance.pk:
            del form.fields["DELETE"]
        if form.instance.pk in self.answered:
            form.fields["text_nb"].help_text = _("Kan ikke fjernes: et embete har svart.")

    def save(self, commit: bool = True) -> Any:
        saved = super().save(commit=False)
        for gone in self.deleted_objects:
            gone.answers.all().delete()  # without text, or it could not be removed
            gone.delete()
        rows = (form for form in self.forms if form not in self.deleted_forms)
        kept = (form.instance for form in rows if form.instance.pk or form.has_changed())
        for number, question in enumerate(kept, start=1):
            question.number = number
            question.save()
        return saved


class QuestionForm(forms.ModelForm):
    class Meta:
        model = Question
        fields = ("text_nb", "text_nn")
        widgets = {"text_nb": forms.Textarea(attrs={"rows": 3}), "text_nn": forms.Textarea(attrs={"rows": 3})}


Questions = forms.inlineformset_factory(
    Round, Question, form=QuestionForm, formset=QuestionFormSet, extra=2, max_num=40, absolute_max=60
)


class AnswersForm(forms.Form):
    """One text field for each question of the round of the report `instance`.

    What the browser first showed goes along: a text left alone is not written, and one that a colleague has changed
    meanwhile is not overwritten without being seen.
    """

    def __init__(self, *args: Any, instance: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(instance.round.questions.all())
        known = dict(instance.answers.values_list("question_id", "text"))
        for question in self.questions:
            self.fields[_name(question)] = forms.CharField(
                label=f"{question.number}. {question}",
                required=False,
                max_length=10000,
                initial=known.get(question.pk, ""),
                widget=forms.Textarea(attrs={"rows": 6}),
                show_hidden_initial=True,
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for question in self.questions:
            name = _name(question)
            if name in self.changed_data and name in values:
                self._look_for_a_colleague(name, values[name], stored=self.fields[name].initial)
        return values

    def _look_for_a_colleague(self, name: str, text: str, *, stored: str) -> None:
        shown = self.data.get(self[name].html_initial_name, "")
        if _lines(shown) != _lines(stored) and _lines(text) != _lines(stored):
            self.add_error(
                name,
                _("En annen har endret svaret til «%(text)s» i mellomtiden. Lagre igjen for å bruke ditt.")
                % {"text": stored},
            )
            seen: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
            seen[self[name].html_initial_name] = stored
            self.data = seen

    def texts(self) -> list[tuple[Question, str]]:
        """The questions whose answer the user changed, with the new text."""
        return [(q, self.cleaned_data[_name(q)]) for q in self.questions if _name(q) in self.changed_data]


def _lines(text: str) -> list[str]:
    """Browsers send other line ends than they were given."""
    return text.strip().splitlines()


def _name(question: Question) -> str:
    return f"question_{question.pk}"
