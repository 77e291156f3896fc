"""Files of Statistics Norway: each shape read, and whatever is not such a file refused with a reason."""

import json
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from municipalities.register.refresh import sources
from municipalities.register.refresh.klass import code_changes, codes_on
from municipalities.register.refresh.sources import RefusedSource, Source, open_source
from municipalities.register.refresh.statbank import counts_in
from tests.municipalities.official import FILES

NEW_YEAR = date(2027, 1, 1)


def figures(counts):
    return {key: (row.total, row.age_65_plus, row.age_80_plus) for key, row in counts.rows.items()}


@pytest.mark.parametrize("name", ["klass_codes.json", "klass_codes.csv"])
def test_codes_are_read_with_their_parallel_names(name):
    codes = codes_on(open_source(FILES / name), NEW_YEAR)

    assert {number: code.name for number, code in codes.items()} == {
        "0301": "Oslo - Oslove",
        "5622": "Porsanger - Porsáŋgu - Porsanki",
    }


def test_codes_of_several_years_are_those_of_the_day():
    codes = codes_on(open_source(FILES / "klass_codes.json"), date(2023, 12, 31))

    assert set(codes) == {"5436"}


@pytest.mark.parametrize("name", ["klass_changes.json", "klass_changes.csv"])
def test_changes_are_read_in_either_format_and_encoding(name):
    changes = code_changes(open_source(FILES / name))

    assert [(change.old, change.new.number, change.new.name) for change in changes] == [
        ("3107", "3107", "Fredrikstad"),
        ("3110", "3107", "Fredrikstad"),
        ("3446", "3244", "Gran"),
        ("4225", "4229", "Lyngdal"),
        ("4225", "4230", "Hole"),
        ("5601", "5601", "Alta - Áltá"),
    ]
    assert {change.day for change in changes} == {NEW_YEAR}


def test_men_and_women_in_groups_of_ages_are_summed():
    counts = counts_in(open_source(FILES / "07459.json"))

    assert figures(counts) == {("3101", 2026): (248, 47, 7), ("3101", 2027): (274, 53, 9)}
    assert counts.national == {2026: 470, 2027: 496}


def test_a_column_for_each_year_is_read():
    counts = counts_in(open_source(FILES / "07459_wide.csv"))

    assert figures(counts) == {("3101", 2026): (248, 47, 7), ("3101", 2027): (274, 53, 9)}
    assert counts.national == {2026: 483, 2027: 483}


def test_a_column_of_years_is_read_and_all_ages_are_not_counted_twice():
    counts = counts_in(open_source(FILES / "07459_long.csv"))

    assert figures(counts) == {("3101", 2027): (274, 53, 9)}


def cube(**changes):
    """The fixture with parts of it changed."""
    whole = json.loads((FILES / "07459.json").read_text(encoding="utf-8"))
    return Source("07459.json", json.dumps(whole | changes))


def without_year():
    whole = json.loads((FILES / "07459.json").read_text(encoding="utf-8"))
    return cube(id=whole["id"][:-1], size=whole["size"][:-1])


def table(*lines):
    return Source("07459.csv", "\n".join(('"region";"alder";"Personer 2027"', *lines)))


