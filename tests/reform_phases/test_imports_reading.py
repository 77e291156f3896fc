"""How the files that people import are read, and what is said about what is wrong in them."""

from datetime import date

import pytest
from django.urls import reverse

from lhl_portal.ui.uploads import LARGEST
from reform_phases.models import Import, StatusEntry, Treatment
from tests import factories
from tests.reform_phases.importing import STATUS_HEADER, press, said, send, sent
from tests.ui import spreadsheet_files as hostile

DAY = date(2021, 6, 1)
TREATMENT_HEADER = "Kommune;Steg;Dato"


@pytest.mark.parametrize(
    "written", ["3.4", "3,4", "Det gode måltid", "DET GODE MÅLTIDET", "the good meal", "3.4 Det gode måltid"]
)
def test_a_solution_is_known_by_code_and_by_name_in_any_language(adviser_client, meal, written):
    assert said(sent(adviser_client, f"4621;{written};Vedtatt;1.6.2021")) == [{}]


@pytest.mark.parametrize("written", ["3.4, 3.5", "3.4;3.5", "3,4; 3,5", "3.4,3.5;3.4", "Det gode måltid\n3.5;"])
def test_several_solutions_stand_in_one_cell(adviser_client, meal, written):
    factories.SolutionFactory(area=meal.area, code="3.5")

    row = sent(
        adviser_client, f'Voss;Vedtak;1.6.2020;"{written}"', kind="treatments", header=f"{TREATMENT_HEADER};Løsninger"
    )

    assert row.lines[0]["shown"]["solutions"] == "3.4, 3.5"


@pytest.mark.parametrize("written", ["Vedtatt", "VEDTATT", "vedteken", "adopted", "decided"])
def test_a_state_is_known_by_its_label_in_any_language_and_by_key(adviser_client, meal, written):
    row = sent(adviser_client, f"4621;3.4;{written};1.6.2021")

    assert row.lines[0]["shown"]["state"] == "Vedtatt"


@pytest.mark.parametrize("written", ["2021-06-01", "1.6.2021", "01.06.2021"])
def test_a_date_is_iso_or_norwegian(adviser_client, meal, written):
    row = sent(adviser_client, f"4621;3.4;Vedtatt;{written}")

    assert row.lines[0]["shown"]["on"] == "1.6.2021"


@pytest.mark.parametrize("code", [3.4, date(2026, 4, 3), "3.4"], ids=["a number", "a date", "text"])
def test_a_code_that_a_spreadsheet_took_for_something_else_is_still_the_code(adviser_client, meal, code):
    content = hostile.xlsx_file(["Kommune", "Løsning", "Status", "Dato"], [4621, code, "Vedtatt", DAY])

    page = send(adviser_client, content, name="liste.xlsx").content.decode()

    assert "3.4 Det gode måltid" in page
    assert said(Import.objects.get()) == [{}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_text_file_may_have_any_encoding_that_spreadsheets_write(adviser_client, meal, encoding):
    content = f"{STATUS_HEADER}\r\nVoss;Det gode måltid;Under gjennomføring;1.6.2021\r\n".encode(encoding)

    send(adviser_client, content)

    assert said(Import.objects.get()) == [{}]


def test_headings_may_be_in_another_order_and_another_language(adviser_client, meal):
    send(adviser_client, "Date;STATUS;løsning;municipality\n1.6.2021;Adopted;3.4;Voss")

    assert said(Import.objects.get()) == [{}]


def test_a_municipality_of_2019_is_known_by_the_name_it_had(adviser_client, county, voss, meal):
    before = factories.MunicipalityFactory(county=county, name="Granvin", number="1234")
    factories.merge(date(2020, 1, 1), [before], name="Nye Voss", number="4699")

    row = sent(adviser_client, "Granvin;3.4;Vurderes;1.6.2019", "1234;3.4;Vedtatt;2.6.2019")
    press(adviser_client, row, "confirm")

    assert StatusEntry.objects.filter(municipality=before).count() == 2


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        ("Vossevangen;3.4;Vedtatt;1.6.2021", "municipality", "Fant ingen kommune som heter «Vossevangen»."),
        ("9999;3.4;Vedtatt;1.6.2021", "municipality", "Fant ingen kommune med nummer 9999."),
        (";3.4;Vedtatt;1.6.2021", "municipality", "Feltet er påkrevet."),
        ("Tromsø;3.4;Vedtatt;1.6.2021", "municipality", "Tromsø er utenfor området du kan registrere for."),
        (
            "Granvin;3.4;Vedtatt;1.6.2021",
            "municipality",
            "Granvin fantes ikke 1.6.2021. Ble del av Hardanger 1.1.2020.",
        ),
        ("Voss;9.9;Vedtatt;1.6.2021", "solution", "Fant ingen løsning «9.9». Skriv koden, for eksempel 3.4."),
        ("Voss;;Vedtatt;1.6.2021", "solution", "Feltet er påkrevet."),
        (
            "Voss;3.4;Ferdig;1.6.2021",
            "state",
            "«Ferdig» er ikke et valg. Velg blant: Ikke vurdert, Vurderes, Vedtatt, ",
        ),
        ("Voss;3.4;;1.6.2021", "state", "Feltet er påkrevet."),
        ("Voss;3.4;Vedtatt;", "on", "Feltet er påkrevet."),
        ("Voss;3.4;Vedtatt;31.6.2021", "on", "Skriv datoen som 31.12.2021 eller 2021-12-31."),
        ("Voss;3.4;Vedtatt;1.6.21", "on", "Skriv datoen som 31.12.2021 eller 2021-12-31."),
        ("Voss;3.4;Vedtatt;1.6.2070", "on", "Datoen kan ikke være fram i tid."),
    ],
)
def test_what_is_wrong_with_a_cell_stands_beside_it_and_nothing_can_be_imported(
    adviser_client, county, meal, line, field, reason
):
    factories.MunicipalityFactory(name="Tromsø", number="5501")
    granvin = factories.MunicipalityFactory(county=county, name="Granvin", number="1234")
    factories.merge(date(2020, 1, 1), [granvin], name="Hardanger", number="4698")

    row = sent(adviser_client, "Voss;3.4;Vurderes;1.5.2021", line)

    assert said(row)[0] == {}
    assert list(said(row)[1]) == [field]
    assert said(row)[1][field].startswith(reason)
    page = adviser_client.get(row.get_absolute_url()).content.decode()
    assert "Filen kan ikke importeres ennå" in page
    assert reason in page
    assert reverse("reform_phases:import_confirm", args=[row.pk]) not in page
    assert "Ingenting er importert." in press(adviser_client, row, "confirm")
    assert not StatusEntry.objects.exists()


