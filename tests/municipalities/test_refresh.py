"""Refreshing the register: what is proposed for official files, what is written, and that it loads."""

import json
import shutil
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from municipalities.models import Change, Municipality, Population, Spell
from municipalities.register.records import DATA
from tests.files import edit
from tests.municipalities import official
from tests.municipalities.official import FILES, shipped

NEW_YEAR = date(2027, 1, 1)
CHANGED = {"3244": "Gran", "4229": "Lyngdal", "4230": "Hole", "5601": "Alta - Áltá"}
GONE = ("3110", "3446", "4225")


@pytest.fixture
def put(tmp_path):
    """Writes a file as if it were downloaded, and tells where it is."""

    def write(name, content, encoding="utf-8"):
        path = tmp_path / name
        path.write_text(content, encoding=encoding)
        return path

    return write


def refresh(**options):
    out = StringIO()
    call_command("refresh_register", stdout=out, **options)
    return out.getvalue()


def refusal(**options):
    with pytest.raises(CommandError) as refused:
        refresh(**options)
    return str(refused.value)


def names_2027():
    """The municipalities of klass_changes.json's new year."""
    names = official.names_on(shipped(), date(2026, 12, 31)) | CHANGED
    return {number: name for number, name in names.items() if number not in GONE}


def population_2027():
    """One more in every municipality than in the year before, in those of the new year."""
    before = {row.number: row for row in shipped().population if row.year == 2026}
    sources = {"3244": ["3446"], "3107": ["3107", "3110"], "4229": ["4225"], "4230": ["4225"]}
    rows = []
    for number in names_2027():
        old = [before[each] for each in sources.get(number, [number])]
        share = {"4229": 0.3, "4230": 0.7}.get(number, 1)
        total, old_65, old_80 = (
            int(share * sum(getattr(row, name) for row in old)) for name in ("total", "age_65_plus", "age_80_plus")
        )
        rows.append(row_like(old[0], number=number, total=total + 1, age_65_plus=old_65, age_80_plus=old_80))
    return rows


def row_like(row, **values):
    return type(row)(**{**vars(row), "year": 2027, **values})


@pytest.fixture
def new_year(put):
    """The options for all the files of 2027."""
    return {
        "koder": put("koder.json", official.codes_json(names_2027())),
        "dato": NEW_YEAR,
        "endringer": FILES / "klass_changes.json",
        "folketall": put("07459.json", official.population_json(population_2027())),
    }


def place_the_rest_of_the_split(folder):
    """What a person does by hand: the part of Lyngdal that inherits no place on the map gets an empty square."""
    with (folder / "positions.csv").open("a", encoding="utf-8") as file:
        file.write("4229-2027,0,49,58.1400,7.0700,2027-01-01,\n")


def section(said, heading):
    """The lines below a heading."""
    lines = said.splitlines()
    below = lines[lines.index(heading) + 1 :]
    return [line.strip() for line in below[: below.index("") if "" in below else None]]


@pytest.mark.parametrize("day", [date(2019, 1, 1), date(2020, 1, 1), date(2024, 1, 1), date(2026, 1, 1)])
def test_official_files_that_say_what_the_register_says_change_nothing(put, tmp_path, day):
    register = shipped()
    names = official.names_on(register, day)
    population = [row for row in register.population if row.year == day.year]

    said = refresh(
        koder=put("koder.json", official.codes_json(names)),
        dato=day,
        endringer=put("endringer.json", official.changes_json(register)),
        folketall=put("07459.json", official.population_json(population)),
        skriv=tmp_path / "ny",
    )

    assert said == "Ingen endringer.\n"
    assert not (tmp_path / "ny").exists()


def test_the_same_in_csv_changes_nothing(put):
    register = shipped()
    population = [row for row in register.population if row.year >= 2024]

    said = refresh(
        koder=put("koder.csv", official.codes_csv(official.names_on(register, date(2026, 1, 1)))),
        dato=date(2026, 1, 1),
        folketall=put("07459.csv", official.population_csv(population), "latin-1"),
    )

    assert said == "Ingen endringer.\n"


