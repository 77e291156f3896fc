"""Reading reference files: what is a row, and on which line it stands."""

from datetime import date

import pytest

from lhl_portal.access.reading import Problems, is_organisation_number, read_table

HEAD = "# Kilde: en prøve\n# Dato: 2024-01-01\n"


@pytest.fixture
def problems():
    return Problems()


@pytest.fixture
def read(tmp_path, problems):
    """Reads a file with this content and tells the names and periods in it."""

    def read(content, make=lambda row: (row.place.line, row.text("name"), *row.period())):
        path = tmp_path / "prøve.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_table(path, ["name", "valid_from", "valid_to"], make, problems)

    return read


def test_a_row_knows_its_line_and_an_empty_end_is_open(read, problems):
    rows = read(HEAD + "name,valid_from,valid_to\nA,2020-01-01,2021-01-01\n\nB,2021-01-01,\n")

    assert rows == [(4, "A", date(2020, 1, 1), date(2021, 1, 1)), (6, "B", date(2021, 1, 1), None)]
    assert not problems


def test_a_row_over_two_lines_stands_where_it_begins(read):
    rows = read(HEAD + 'name,valid_from,valid_to\n"A\nB",2020-01-01,\nC,2020-01-01,\n')

    assert [line for line, *_ in rows] == [4, 6]


def test_the_byte_order_mark_and_line_ends_of_windows_are_accepted(read, problems):
    text = (HEAD + "name,valid_from,valid_to\nÅ,2020-01-01,\n").replace("\n", "\r\n")

    assert read(text.encode("utf-8-sig")) == [(4, "Å", date(2020, 1, 1), None)]
    assert not problems


def test_other_columns_are_refused(read, problems):
    assert read(HEAD + "name,from,to\nA,2020-01-01,\n") == []

    assert problems.lines() == ["prøve.csv, linje 3: kolonnene skal være name,valid_from,valid_to"]


def test_a_file_without_rows_or_header_is_refused(read, problems):
    read(HEAD)

    assert problems.lines() == ["prøve.csv: filen er tom"]


def test_the_good_rows_are_read_beside_the_broken_ones(read, problems):
    rows = read(HEAD + "name,valid_from,valid_to\nA,i går,\nB,2020-02-30,\nC,2020-02-28,\n,2020-01-01,\n")

    assert [name for _, name, *_ in rows] == ["C"]
    assert [line.split(":")[0] for line in problems.lines()] == [f"prøve.csv, linje {n}" for n in (4, 5, 7)]


@pytest.mark.parametrize("number", ["974761319", "983544622"])
def test_an_organisation_number_has_a_check_digit(number):
    assert is_organisation_number(number)
    assert not is_organisation_number(number[:8] + str((int(number[8]) + 1) % 10))


@pytest.mark.parametrize("number", ["", "97476131", "9747613190", "97476131x", "٩٧٤٧٦١٣١٩", "000000010"])
def test_what_is_not_nine_digits_with_a_possible_check_digit_is_no_organisation_number(number):
    assert not is_organisation_number(number)
