"""What is told of two reports is what is different between them: no more and no less."""

from copy import deepcopy
from random import Random

import pytest

from reporting.differences import Why, compare
from reporting.wording import Kind, lines, rows, words
from tests.reporting.manifests import sample

WORDS = ("kommunen", "har", "ikke", "vedtatt", "en", "plan", ",", "men", "arbeidet", "er", "i gang", ".", "Nettverket")


def manifest(bodies, figures, answers=(), **more):
    """`figures`: by code, two dicts from the key of a municipality to records."""
    return {
        "language": "nb",
        "report": {"round": "Runde"},
        "municipalities": [{"id": key, "number": str(4600 + key), "name": f"K{key}"} for key in bodies],
        "chapters": [{"code": "a", "title": "A"}],
        "figures": [
            {
                "code": code,
                "chapter": "a",
                "label": code,
                "definition": "D",
                "version": 1,
                "value": len(counted),
                "base": len(counted) + len(missing),
                "counted": [{"municipality": str(4600 + k), "records": r} for k, r in counted.items()],
                "missing": [{"municipality": str(4600 + k), "records": r} for k, r in missing.items()],
            }
            for code, (counted, missing) in figures.items()
        ],
        "answers": list(answers),
    } | more


def record(pk, on="2020-01-01", **more):
    return {"kind": "Vedtak", "label": f"Sak {pk}", "on": on, "ref": {"page": "treatment", "pk": pk}} | more


def drawn(draw):
    bodies = draw.sample(range(30), draw.randrange(3, 20))
    figures = {}
    for code in ("f1", "f2", "f3"):
        base = [key for key in bodies if draw.random() < 0.9]
        counted = {key: [record(key)] for key in base if draw.random() < 0.5}
        figures[code] = (counted, {key: [] for key in base if key not in counted})
    return manifest(bodies, figures)


def sets(said, code):
    figure = next(row for row in said["figures"] if row["code"] == code)
    ids = {row["number"]: row["id"] for row in said["municipalities"]}
    counted, missing = ({ids[row["municipality"]] for row in figure[side]} for side in ("counted", "missing"))
    return counted, counted | missing


@pytest.mark.parametrize("seed", range(40))
def test_what_is_told_makes_the_new_sets_of_the_old(seed):
    draw = Random(seed)
    before, after = drawn(draw), drawn(draw)

    told = compare(before, after)

    by_code = {figure.code: figure for figure in told.figures}
    for code in ("f1", "f2", "f3"):
        (counted, base), wanted = sets(before, code), sets(after, code)
        if code in by_code:
            figure = by_code[code]
            counted = counted - {c.body.key for c in figure.went} | {c.body.key for c in figure.came}
            base = base - {body.key for body in figure.base_went} | {body.key for body in figure.base_came}
            assert (figure.before.value, figure.after.value) == (len(sets(before, code)[0]), len(wanted[0]))
        assert (counted, base) == wanted
    here = {row["id"] for row in before["municipalities"]}
    there = {row["id"] for row in after["municipalities"]}
    assert here - {body.key for body in told.went} | {body.key for body in told.came} == there
    assert told.unchanged_figures == 3 - len(told.figures)


@pytest.mark.parametrize("seed", range(10))
def test_nothing_is_told_of_two_that_say_the_same(seed):
    said = drawn(Random(seed)) if seed else sample(12)
    told = compare(said, deepcopy(said))

    assert told.is_empty
    assert told.unchanged_figures == len(said["figures"])
    assert told.unchanged_answers == len(said["answers"])


@pytest.mark.parametrize(
    ("before", "after", "came", "why"),
    [
        ([], [record(1)], True, [Why.NEW]),
        ([record(1)], [], False, [Why.GONE]),
        ([record(1, "2022-01-01", why="Etter datoen")], [record(1)], True, [Why.DATED]),
        ([record(1)], [record(1, why="Utløpt")], False, [Why.FAILS]),
        ([record(1, why="Ikke bekreftet")], [record(1)], True, [Why.COUNTS]),
        ([record(1)], [record(1)], True, []),
        ([record(1, why="Etter datoen")], [record(2)], True, [Why.NEW]),
        ([record(1)], [record(2, why="Etter datoen")], False, [Why.GONE]),
    ],
)
def test_the_records_tell_why_a_municipality_has_changed_sides(before, after, came, why):
    sides = [({}, {1: before}), ({1: after}, {})] if came else [({1: before}, {}), ({}, {1: after})]
    old, new = (manifest([1], {"f": side}) for side in sides)

    (figure,) = compare(old, new).figures

    (crossing,) = figure.came if came else figure.went
    assert [reason.why for reason in crossing.reasons] == why


def test_a_municipality_that_is_new_or_gone_has_the_base_as_its_reason():
    old, new = manifest([1], {"f": ({1: [record(1)]}, {})}), manifest([2], {"f": ({2: [record(1)]}, {})})

    (figure,) = compare(old, new).figures

    assert [reason.why for reason in figure.came[0].reasons] == [Why.BASE_IN]
    assert [reason.why for reason in figure.went[0].reasons] == [Why.BASE_OUT]


def test_a_municipality_with_a_new_number_is_the_same():
    old, new = (manifest([1], {"f": ({1: [record(1)]}, {})}) for _ in range(2))
    new["municipalities"][0]["number"] = new["figures"][0]["counted"][0]["municipality"] = "5001"

    told = compare(old, new)

    assert told.figures == ()
    assert [(was.number, body.number) for was, body in told.renamed] == [("4601", "5001")]


def test_municipalities_meet_by_number_where_one_of_the_two_has_no_bodies():
    old, new = (manifest([1], {"f": ({1: [record(1)]}, {})}) for _ in range(2))
    del old["municipalities"][0]["id"]

    assert compare(old, new).is_empty


