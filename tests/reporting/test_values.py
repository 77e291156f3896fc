"""The shapes of answers that are not free text."""

import pytest
from django.utils.translation import override

from reporting.models import Answer, Question
from reporting.values import Unfit, checked, digest, in_words, is_answered, used

CHOICE = Question(kind="choice", labels_nb=["Ja", "Nei", "Delvis"], labels_nn=["Ja", "Nei", "Delvis"])
SEVERAL = Question(kind="choice", several=True, labels_nb=CHOICE.labels_nb, labels_nn=CHOICE.labels_nn)
GRADED = Question(
    kind="graded",
    labels_nb=["Lite", "Mye"],
    labels_nn=["Lite", "Mykje"],
    statements_nb=["Forankret", "Finansiert"],
    statements_nn=["Forankra", "Finansiert"],
)
NUMBER = Question(kind="number", least=0, most=100, unit_nb="prosent", unit_nn="prosent")
TABLE = Question(kind="table", labels_nb=["Dato", "Oppgave"], labels_nn=["Dato", "Oppgåve"])
TEXT = Question(kind="text")


@pytest.mark.parametrize(
    ("question", "sent", "stored"),
    [
        (SEVERAL, {"chosen": ["Delvis", "Ja"]}, {"chosen": ["Ja", "Delvis"]}),
        (CHOICE, {"chosen": []}, {}),
        (GRADED, {"grades": {"Forankret": "Mye", "Finansiert": ""}}, {"grades": {"Forankret": "Mye"}}),
        (NUMBER, {"number": "12.50"}, {"number": "12.5"}),
        (NUMBER, {"number": "100"}, {"number": "100"}),
        (
            TABLE,
            {"rows": [{"Dato": " 1.5. ", "Oppgave": ""}, {"Dato": "", "Oppgave": " "}]},
            {"rows": [{"Dato": "1.5.", "Oppgave": ""}]},
        ),
        (TABLE, {"rows": []}, {}),
        (TEXT, {}, {}),
    ],
)
def test_a_value_is_stored_in_one_shape(question, sent, stored):
    assert checked(question, sent) == stored
    assert checked(question, stored) == stored


@pytest.mark.parametrize(
    ("question", "sent"),
    [
        (CHOICE, {"chosen": ["Kanskje"]}),
        (CHOICE, {"chosen": ["Ja", "Nei"]}),
        (CHOICE, {"grades": {}}),
        (GRADED, {"grades": {"Annet": "Mye"}}),
        (GRADED, {"grades": {"Forankret": "Middels"}}),
        (NUMBER, {"number": "101"}),
        (NUMBER, {"number": "-1"}),
        (NUMBER, {"number": "1.234"}),
        (NUMBER, {"number": "NaN"}),
        (NUMBER, {"number": "mange"}),
        (TABLE, {"rows": [{"Kolonne": "x"}]}),
        (TABLE, {"rows": [{"Dato": "x"}] * 61}),
        (TABLE, {"rows": "x"}),
        (TEXT, {"chosen": ["Ja"]}),
    ],
)
def test_a_value_that_the_question_does_not_ask_for_is_refused(question, sent):
    with pytest.raises(Unfit):
        checked(question, sent)


@pytest.mark.parametrize(
    ("question", "answer", "answered"),
    [
        (TEXT, None, False),
        (TEXT, Answer(text=" \n"), False),
        (TEXT, Answer(text="Ja"), True),
        (CHOICE, Answer(text="Bare en kommentar"), False),
        (CHOICE, Answer(value={"chosen": ["Ja"]}), True),
        (GRADED, Answer(value={"grades": {"Forankret": "Mye"}}), False),
        (GRADED, Answer(value={"grades": {"Forankret": "Mye", "Finansiert": "Lite"}}), True),
        (NUMBER, Answer(value={"number": "0"}), True),
        (TABLE, Answer(value={}), False),
    ],
)
def test_a_comment_alone_or_half_an_assessment_is_no_answer(question, answer, answered):
    assert is_answered(question, answer) is answered


def test_what_somebody_has_answered_with_is_known():
    graded = [Answer(value={"grades": {"Forankret": "Mye"}}), Answer(value={})]
    table = [Answer(value={"rows": [{"Dato": "1.5.", "Oppgave": ""}]})]

    assert used(GRADED, graded) == ({"Mye"}, {"Forankret"})
    assert used(TABLE, table) == ({"Dato"}, set())


def test_the_checksum_of_an_answer_is_not_moved_by_the_line_ends_of_a_browser():
    stored = digest("En\nto", {"rows": [{"Dato": "a\nb", "Oppgave": ""}]})

    assert digest(" En\r\nto\r\n", {"rows": [{"Dato": "a\r\nb"}]}) == stored
    assert digest("En to", {"rows": [{"Dato": "a\nb"}]}) != stored


def test_an_answer_is_told_in_the_language_in_force():
    with override("nn"):
        assert in_words(GRADED, "Sjå plan", {"grades": {"Forankret": "Mye"}}) == "Forankra: Mykje; Sjå plan"
    with override("nb"):
        assert in_words(NUMBER, "", {"number": "12.5"}) == "12,5 prosent"
        assert in_words(TABLE, "", {"rows": [{"Dato": "1.5.", "Oppgave": "Møte"}]}) == "1.5. | Møte"
        assert in_words(CHOICE, "", {}) == "ikke besvart"
