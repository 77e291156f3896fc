"""Importing statuses, political treatment and plans: from the template to what the portal says afterwards."""

import csv
import io
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from threading import Barrier, BrokenBarrierError
from typing import Any
from unittest import mock

import openpyxl
import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lhl_portal.access.roles import Role
from reform_phases.importing import checking
from reform_phases.models import Act, Import, Plan, Reform, StatusEntry, Treatment
from reform_phases.progress import Held, statuses
from reform_phases.recording import lock
from tests import factories
from tests.reform_phases.importing import IMPORTS, STATUS_HEADER, client_of, press, said, send, sent

DAY = date(2021, 6, 1)


def template(client: Client, kind: str) -> openpyxl.Workbook:
    response = client.get(reverse("reform_phases:import_template", args=[kind, "xlsx"]))
    assert response["Content-Disposition"] == f'attachment; filename="mal-{kind}.xlsx"'
    return openpyxl.load_workbook(io.BytesIO(response.content))


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_filled_in_template_is_seen_confirmed_and_then_holds(adviser, adviser_client, voss, meal):
    book = template(adviser_client, "statuses")
    book.worksheets[0].append([4621, "3.4", "Under gjennomføring", DAY, "Møte", "https://voss.example/sak", "På møtet"])

    page = send(adviser_client, saved(book), name="voss.xlsx").content.decode()

    assert "Se over før du bekrefter" in page
    assert "4621 Voss" in page
    assert "3.4 Det gode måltid" in page
    assert not StatusEntry.objects.exists()

    done = press(adviser_client, Import.objects.get(), "confirm")

    assert "Importert: 1 rad er registrert." in done
    assert statuses(Reform.objects.get(), DAY, [voss.pk]) == {(voss.pk, meal.pk): Held("in_progress", DAY)}
    entry = StatusEntry.objects.get()
    assert (entry.source, entry.link, entry.note) == ("meeting", "https://voss.example/sak", "På møtet")
    row = Import.objects.get()
    assert (row.by, row.state, row.act, row.new) == (adviser, "confirmed", entry.act, 1)
    assert entry.act.by == adviser


def test_all_statuses_of_a_file_are_one_act(adviser_client, county, voss, meal):
    for number in ("4600", "4700"):
        factories.MunicipalityFactory(county=county, number=number)
    row = sent(adviser_client, *(f"{number};3.4;Vedtatt;1.6.2021" for number in ("4600", "4621", "4700")))

    press(adviser_client, row, "confirm")

    assert StatusEntry.objects.filter(act=Act.objects.get()).count() == 3


def test_the_template_explains_itself_and_offers_what_may_be_chosen(adviser_client, meal):
    rows, guidance, choices = template(adviser_client, "statuses").worksheets

    assert [cell.value for cell in rows[1]][:4] == ["Kommune", "Løsning", "Status", "Dato"]
    assert rows.max_row == 1
    words = [cell.value for line in guidance.iter_rows() for cell in line]
    assert "Det gode måltid" in words
    assert any("Under gjennomføring" in str(word) for word in words)
    menus = {str(menu.sqref): menu.formula1 for menu in rows.data_validations.dataValidation}
    assert menus["C2:C5001"] == "'Valg'!$A$1:$A$8"
    assert choices["A8"].value == "Ikke aktuelt"


def test_the_template_as_csv_has_the_same_headings(adviser_client, voss):
    content = adviser_client.get(reverse("reform_phases:import_template", args=["plans", "csv"])).content

    assert content.decode("utf-8-sig").strip().split(";") == [
        *("Kommune", "Plantype", "Tittel", "Vedtatt", "Gjelder til og med", "Saksnummer", "Lenke til dokument"),
        *("Løsninger", "Merknad"),
    ]


def test_there_is_no_template_of_what_cannot_be_imported(adviser_client):
    for address in ("/import/mal/meetings.xlsx", "/import/mal/plans.pdf"):
        assert adviser_client.get(address).status_code == 404


