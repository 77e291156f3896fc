"""Numbers in the office's text, held against a manifest. Pure."""

from random import Random

import pytest

from lhl_portal.ui.numbers import percent
from reporting.since.known import known
from reporting.since.numbers import AROUND, mismatches, unmatched
from tests.reporting.manifests import sample

REPORT = sample(23)  # decision_made is 11 of 23
HAS = known(REPORT)
NBSP, NARROW = "\u00a0", "\u202f"


def wrong(text: str) -> list[str]:
    return [number for number, _sentence in unmatched(text, HAS)]


@pytest.mark.parametrize(
    "text",
    [
        "11 av 23 kommuner har gjort vedtak.",
        "11 av de 23 kommunene har gjort vedtak (48 %).",
        "11 av 23 kommuner har gjort vedtak (48 prosent), og 12 har det ikke.",
        "11/23 kommuner har gjort vedtak.",
        "48 prosent har gjort vedtak, 47,8 % for å være nøyaktig.",
        f"48{NBSP}% har gjort vedtak.",
        "Elleve kommuner har gjort vedtak, tolv kommuner har ikke.",
        "Elleve av 23 kommuner har gjort vedtak.",
        "Tolv av dei 23 kommunane har ikkje gjort vedtak.",
        "11 kommunar, og dei andre 12.",
        "Folketallet i den minste kommunen er 900.",
        f"Den største har 20{NBSP}942 innbyggere, eller 20 942, eller 20{NARROW}942, eller 20.942, eller 20942.",
    ],
)
def test_a_number_of_the_report_matches_however_it_is_written(text):
    assert wrong(text) == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Det var 437 kommuner.", ["437"]),
        ("21 av 23 kommuner har gjort vedtak.", ["21 av 23"]),
        ("11 av 24 kommuner har gjort vedtak.", ["11 av 24"]),
        ("23 av 11 kommuner har gjort vedtak.", ["23 av 11"]),
        ("En av 22 kommuner har gjort vedtak.", ["En av 22"]),
        ("11 av 23 kommuner har gjort vedtak (52 %).", ["52"]),
        ("41 prosent har gjort vedtak.", ["41"]),
        ("47,9 % har gjort vedtak.", ["47,9"]),
        ("Mellom 41 og 48 prosent har gjort vedtak.", ["41"]),
        ("To kommuner har gjort vedtak.", ["To"]),
        ("Det er tre små kommuner og ei stor.", []),
        ("Det er to små kommuner og ei stor.", ["to"]),
        ("Økningen er 7 prosentpoeng.", ["7"]),
        ("Vi har 20 943 innbyggere.", ["20 943"]),
        (f"Vi har 20{NBSP}943 innbyggere.", [f"20{NBSP}943"]),
        ("Vi har 2,5 årsverk.", ["2,5"]),
        ("I 2021 var 357 kommuner med.", ["357"]),
        ("I 2021 357 kommuner.", ["357"]),
        ("2021 kommuner var med.", ["2021"]),
        ("I fase 2 var 437 med, og i kapittel 2 og 437 små kommuner.", ["437", "437"]),
        ("Til sammen 437–438 kommuner.", ["437", "438"]),
        ("437 og 437 kommuner.", ["437", "437"]),
    ],
)
def test_a_number_that_the_report_does_not_have_is_found_as_it_is_written(text, numbers):
    assert wrong(text) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "Den 1. november 2021, 31.12.2021, 31. 12. 21, 2021-12-31, 31.12. og 15. mai.",
        "Samlingen 14.–15. mars, eller 14. og 15. mars, klokken 10.30 og kl. 9.",
        "I 1999, 2021, 2019–2023 og 2020/21. I 2021 vedtok kommunene planer. Fra 2021: alle.",
        "1. Det første\n2. Det andre\n  3) Det tredje\n4.1. Det fjerde",
        "2 - I henhold til plan",
        "Jf. § 3, §§ 3-1 og 3-2, kapittel 2 og 41, kap. 41, Meld. St. 15 (2017–2018), del 2 og Prop. 91 L.",
        "Sak 2021/437, sak 45/21 og sak 437.",
        "Ring 22 00 35 00, 22003500, +47 22 00 35 00 eller 800 12 437.",
        "Skriv til post437@example.no eller les https://example.no/437.",
        "Personer over 67 år, 65–79 år og eldre, 80+ og 75-åringer.",
        "Den 41. samlingen handlet om covid-19, H2020 og 24-timers drift.",
        "To ansatte og tre av fire ledere sluttet.",
        "En av kommunene ville vente.",
        "I uke 41, fase 2, innsatsområde 5 og tabell 41.",
        "",
    ],
)
def test_what_is_a_number_but_no_figure_is_left_alone(text):
    assert wrong(text) == []