def test_the_proposal_is_told_in_groups(new_year):
    said = refresh(**new_year)

    assert section(said, "Nye kommuner") == [
        "3107 Fredrikstad fra 2027-01-01, av 3107 Fredrikstad, 3110 Hvaler",
        "4229 Lyngdal fra 2027-01-01, av 4225 Lyngdal",
        "4230 Hole (Agder) fra 2027-01-01, av 4225 Lyngdal",
    ]
    assert section(said, "Opphørte kommuner") == [
        "3107 Fredrikstad til 2027-01-01, går inn i 3107 Fredrikstad",
        "3110 Hvaler til 2027-01-01, går inn i 3107 Fredrikstad",
        "4225 Lyngdal til 2027-01-01, deles i 4229 Lyngdal, 4230 Hole (Agder) (hovedetterfølger)",
    ]
    assert section(said, "Nytt nummer") == ["3446 Gran: 3446 → 3244 fra 2027-01-01"]
    assert section(said, "Nytt navn") == ["5601 Alta: Alta → Alta - Áltá fra 2027-01-01"]
    assert section(said, "Nytt entydig navn") == ["3310 Hole: – → (Buskerud) fra 2027-01-01"]
    counted = section(said, "Folketall")
    assert counted[:2] == ["2027: nytt år, 357 kommuner", "Hele landet i alt: 5 627 400 → 5 627 756 (+0,0 %)"]
    assert "Ingenting er skrevet." in said


def test_the_main_successor_of_a_split_must_be_approved(new_year):
    said = refresh(**new_year)

    assert section(said, "Må kontrolleres") == [
        "4225 Lyngdal deles 2027-01-01. Hovedetterfølgeren må godkjennes: 4230 Hole er foreslått etter folketall og "
        "navn; rett is_main i changes.csv om det er feil.",
        "4229-2027 mangler plass på kartet; før den i positions.csv før mappen lastes.",
    ]


def test_without_population_the_main_successor_is_the_one_that_keeps_the_name(new_year):
    said = refresh(**{**new_year, "folketall": None})

    assert "4229 Lyngdal er foreslått" in said


def test_changes_in_csv_give_the_same_proposal(new_year, put):
    as_json = refresh(**new_year)

    as_csv = refresh(
        koder=put("koder.csv", official.codes_csv(names_2027())),
        dato=NEW_YEAR,
        endringer=FILES / "klass_changes.csv",
        folketall=put("07459.csv", official.population_csv(population_2027()), "latin-1"),
    )

    assert as_csv == as_json


def test_a_merger_that_leaves_out_the_number_that_is_kept_is_the_same(new_year, put):
    changes = json.loads((FILES / "klass_changes.json").read_text(encoding="utf-8"))["codeChanges"]
    left = put("endringer.json", json.dumps({"codeChanges": changes[1:]}))

    assert refresh(**{**new_year, "endringer": left}) == refresh(**new_year)


def test_the_folder_loads_and_the_municipalities_of_the_new_year_are_right(register, new_year, tmp_path):
    said = refresh(**new_year, skriv=tmp_path / "ny")
    place_the_rest_of_the_split(tmp_path / "ny")
    call_command("load_register", data=tmp_path / "ny", stdout=StringIO())

    assert f"load_register --data {tmp_path / 'ny'}" in said
    day = date(2027, 2, 1)
    listed = Municipality.objects.with_designation(day).values_list("number_then", flat=True)
    assert sorted(listed) == sorted(names_2027())
    spells = Spell.objects.as_of(day)
    assert {row.number: row.name_official for row in spells} == names_2027()
    assert spells.get(number="5601").name == "Alta"
    assert spells.get(number="3310").name_unique == "Hole (Buskerud)"
    assert Spell.objects.as_of(date(2026, 12, 31)).get(number="3310").name_unique == "Hole"
    gran = Municipality.objects.get(code="0534-2019")
    assert gran.spells.as_of(day).get().county.name == "Akershus"
    assert Municipality.objects.get(code="3107-2027").changes_in.count() == 2
    assert Population.objects.filter(year=2027).count() == 357


def test_a_split_is_written_with_one_main_successor(register, new_year, tmp_path):
    refresh(**new_year, skriv=tmp_path / "ny")
    place_the_rest_of_the_split(tmp_path / "ny")
    call_command("load_register", data=tmp_path / "ny", stdout=StringIO())

    changes = Change.objects.filter(predecessor__code="4225-2020").order_by("successor__code")
    assert [(row.successor.code, row.kind, row.partial, row.is_main) for row in changes] == [
        ("4229-2027", "split", True, False),
        ("4230-2027", "split", True, True),
    ]