def test_decisions_are_imported_with_their_solutions(adviser_client, voss, meal):
    other = factories.SolutionFactory(area=meal.area, code="3.5", name_nb="Måltidstider")
    row = sent(
        adviser_client,
        'Voss;Vedtak;18.6.2020;Formannskapet;PS 12/20;;"3.4, 3.5";Enstemmig',
        "Voss;intensjon om vedtak;2020-03-01;;;;;",
        kind="treatments",
        header="Kommune;Steg;Dato;Organ;Saksnummer;Planlagt vedtatt;Løsninger;Merknad",
    )
    assert said(row)[1]["stage"].startswith("«intensjon om vedtak» er ikke et valg. Velg blant: På dagsorden,")

    row = sent(
        adviser_client,
        'Voss;Vedtak;18.6.2020;Formannskapet;PS 12/20;;"3.4, 3.5";Enstemmig',
        "Voss;Dokumentert intensjon om vedtak;2020-03-01;;;1.6.2020;;",
        kind="treatments",
        header="Kommune;Steg;Dato;Organ;Saksnummer;Planlagt vedtatt;Løsninger;Merknad",
    )
    press(adviser_client, row, "confirm")

    decision, intention = Treatment.objects.order_by("-on")
    assert (decision.stage, decision.on, decision.body) == ("decision", date(2020, 6, 18), "executive")
    assert (decision.case_number, decision.note) == ("PS 12/20", "Enstemmig")
    assert set(decision.solutions.all()) == {meal, other}
    assert (intention.stage, intention.body, intention.intended_on) == ("intention", "council", date(2020, 6, 1))


def test_plans_are_imported_those_under_way_as_well(adviser_client, voss):
    row = sent(
        adviser_client,
        "Voss;Temaplan;Plan for mat;1.1.2021;31.12.2024",
        "Voss;Egen plan for reformen;Leve godt;;",
        kind="plans",
        header="Kommune;Plantype;Tittel;Vedtatt;Gjelder til og med",
    )

    press(adviser_client, row, "confirm")

    found = set(Plan.objects.values_list("kind", "title", "adopted_on", "ends_on"))
    assert found == {
        ("theme", "Plan for mat", date(2021, 1, 1), date(2024, 12, 31)),
        ("own", "Leve godt", None, None),
    }


def test_a_second_press_of_the_button_writes_nothing_more(adviser_client, meal):
    row = sent(adviser_client, "Voss;3.4;Vedtatt;1.6.2021")

    press(adviser_client, row, "confirm")
    again = press(adviser_client, row, "confirm")

    assert "Ingenting er endret: importen er allerede avgjort." in again
    assert StatusEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_presses_at_the_same_time_write_once(adviser, adviser_client, meal):
    row = sent(adviser_client, "Voss;3.4;Vedtatt;1.6.2021")
    clients = [client_of(adviser) for _number in range(8)]

    def press_it(client: Client) -> int:
        try:
            return client.post(reverse("reform_phases:import_confirm", args=[row.pk])).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as presses:
        answers = list(presses.map(press_it, clients))

    assert answers == [302] * 8
    assert StatusEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("kind", "model", "header", "line"),
    [
        ("treatments", Treatment, "Kommune;Steg;Dato", "Voss;Vedtak;1.6.2020"),
        ("plans", Plan, "Kommune;Plantype;Tittel", "Voss;Temaplan;Mat"),
    ],
)
def test_two_offices_at_the_same_moment_write_the_same_once(adviser_client, region, voss, kind, model, header, line):
    colleague = factories.member(Role.ADVISER, factories.OfficeFactory(region=factories.RegionFactory()))
    factories.MembershipFactory(user=colleague, role=Role.ADVISER, organisation=region.office)
    clients = adviser_client, client_of(colleague)
    presses = [(client, sent(client, line, kind=kind, header=header)) for client in clients]
    assert len({row.organisation_id for _client, row in presses}) == 2
    both_have_checked = Barrier(2)

    def at_once(*args: Any, **kwargs: Any) -> None:
        """Both are past the lock of their own office, and neither has looked at what is there."""
        with suppress(BrokenBarrierError):
            both_have_checked.wait(5)
        lock(*args, **kwargs)

    def press_it(one: tuple[Client, Import]) -> str:
        try:
            return press(one[0], one[1], "confirm")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as people, mock.patch.object(checking, "lock", at_once):
        answers = list(people.map(press_it, presses))

    assert model.objects.count() == 1
    assert sum("Importert: 1 rad er registrert." in page for page in answers) == 1
    assert sum("1 rad er registrert av andre siden kontrollen." in page for page in answers) == 1
    assert sum("Finnes fra før." in page for page in answers) == 1


def test_what_was_changed_since_the_check_is_shown_before_anything_is_written(adviser_client, voss, meal):
    row = sent(adviser_client, "Voss;3.4;Vedtatt;1.6.2021", "Voss;3.4;Innført;1.1.2022")
    factories.StatusEntryFactory(municipality=voss, solution=meal, state="planned", on=DAY)

    page = press(adviser_client, row, "confirm")

    assert "noe er endret siden kontrollen" in page
    assert "Gjelder i stedet for «I plan», som er registrert for samme dag." in page
    assert StatusEntry.objects.count() == 1
    press(adviser_client, row, "confirm")
    assert StatusEntry.objects.count() == 3