def test_the_rules_for_treatments_and_plans_are_those_of_their_pages(adviser_client, voss):
    treatments = sent(
        adviser_client,
        "Voss;Vedtak;1.6.2020;1.9.2020;",
        "Voss;Vedtak;1.6.2070;;",
        "Voss;Vedtak;1.6.2020;;javascript:alert(1)",
        kind="treatments",
        header="Kommune;Steg;Dato;Planlagt vedtatt;Lenke til dokument",
    )
    plans = sent(
        adviser_client,
        "Voss;Temaplan;Mat;1.6.2020;1.6.2019",
        "Voss;Temaplan;Mat;;1.6.2019",
        f"Voss;Temaplan;{'x' * 201};;",
        kind="plans",
        header="Kommune;Plantype;Tittel;Vedtatt;Gjelder til og med",
    )

    assert said(treatments) == [
        {"intended_on": "Planlagt vedtaksdato hører bare til en intensjon. La feltet stå tomt."},
        {"on": "Datoen kan ikke være fram i tid."},
        {"link": "Skriv en lenke som begynner med https:// eller http://."},
    ]
    assert said(plans)[:2] == [
        {"ends_on": "Planens siste dag kan ikke være før den er vedtatt."},
        {"ends_on": "En plan som ikke er vedtatt, kan ikke ha en sluttdato."},
    ]
    assert "200 eller færre tegn" in said(plans)[2]["title"]


def test_with_two_reforms_each_treatment_says_which(adviser_client, voss, meal):
    factories.ReformFactory(code="bo-trygt", name_nb="Bo trygt hjemme", valid_from=date(2024, 1, 1), valid_to=None)

    row = sent(
        adviser_client,
        "Voss;;Vedtak;1.6.2020;",
        "Voss;Bo godt;Vedtak;1.6.2020;",
        "Voss;bo trygt hjemme;Vedtak;1.6.2024;3.4",
        "Voss;REFORMEN;Vedtak;1.6.2020;3.4",
        kind="treatments",
        header="Kommune;Reform;Steg;Dato;Løsninger",
    )

    assert said(row) == [
        {"reform": "Feltet er påkrevet."},
        {"reform": "Fant ingen reform som heter «Bo godt»."},
        {"solutions": "Noen av løsningene hører til en annen reform."},
        {},
    ]
    headings = adviser_client.get(reverse("reform_phases:import_template", args=["treatments", "csv"])).content.decode()
    assert "Kommune;Reform;Steg" in headings


