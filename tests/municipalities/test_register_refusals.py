"""Files that are refused: told by file, line and reason, and nothing written to the empty tables."""

import shutil
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command

from lhl_portal.access.models import County, Coverage, Organisation, OrganisationName, Region
from municipalities.models import Change, District, Jurisdiction, Municipality, Population, Position, Spell
from municipalities.register.records import DATA
from tests.files import edit

TABLES = (
    Region,
    County,
    Organisation,
    OrganisationName,
    Coverage,
    Municipality,
    Spell,
    Position,
    District,
    Change,
    Jurisdiction,
    Population,
)


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped files, to break."""
    return shutil.copytree(DATA, tmp_path / "data")


def refusal(folder):
    with pytest.raises(CommandError) as refused:
        call_command("load_register", data=folder, stdout=StringIO())
    return str(refused.value)


STAVANGER = "1103-2020,1103,Stavanger,Stavanger,Stavanger,11,2020-01-01,"
HALDEN = "0101-2019,3101,Halden,Halden,Halden,31,2024-01-01,"
OSLO = "0301-2019,13,36,59.9813,10.7395,2020-01-01,"
FINNØY = "1141-2019,1103-2020,2020-01-01,merge,nei,ja,"
NOT_A_DAY = "er ikke en dato på formen ÅÅÅÅ-MM-DD"
UNEVEN = "skal henge sammen i tid: perioden skal begynne"


@pytest.mark.parametrize(
    ("file", "row", "part", "wrong", "reason"),
    [
        ("spells.csv", STAVANGER, "2020-01-01", "2020-31-12", f"valid_from «2020-31-12» {NOT_A_DAY}"),
        ("spells.csv", STAVANGER, "2020-01-01", "20200101", f"valid_from «20200101» {NOT_A_DAY}"),
        ("spells.csv", STAVANGER, "11,2020-01-01,", "11,,", "valid_from mangler"),
        ("spells.csv", STAVANGER, ",1103,", ",113,", "number «113» er ikke fire sifre"),
        ("spells.csv", STAVANGER, ",1103,", ",1203,", "kommunenummer 1203 begynner ikke med fylkesnummer 11"),
        ("spells.csv", STAVANGER, ",Stavanger", "", "raden har 7 kolonner, det skal være 8"),
        ("spells.csv", STAVANGER, "1103-2020", "1103-2021", "kommunen «1103-2021» er ukjent"),
        (
            "spells.csv",
            STAVANGER,
            "2020-01-01",
            "2019-07-01",
            "perioden overlapper linje {before} for samme kommunenummer",
        ),
        ("spells.csv", HALDEN, "2024", "2025", f"nummer og navn for kommunen 0101-2019 {UNEVEN} 2024-01-01"),
        ("spells.csv", HALDEN, "01-01,", "01-01,2025-01-01", "kommunen 0101-2019 skal gjelde til i dag (tom valid_to)"),
        ("counties.csv", "30,Viken,Viken,2020-01-01,2024-01-01", "2024", "2020", "valid_to 2020-01-01 er ikke etter"),
        ("municipalities.csv", "1103-2020,2020", "1103-2020", "1103", "code «1103» er ikke kommunenummer og år"),
        ("municipalities.csv", "1103-2020,2020", "1103-2020", "1103-2019", "kommunen står også på linje {before}"),
        ("county_regions.csv", "11,rogaland,2019", "2019", "2020", f"region for fylke 11 {UNEVEN} 2019-01-01"),
        ("county_regions.csv", "11,rogaland,2019", "rogaland", "ryfylke", "regionen «ryfylke» er ukjent"),
        ("districts.csv", "030112,", "030112", "0301120", "number «0301120» er ikke seks sifre"),
        ("districts.csv", "030112,", "030112", "110312", "bydelsnummer 110312 begynner ikke med nummeret til kommunen"),
        ("districts.csv", "030112,", "030112", "030111", "bydelsnummeret står også på linje"),
        ("districts.csv", "030112,0301-2019", "0301-2019", "0301-2021", "kommunen «0301-2021» er ukjent"),
        ("positions.csv", OSLO, ",13,", ",50,", "kolonne 50 og rad 36 ligger ikke på kartet (0–49)"),
        ("positions.csv", OSLO, ",13,", ",-1,", "column «-1» er ikke et helt tall"),
        ("positions.csv", OSLO, "59.9813", "59,9813", "raden har 8 kolonner, det skal være 7"),
        ("positions.csv", OSLO, "59.9813", "59°N", "latitude «59°N» er ikke et tall med punktum foran desimalene"),
        ("positions.csv", OSLO, "59.9813", "nan", "latitude «nan» er ikke et tall med punktum foran desimalene"),
        (
            "positions.csv",
            OSLO,
            "59.9813,10.7395",
            "10.7395,59.9813",
            "breddegrad 10.7395 og lengdegrad 59.9813 ligger ikke i",
        ),
        ("positions.csv", OSLO, "0301-2019", "0301-2021", "kommunen «0301-2021» er ukjent"),
        ("positions.csv", OSLO, "2020", "2021", f"plass på kartet for kommunen 0301-2019 {UNEVEN} 2020-01-01"),
        (
            "positions.csv",
            OSLO,
            "01-01,",
            "01-01,2024-01-01",
            "kommunen 0301-2019 skal gjelde til i dag (tom valid_to)",
        ),
        ("positions.csv", OSLO, "2020-01-01", "2019-07-01", "perioden overlapper linje {before} for samme kommune"),
        ("changes.csv", FINNØY, ",ja,", ",kanskje,", "is_main «kanskje» er ikke en av ja, nei"),
        ("changes.csv", FINNØY, "2020-01-01", "2020-02-01", "1141-2019 tar ikke slutt 2020-02-01"),
        ("changes.csv", FINNØY, "1103-2020", "1103-2019", "1103-2019 oppstår ikke 2020-01-01"),
        ("changes.csv", FINNØY, "1103-2020", "1141-2019", "1141-2019 kan ikke etterfølge seg selv"),
        ("changes.csv", FINNØY, "merge", "boundary", "en grensejustering gjelder en del av kommunen"),
        ("organisations.csv", "983544622", "2", "3", "er ikke et gyldig organisasjonsnummer"),
        (
            "organisations.csv",
            "helsedirektoratet,directorate",
            "directorate",
            "direktorat",
            "kind «direktorat» er ikke en av",
        ),
        ("organisations.csv", "974763230,rogaland", "rogaland", "", "et embete (governor) skal ha en region"),
        ("coverage.csv", "usht-oslo,03", "usht-oslo", "usht-asker", "organisasjonen «usht-asker» er ukjent"),
        ("coverage.csv", "usht-oslo,03", "usht-oslo", "helsedirektoratet", "embeter og landsdekkende organisasjoner"),
        ("coverage.csv", "usht-oslo,03", "03", "30", "fylke 30 finnes ikke i hele perioden"),
        (
            "population.csv",
            "0101,2019,31177,6237,1504",
            "6237",
            "1237",
            "over 80 år, over 65 år og i alt henger ikke sammen",
        ),
        ("population.csv", "0101,2019,31177", "31177", "31 177", "total «31 177» er ikke et helt tall"),
        ("population.csv", "0101,2019,31177", "0101", "3101", "kommunenummer 3101 var ikke i bruk 2019-01-01"),
        ("regions.csv", "agder,Agder,nb", "Agder", '"Agder"x', "raden kan ikke leses som CSV"),
    ],
)
def test_a_broken_file_is_refused_whole_with_file_line_and_reason(db, folder, file, row, part, wrong, reason):
    line = edit(folder / file, row, wrong.join(row.rsplit(part, 1)))

    said = refusal(folder)

    told = [problem for problem in said.splitlines() if problem.startswith(f"{file}, linje {line}: ")]
    assert any(reason.format(before=line - 1) in problem for problem in told), said
    assert not any(table.objects.exists() for table in TABLES)


def test_every_mistake_is_told_at_once(db, folder):
    first = edit(folder / "regions.csv", "agder,Agder,nb", "agder,Agder,dansk")
    second = edit(folder / "population.csv", "0101,2019,31177,", "0101,2019,mange,")

    said = refusal(folder)

    assert f"regions.csv, linje {first}:" in said
    assert f"population.csv, linje {second}:" in said


def test_a_long_list_of_mistakes_is_cut(db, folder):
    population = folder / "population.csv"
    population.write_text(population.read_text(encoding="utf-8").replace(",2019,", ",i fjor,"), encoding="utf-8")

    said = refusal(folder)

    assert said.count("population.csv, linje") == 50
    assert said.endswith("… og 372 til")


def test_a_municipality_that_ends_without_main_successor_is_refused(db, folder):
    edit(
        folder / "changes.csv",
        "1141-2019,1103-2020,2020-01-01,merge,nei,ja,",
        "1141-2019,1103-2020,2020-01-01,merge,nei,nei,",
    )

    assert "kommunen 1141-2019 tar slutt 2020-01-01 og skal ha én hovedetterfølger, men har 0" in refusal(folder)


def test_two_municipalities_in_one_square_on_the_same_day_are_refused(db, folder):
    oslo = edit(folder / "positions.csv", OSLO, OSLO)
    bærum = edit(folder / "positions.csv", "0219-2019,12,36,", "0219-2019,13,36,")

    assert f"positions.csv, linje {oslo}: perioden overlapper linje {bærum} for samme rute på kartet" in refusal(folder)


def test_a_municipality_without_a_place_on_the_map_is_refused(db, folder):
    edit(folder / "positions.csv", "1580-2024,7,26,62.5918,6.4656,2024-01-01,\n", "")

    assert "plass på kartet for kommunen 1580-2024 mangler" in refusal(folder)


def test_a_year_of_population_that_lacks_a_municipality_is_refused(db, folder):
    edit(folder / "population.csv", "0101,2019,31177,6237,1504\n", "")

    assert "population.csv: folketall for 2019 mangler for 1 kommuner: 0101" in refusal(folder)


def test_a_missing_file_is_refused(db, folder):
    (folder / "coverage.csv").unlink()

    assert "coverage.csv: filen finnes ikke" in refusal(folder)


def test_a_file_without_source_is_refused(db, folder):
    lines = (folder / "regions.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "regions.csv").write_text("".join(lines[1:]), encoding="utf-8")

    assert "regions.csv: linjen «# Kilde:» mangler øverst i filen" in refusal(folder)


def test_a_file_in_another_encoding_is_refused(db, folder):
    text = (folder / "regions.csv").read_text(encoding="utf-8")
    (folder / "regions.csv").write_bytes(text.encode("latin-1"))

    assert "regions.csv: filen er ikke UTF-8" in refusal(folder)


@pytest.mark.parametrize("path", sorted(DATA.glob("*.csv")), ids=lambda path: path.name)
def test_each_shipped_file_tells_source_and_date_first(path):
    first, second = path.read_text(encoding="utf-8").splitlines()[:2]

    assert first.startswith("# Kilde: ")
    assert second.startswith("# Dato: ")


@pytest.mark.parametrize("file", ["spells.csv", "positions.csv"])
def test_the_rows_of_a_shipped_file_stand_in_order_of_body_and_time(file):
    rows = [line.split(",") for line in (DATA / file).read_text(encoding="utf-8").splitlines() if line[0].isdigit()]

    assert all((a[0], a[-2]) < (b[0], b[-2]) for a, b in pairwise(rows))