def test_a_value_that_another_has_changed_since_the_check_is_shown_before_it_is_replaced(adviser_client, voss, meal):
    factories.StatusEntryFactory(municipality=voss, solution=meal, state="considered", on=DAY)
    row = sent(adviser_client, "Voss;3.4;Vedtatt;1.6.2021")
    factories.StatusEntryFactory(municipality=voss, solution=meal, state="implemented", on=DAY)

    page = press(adviser_client, row, "confirm")

    assert "Gjelder i stedet for «Innført», som er registrert for samme dag." in page
    assert StatusEntry.objects.count() == 2


def test_nothing_is_written_for_whom_the_user_no_longer_answers(adviser, adviser_client, meal):
    row = sent(adviser_client, "Voss;3.4;Vedtatt;1.6.2021")
    adviser.memberships.get().organisation.coverage.all().delete()

    page = press(adviser_client, row, "confirm")

    assert "Voss er utenfor området du kan registrere for." in page
    assert not StatusEntry.objects.exists()


def test_a_discarded_file_is_remembered_without_its_lines(adviser_client, meal):
    row = sent(adviser_client, "Voss;3.4;Vedtatt;1.6.2021")

    page = press(adviser_client, row, "discard")

    row.refresh_from_db()
    assert (row.state, row.lines) == ("discarded", [])
    assert "Forkastet" in page
    assert "Ingenting er endret" in press(adviser_client, row, "confirm")


@pytest.mark.parametrize(
    ("kind", "model", "header", "line"),
    [
        ("treatments", Treatment, "Kommune;Steg;Dato;Løsninger", "Voss;Vedtak;1.6.2020;3.4"),
        ("plans", Plan, "Kommune;Plantype;Tittel;Løsninger", "Voss;Temaplan;Mat;3.4"),
    ],
)
class TestDeletingWhatWasImported:
    def imported(self, client: Client, kind: str, header: str, line: str) -> Import:
        row = sent(client, line, kind=kind, header=header)
        press(client, row, "confirm")
        return row

    def test_all_of_it_goes_at_once_while_nobody_has_changed_it(self, adviser_client, meal, kind, model, header, line):
        kept = {"treatments": factories.TreatmentFactory, "plans": factories.PlanFactory}[kind]()
        row = self.imported(adviser_client, kind, header, line)
        assert "Slett alle fra denne importen" in adviser_client.get(row.get_absolute_url()).content.decode()

        question = adviser_client.get(reverse("reform_phases:import_undo", args=[row.pk])).content.decode()

        page = press(adviser_client, row, "undo")

        assert "Vil du slette 1 post som kom med «liste.csv»?" in question
        assert "Slettet 1 post." in page
        assert list(model.objects.all()) == [kept]
        assert "Ingenting er endret" in press(adviser_client, row, "undo")

    @pytest.mark.parametrize("change", ["the record", "its solutions", "deleted"])
    def test_none_of_it_goes_once_somebody_has(self, adviser_client, meal, kind, model, header, line, change):
        row = self.imported(adviser_client, kind, header, line)
        record = model.objects.get()
        if change == "the record":
            model.objects.update(note="Endret")
        elif change == "its solutions":
            record.solutions.add(factories.SolutionFactory())
        else:
            record.delete()
        left = model.objects.count()

        assert "Slett alle" not in adviser_client.get(row.get_absolute_url()).content.decode()
        page = press(adviser_client, row, "undo")

        assert "Ingenting er slettet" in page
        assert model.objects.count() == left


def test_an_import_whose_statuses_were_undone_says_so_and_by_whom(adviser_client, region, meal):
    row = sent(adviser_client, "Voss;3.4;Vedtatt;1.6.2021")
    press(adviser_client, row, "confirm")
    assert "Angret" not in adviser_client.get(IMPORTS).text
    colleague = factories.adviser(region)
    row.refresh_from_db()

    client_of(colleague).post(reverse("reform_phases:act_undo", args=[row.act_id]))

    for address in (IMPORTS, row.get_absolute_url()):
        page = " ".join(adviser_client.get(address).text.split())
        assert re.search(rf"Angret.*\d+\.\d+\.\d+ \d\d:\d\d av {colleague}", page)
        assert ">Importert<" not in page


