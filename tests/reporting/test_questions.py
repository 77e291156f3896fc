"""What a round asks: sections and questions of every kind, one page each, and rounds that follow earlier ones."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.forms import after
from reporting.models import Answer, Build, Question, Round, Section
from reporting.outline import outline
from reporting.services import InUse, Settled, delete_question, move, save_question, save_section
from tests import factories as f
from tests.pages import shown


@pytest.fixture
def analyst_client(client, region):
    client.force_login(f.analyst())
    return client


@pytest.fixture
def round(region):
    return f.RoundFactory()


@pytest.fixture
def report(round, region):
    return f.ReportFactory(round=round, region=region)


def new(round, kind) -> str:
    return reverse("reporting:question_create", args=[round.pk]) + f"?type={kind}"


def address(verb, row) -> str:
    return reverse(f"reporting:{row._meta.model_name}_{verb}", args=[row.pk])


def built(report) -> None:
    now = timezone.now()
    Build.objects.create(report=report, state=Build.State.DONE, requested_at=now, rung_at=now)


WORDS = {"text_nb": "Hvordan går det?", "text_nn": "Korleis går det?"}
OPTIONS = {"labels_nb": "Ja\nNei\n", "labels_nn": "Ja\r\nNei"}
GRADES = {"labels_nb": "Lite\nMye", "labels_nn": "Lite\nMykje"}


@pytest.mark.parametrize(
    ("kind", "fields", "stored"),
    [
        ("text", {"required": "on"}, {"required": True}),
        ("choice", OPTIONS | {"several": "on"}, {"labels_nb": ["Ja", "Nei"], "several": True}),
        (
            "graded",
            GRADES | {"statements_nb": "Forankret\nBetalt", "statements_nn": "Forankra\nBetalt"},
            {"statements_nn": ["Forankra", "Betalt"], "labels_nn": ["Lite", "Mykje"]},
        ),
        ("number", {"unit_nb": "møter", "unit_nn": "møte", "least": "0", "most": "500"}, {"least": 0, "most": 500}),
        ("table", {"labels_nb": "Dato\nHva", "labels_nn": "Dato\nKva"}, {"labels_nn": ["Dato", "Kva"]}),
    ],
)
def test_a_question_of_each_kind_can_be_written_and_opened_again(analyst_client, round, kind, fields, stored):
    response = analyst_client.post(new(round, kind), WORDS | fields)

    question = Question.objects.get()
    assert response.url == round.get_absolute_url()
    assert question.kind == kind
    assert {name: getattr(question, name) for name in stored} == stored
    page = address("update", question)
    analyst_client.post(page, shown(analyst_client, page) | {"text_nb": "Og nå?"})
    again = Question.objects.get()
    assert again.text_nb == "Og nå?"
    assert {name: getattr(again, name) for name in stored} == stored


@pytest.mark.parametrize(
    ("kind", "fields", "message"),
    [
        ("choice", OPTIONS | {"labels_nn": "Ja"}, "Skriv fra 2 til 20 linjer. Her er det 1."),
        (
            "choice",
            OPTIONS | {"labels_nn": "Ja\nNei\nDelvis"},
            "Bokmål har 2 linjer og nynorsk 3. Skriv like mange.",
        ),
        ("choice", OPTIONS | {"labels_nb": "Ja\nja"}, "Hver linje må være forskjellig fra de andre."),
        ("choice", OPTIONS | {"labels_nb": "Ja\n" + "x" * 201}, "er for lang: høyst 200 tegn i en linje."),
        ("choice", {}, "Feltet er påkrevet"),
        ("number", {"least": "5", "most": "3"}, "Det minste kan ikke være større enn det høyeste."),
        ("number", {"unit_nb": "møter"}, "Skriv den på begge målformer."),
        ("table", {"labels_nb": "a\nb\nc\nd\ne\nf\ng", "labels_nn": "a"}, "Skriv fra 1 til 6 linjer. Her er det 7."),
        ("text", {"text_nn": ""}, "Feltet er påkrevet"),
    ],
)
def test_a_question_that_cannot_be_asked_is_explained_beside_the_field(analyst_client, round, kind, fields, message):
    response = analyst_client.post(new(round, kind), WORDS | fields)

    assert message in response.content.decode()
    assert not Question.objects.exists()


def test_the_first_page_asks_which_kind(analyst_client, round):
    page = analyst_client.get(reverse("reporting:question_create", args=[round.pk])).content.decode()

    assert [kind for kind in Question.Kind.values if f"?type={kind}" in page] == Question.Kind.values
    assert "?type=oppgavematrise" in page


def test_the_task_matrix_is_a_table_that_is_filled_in(analyst_client, round):
    page = new(round, "oppgavematrise")

    analyst_client.post(page, shown(analyst_client, page))

    question = Question.objects.get()
    assert question.kind == "table"
    assert question.labels_nb == ["Dato", "Oppgave", "Risikovurdering", "Formål/status/neste steg"]
    assert question.labels_nn[1] == "Oppgåve"


def test_questions_are_numbered_in_their_sections_and_those_outside_come_last(round):
    first, second = f.SectionFactory.create_batch(2, round=round)
    f.QuestionFactory(round=round, text_nb="Utenfor")
    f.QuestionFactory(round=round, section=second, text_nb="I den andre")
    f.QuestionFactory(round=round, section=first, text_nb="I den første")
    f.QuestionFactory(round=round, section=second, text_nb="Også i den andre")

    read = [(asked.number, asked.question.text_nb) for part in outline(round) for asked in part.questions]

    assert read == [("1.1", "I den første"), ("2.1", "I den andre"), ("2.2", "Også i den andre"), ("3.1", "Utenfor")]
    assert [part.title for part in outline(round)] == [str(first), str(second), "Øvrige spørsmål"]


def test_a_round_without_sections_numbers_its_questions_plainly(round):
    f.QuestionFactory.create_batch(2, round=round)

    (part,) = outline(round)

    assert (part.title, [asked.number for asked in part.questions]) == ("", ["1", "2"])


def test_a_question_moves_within_its_section_only(round):
    section = f.SectionFactory(round=round)
    first = f.QuestionFactory(round=round, section=section)
    f.QuestionFactory(round=round, text_nb="Utenfor")
    last = f.QuestionFactory(round=round, section=section)

    move(row=last, up=True)
    assert list(section.questions.all()) == [last, first]
    move(row=last, up=True)
    assert list(section.questions.all()) == [last, first]
    move(row=last, up=False)
    assert list(section.questions.all()) == [first, last]


def test_a_section_is_moved_by_a_button_that_needs_no_script(analyst_client, round):
    first, second = f.SectionFactory.create_batch(2, round=round)

    response = analyst_client.post(address("move", first), {"retning": "ned"})

    assert response.url.endswith(f"#section-{first.pk}")
    assert list(round.sections.all()) == [second, first]


def test_the_first_has_no_button_up_and_the_last_none_down(analyst_client, round):
    f.SectionFactory.create_batch(2, round=round)

    page = analyst_client.get(round.get_absolute_url()).content.decode()

    assert page.count('value="opp"') == page.count('value="ned"') == 1


def test_deleting_a_section_leaves_its_questions_outside(analyst_client, round):
    question = f.QuestionFactory(round=round, section=f.SectionFactory(round=round))

    analyst_client.post(address("delete", question.section))

    question.refresh_from_db()
    assert question.section is None
    assert not Section.objects.exists()


def test_a_section_is_written_and_changed(analyst_client, round):
    words = {"title_nb": "Organisering", "title_nn": "Organisering", "intro_nb": "Kort", "intro_nn": ""}
    create = reverse("reporting:section_create", args=[round.pk])

    refused = analyst_client.post(create, words).content.decode()
    assert "Skriv den på begge målformer." in refused
    analyst_client.post(create, words | {"intro_nn": "Stutt"})

    section = round.sections.get()
    page = address("update", section)
    analyst_client.post(page, shown(analyst_client, page) | {"title_nb": "Rammer"})
    section.refresh_from_db()
    assert (section.title_nb, section.intro_nn, section.number) == ("Rammer", "Stutt", 1)


def test_what_an_office_has_answered_with_cannot_be_taken_away(analyst_client, round, report):
    question = f.QuestionFactory(round=round, kind="choice", labels_nb=["Ja", "Nei"], labels_nn=["Ja", "Nei"])
    Answer.objects.create(report=report, question=question, value={"chosen": ["Nei"]})
    page = address("update", question)

    refused = analyst_client.post(page, shown(analyst_client, page) | {"labels_nb": "Ja\nNei!"}).content.decode()
    assert "Brukt i et svar, og kan ikke fjernes eller skrives om: «Nei». Sett linjen tilbake." in refused
    question.refresh_from_db()
    assert question.labels_nb == ["Ja", "Nei"]

    more = {"labels_nb": "Nei\nDelvis\nVet ikke", "labels_nn": "Nei\nDelvis\nVeit ikkje"}
    analyst_client.post(page, shown(analyst_client, page) | more)
    question.refresh_from_db()
    assert question.labels_nb == ["Nei", "Delvis", "Vet ikke"]


@pytest.mark.parametrize(
    ("kind", "value", "change", "lines"),
    [
        ("graded", {"grades": {"A": "Mye"}}, {"statements_nb": ["B"], "statements_nn": ["B"]}, ["A"]),
        ("graded", {"grades": {"A": "Mye"}}, {"labels_nb": ["Lite", "Noe"]}, ["Mye"]),
        ("table", {"rows": [{"Lite": "x", "Mye": ""}]}, {"labels_nb": ["Mye"], "labels_nn": ["Mye"]}, ["Lite"]),
        ("choice", {"chosen": ["Lite", "Mye"]}, {"several": False}, []),
    ],
)
def test_statements_grades_columns_and_several_options_are_kept_as_well(round, report, kind, value, change, lines):
    question = f.QuestionFactory(
        round=round,
        kind=kind,
        several=True,
        labels_nb=["Lite", "Mye"],
        labels_nn=["Lite", "Mye"],
        statements_nb=["A", "B"],
        statements_nn=["A", "B"],
    )
    Answer.objects.create(report=report, question=question, value=value)
    for name, changed in change.items():
        setattr(question, name, changed)

    with pytest.raises(InUse) as refused:
        save_question(question=question)
    assert refused.value.lines == lines


def test_a_question_that_an_office_has_answered_cannot_be_deleted(analyst_client, round, report):
    answered, emptied = f.QuestionFactory.create_batch(2, round=round)
    Answer.objects.create(report=report, question=answered, text="Vi har svart")
    Answer.objects.create(report=report, question=emptied, text="")

    page = analyst_client.get(address("delete", answered)).content.decode()
    analyst_client.post(address("delete", answered))
    analyst_client.post(address("delete", emptied))

    assert "Spørsmålet kan ikke slettes: et embete har svart på det." in page
    assert list(round.questions.all()) == [answered]
    assert Answer.objects.get().text == "Vi har svart"


def test_nothing_that_a_round_asks_changes_once_a_report_is_built(analyst_client, round, report):
    question = f.QuestionFactory(round=round)
    section = f.SectionFactory(round=round)
    built(report)
    told = "Rundens spørsmål kan ikke endres: det er bygget rapporter i runden."

    for verb in (lambda: save_question(question=question), lambda: delete_question(question=question)):
        with pytest.raises(Settled):
            verb()
    for verb in (lambda: move(row=question, up=True), lambda: save_section(section=section)):
        with pytest.raises(Settled):
            verb()
    for url in (new(round, "text"), address("update", question), address("delete", section)):
        assert told in analyst_client.get(url).content.decode()
    posted = analyst_client.post(new(round, "text"), WORDS, follow=True).content.decode()
    assert told in posted
    assert list(round.questions.all()) == [question]
    assert 'value="opp"' not in posted
    assert "Nytt spørsmål" not in posted


def test_a_settled_round_can_still_be_renamed_and_given_another_due_date(analyst_client, round, report):
    built(report)
    page = reverse("reporting:round_update", args=[round.pk])

    changes = {"name_nb": "Nytt navn", "due_on": "2021-12-15", "layout": "short", "cut_off": "2021-11-30"}
    analyst_client.post(page, shown(analyst_client, page) | changes)

    stored = Round.objects.get()
    assert (stored.name_nb, stored.due_on) == ("Nytt navn", date(2021, 12, 15))
    assert (stored.layout, stored.cut_off) == (round.layout, round.cut_off)


def test_a_round_after_an_earlier_one_has_its_sections_and_questions(analyst_client, round):
    round.name_nb = "Årsrapport 2021"
    round.save()
    section = f.SectionFactory(round=round)
    f.QuestionFactory(round=round, section=section, kind="choice", labels_nb=["Ja", "Nei"], labels_nn=["Ja", "Nei"])
    f.QuestionFactory(round=round, text_nb="Utenfor", required=True)
    page = reverse("reporting:round_copy", args=[round.pk])

    analyst_client.post(page, shown(analyst_client, page))

    new_round = Round.objects.exclude(pk=round.pk).get()
    assert (new_round.name_nb, new_round.cut_off) == ("Årsrapport 2022", date(2022, 11, 1))
    assert new_round.reports.exists()
    inside, outside = (part.questions[0].question for part in outline(new_round))
    assert (inside.section, inside.labels_nb) == (new_round.sections.get(), ["Ja", "Nei"])
    assert (outside.text_nb, outside.required) == ("Utenfor", True)
    assert [question.section for question in round.questions.all()] == [section, None]


def test_the_dates_of_the_next_round_are_a_year_later_but_the_reform_started_once():
    reform = f.ReformFactory.build(valid_from=date(2019, 1, 1))
    since_the_start = f.RoundFactory.build(reform=reform, starts_on=date(2019, 1, 1), cut_off=date(2020, 2, 29))
    one_year = f.RoundFactory.build(reform=reform, starts_on=date(2020, 1, 1))

    assert after(since_the_start)["starts_on"] == date(2019, 1, 1)
    assert after(since_the_start)["cut_off"] == date(2021, 2, 28)
    assert after(one_year)["starts_on"] == date(2021, 1, 1)