@pytest.mark.parametrize(("value", "shown", "rounded"), [(303, "99", "100"), (1, "1", "0"), (150, "49", "50")])
def test_a_per_cent_is_known_as_pages_and_report_write_it(value, shown, rounded):
    figure = REPORT["figures"][0] | {"value": value, "base": 304, "series": []}
    has = known(REPORT | {"figures": [figure]})

    assert shown in percent(value, 304)
    assert unmatched(f"Det er {shown} % nå.", has) == []
    assert [number for number, _sentence in unmatched(f"Det er {rounded} % nå.", has)] == [rounded]


def test_the_sentence_around_comes_along():
    text = "Alt gikk bra. Den 1. mai var 437 kommuner med. 11 var ikke.\nNytt avsnitt med 438 kommuner"

    assert unmatched(text, HAS) == [
        ("437", "Den 1. mai var 437 kommuner med."),
        ("438", "Nytt avsnitt med 438 kommuner"),
    ]


def test_of_a_very_long_sentence_the_part_around_comes_along():
    [(number, sentence)] = unmatched("ord " * 1000 + "437 kommuner " + "ord " * 1000, HAS)

    assert number in sentence
    assert len(sentence) <= AROUND


def test_names_with_digits_are_not_numbers():
    figures = [dict(figure) for figure in REPORT["figures"]]
    figures[0]["label"] = "Kommuner med minst 437 timer"
    record = {"kind": "Deltakelse", "label": "Nettverk 438", "on": "2021-01-01"}
    figures[1]["counted"] = [{"municipality": "4601", "records": [record]}]
    has = known(REPORT | {"figures": figures})

    text = "Kommunene med minst 437 timer er i «Nettverk 438», men 438 er mye og 437 også."

    assert [number for number, _sentence in unmatched(text, has)] == ["438", "437"]


def test_all_that_the_office_writes_is_read_and_nothing_else():
    report = REPORT | {
        "answers": [
            {"number": "1.1", "kind": "text", "question": "Hva skjedde i 437?", "text": "Vi hadde 441 møter."},
            {
                "number": "2.1",
                "kind": "table",
                "question": "Oppgaver",
                "text": "",
                "rows": [["1.11.2021", "Kartlegge 442 tiltak", "2 - I henhold til plan", "Ferdig"]],
            },
            {"number": "3", "kind": "number", "question": "Årsverk?", "text": "", "value": "2,5", "unit": "årsverk"},
            {"number": "4", "kind": "choice", "question": "?", "text": "Vi brukte 2,5 årsverk, ikke 3,5."},
        ],
        "since": [
            {"key": "a-came", "text": "443 kommuner er nye.", "figure": "a", "edited": True},
            {"key": "b-came", "text": "444 kommuner er nye.", "figure": "b", "edited": False},
        ],
    }

    assert [(m.where, m.place, m.number, m.context) for m in mismatches(report)] == [
        ("answer-1.1", "Spørsmål 1.1", "441", "Vi hadde 441 møter."),
        ("answer-2.1", "Spørsmål 2.1, rad 1", "442", "Kartlegge 442 tiltak"),
        ("answer-4", "Spørsmål 4", "3,5", "Vi brukte 2,5 årsverk, ikke 3,5."),
        ("since-a-came", "Siden sist", "443", "443 kommuner er nye."),
    ]


def test_what_the_edition_before_said_matches_as_well():
    text = "Det er 35 kommuner mindre enn de 58 vi hadde sist."
    report = REPORT | {"answers": [{"number": 1, "question": "?", "text": text}]}

    assert [m.number for m in mismatches(report)] == ["35", "58"]
    assert mismatches(report, sample(58)) == []


@pytest.mark.parametrize("seed", range(100))
def test_a_figure_of_the_report_matches_and_one_that_is_not_is_found(seed):
    draw = Random(seed)
    report = sample(draw.randint(5, 60))
    has = known(report)
    figure = draw.choice(report["figures"])
    value, base = figure["value"], figure["base"]
    shape = draw.choice(["{} av {} kommuner", "{} av dei {} kommunane", "{} av i alt {}", "{} kommuner av {}"])

    assert unmatched(f"Det gjelder {shape.format(value, base)} nå.", has) == []
    value = draw.choice([v for v in range(base * 2) if (v, base) not in has.pairs])
    assert [number for number, _ in unmatched(f"Det gjelder {shape.format(value, base)} nå.", has)] == [
        shape.format(value, base).removesuffix(" kommuner").removesuffix(" kommunane")
    ]