def test_a_line_that_stands_twice_or_contradicts_another_is_wrong(adviser_client, meal):
    row = sent(
        adviser_client,
        "Voss;3.4;Vedtatt;1.6.2021",
        "4621;Det gode måltid;vedtatt;2021-06-01",
        "Voss;3.4;I plan;1.6.2021",
        "Voss;3.4;I plan;2.6.2021",
    )

    assert said(row) == [
        {},
        {"": "Står allerede i rad 2."},
        {"": "Rad 2 sier noe annet om det samme på samme dag."},
        {},
    ]


def test_what_the_portal_has_already_is_left_out(adviser_client, voss, meal):
    factories.StatusEntryFactory(municipality=voss, solution=meal, state="decided", on=DAY)
    factories.StatusEntryFactory(municipality=voss, solution=meal, state="considered", on=date(2020, 1, 1))
    row = sent(adviser_client, "Voss;3.4;Vedtatt;1.6.2021", "Voss;3.4;I plan;1.1.2020", "Voss;3.4;Innført;1.1.2022")

    notes = [line["note"] for line in row.lines]
    assert [line["outcome"] for line in row.lines] == ["same", "new", "new"]
    assert notes == [
        "Finnes fra før.",
        "Gjelder i stedet for «Vurderes», som er registrert for samme dag.",
        "",
    ]
    press(adviser_client, row, "confirm")
    assert StatusEntry.objects.count() == 4


def test_a_file_that_brings_nothing_new_cannot_be_confirmed(adviser_client, voss):
    factories.TreatmentFactory(municipality=voss, on=DAY)
    row = sent(adviser_client, "Voss;Vedtak;1.6.2021", kind="treatments", header="Kommune;Steg;Dato")

    assert "Alt i filen finnes fra før" in adviser_client.get(row.get_absolute_url()).content.decode()
    press(adviser_client, row, "confirm")

    assert Treatment.objects.count() == 1
    row.refresh_from_db()
    assert row.state == "checked"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("Kommune;Løsning;Status\nVoss;3.4;Vedtatt", "Filen mangler kolonnen Dato. Bruk overskriftene i malen."),
        (
            "Kommune;Løsning;Status;Dato;Fylke\n",
            "Kolonnen «Fylke» er ukjent. Kolonnene er: Kommune, Løsning, Status, Dato, Kilde, Lenke til dokument,",
        ),
        ("Kommune;Løsning;Status;Dato;Date\n", "Overskriften «Dato» står to ganger."),
        (f"{STATUS_HEADER}\n", "Filen har overskrifter, men ingen rader."),
        ("", "Filen er tom."),
        ("<html>", "Kolonnen «&lt;html&gt;» er ukjent."),
    ],
)
def test_a_file_with_other_columns_is_refused_with_the_reason(adviser_client, meal, content, reason):
    page = send(adviser_client, content).content.decode()

    assert reason in page
    assert not Import.objects.exists()


HOSTILE = {
    "a bomb": lambda: hostile.small_xlsx(hostile.HEADER + hostile.row(hostile.cell("a" * 30_000_000))),
    "entities": hostile.entities,
    "a way out": hostile.external_entity,
    "a password": hostile.encrypted,
    "damaged": hostile.damaged,
    "zips in zips": hostile.nested,
    "no spreadsheet": lambda: b"%PDF-1.7\x00",
    "a formula": lambda: hostile.xlsx_file(STATUS_HEADER.split(";"), ["=1+1", "3.4", "Vedtatt", DAY]),
    "half a workbook": lambda: hostile.xlsx_file(["Kommune"])[:700],
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_hostile_file_gets_a_message_and_leaves_nothing(adviser_client, meal, name):
    response = send(adviser_client, HOSTILE[name](), name="liste.xlsx")

    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not Import.objects.exists()


def test_a_file_that_is_too_large_is_dropped_and_said_to_be(adviser_client, meal):
    response = send(adviser_client, b"a" * (LARGEST + 1))

    assert response.context["form"].errors["file"] == ["Filen er for stor. Den kan være på høyst 5 MB."]
    assert not Import.objects.exists()


def test_text_from_a_file_is_never_markup(adviser_client, meal):
    row = sent(adviser_client, "<b>Voss</b>;3.4;<i>;1.6.2021")

    page = adviser_client.get(row.get_absolute_url()).content.decode()
    assert "<b>Voss" not in page
    assert "&lt;b&gt;Voss&lt;/b&gt;" in page
