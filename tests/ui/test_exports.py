"""Files to take away: every cell read back, none of them something that a spreadsheet would run."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.http import HttpResponse
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from lhl_portal.ui.exports import About, csv_response, sheet_name, xlsx_response
from lhl_portal.ui.tables import Column, Table

ABOUT = About(
    title="Kommuner uten vedtak på økonomi",
    as_of=date(2021, 12, 31),
    made_at=datetime(2022, 1, 3, 8, 15, tzinfo=UTC),
    source="Leve hele livet-portalen",
    filters=[("Fylke", "Vestland"), ("Tekst", "=1+1")],
)

# Formulas, DDE, links, what spreadsheets look past, wide and small forms of the signs, breaks, quotes, escapes.
PAYLOADS = [
    "=1+1",
    "=cmd|'/c calc'!A0",
    '=HYPERLINK("http://ond.example","klikk")',
    "+1+1",
    "+47 55 55 55 55",
    "-1+1",
    "-",
    "−1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\xa0=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\u2060+1",
    "\x1f=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "﹢1",
    "﹣1",
    "﹦1",
    "﹫a",
    "'=1+1",
    "\ttekst",
    "\ntekst",
]
HARMLESS = [
    "Stad",
    "1-2",
    "a=b",
    "–",
    "http://ond.example",
    "mailto:a@b.example",
    "internal:Om!A1",
    '"=1+1"',
    "a;=1+1",
    "linje\n=1+1",
    "'sitat'",
    "0301",
    "_x003D_1+1",
    "<b>&amp;</b>",
    "Čáhcesuolu 🌲",
    " luft ",
]


def of(*values: Any) -> Table[Any]:
    """One row for each value, which stands in the only column."""
    column: Column[Any] = Column("verdi", "Verdi", lambda row: row, heading=True)
    return Table([column], values)


def rows_of_csv(response: HttpResponse) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline=""), delimiter=";", strict=True))


def workbook(response: HttpResponse) -> Any:
    return openpyxl.load_workbook(io.BytesIO(response.content))


def cells(response: HttpResponse) -> list[Any]:
    """The cells under the heading of the only column."""
    return [row[0] for row in workbook(response).worksheets[0].iter_rows(min_row=2)]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_in_a_csv_begins_like_a_formula(payload):
    assert rows_of_csv(csv_response(of(payload), ABOUT))[1] == [f"'{payload}"]


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_is_in_the_csv_as_it_was_written(text):
    assert rows_of_csv(csv_response(of(text), ABOUT))[1] == [text]


@pytest.mark.parametrize("text", [*PAYLOADS, *HARMLESS])
def test_text_in_a_workbook_is_text_and_no_formula_or_link(text):
    (cell,) = cells(xlsx_response(of(text), ABOUT))

    assert cell.data_type == "s"
    assert cell.hyperlink is None
    assert unescape(cell.value) == text


def test_headings_are_made_harmless_like_cells():
    column: Column[int] = Column("rad", "=1+1", lambda row: row)
    table = Table([column], [1])

    assert rows_of_csv(csv_response(table, ABOUT))[0] == ["'=1+1"]
    assert workbook(xlsx_response(table, ABOUT)).worksheets[0]["A1"].data_type == "s"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (-5, "-5"),
        (290_000, "290000"),
        (12.5, "12,5"),
        (-0.25, "-0,25"),
        (Decimal("1E+3"), "1000"),
        (date(2021, 12, 31), "2021-12-31"),
        (True, "Ja"),
        (None, ""),
    ],
)
def test_numbers_and_dates_in_a_csv_are_what_norwegian_spreadsheets_read(value, expected):
    assert rows_of_csv(csv_response(of(value), ABOUT))[1:] == [[expected]]


@pytest.mark.parametrize("value", [-5, 290_000, 12.5, 0])
def test_a_number_in_a_workbook_is_a_number(value):
    (cell,) = cells(xlsx_response(of(value), ABOUT))

    assert (cell.data_type, cell.value) == ("n", value)


def test_a_date_in_a_workbook_is_a_date_and_what_is_unknown_is_empty():
    unknown, day, before_excel = cells(xlsx_response(of(None, date(2021, 12, 31), date(1838, 1, 1)), ABOUT))

    assert (day.is_date, day.value) == (True, datetime.fromisoformat("2021-12-31"))
    assert before_excel.value == "1838-01-01"
    assert unknown.value is None


def test_text_longer_than_a_cell_can_hold_is_cut_and_not_lost():
    (cell,) = cells(xlsx_response(of("a" * 40_000), ABOUT))

    assert cell.value == "a" * 32_767


def test_files_hold_the_columns_chosen_and_the_rows_in_the_order_shown():
    name: Column[tuple[str, int]] = Column("navn", "Navn", lambda row: row[0])
    people: Column[tuple[str, int]] = Column("folk", "Folk", lambda row: row[1], text=lambda row: f"{row[1]} folk")
    hidden: Column[tuple[str, int]] = Column("skjult", "Skjult", lambda row: "hemmelig", default=False)
    table = Table([name, people, hidden], [("Stad", 9), ("Kinn", 17)], sort="navn").sorted()

    assert rows_of_csv(csv_response(table, ABOUT)) == [["Navn", "Folk"], ["Kinn", "17"], ["Stad", "9"]]
    sheet = workbook(xlsx_response(table, ABOUT)).worksheets[0]
    assert list(sheet.values) == [("Navn", "Folk"), ("Kinn", 17), ("Stad", 9)]


def test_the_csv_opens_in_norwegian_excel():
    response = csv_response(of("Ås"), ABOUT)

    assert response.content == "\ufeffVerdi\r\nÅs\r\n".encode()
    assert response["Content-Type"] == "text/csv; charset=utf-8"


def test_the_workbook_keeps_its_headings_in_sight_and_filters():
    sheet = workbook(xlsx_response(of("Stad", "Kinn"), ABOUT)).worksheets[0]

    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:A3")


def test_the_workbook_says_what_it_is():
    book = workbook(xlsx_response(of("Stad", "Kinn"), ABOUT))

    assert book.sheetnames == ["Kommuner uten vedtak på økonomi", "Om"]
    assert [cell.data_type for cell in book["Om"]["B"]] == ["s", "d", "s", "s", "n", "s", "s"]
    assert dict(book["Om"].values) == {
        "Innhold": "Kommuner uten vedtak på økonomi",
        "Slik det var": datetime.fromisoformat("2021-12-31"),
        "Fylke": "Vestland",
        "Tekst": "=1+1",
        "Antall rader": 2,
        "Kilde": "Leve hele livet-portalen",
        "Laget": "3.1.2022 09:15",
    }


def test_the_same_list_makes_the_same_bytes():
    table = of("Stad", 5, date(2021, 1, 1))

    assert xlsx_response(table, ABOUT).content == xlsx_response(table, ABOUT).content


def test_a_list_without_rows_is_still_a_file():
    assert rows_of_csv(csv_response(of(), ABOUT)) == [["Verdi"]]
    assert list(workbook(xlsx_response(of(), ABOUT)).worksheets[0].values) == [("Verdi",)]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Kommuner uten vedtak på økonomi", "kommuner-uten-vedtak-pa-okonomi-2021-12-31"),
        ("../../etc/passwd", "etcpasswd-2021-12-31"),
        ('a"\r\nSet-Cookie: b', "a-set-cookie-b-2021-12-31"),
        ("…", "liste-2021-12-31"),
    ],
)
def test_the_file_is_attached_under_a_plain_name(title, name):
    about = About(title, ABOUT.as_of, ABOUT.made_at, "")

    assert csv_response(of(), about)["Content-Disposition"] == f'attachment; filename="{name}.csv"'
    assert xlsx_response(of(), about)["Content-Disposition"] == f'attachment; filename="{name}.xlsx"'


@pytest.mark.parametrize(
    ("title", "name"),
    [("a/b:c", "a b c"), ("x" * 40, "x" * 31), ("'", "Liste"), ("History", "Liste"), ("OM", "Liste"), ("", "Liste")],
)
def test_a_sheet_has_a_name_that_excel_allows(title, name):
    assert sheet_name(title, taken="Om") == name


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(st.one_of(st.text(), st.integers(-(2**50), 2**50), st.dates(date(1990, 1, 1)), st.none()), min_size=1))
def test_whatever_a_list_holds_no_cell_of_its_files_is_a_formula(values):
    values = [value.encode("utf-8", "ignore").decode() if isinstance(value, str) else value for value in values]
    table = of(*values)

    texts = [line[0] for line in rows_of_csv(csv_response(table, ABOUT))[1:]]
    assert len(texts) == len(values)
    for text, value in zip(texts, values, strict=True):
        assert not isinstance(value, str) or not text.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    response = xlsx_response(table, ABOUT)
    assert {cell.data_type for cell in cells(response)} <= {"s", "n", "d"}
    with zipfile.ZipFile(io.BytesIO(response.content)) as parts:
        for part in parts.namelist():
            assert b"<f>" not in parts.read(part)
            assert b"<hyperlink" not in parts.read(part)