WHOLE = ("3101 Halden;0-64 år;221", "3101 Halden;65-79 år;44", "3101 Halden;80 år eller eldre;9")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (Source("x", (FILES / "07459.json").read_text(encoding="utf-8")[:-40]), "ikke hel og gyldig JSON"),
        (Source("x", "[" * 100_000), "ikke hel og gyldig JSON"),
        (Source("x", '{"class": "dataset", "class": "dataset"}'), "samme navn står to ganger"),
        (Source("x", '{"value": [NaN]}'), "NaN er ikke et tall"),
        (Source("x", "[]"), "ikke JSON-stat2"),
        (Source("x", "<html>Feil</html>"), "verken JSON eller CSV med kolonnene alder, region"),
        (cube(**{"class": "collection"}), "ikke JSON-stat2"),
        (cube(version="1.0"), "ikke JSON-stat2"),
        (cube(label="05810: Befolkning"), "ikke tabell 07459"),
        (cube(id="Region"), "skal være lister"),
        (cube(id=["Region", "Region", "Alder", "ContentsCode", "Tid"]), "«Region» er ukjent eller står to ganger"),
        (cube(id=["Region", "Hus", "Alder", "ContentsCode", "Tid"]), "«Hus» er ukjent eller står to ganger"),
        (cube(dimension={}), "«Region» mangler eller er ufullstendig"),
        (cube(dimension=None), "«Region» mangler eller er ufullstendig"),
        (without_year(), "skal ha dimensjonene region, alder og år"),
        (cube(size=[3, 2, 4, 1, 1]), "størrelsene i filen stemmer ikke"),
        (cube(value=[1, 2, 3]), "størrelsene i filen stemmer ikke"),
        (cube(value=[1.5] * 48), "«1.5» er ikke et helt tall"),
        (cube(value=["1"] * 48), "«1» er ikke et helt tall"),
        (cube(value=[True] * 48), "«True» er ikke et helt tall"),
        (cube(value=[-1] * 48), "umulig folketall"),
        (cube(value=[10**400] * 48), "umulig folketall"),
        (Source("x", '{"value": [' + "9" * 5000 + "]}"), "ikke hel og gyldig JSON"),
        (cube(value=[1] * 47 + [None]), "region 3001, år 2027 mangler tall for noen aldre"),
        (table(*WHOLE, WHOLE[0]), "samme alder og kjønn to ganger"),
        (table(*WHOLE, "3103 Moss;0-64 år;5"), "region 3103, år 2027 har ikke de samme aldrene"),
        (table(*WHOLE[1:]), "aldrene skal gå fra 0"),
        (table(WHOLE[0], WHOLE[2]), "aldrene overlapper eller mangler rundt 80 år"),
        (table(WHOLE[0], "3101 Halden;60-79 år;4", WHOLE[2]), "aldrene overlapper eller mangler rundt 60 år"),
        (table("3101 Halden;0-66 år;221", "3101 Halden;67 år eller eldre;9"), "grenser ved 65 og 80 år"),
        (table("3101 Halden;Barn;221"), "alderen «Barn» er ukjent"),
        (table("3101 Halden;I alt;221"), "ingen folketall for kommuner etter alder"),
        (table("Halden;0-64 år;221"), "regionen «Halden» har ikke kommunenummer foran"),
        (table("K-3101 Halden;0-64 år;221"), "ikke summert til dagens inndeling"),
        (table("3101 Halden;0-64 år;221,5"), "«221,5» er ikke et helt tall"),
        (table("3101 Halden;0-64 år;" + "9" * 30), "er ikke et helt tall under en milliard"),
        (table("3101 Halden;0-64 år"), "linje 2 har 2 kolonner, ikke 3"),
        (table('3101 Halden;"0-64" år;5'), "linje 2 kan ikke leses som CSV"),
        (Source("x", "region;alder;Prosent 2027"), "skal være personer, ikke «prosent»"),
        (Source("x", "region;alder;Personer"), "kolonnen «personer» er ukjent"),
        (Source("x", "region;alder"), "ingen kolonne med tall"),
        (Source("x", "region;alder;alder;2027"), "to kolonner har samme navn"),
        (Source("x", "region;alder;år;value\n3101;000;snart;5"), "«snart» er ikke et årstall"),
        (Source("x", "region;alder;kjønn;2027\n3101;000;1;5"), "filen har bare ett kjønn"),
        (Source("x", "region;alder;kjønn;2027\n3101;000;Alle;5"), "kjønn «Alle» er ukjent"),
    ],
)
def test_a_file_that_is_no_whole_population_table_is_refused(source, reason):
    with pytest.raises(RefusedSource, match=reason):
        counts_in(source)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"codes": [{"code": "0301", "name": "Oslo"}', "ikke hel og gyldig JSON"),
        ('{"codeChanges": []}', "ikke et svar fra Klass med «codes»"),
        ('{"codes": {"0301": "Oslo"}}', "ikke et svar fra Klass med «codes»"),
        ('{"codes": []}', "ingen kommuner gjelder 2027-01-01"),
        ('{"codes": ["0301"]}', "en rad mangler noe av code, name"),
        ('{"codes": [{"code": "0301"}]}', "en rad mangler noe av code, name"),
        ('{"codes": [{"code": 301, "name": "Oslo"}]}', "code er ikke tekst"),
        ("code;name\n301;Oslo", "kommunenummer «301» er ikke fire sifre"),
        ("code;name\n0301;Oslo\n0301;Oslo", "kommunenummer 0301 står to ganger"),
        ("code;name\n0301;", "er ikke et kommunenavn"),
        ("code;name\n5622;Porsanger - Porsá?gu", "har mistet bokstaver"),
        ("code;name;validFromInRequestedRange\n0301;Oslo;01.01.2027", "«01.01.2027» er ikke en dato"),
        ("kode;navn\n0301;Oslo", "verken JSON eller CSV med kolonnene code, name"),
    ],
)
def test_a_file_that_is_no_list_of_codes_is_refused(text, reason):
    with pytest.raises(RefusedSource, match=reason):
        codes_on(Source("koder", text), NEW_YEAR)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("3110,,,2027-01-01", "kommunenummer «» er ikke fire sifre"),
        ("3110,3107,Fredrikstad,2027-13-01", "«2027-13-01» er ikke en dato"),
        ("3110,3107,Fredrikstad,2027-01-01\n3110,3107,Hvaler,2027-01-01", "har to navn"),
    ],
)
def test_a_broken_change_is_refused(row, reason):
    with pytest.raises(RefusedSource, match=reason):
        code_changes(Source("endringer", f"oldCode,newCode,newName,changeOccurred\n{row}"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "tom eller ikke en tekstfil"),
        (b"PK\x03\x04\x00\x00", "tom eller ikke en tekstfil"),
        ("region;alder".encode("utf-16"), "tom eller ikke en tekstfil"),
        (b"code;name\n0301;Osl\x81", "verken UTF-8 eller Windows-1252"),
    ],
)
def test_a_file_that_is_no_text_is_refused(tmp_path, content, reason):
    path = tmp_path / "fil"
    path.write_bytes(content)

    with pytest.raises(RefusedSource, match=reason):
        open_source(path)


def test_a_file_that_is_too_large_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "LARGEST", 1_000_000)
    path = tmp_path / "fil"
    path.write_bytes(b"a" * 1_000_001)

    with pytest.raises(RefusedSource, match="større enn 1 MB"):
        open_source(path)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    for read in (counts_in, code_changes, lambda source: codes_on(source, NEW_YEAR)):
        with suppress(RefusedSource):
            read(Source("fil", text))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(["class", "version", "label", "id", "size", "dimension", "value"]), _JSON)
def test_a_cube_with_anything_for_a_part_of_it_is_read_or_refused(part, anything):
    with suppress(RefusedSource):
        counts_in(cube(**{part: anything}))
