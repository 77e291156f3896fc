"""The office's answers of every kind, with several people at work, and what the manifest says of them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reporting.forms.answers import _part
from reporting.manifest import read_manifest
from reporting.models import Answer, Question, Report
from reporting.services import Locked, Written, missing_answers, save_answers
from reporting.values import Unfit
from tests import factories as f
from tests.pages import shown

YES_NO = {"labels_nb": ["Ja", "Nei"], "labels_nn": ["Ja", "Nei"]}


@pytest.fixture
def round(region):
    return f.RoundFactory()


@pytest.fixture
def report(round, region):
    return f.ReportFactory(round=round, region=region)


@pytest.fixture
def choice(round):
    return f.QuestionFactory(round=round, kind="choice", text_nb="Er alle med?", **YES_NO)


@pytest.fixture
def several(round):
    return f.QuestionFactory(round=round, kind="choice", several=True, **YES_NO)


@pytest.fixture
def graded(round):
    return f.QuestionFactory(
        round=round,
        kind="graded",
        labels_nb=["Lite", "Mye"],
        labels_nn=["Lite", "Mykje"],
        statements_nb=["Forankret", "Betalt"],
        statements_nn=["Forankra", "Betalt"],
    )


@pytest.fixture
def number(round):
    return f.QuestionFactory(round=round, kind="number", least=0, most=2000, unit_nb="timer", unit_nn="timar")


@pytest.fixture
def table(round):
    return f.QuestionFactory(round=round, kind="table", labels_nb=["Dato", "Oppgave"], labels_nn=["Dato", "Oppgåve"])


def page_of(report) -> str:
    return reverse("reporting:answers", args=[report.pk])


def value(question) -> dict:
    return question.answers.get().value


def send(client, report, changes):
    return client.post(page_of(report), shown(client, page_of(report)) | changes)


def test_every_kind_of_question_can_be_answered(adviser_client, report, choice, several, graded, number, table):
    send(
        adviser_client,
        report,
        {
            f"answer_{choice.pk}": "Nei",
            f"question_{choice.pk}": "Tre mangler",
            f"answer_{several.pk}": ["Nei", "Ja"],
            _part(graded, "Forankret"): "Mye",
            f"answer_{number.pk}": "1 250,50",
            _part(table, "Dato", 1): "1. mai",
            _part(table, "Oppgave", 1): "Møte",
        },
    )

    assert value(choice) == {"chosen": ["Nei"]}
    assert choice.answers.get().text == "Tre mangler"
    assert value(several) == {"chosen": ["Ja", "Nei"]}
    assert value(graded) == {"grades": {"Forankret": "Mye"}}
    assert value(number) == {"number": "1250.5"}
    assert value(table) == {"rows": [{"Dato": "1. mai", "Oppgave": "Møte"}]}
    written = dict(Answer.objects.values_list("question", "updated_at"))
    adviser_client.post(page_of(report), shown(adviser_client, page_of(report)))
    assert dict(Answer.objects.values_list("question", "updated_at")) == written


def test_the_report_shows_the_answers_of_every_kind(adviser_client, report, choice, graded, number, table):
    for question, stored in (
        (choice, {"chosen": ["Nei"]}),
        (graded, {"grades": {"Forankret": "Mye"}}),
        (number, {"number": "1250.5"}),
        (table, {"rows": [{"Dato": "1. mai", "Oppgave": "Møte"}]}),
    ):
        Answer.objects.create(report=report, question=question, value=stored)

    page = adviser_client.get(report.get_absolute_url()).content.decode()

    assert "<p>Nei</p>" in page
    assert '<tr><th scope="row">Forankret</th><td>Mye</td></tr>' in page
    assert '<tr><th scope="row">Betalt</th><td>–</td></tr>' in page
    assert "1\xa0250,5 timer" in page
    assert "<tr><td>1. mai</td><td>Møte</td></tr>" in page


def test_an_answer_can_be_taken_back(adviser_client, report, choice, table):
    Answer.objects.create(report=report, question=choice, value={"chosen": ["Ja"]})
    Answer.objects.create(report=report, question=table, value={"rows": [{"Dato": "1. mai", "Oppgave": ""}]})

    send(adviser_client, report, {f"answer_{choice.pk}": "", _part(table, "Dato", 0): ""})

    assert (value(choice), value(table)) == ({}, {})


def test_more_rows_are_saved_and_given_without_a_script(adviser_client, report, table):
    rows = {_part(table, "Oppgave", place): f"Oppgave {place}" for place in range(3)}

    response = send(adviser_client, report, rows | {"flere": str(table.pk)})

    assert response.url == page_of(report) + f"#question-{table.pk}"
    sent = shown(adviser_client, page_of(report))
    assert [row["Oppgave"] for row in value(table)["rows"]] == ["Oppgave 0", "Oppgave 1", "Oppgave 2"]
    assert sent[f"answer_{table.pk}_rows"] == ["6"]
    assert sent[_part(table, "Oppgave", 2)] == "Oppgave 2"
    assert sent[_part(table, "Oppgave", 5)] == ""


def test_a_hostile_number_of_rows_is_refused(adviser_client, report, table):
    send(adviser_client, report, {f"answer_{table.pk}_rows": "999", _part(table, "Dato", 500): "x"})

    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ("mange", "Oppgi et tall"),
        ("2001", "Fra 0 til 2\xa0000."),
        ("-1", "Fra 0 til 2\xa0000."),
        ("1234567890123", "Tallet er for langt."),
        ("1,234", "2 eller færre desimaler"),
    ],
)
def test_a_number_out_of_bounds_is_explained_and_nothing_typed_is_lost(adviser_client, report, number, sent, message):
    response = send(adviser_client, report, {f"answer_{number.pk}": sent, f"question_{number.pk}": "Med forbehold"})

    page = response.content.decode()
    assert any(message in error for error in response.context["form"].errors[f"answer_{number.pk}"])
    assert message in page
    assert f'value="{sent}"' in page
    assert "Med forbehold" in page
    assert not Answer.objects.exists()


def test_an_option_that_is_none_is_refused(adviser_client, report, choice):
    response = send(adviser_client, report, {f"answer_{choice.pk}": "Kanskje"})

    assert response.status_code == 200
    assert not Answer.objects.exists()


def test_identity_numbers_are_refused_in_text_and_cells(adviser_client, report, table):
    page = send(adviser_client, report, {_part(table, "Oppgave", 0): "Ring 010190 12345"}).content.decode()

    assert "Dette ser ut som et fødselsnummer" in page
    assert not Answer.objects.exists()


def test_two_people_answering_different_questions_of_other_kinds_lose_nothing(adviser_client, report, choice, table):
    first, second = shown(adviser_client, page_of(report)), shown(adviser_client, page_of(report))

    adviser_client.post(page_of(report), first | {f"answer_{choice.pk}": "Ja"})
    adviser_client.post(page_of(report), second | {_part(table, "Dato", 0): "1. mai"})

    assert value(choice) == {"chosen": ["Ja"]}
    assert value(table) == {"rows": [{"Dato": "1. mai", "Oppgave": ""}]}


def test_a_colleagues_choice_is_seen_before_it_is_overwritten(adviser_client, report, choice):
    stale = shown(adviser_client, page_of(report)) | {f"answer_{choice.pk}": "Ja"}
    send(adviser_client, report, {f"answer_{choice.pk}": "Nei", f"question_{choice.pk}": "Tre mangler"})

    refused = adviser_client.post(page_of(report), stale)
    assert "En annen har endret svaret til «Nei; Tre mangler» i mellomtiden." in refused.content.decode()
    assert value(choice) == {"chosen": ["Nei"]}

    adviser_client.post(page_of(report), refused.context["form"].data)
    assert value(choice) == {"chosen": ["Ja"]}


def test_the_page_says_what_must_be_answered_and_what_is_missing(adviser_client, report, choice, graded):
    Question.objects.update(required=True)
    Answer.objects.create(report=report, question=choice, value={"chosen": ["Ja"]})

    page = adviser_client.get(page_of(report)).content.decode()

    assert "1 av 2 svar som må være med, mangler" in " ".join(page.split())
    assert f'href="#question-{graded.pk}"' in page
    assert f'href="#question-{choice.pk}"' not in page
    assert missing_answers(report) == [graded]
    send(adviser_client, report, {_part(graded, "Forankret"): "Mye", _part(graded, "Betalt"): "Lite"})
    assert missing_answers(report) == []
    assert "Alle svar som må være med, er skrevet." in adviser_client.get(page_of(report)).content.decode()


def test_missing_answers_come_in_the_order_they_are_read(report, round):
    section = f.SectionFactory(round=round)
    outside = f.QuestionFactory(round=round, required=True)
    inside = f.QuestionFactory(round=round, required=True, section=section)
    f.QuestionFactory(round=round)

    assert missing_answers(report) == [inside, outside]


def test_a_locked_report_is_not_written_in_and_keeps_what_was_typed_on_the_page(adviser_client, report, choice):
    typed = shown(adviser_client, page_of(report)) | {f"question_{choice.pk}": "Skrevet for sent"}
    Report.objects.update(state="ready")

    refused = adviser_client.post(page_of(report), typed)
    shut = adviser_client.get(page_of(report)).content.decode()

    assert refused.status_code == 409
    assert "Rapporten er meldt klar og er låst" in refused.content.decode()
    assert "Skrevet for sent" in refused.content.decode()
    assert "Rapporten er meldt klar og er låst" in shut
    assert "<textarea" not in shut
    assert not Answer.objects.exists()
    with pytest.raises(Locked):
        save_answers(report=report, answers=[Written(choice, "x")])


def test_an_answer_to_a_question_that_has_been_changed_meanwhile_is_not_stored(report, choice):
    Question.objects.filter(pk=choice.pk).update(labels_nb=["A", "B"], labels_nn=["A", "B"])

    with pytest.raises(Unfit):
        save_answers(report=report, answers=[Written(choice, value={"chosen": ["Ja"]})])
    assert not Answer.objects.exists()


def test_the_page_costs_the_same_for_many_questions(adviser_client, report, round):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            adviser_client.get(page_of(report))
        return len(captured)

    f.QuestionFactory(round=round)
    few = queries()
    for question in f.QuestionFactory.create_batch(10, round=round, kind="choice", **YES_NO):
        Answer.objects.create(report=report, question=question, value={"chosen": ["Ja"]})

    assert queries() == few


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_manifest_has_every_kind_in_the_language_of_the_office(adviser, region, report, round, language):
    region.language = language
    region.save()
    report.refresh_from_db()
    section = f.SectionFactory(round=round, title_nb="Rammer", title_nn="Rammer nn", intro_nb="Kort", intro_nn="Stutt")
    nn = language == "nn"
    questions = {
        kind: f.QuestionFactory(
            round=round,
            section=None if kind == "text" else section,
            kind=kind,
            labels_nb=["Lite", "Mye"] if kind in ("choice", "graded", "table") else [],
            labels_nn=["Lite", "Mykje"] if kind in ("choice", "graded", "table") else [],
            statements_nb=["Forankret", "Betalt"] if kind == "graded" else [],
            statements_nn=["Forankra", "Betalt"] if kind == "graded" else [],
            unit_nb="timer",
            unit_nn="timar",
        )
        for kind in Question.Kind.values
    }
    for kind, stored in {
        "choice": {"chosen": ["Mye"]},
        "graded": {"grades": {"Forankret": "Mye"}},
        "number": {"number": "12.5"},
        "table": {"rows": [{"Lite": "a", "Mye": "b"}]},
    }.items():
        Answer.objects.create(report=report, question=questions[kind], value=stored, text="Merknad")

    manifest = read_manifest(report, built_on=date(2021, 11, 20))

    much = "Mykje" if nn else "Mye"
    said = {answer.pop("kind"): answer for answer in manifest["answers"]}
    asked = "Korleis går arbeidet?" if nn else "Hvordan går arbeidet?"
    assert manifest["sections"] == [
        {"title": "Rammer nn", "intro": "Stutt"} if nn else {"title": "Rammer", "intro": "Kort"}
    ]
    assert said == {
        "choice": {
            "number": "1.1",
            "section": 0,
            "question": asked,
            "text": "Merknad",
            "options": ["Lite", much],
            "chosen": [much],
            "several": False,
        },
        "graded": {
            "number": "1.2",
            "section": 0,
            "question": asked,
            "text": "Merknad",
            "scale": ["Lite", much],
            "statements": [
                {"text": "Forankra" if nn else "Forankret", "grade": much},
                {"text": "Betalt", "grade": None},
            ],
        },
        "number": {
            "number": "1.3",
            "section": 0,
            "question": asked,
            "text": "Merknad",
            "value": "12,5",
            "unit": "timar" if nn else "timer",
        },
        "table": {
            "number": "1.4",
            "section": 0,
            "question": asked,
            "text": "Merknad",
            "columns": ["Lite", much],
            "rows": [["a", "b"]],
        },
        "text": {"number": "2.1", "section": None, "question": asked, "text": ""},
    }
    assert manifest["layout"] == "annual"
