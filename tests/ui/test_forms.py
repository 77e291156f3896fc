"""How forms are rendered: names, help and errors tied to their fields, and a summary that leads to each."""

from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.template import Context, Template

from lhl_portal.ui.forms import Renderer
from lhl_portal.ui.widgets import CheckboxGroup, DateInput, FilteredCheckboxes

AREAS = [("Mat og måltider", [("1", "Kokk"), ("2", "Kjøkken")]), ("Helsehjelp", [("3", "Lege")])]


class MeetingForm(forms.Form):
    default_renderer = Renderer
    held_on = forms.DateField(label="Dato", help_text="Dagen møtet ble holdt.", widget=DateInput)
    answer = forms.ChoiceField(
        label="Svar", choices=[("yes", "Ja"), ("no", "Nei")], widget=forms.RadioSelect, help_text="Fra kommunen."
    )
    solutions = forms.MultipleChoiceField(label="Løsninger", choices=AREAS, widget=CheckboxGroup, required=False)
    shared = forms.BooleanField(label="Delt med kommunen", required=False)
    notes = forms.CharField(label="Merknad", required=False, widget=forms.Textarea(attrs={"placeholder": "Merknad"}))


class TaskForm(forms.Form):
    default_renderer = Renderer
    what = forms.CharField(label="Hva")

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("what") == "ingenting":
            raise forms.ValidationError("Det må være noe å gjøre.")
        return self.cleaned_data


class BaseTasks(forms.BaseFormSet):
    row_label = "Oppfølging"
    add_label = "Legg til oppfølging"


Tasks = forms.formset_factory(TaskForm, formset=BaseTasks, extra=2, can_delete=True, renderer=Renderer())


class Elements(HTMLParser):
    """Every start tag with its attributes; a void element counts like any other."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def one(self, **wanted: str) -> dict[str, str | None]:
        (attrs,) = [
            attrs
            for _tag, attrs in self.found
            if all(attrs.get(name.strip("_").replace("_", "-")) == value for name, value in wanted.items())
        ]
        return attrs

    def ids(self) -> list[str]:
        return [attrs["id"] for _tag, attrs in self.found if attrs.get("id")]  # type: ignore[misc]


def test_a_field_with_help_and_error_is_described_by_both():
    elements = Elements(str(MeetingForm({})))

    field = elements.one(name="held_on")
    assert field["aria-describedby"] == "id_held_on_helptext id_held_on_error"
    assert field["aria-invalid"] == "true"
    assert {"id_held_on_helptext", "id_held_on_error"} <= set(elements.ids())


def test_a_group_of_choices_is_a_fieldset_described_by_its_help_and_error():
    elements = Elements(str(MeetingForm({})))

    fieldsets = [attrs for tag, attrs in elements.found if tag == "fieldset"]
    assert fieldsets[0]["aria-describedby"] == "id_answer_helptext id_answer_error"
    assert [tag for tag, _attrs in elements.found].count("legend") == 2  # answer and solutions


def test_a_valid_form_says_nothing_of_errors():
    form = MeetingForm({"held_on": "2021-03-04", "answer": "yes"})

    html = str(form)

    assert form.is_valid()
    assert "ds-error-summary" not in html
    assert "aria-invalid" not in html


def test_every_line_of_the_error_summary_leads_to_an_element_of_the_form():
    html = str(MeetingForm({"solutions": ["9"]}))

    elements = Elements(html)
    targets = [
        attrs["href"]
        for tag, attrs in elements.found
        if tag == "a" and attrs.get("href") and attrs["href"].startswith("#")
    ]
    assert targets == ["#id_held_on", "#id_answer_0", "#id_solutions_0_0"]
    assert {target.removeprefix("#") for target in targets} <= set(elements.ids())


def test_ids_are_unique_in_a_form_with_errors():
    ids = Elements(str(MeetingForm({}))).ids()

    assert len(ids) == len(set(ids))


def test_a_required_field_says_so_in_words():
    assert "(må fylles ut)" in MeetingForm()["held_on"].label_tag()
    assert "(må fylles ut)" not in MeetingForm()["notes"].label_tag()


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_date_is_given_to_the_browser_in_iso_form_in_every_language(language):
    from django.utils.translation import override

    with override(language):
        field = Elements(str(MeetingForm(initial={"held_on": date(2021, 3, 4)}))).one(name="held_on")

    assert (field["type"], field["value"]) == ("date", "2021-03-04")


def test_a_checkbox_stands_before_its_label():
    html = MeetingForm()["shared"].as_field_group()

    assert html.index("<input") < html.index("<label")


def test_the_placeholder_does_not_repeat_the_label():
    assert "placeholder" not in str(MeetingForm()["notes"])


def test_only_groups_with_something_ticked_are_open():
    elements = Elements(str(MeetingForm(initial={"solutions": ["3"]})["solutions"]))

    groups = [attrs for tag, attrs in elements.found if tag == "details"]
    assert ["open" in attrs for attrs in groups] == [False, True]


def test_choices_without_groups_are_one_list():
    class Flat(forms.Form):
        default_renderer = Renderer
        places = forms.MultipleChoiceField(
            choices=[("1", "Bø"), ("2", "Å")], widget=FilteredCheckboxes(filter_label="Søk etter kommune")
        )

    html = str(Flat()["places"])

    assert html.count('class="choice-list"') == 1
    assert html.count('type="checkbox"') == 2
    assert "Søk etter kommune" in html


def test_a_formset_has_a_fieldset_per_row_and_an_empty_one_to_copy():
    html = str(Tasks(prefix="tasks"))

    elements = Elements(html)
    rows = [attrs["id"] for tag, attrs in elements.found if tag == "fieldset"]
    assert rows == ["row-tasks-0", "row-tasks-1", "row-tasks-__prefix__"]
    assert html.index("<template") < html.index('id="row-tasks-__prefix__"') < html.index("</template>")
    assert "Legg til oppfølging" in html
    assert html.count("Fjern") == 3


def test_errors_of_rows_are_named_by_row_and_removed_rows_have_none():
    data = {
        "tasks-TOTAL_FORMS": "3",
        "tasks-INITIAL_FORMS": "3",
        "tasks-0-what": "",
        "tasks-1-what": "",
        "tasks-1-DELETE": "on",
        "tasks-2-what": "ingenting",
    }
    template = Template("{% load ui %}{% error_summary form formsets %}")

    html = template.render(Context({"form": None, "formsets": [Tasks(data, prefix="tasks")]}))

    assert 'href="#id_tasks-0-what"' in html
    assert "Oppfølging 1, Hva: " in html
    assert "Oppfølging 2" not in html
    assert 'href="#row-tasks-2"' in html
    assert "Det må være noe å gjøre." in html