def test_the_same_file_again_is_warned_of(adviser, adviser_client, meal):
    first = sent(adviser_client, "Voss;3.4;Vedtatt;1.6.2021")
    again = sent(adviser_client, "Voss;3.4;Vedtatt;1.6.2021")
    assert "importert før" not in adviser_client.get(again.get_absolute_url()).content.decode()

    press(adviser_client, first, "confirm")

    page = adviser_client.get(again.get_absolute_url()).content.decode()
    assert "Denne filen er importert før" in page
    assert str(adviser) in page


def test_the_office_sees_its_imports_and_nobody_elses(adviser, adviser_client, region, meal):
    own = sent(adviser_client, "Voss;3.4;Vedtatt;1.6.2021")
    colleague, stranger = client_of(factories.adviser(region)), client_of(factories.adviser())

    page = colleague.get(IMPORTS).content.decode()
    assert own.get_absolute_url() in page
    assert own.sha256[:8] in page
    assert str(adviser) in page
    assert colleague.get(own.get_absolute_url()).status_code == 200
    assert own.get_absolute_url() not in stranger.get(IMPORTS).content.decode()
    for name in ("import", "import_errors"):
        assert stranger.get(reverse(f"reform_phases:{name}", args=[own.pk])).status_code == 404
    for verb in ("confirm", "discard", "undo"):
        assert stranger.post(reverse(f"reform_phases:import_{verb}", args=[own.pk])).status_code == 404
    assert not StatusEntry.objects.exists()


def test_the_way_to_import_is_among_what_can_be_registered(adviser_client, county):
    assert IMPORTS in adviser_client.get(reverse("log_choose")).content.decode()
    assert IMPORTS not in client_of(factories.coordinator(county)).get(reverse("log_choose")).content.decode()


@pytest.mark.parametrize("name", ["overview:list", "reform_phases:treatment_list", "reform_phases:plan_list"])
def test_the_lists_that_can_be_imported_to_lead_to_it_for_who_may(adviser_client, region, name):
    reader = client_of(factories.reader(region.office))

    def main(client: Client) -> str:
        return client.get(reverse(name)).text.split("<main", 1)[1]

    assert f'href="{IMPORTS}"' in main(adviser_client)
    assert f'href="{IMPORTS}"' not in main(reader)


def test_the_file_with_errors_can_be_mended_and_sent_again(adviser_client, meal):
    row = sent(
        adviser_client, "Voss;3.4;Vedtatt;1.6.2021;", "Vos;3.4;Vedtatt;1.6.2021;=1+1", header=f"{STATUS_HEADER};Merknad"
    )

    content = adviser_client.get(reverse("reform_phases:import_errors", args=[row.pk])).content.decode("utf-8-sig")

    lines = list(csv.reader(io.StringIO(content), delimiter=";"))
    assert lines == [
        ["Kommune", "Løsning", "Status", "Dato", "Merknad", "Feil"],
        ["Voss", "3.4", "Vedtatt", "1.6.2021", "", ""],
        ["Vos", "3.4", "Vedtatt", "1.6.2021", "'=1+1", "Kommune: Fant ingen kommune som heter «Vos»."],
    ]
    send(adviser_client, content.replace("Vos;3.4;Vedtatt", "Voss;3.4;Innført").replace("1.6.2021;'", "2.6.2021;'"))
    mended = Import.objects.latest("pk")
    assert said(mended) == [{}, {}]
    assert mended.lines[1]["cells"]["note"] == "=1+1"


def test_lines_with_errors_come_first_and_the_others_are_a_click_away(adviser_client, meal):
    row = sent(adviser_client, "Voss;3.4;Vedtatt;1.6.2021", "Bergen;3.4;Vedtatt;1.6.2021")

    first = adviser_client.get(row.get_absolute_url()).content.decode()
    everything = adviser_client.get(row.get_absolute_url(), {"vis": "alle"}).content.decode()

    assert ("4621 Voss" in first, "Bergen" in first) == (False, True)
    assert ("4621 Voss" in everything, "Bergen" in everything) == (True, True)
    assert adviser_client.get(row.get_absolute_url(), {"vis": "x", "page": "y"}).status_code == 200


def test_the_number_of_queries_is_the_same_for_few_lines_and_many(adviser_client, meal):
    def queries(count: int, year: int) -> int:
        lines = "\n".join(f"Voss;3.4;Vedtatt;{number % 28 + 1}.{number // 28 + 1}.{year}" for number in range(count))
        with CaptureQueriesContext(connection) as captured:
            send(adviser_client, f"{STATUS_HEADER}\n{lines}")
        row = Import.objects.latest("pk")
        assert row.new == count
        with CaptureQueriesContext(connection) as more:
            press(adviser_client, row, "confirm")
        return len(captured) + len(more)

    assert queries(3, 2020) == queries(30, 2021)