def test_only_the_rows_that_change_differ_in_the_new_files(new_year, tmp_path):
    refresh(**new_year, skriv=tmp_path / "ny")

    for path in sorted(DATA.glob("*.csv")):
        old, new = (
            folder.joinpath(path.name).read_text(encoding="utf-8").splitlines() for folder in (DATA, tmp_path / "ny")
        )
        gone = [line for line in old if line not in new]
        if path.name in ("municipalities.csv", "spells.csv", "positions.csv", "changes.csv", "population.csv"):
            assert gone.pop(0).startswith("# Dato: ")
            assert new[0] == old[0]
            assert new[1].startswith("# Dato: ")
            assert "2027" in new[1]
            assert len(gone) == {"municipalities.csv": 3, "spells.csv": 6, "positions.csv": 3}.get(path.name, 0)
        else:
            assert new == old


def test_what_has_been_refreshed_needs_no_refreshing(new_year, tmp_path):
    refresh(**new_year, skriv=tmp_path / "ny")

    assert refresh(**new_year, data=tmp_path / "ny") == "Ingen endringer.\n"


def test_a_correction_of_a_year_is_told_as_such(put):
    rows = [row for row in shipped().population if row.year == 2026]
    rows[0] = row_like(rows[0], year=2026, total=rows[0].total + 100)

    said = refresh(folketall=put("07459.json", official.population_json(rows)))

    assert section(said, "Folketall")[0] == "2026: rettet for 1 kommuner"
    assert "Hele landet i alt: 5 627 400 → 5 627 500 (+0,0 %)" in said


def test_what_looks_odd_is_told(put):
    rows = [row_like(row) for row in shipped().population if row.year == 2026]
    rows[0] = row_like(rows[0], total=2 * rows[0].total)
    rows.append(row_like(rows[1], number="0101"))
    cube = json.loads(official.population_json(rows))
    national = ["0", *cube["dimension"]["Region"]["category"]["index"]]
    cube["dimension"]["Region"]["category"]["index"] = national
    cube["size"][0] += 1
    cube["value"] = [1000] * (2 * len(official.AGES)) + cube["value"]

    warned = section(refresh(folketall=put("07459.json", json.dumps(cube))), "Må kontrolleres")

    oslo = rows[0].total // 2
    assert warned[0].startswith("Kommunenummer 0101 var ikke i bruk 2027-01-01; de ")
    assert warned[1].endswith("men filen har 212 000 for hele landet.")
    assert warned[2] == "Folketallet i hele landet endrer seg +12,9 % fra 2026 til 2027."
    assert warned[3].startswith("0301 endrer seg +100,0 % fra 2026 til 2027 (")
    assert f"{oslo:,}".replace(",", " ") in warned[3]


def test_a_name_that_the_changes_do_not_mention_is_dated_and_told(put):
    names = official.names_on(shipped(), date(2026, 1, 1)) | {"0301": "Oslo - Ánslo"}

    said = refresh(koder=put("koder.json", official.codes_json(names)), dato=date(2026, 7, 1))

    assert section(said, "Nytt navn") == ["0301 Oslo - Oslove: Oslo - Oslove → Oslo - Ánslo fra 2026-07-01"]
    assert "0301 Oslo - Oslove heter «Oslo - Ánslo» 2026-07-01, men endringsfilen sier ikke fra når." in said


def test_a_county_behind_a_name_in_klass_is_no_new_name(put):
    names = official.names_on(shipped(), date(2026, 1, 1))
    names["3419"] = "Våler (Innlandet)"

    assert refresh(koder=put("koder.json", official.codes_json(names)), dato=NEW_YEAR) == "Ingen endringer.\n"


def test_two_new_short_names_are_told_to_be_looked_at(put):
    names = official.names_on(shipped(), date(2026, 1, 1)) | {"5601": "Áltá - Altafjord"}

    said = refresh(koder=put("koder.json", official.codes_json(names)), dato=NEW_YEAR)

    assert "5601 Áltá - Altafjord: kortnavnet «Áltá» må kontrolleres i spells.csv." in said


def test_a_boundary_that_moves_between_two_that_go_on_is_told_but_not_written(put):
    names = official.names_on(shipped(), date(2026, 1, 1))
    steps = [("3101", "3101"), ("3101", "3103"), ("3103", "3103")]
    changes = [
        {"oldCode": old, "newCode": new, "newName": names[new], "changeOccurred": "2027-01-01"} for old, new in steps
    ]

    said = refresh(
        koder=put("koder.json", official.codes_json(names)),
        dato=NEW_YEAR,
        endringer=put("endringer.json", json.dumps({"codeChanges": changes})),
    )

    assert said.startswith("Ingen endringer.")
    assert "Grensejustering 2027-01-01 mellom 3101 Halden, 3103 Moss er ikke ført; før den i changes.csv." in said


