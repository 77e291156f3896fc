"""Importing old lists of meetings: from the file to what the portal has afterwards, and back."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor

import openpyxl
import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dialogue_meetings.models import ColumnMapping, Invitation, Meeting, MeetingImport
from lhl_portal.access.roles import Role
from tests import factories
from tests.dialogue_meetings.importing import (
    HEADER,
    IMPORTS,
    choose,
    client_of,
    columns_url,
    office_of,
    press,
    said,
    send,
    sent,
    taken_in,
)
from tests.ui import spreadsheet_files as files


@pytest.fixture
def askvoll(county):
    factories.ReformFactory()
    return factories.MunicipalityFactory(county=county, name="Askvoll", number="4645")


@pytest.fixture
def bremanger(county):
    return factories.MunicipalityFactory(county=county, name="Bremanger", number="4648")


def test_a_list_is_sent_its_columns_chosen_looked_over_and_then_written(adviser, adviser_client, askvoll, bremanger):
    columns = send(adviser_client, f"{HEADER}\n2.3.2020;Dialogmøte;Askvoll og Bremanger").content.decode()
    row = MeetingImport.objects.get()
    assert "Askvoll og Bremanger" in columns
    assert '<option value="municipalities" selected>' in columns

    page = choose(adviser_client, row).content.decode()

    assert "1 ny" in page
    assert "Skriv 1 møte" in page
    assert "Askvoll, Bremanger" in page
    assert not Meeting.objects.exists()

    done = press(adviser_client, row, "write")

    assert "1 møte er skrevet." in done
    meeting = Meeting.objects.get()
    assert (meeting.host, meeting.kind) == (office_of(adviser), "dialogue")
    assert set(meeting.invitations.values_list("municipality", "present")) == {(askvoll.pk, True), (bremanger.pk, True)}
    assert (meeting.imported.origin, meeting.imported.line) == (row, 2)
    row.refresh_from_db()
    assert (row.state, row.by) == ("written", adviser)


def test_what_columns_and_words_mean_is_remembered_for_the_offices_next_list(adviser_client, region, county, askvoll):
    first = taken_in(
        adviser_client,
        "Når det var;Hva slags;Hvem\n2.3.2020;Prat;Askvoll",
        **{"kolonne-0": "on", "kolonne-1": "kind", "kolonne-2": "municipalities"},
    )
    page = adviser_client.get(columns_url(first)).content.decode()
    assert "Hva mener dere med disse ordene for type?" in page
    choose(adviser_client, first, **{"ord-0": "call"})
    first.refresh_from_db()
    assert said(first) == [{}]

    page = send(client_of(factories.adviser(region)), "Hvem;Når det var;Hva slags\nAskvoll;4.3.2020;Prat;")

    row = MeetingImport.objects.latest("pk")
    assert page.redirect_chain == [(row.get_absolute_url(), 302)]
    assert row.lines[0]["shown"] == {"on": "4.3.2020", "kind": "Telefon", "municipalities": "Askvoll"}
    centre = client_of(factories.coordinator(county))
    send(centre, "Hvem;Når det var;Hva slags\nAskvoll;4.3.2020;Prat")
    assert not MeetingImport.objects.latest("pk").is_checked
    assert ColumnMapping.objects.count() == 1


def test_an_office_says_what_a_line_without_a_kind_is(adviser_client, askvoll):
    row = sent(adviser_client, "2.3.2020;Askvoll", header="Dato;Kommune", usual="guidance")

    press(adviser_client, row, "write")

    assert Meeting.objects.get().kind == "guidance"


def test_lines_with_errors_are_left_out_whole_and_the_others_are_written(adviser_client, askvoll):
    row = sent(adviser_client, "2.3.2020;Dialogmøte;Askvoll, Ukjent", "3.3.2020;Dialogmøte;Askvoll")

    page = adviser_client.get(row.get_absolute_url()).content.decode()
    assert "1 ny, 1 med feil" in page
    assert "Fant ingen kommune som heter «Ukjent»." in page
    press(adviser_client, row, "write")

    assert [(m.imported.line, m.invitations.count()) for m in Meeting.objects.all()] == [(3, 1)]


def test_a_second_press_writes_nothing_more(adviser_client, askvoll):
    row = sent(adviser_client, "2.3.2020;Dialogmøte;Askvoll")

    press(adviser_client, row, "write")
    again = press(adviser_client, row, "write")

    assert "Ingenting er endret: importen er allerede avgjort." in again
    assert Meeting.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_presses_at_the_same_time_on_the_same_file_sent_twice_write_once(adviser, adviser_client, askvoll):
    rows = [sent(adviser_client, "2.3.2020;Dialogmøte;Askvoll") for _number in range(2)]

    def press_it(row: MeetingImport) -> int:
        try:
            url = reverse("dialogue_meetings:import_write", args=[row.pk])
            return client_of(adviser).post(url).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as presses:
        answers = list(presses.map(press_it, rows * 3))

    assert answers == [302] * 6
    assert Meeting.objects.count() == 1


def test_the_same_file_again_writes_nothing_even_when_a_meeting_was_mended(adviser, adviser_client, askvoll, bremanger):
    lines = ("2.3.2020;Dialogmøte;Askvoll", "3.3.2020;Telefon;Bremanger")
    press(adviser_client, sent(adviser_client, *lines), "write")
    Meeting.objects.filter(kind="dialogue").update(held_on="2020-03-09")

    again = sent(adviser_client, *lines)

    assert (again.new, again.same) == (0, 2)
    page = adviser_client.get(again.get_absolute_url()).content.decode()
    assert "Denne filen er importert før" in page
    assert "Alt i filen finnes fra før" in page
    assert "Finnes fra før: «Dialogmøte med Askvoll»." in page
    press(adviser_client, again, "write")
    assert Meeting.objects.count() == 2


def test_what_the_portal_has_and_what_the_list_says_twice_is_left_out(adviser, adviser_client, askvoll, bremanger):
    logged = factories.MeetingFactory(host=office_of(adviser), held_on="2020-03-02", title="Logget selv")
    for municipality in (bremanger, askvoll):
        factories.InvitationFactory(meeting=logged, municipality=municipality)

    row = sent(
        adviser_client,
        "2.3.2020;Dialogmøte;Askvoll og Bremanger",
        "2.3.2020;Dialogmøte;Askvoll",
        "2020-03-02;dialogmøte;4645",
        "2.3.2020;Telefon;Askvoll og Bremanger",
    )

    assert [line["outcome"] for line in row.lines] == ["same", "new", "same", "new"]
    assert row.lines[0]["note"] == "Finnes fra før: «Logget selv»."
    assert row.lines[2]["note"] == "Står allerede i rad 3."


def test_what_was_logged_since_the_dry_run_is_shown_before_anything_is_written(adviser, adviser_client, askvoll):
    row = sent(adviser_client, "2.3.2020;Dialogmøte;Askvoll", "3.3.2020;Dialogmøte;Askvoll")
    logged = factories.MeetingFactory(host=office_of(adviser), held_on="2020-03-02")
    factories.InvitationFactory(meeting=logged, municipality=askvoll)

    page = press(adviser_client, row, "write")

    assert "noe er endret siden kontrollen" in page
    assert Meeting.objects.count() == 1
    press(adviser_client, row, "write")
    assert Meeting.objects.count() == 2


def test_nothing_is_written_for_whom_the_user_no_longer_answers(adviser, adviser_client, askvoll):
    row = sent(adviser_client, "2.3.2020;Dialogmøte;Askvoll")
    office_of(adviser).coverage.all().delete()

    page = press(adviser_client, row, "write")

    assert "Askvoll er utenfor området du kan registrere for." in page
    assert not Meeting.objects.exists()


def test_all_that_was_written_goes_at_once_while_nobody_has_changed_it(adviser, adviser_client, askvoll):
    kept = factories.MeetingFactory(host=office_of(adviser))
    row = sent(adviser_client, "2.3.2020;Dialogmøte;Askvoll", "3.3.2020;Telefon;Askvoll")
    press(adviser_client, row, "write")
    undo = reverse("dialogue_meetings:import_undo", args=[row.pk])
    assert undo in adviser_client.get(row.get_absolute_url()).content.decode()
    assert "Vil du slette alle 2 møter" in adviser_client.get(undo).content.decode()

    page = press(adviser_client, row, "undo")

    assert "Slettet 2 møter." in page
    assert list(Meeting.objects.all()) == [kept]
    again = sent(adviser_client, "2.3.2020;Dialogmøte;Askvoll")
    assert again.new == 1


@pytest.mark.parametrize(
    "change", ["the meeting", "an invitation", "a follow-up", "a topic", "a reminder", "minutes", "deleted"]
)
def test_nothing_goes_once_somebody_has_changed_some_of_it(adviser_client, askvoll, bremanger, change):
    row = sent(adviser_client, "2.3.2020;Dialogmøte;Askvoll", "3.3.2020;Telefon;Askvoll")
    press(adviser_client, row, "write")
    meeting = Meeting.objects.latest("pk")
    if change == "the meeting":
        Meeting.objects.update(outcome="Endret")
    elif change == "an invitation":
        factories.InvitationFactory(meeting=meeting, municipality=bremanger)
    elif change == "a follow-up":
        factories.FollowUpFactory(meeting=meeting, municipality=askvoll)
    elif change == "a topic":
        meeting.solutions.add(factories.SolutionFactory())
    elif change == "a reminder":
        factories.ReminderFactory(invitation=meeting.invitations.first())
    elif change == "minutes":
        factories.MinutesFactory(meeting=meeting)
    else:
        meeting.delete()
    left = Meeting.objects.count()

    page = press(adviser_client, row, "undo")

    assert "Ingenting er slettet" in page
    assert Meeting.objects.count() == left


def test_who_no_longer_answers_for_all_of_them_deletes_none(adviser, adviser_client, askvoll):
    row = sent(adviser_client, "2.3.2020;Dialogmøte;Askvoll")
    press(adviser_client, row, "write")
    office_of(adviser).coverage.all().delete()

    response = adviser_client.post(reverse("dialogue_meetings:import_undo", args=[row.pk]))

    assert response.status_code == 403
    assert Meeting.objects.count() == 1


def test_a_meeting_that_came_by_a_list_is_deleted_like_any_other(adviser_client, askvoll):
    row = sent(adviser_client, "2.3.2020;Dialogmøte;Askvoll")
    press(adviser_client, row, "write")

    adviser_client.post(reverse("dialogue_meetings:delete", args=[Meeting.objects.get().pk]))

    assert not Meeting.objects.exists()
    assert "Slett alle" not in adviser_client.get(row.get_absolute_url()).content.decode()


def test_the_office_sees_its_lists_and_nobody_elses(adviser_client, region, askvoll):
    own = sent(adviser_client, "2.3.2020;Dialogmøte;Askvoll")
    colleague, stranger = client_of(factories.adviser(region)), client_of(factories.adviser())

    assert own.get_absolute_url() in colleague.get(IMPORTS).content.decode()
    assert own.get_absolute_url() not in stranger.get(IMPORTS).content.decode()
    assert stranger.get(own.get_absolute_url()).status_code == 404
    assert stranger.post(reverse("dialogue_meetings:import_write", args=[own.pk])).status_code == 404
    assert not Meeting.objects.exists()


def test_nobody_writes_in_the_name_of_another_office(adviser_client, askvoll):
    other = factories.OfficeFactory()
    file = io.BytesIO(f"{HEADER}\n2.3.2020;Dialogmøte;Askvoll".encode())
    file.name = "moter.csv"

    adviser_client.post(IMPORTS, {"host": other.pk, "file": file})

    assert not MeetingImport.objects.exists()


def test_a_discarded_list_is_remembered_without_its_lines(adviser_client, askvoll):
    row = sent(adviser_client, "2.3.2020;Dialogmøte;Askvoll")

    page = press(adviser_client, row, "discard")

    row.refresh_from_db()
    assert (row.state, row.lines) == ("discarded", [])
    assert "Forkastet" in page
    assert "allerede avgjort" in press(adviser_client, row, "write")
    assert adviser_client.get(columns_url(row)).status_code == 302


def test_what_no_field_was_chosen_for_is_forgotten_once_the_rest_is_written(adviser_client, askvoll):
    row = sent(adviser_client, "2.3.2020;Askvoll;Mappe 7", header="Dato;Kommune;Arkiv")

    press(adviser_client, row, "write")

    row.refresh_from_db()
    assert row.lines[0]["written"] == ["2.3.2020", "Askvoll", None]


def test_the_lines_with_errors_can_be_taken_out_mended_and_sent_again(adviser_client, askvoll):
    row = sent(adviser_client, "2.3.2020;Dialogmøte;Askvoll", "3.3.2020;Dialogmøte;Asvoll;", header=HEADER)
    press(adviser_client, row, "write")

    content = adviser_client.get(reverse("dialogue_meetings:import_errors", args=[row.pk])).content.decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(content), delimiter=";")) == [
        ["Dato", "Type", "Kommuner", "Feil"],
        ["3.3.2020", "Dialogmøte", "Asvoll", "Kommuner: Fant ingen kommune som heter «Asvoll»."],
    ]
    send(adviser_client, content.replace("Asvoll", "Askvoll"))
    mended = MeetingImport.objects.latest("pk")
    assert (said(mended), mended.new) == ([{}], 1)


def test_a_filled_in_template_is_read_without_choosing_columns_anew(adviser_client, askvoll):
    response = adviser_client.get(reverse("dialogue_meetings:import_template", args=["xlsx"]))
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    headings = [cell.value for cell in book.worksheets[0][1]]
    explained = [str(cell.value) for line in book.worksheets[1].iter_rows() for cell in line]
    assert any("Flere med komma" in words for words in explained)

    filled = {"Dato": "2.3.2020", "Kommuner": "Askvoll", "Type": "Besøk"}
    row = taken_in(adviser_client, files.xlsx_file(headings, [filled.get(heading) for heading in headings]), "m.xlsx")

    assert "" not in row.columns
    assert row.lines[0]["shown"] == {"on": "2.3.2020", "municipalities": "Askvoll", "kind": "Besøk"}


def test_the_way_to_it_is_among_what_can_be_registered_and_by_the_list(adviser_client, region):
    reader = client_of(factories.member(Role.READER, region.office))

    for url in (reverse("log_choose"), reverse("dialogue_meetings:list")):
        assert f'href="{IMPORTS}"' in adviser_client.get(url).content.decode()
        assert f'href="{IMPORTS}"' not in reader.get(url).content.decode()


def test_the_number_of_queries_is_the_same_for_few_lines_and_many(adviser_client, askvoll, bremanger):
    factories.SolutionFactory(code="3.4")

    def queries(client: Client, count: int, year: int) -> int:
        lines = "\n".join(f"{n % 28 + 1}.{n // 28 + 1}.{year};Askvoll og Bremanger;3.4;2;Tekst" for n in range(count))
        content = f"Dato;Kommuner;Løsninger;Antall: Eldreråd;Merknad\n{lines}"
        with CaptureQueriesContext(connection) as captured:
            row = taken_in(client, content)
            assert row.new == count
            press(client, row, "write")
            client.get(IMPORTS)
        return len(captured)

    queries(adviser_client, 1, 2019)  # remembers the columns

    assert queries(adviser_client, 3, 2020) == queries(adviser_client, 60, 2021)
    assert Invitation.objects.count() == 2 * 64
