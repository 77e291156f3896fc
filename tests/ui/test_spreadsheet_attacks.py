"""Files made to fill the memory or to break what reads them: each is refused, or read like any other."""

import io
import tracemalloc
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lhl_portal.ui.spreadsheets import RefusedSheet, read_sheet
from tests.ui.spreadsheet_files import BOMBS, HEADER, small_xlsx, xlsx_file, zipped

MIB = 1024 * 1024
often = settings(max_examples=500, deadline=None)  # a busy machine is no failure


@pytest.mark.parametrize("name", list(BOMBS))
def test_a_bomb_is_refused_before_it_fills_the_memory(name):
    content = BOMBS[name]()
    assert len(content) < 20 * MIB

    tracemalloc.start()
    try:
        with pytest.raises(RefusedSheet):
            read_sheet(io.BytesIO(content))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 256 * MIB


def read_or_refused(content: bytes) -> None:
    """Passes for whatever is read or refused; anything else would be an error page."""
    try:
        sheet = read_sheet(io.BytesIO(content))
    except RefusedSheet:
        return
    assert len(sheet.header) == len(set(sheet.header)) > 0
    for line in sheet.rows:
        assert len(line.values) == len(sheet.header)
        for value in line.values:
            assert "\x00" not in str(value)
            str(value).encode()


REAL = xlsx_file(["Navn", "Dato", "Tall"], ["Ås", date(2021, 1, 1), 1.5], ["Stad", None, 2])
REAL_PARTS = {
    name: zipfile.ZipFile(io.BytesIO(REAL)).read(name) for name in zipfile.ZipFile(io.BytesIO(REAL)).namelist()
}
edits = st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 2), st.binary(max_size=8)), min_size=1, max_size=8)


def edited(content: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    """`content` with bytes written over, put in or taken out at some places."""
    for place, kind, piece in changes:
        at = place % (len(content) + 1)
        content = content[:at] + (b"" if kind == 2 else piece) + content[at + (0 if kind == 1 else len(piece)) :]
    return content


@pytest.mark.parametrize("start", [b"", b"PK\x03\x04", b"\xff\xfe"])
@often
@given(content=st.binary())
def test_any_bytes_are_read_or_refused(start, content):
    read_or_refused(start + content)


@often
@given(st.text(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
def test_any_text_is_read_or_refused(text, encoding):
    read_or_refused(text.encode(encoding, "ignore"))


@often
@given(edits)
def test_a_workbook_with_any_bytes_changed_is_read_or_refused(changes):
    read_or_refused(edited(REAL, changes))


@often
@given(st.sampled_from(sorted(REAL_PARTS)), edits)
def test_a_workbook_with_any_part_of_it_changed_is_read_or_refused(name, changes):
    read_or_refused(zipped(REAL_PARTS | {name: edited(REAL_PARTS[name], changes)}))


@often
@given(st.text(alphabet='<>/"= rctsvf&;0123AZ\n', max_size=60))
def test_a_sheet_of_any_markup_is_read_or_refused(markup):
    read_or_refused(small_xlsx(HEADER + markup))