def test_a_new_municipality_takes_the_place_of_its_main_predecessor(new_year, tmp_path):
    before = (DATA / "positions.csv").read_text(encoding="utf-8").splitlines()
    fredrikstad = next(line.split(",") for line in before if line.startswith("0106-2019") and line.endswith(","))

    said = refresh(**new_year, skriv=tmp_path / "ny")

    after = (tmp_path / "ny" / "positions.csv").read_text(encoding="utf-8").splitlines()
    assert after[1] == f"# Dato: inndelingen per 2027-01-01; oppdatert {timezone.localdate()}"
    assert ",".join([*fredrikstad[:6], "2027-01-01"]) in after
    assert ",".join(["3107-2027", *fredrikstad[1:5], "2027-01-01", ""]) in after
    assert not any(line.startswith("4229-2027") for line in after)
    assert "4229-2027 mangler plass på kartet; før den i positions.csv før mappen lastes." in said
    assert "4230-2027 mangler" not in said


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"koder": None}, "--koder og --dato hører sammen"),
        ({"dato": None}, "--koder og --dato hører sammen"),
        ({"koder": None, "dato": None}, "--endringer brukes sammen med --koder"),
        ({"koder": None, "dato": None, "folketall": None}, "Gi --koder, --folketall eller begge."),
        ({"endringer": None}, "Bare i kodefilen: 3244, 4229, 4230. Bare i registeret: 3110, 3446, 4225."),
        ({"dato": date(2026, 12, 31)}, "Bare i kodefilen: 3244, 4229, 4230."),
        ({"koder": FILES / "klass_codes.json"}, "Bare i kodefilen: ingen. Bare i registeret: 1101, 1103"),
        ({"koder": FILES / "klass_changes.json"}, "klass_changes.json: filen er ikke et svar fra Klass med «codes»"),
        ({"folketall": FILES / "klass_codes.json"}, "klass_codes.json: filen er ikke JSON-stat2"),
        ({"folketall": FILES / "07459.json"}, "folketall for 2027 mangler for 356 kommuner"),
        ({"folketall": FILES / "finnes-ikke.json"}, "filen kan ikke åpnes"),
        ({"data": FILES}, "regions.csv: filen finnes ikke"),
    ],
)
def test_files_that_do_not_fit_are_refused_with_nothing_written(new_year, tmp_path, change, reason):
    before = sorted(tmp_path.iterdir())

    said = refusal(**{**new_year, "skriv": tmp_path / "ny", **change})

    assert reason in said
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (("3101", "5701", "Halden"), "Fylke 57 finnes ikke 2027-01-01. Før det inn i counties.csv"),
        (("0101", "3101", "Halden"), "Kommunenummer 0101 i endringsfilen var ikke i bruk 2026-12-31."),
    ],
)
def test_changes_that_the_register_cannot_hold_are_refused(put, step, reason):
    changes = "oldCode,newCode,newName,changeOccurred\n" + ",".join([*step, "2027-01-01"])
    names = official.names_on(shipped(), date(2026, 1, 1))

    said = refusal(
        koder=put("koder.json", official.codes_json(names)), dato=NEW_YEAR, endringer=put("endringer.csv", changes)
    )

    assert reason in said


def test_a_county_may_first_be_added_to_a_copy_of_the_files(put, tmp_path):
    copy = shutil.copytree(DATA, tmp_path / "data")
    edit(copy / "counties.csv", "56,Finnmark,", "57,Halden,Halden,2027-01-01,\n56,Finnmark,")
    regions = copy / "county_regions.csv"
    regions.write_text(f"{regions.read_text(encoding='utf-8')}57,oslo-og-viken,2027-01-01,\n", encoding="utf-8")
    names = official.names_on(shipped(), date(2026, 1, 1))
    names["5701"] = names.pop("3101")
    changes = "oldCode,newCode,newName,changeOccurred\n3101,5701,Halden,2027-01-01"

    said = refresh(
        koder=put("koder.json", official.codes_json(names)),
        dato=NEW_YEAR,
        endringer=put("endringer.csv", changes),
        data=copy,
        skriv=tmp_path / "ny",
    )

    assert section(said, "Nytt nummer") == ["3101 Halden: 3101 → 5701 fra 2027-01-01"]
    assert "57,2027-01-01," in (tmp_path / "ny" / "spells.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(("target", "reason"), [("koder.json", "finnes fra før"), ("borte/ny", "finnes ikke")])
def test_only_a_new_folder_is_written(new_year, tmp_path, target, reason):
    assert reason in refusal(**new_year, skriv=tmp_path / target)