@pytest.mark.parametrize("change", [{"version": 2}, {"definition": "Annet", "version": None}])
def test_a_figure_that_is_defined_otherwise_is_a_break_and_not_compared(change):
    old, new = manifest([1], {"f": ({1: []}, {})}), manifest([1], {"f": ({}, {1: []})})
    new["figures"][0] |= change
    if change["version"] is None:
        del new["figures"][0]["version"]

    (figure,) = compare(old, new).figures

    assert figure.broken
    assert figure.came == figure.went == ()


def test_a_figure_that_only_one_has_is_told_as_such():
    old, new = manifest([1], {"f": ({1: []}, {})}), manifest([1], {"g": ({}, {1: []})})

    assert [(f.code, f.before is None, f.after is None) for f in compare(old, new).figures] == [
        ("g", True, False),
        ("f", False, True),
    ]


def text_of(parts, but):
    return " ".join("".join(part.text for part in parts if part.kind != but).split())


@pytest.mark.parametrize("seed", range(60))
def test_the_tracked_text_holds_both_texts(seed):
    draw = Random(seed)
    before = " ".join(draw.choices([*WORDS, "\n\n"], k=draw.randrange(60)))
    kept = [word for word in before.split(" ") if draw.random() < 0.8]
    after = " ".join(word if draw.random() < 0.9 else draw.choice(WORDS) for word in kept)

    parts = words(before, after)

    assert text_of(parts, Kind.CAME) == " ".join(before.split())
    assert "".join(part.text for part in parts if part.kind != Kind.WENT) == after
    if before == after:
        assert all(part.kind == Kind.SAME for part in parts)


def test_only_the_words_that_are_other_words_are_marked():
    parts = words("Fire kommuner har plan.\n\nFem mangler.", "Seks kommuner har plan.\n\nFem mangler.")

    assert [(part.kind, part.text) for part in parts] == [
        (Kind.WENT, "Fire "),
        (Kind.CAME, "Seks "),
        (Kind.SAME, "kommuner har plan.\n\nFem mangler."),
    ]


def test_a_word_a_thousand_times_over_is_told_at_once():
    parts = words("x " * 5000, "y x " * 2500)

    assert {part.kind for part in parts} == {Kind.WENT, Kind.CAME}


@pytest.mark.parametrize("seed", range(30))
def test_lists_and_tables_can_be_told_back(seed):
    draw = Random(seed)
    before, after = ([draw.choice("abcd") for _ in range(draw.randrange(6))] for _ in range(2))

    told = lines(before, after)
    table = rows([(x, "1") for x in before], [(x, draw.choice("12")) for x in after])

    assert [part.text for part in told if part.kind != Kind.CAME] == before
    assert [part.text for part in told if part.kind != Kind.WENT] == after
    assert [text_of(row.cells[0], Kind.CAME) for row in table if row.kind != Kind.CAME] == before
    assert [text_of(row.cells[0], Kind.WENT) for row in table if row.kind != Kind.WENT] == after


def answered(**more):
    return {"number": "1.1", "question": "Hva?", "text": ""} | more


@pytest.mark.parametrize(
    ("before", "after", "where"),
    [
        ({"text": "En"}, {"text": "To"}, "words"),
        ({"kind": "number", "value": "1", "unit": "møter"}, {"value": "2"}, "parts"),
        ({"kind": "number", "value": None, "unit": ""}, {"value": "0"}, "parts"),
        ({"kind": "choice", "options": ["A", "B"], "chosen": ["A"], "several": True}, {"chosen": ["A", "B"]}, "parts"),
        (
            {"kind": "graded", "statements": [{"text": "P", "grade": None}]},
            {"statements": [{"text": "P", "grade": "G"}]},
            "parts",
        ),
        ({"kind": "table", "columns": ["A"], "rows": [["x"]]}, {"rows": [["x"], ["y"]]}, "rows"),
        ({"kind": "table", "columns": ["A"], "rows": [["x"]]}, {"columns": ["B"]}, "rows"),
        ({"kind": "choice", "options": [], "chosen": ["A"], "several": False}, {"text": "Fordi"}, "words"),
    ],
)
def test_an_answer_of_each_kind_is_told(before, after, where):
    old = manifest([], {}, [answered(**before)])
    new = manifest([], {}, [answered(**before) | after])

    told = compare(old, new)

    (answer,) = told.answers
    assert [name for name in ("words", "parts", "rows") if getattr(answer, name)] == [where]
    assert told.unchanged_answers == 0


def test_questions_meet_by_their_words_between_rounds_and_by_number_within_one():
    old = manifest([], {}, [answered(text="A"), answered(number="1.2", question="Hvor?", text="B")])
    moved = [answered(number="1.2", text="A"), answered(number="1.1", question="Hvorhen?", text="B")]

    between = compare(old, manifest([], {}, moved, report={"round": "Neste"}))
    within = compare(old, manifest([], {}, [moved[0], answered(number="1.2", question="Hvorhen?", text="B2")]))

    assert [(a.question, a.is_new, a.is_gone) for a in between.answers] == [
        ("Hvorhen?", True, False),
        ("Hvor?", False, True),
    ]
    assert [(a.question, a.is_new, a.is_gone) for a in within.answers] == [("Hvorhen?", False, False)]


def test_sentences_and_contributors_are_told_where_there_are_any():
    old = manifest([], {}, contributors=["USHT Vest"])
    new = manifest([], {}, contributors=["USHT Vest", "KS"], since=[{"text": "Voss har vedtatt.", "figure": "f"}])

    told = compare(old, new)

    assert [part.text for part in told.contributors if part.kind == Kind.CAME] == ["KS"]
    assert [part.text for part in told.since] == ["Voss har vedtatt."]
