"""Uploaded lists: what is read, and what is refused and why."""

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from lhl_portal.ui.exports import About, csv_response, xlsx_response
from lhl_portal.ui.spreadsheets import RefusedSheet, Sheet, read_sheet
from lhl_portal.ui.tables import Column, Table
from tests.ui import spreadsheet_files as files
from tests.ui.spreadsheet_files import HEADER, cell, csv_file, parts, row, small_xlsx, xlsx_file, zipped
from tests.ui.test_exports import HARMLESS, PAYLOADS

MIB = 1024 * 1024
NAME_AND_STATUS = (["Navn", "Status"], [["Ås", "innført"]])


def read(content: bytes) -> Sheet:
    return read_sheet(io.BytesIO(content))


def values(content: bytes) -> tuple[list[str], list[list[Any]]]:
    sheet = read(content)
    return sheet.header, [line.values for line in sheet.rows]


def reason(content: bytes) -> str:
    with pytest.raises(RefusedSheet) as refused:
        read(content)
    (message,) = refused.value.messages
    return message


def by_xlsxwriter(**options: Any) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate((["Navn", "Status"], ["Ås", "innført"])):
            sheet.write_row(number, 0, line)
    return file.getvalue()


def hide_first(book: Any) -> None:
    book.create_sheet("Liste").append(["Navn"])
    book.worksheets[1].append(["Stad"])
    book.worksheets[0].sheet_state = "hidden"


def add_sheet(book: Any) -> None:
    book.create_sheet("Om").append(["Noe annet", "=1+1"])


def style_empty(book: Any) -> None:
    for place in ("A9", "BZ3", "A70000"):
        book.active[place].font = openpyxl.styles.Font(bold=True)


def link(book: Any) -> None:
    book.active["A2"].hyperlink = "https://stad.example"


RICH = (
    '<si><r><rPr/><t>St</t></r><r><t xml:space="preserve">ad </t></r><rPh sb="0" eb="1"><t>sutaado</t></rPh></si>'
    "<si><t>Navn</t></si>"
)
STRICT = {
    name: content.replace(files.MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
    for name, content in parts(HEADER + row(cell("Ås"), cell("innført"))).items()
}
PREFIXED = parts() | {
    "xl/worksheets/sheet1.xml": f'<x:worksheet xmlns:x="{files.MAIN}"><x:sheetData><x:row><x:c t="inlineStr"><x:is>'
    "<x:t>Navn</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>"
}


ACCEPTED: dict[str, Any] = {
    "a size that is a lie": (files.declaring(2**30), (["Navn", "Status"], [["a" * 1000, "b"]])),
    "a zip that nobody opens": (files.nested(), (["Navn", "Status"], [])),
    "openpyxl": (xlsx_file(["Navn", "Status"], ["Ås", "innført"]), NAME_AND_STATUS),
    "xlsxwriter, shared texts": (by_xlsxwriter(), NAME_AND_STATUS),
    "xlsxwriter, texts in cells": (by_xlsxwriter(constant_memory=True), NAME_AND_STATUS),
    "strict": (zipped(STRICT), NAME_AND_STATUS),
    "prefixed": (zipped(PREFIXED), (["Navn"], [])),
    "the first sheet only": (xlsx_file(["Navn"], ["Stad"], change=add_sheet), (["Navn"], [["Stad"]])),
    "the first that is visible": (xlsx_file(["Hjelp"], change=hide_first), (["Navn"], [["Stad"]])),
    "a link in a cell": (xlsx_file(["Navn"], ["Stad"], change=link), (["Navn"], [["Stad"]])),
    "empty but styled": (xlsx_file(["Navn"], ["Stad"], change=style_empty), (["Navn"], [["Stad"]])),
    "rich text": (
        small_xlsx('<row><c t="s"><v>1</v></c></row><row><c t="s"><v>0</v></c></row>', strings=RICH),
        (["Navn"], [["Stad"]]),
    ),
    "space and line breaks": (
        small_xlsx(row(cell(" Navn\n på  kommune "))),
        (["Navn på kommune"], []),
    ),
    "UTF-8": (csv_file("Navn;Status\r\nÅs;innført\r\n"), NAME_AND_STATUS),
    "UTF-8 with mark": (csv_file("Navn;Status\r\nÅs;innført\r\n", "utf-8-sig"), NAME_AND_STATUS),
    "UTF-16": (csv_file("\ufeffNavn\tStatus\r\nÅs\tinnført\r\n", "utf-16-le"), NAME_AND_STATUS),
    "UTF-16, big end first": (csv_file("\ufeffNavn\tStatus\r\nÅs\tinnført\r\n", "utf-16-be"), NAME_AND_STATUS),
    "Windows-1252": (csv_file("Navn;Status\r\nÅs;innført\r\n", "cp1252"), NAME_AND_STATUS),
    "commas": (csv_file("Navn,Status\nÅs,innført\n"), NAME_AND_STATUS),
    "tabs": (csv_file("Navn\tStatus\nÅs\tinnført\n"), NAME_AND_STATUS),
    "no last line break": (csv_file("Navn;Status\nÅs;innført"), NAME_AND_STATUS),
    "mixed line breaks": (
        csv_file("Navn;Status\rÅs;innført\r\n\nÅs;innført\n"),
        (["Navn", "Status"], [["Ås", "innført"], ["Ås", "innført"]]),
    ),
    "semicolons before commas": (
        csv_file("Navn;Innbyggere, 80 år\nÅs;1,5\n"),
        (["Navn", "Innbyggere, 80 år"], [["Ås", "1,5"]]),
    ),
    "quotes": (
        csv_file('Navn;Status\n"Ås; ""øst""\nog vest";\n'),
        (["Navn", "Status"], [['Ås; "øst"\nog vest', None]]),
    ),
    "one column": (csv_file("Navn\nÅs\n"), (["Navn"], [["Ås"]])),
    "headings alone": (csv_file("Navn;Status\n"), (["Navn", "Status"], [])),
    "short rows and empty columns": (
        csv_file("Navn;Status;;\n\nÅs\n;;;\n"),
        (["Navn", "Status"], [["Ås", None]]),
    ),
    "the longest text": (csv_file(f"Navn\n{'a' * 2000}\n"), (["Navn"], [["a" * 2000]])),
}


@pytest.mark.parametrize("name", list(ACCEPTED))
def test_a_list_is_read(name):
    content, expected = ACCEPTED[name]

    assert values(content) == expected


def test_rows_are_numbered_as_the_spreadsheet_numbers_them():
    text = csv_file('Navn\n\n"to\nlinjer"\nStad\n')
    book = small_xlsx(f'<row r="2">{cell("Navn")}</row><row r="5">{cell("Stad")}</row>{row(cell("Kinn"))}')

    assert [line.number for line in read(text).rows] == [3, 4]
    assert [line.number for line in read(book).rows] == [5, 6]


def test_values_of_a_workbook_keep_their_types():
    day = datetime(2021, 12, 31, 14, 30)  # noqa: DTZ001  Excel knows no time zones
    content = xlsx_file(["Verdi", "Slutt"], [day, 1], [-5, 1], [0.25, 1], [True, 1], ["0301", 1], [None, 1])

    found = [line.values[0] for line in read(content).rows]

    assert found == [date(2021, 12, 31), -5, 0.25, True, "0301", None]
    assert [type(value) for value in found] == [date, int, float, bool, str, type(None)]


@pytest.mark.parametrize("epoch", [openpyxl.utils.datetime.WINDOWS_EPOCH, openpyxl.utils.datetime.MAC_EPOCH])
def test_dates_are_the_same_whether_days_are_counted_from_1900_or_1904(epoch):
    def count_from(book: Any) -> None:
        book.epoch = epoch

    content = xlsx_file(["Dato"], [date(2021, 2, 28)], [date(1990, 1, 1)], change=count_from)

    assert values(content) == (["Dato"], [[date(2021, 2, 28)], [date(1990, 1, 1)]])


def test_a_date_in_a_format_of_the_users_own_is_a_date_and_a_duration_is_not():
    def formats(book: Any) -> None:
        book.active["A2"].number_format = 'dddd d. mmmm yyyy "kl."'
        book.active["A3"].number_format = "[h]:mm"
        book.active["A4"].number_format = '0 "dager"'

    content = xlsx_file(["Verdi"], [44_561], [36], [14], change=formats)

    assert values(content)[1] == [[date(2021, 12, 31)], [36], [14]]


@pytest.mark.parametrize("text", ["=cmd|'/c calc'!A0", "+47 55", "-1", "@SUM(A1)", "1e5", "1 000"])
def test_text_in_a_csv_is_nothing_but_text(text):
    assert values(csv_file(f"Verdi\n{text}\n")) == (["Verdi"], [[text]])


@pytest.mark.parametrize("respond", [csv_response, xlsx_response])
def test_what_the_portal_exports_it_also_reads(respond):
    column: Column[str] = Column("verdi", "Verdi", lambda row: row)
    texts = [text for text in [*PAYLOADS, *HARMLESS] if "\x1f" not in text and "_x003D_" not in text]
    about = About("Liste", date(2021, 12, 31), datetime(2022, 1, 3, tzinfo=UTC), "")
    content = respond(Table([column], texts), about).content

    found = [line.values[0] for line in read(content).rows]

    assert found == [text.replace("\r", "\n").strip() for text in texts]


def test_the_largest_list_is_read():
    content = csv_file("\n".join([";".join(f"k{n}" for n in range(60)), *[";".join("a" * 60)] * 5000]))

    sheet = read(content)

    assert (len(sheet.header), len(sheet.rows)) == (60, 5000)


NOT_EXCEL = "Filen er ikke en Excel-fil. Lagre den som .xlsx eller .csv."
NOT_READ = "Filen kan ikke leses. Lagre den på nytt som .xlsx eller .csv."
NO_TEXT = "Filen er ikke et regneark eller en tekstfil. Lagre den som .xlsx eller .csv."
OLD = "Filen har passord eller er i et eldre Excel-format. Lagre den som .xlsx uten passord."
MACROS = "Filen har makroer. Lagre den som .xlsx uten makroer."
LINKED = "Filen henter innhold fra andre filer. Lim inn verdiene i en ny fil."
UNPACKED = "Filen er for stor når den pakkes ut. Lim inn radene i en ny fil."
ERROR = "Celle B1 har en feilverdi (#REF!)."
QUOTE = "Rad 2 kan ikke leses. Se etter et anførselstegn som mangler eller er for mye."


REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "Filen er tom."),
    "space": (b" \r\n;;\r\n", "Filen er tom."),
    "a sheet without cells": (xlsx_file(), "Filen er tom."),
    "too large": (b"a" * (20 * MIB + 1), "Filen er for stor. Den kan være på høyst 20 MB."),
    "an old workbook or a locked one": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504), OLD),
    "a locked zip": (files.encrypted(), "Filen har passord. Lagre den uten."),
    "macros": (files.with_part("xl/vbaProject.bin"), MACROS),
    "old macros": (files.with_part("xl/macrosheets/sheet1.xml"), MACROS),
    "buttons": (files.with_part("xl/activeX/activeX1.xml"), MACROS),
    "links to other workbooks": (files.with_part("xl/externalLinks/externalLink1.xml"), LINKED),
    "embedded files": (files.with_part("xl/embeddings/oleObject1.bin"), LINKED),
    "a database": (files.with_part("xl/connections.xml"), LINKED),
    "a text document": (zipped({"word/document.xml": "<w/>", "[Content_Types].xml": "<t/>"}), NOT_EXCEL),
    "OpenDocument": (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), NOT_EXCEL),
    "another packing": (zipped(parts(HEADER), zipfile.ZIP_BZIP2), NOT_EXCEL),
    "an empty zip": (zipped({}), NOT_EXCEL),
    "a PDF": (b"%PDF-1.7\n\x00\x01", NO_TEXT),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", NO_TEXT),
    "NUL": (csv_file("Navn\nSt\x00ad\n"), NO_TEXT),
    "UTF-16 without mark": (csv_file("Navn\nStad\n", "utf-16-le"), NO_TEXT),
    "cut off": (xlsx_file(["Navn"])[:-100], NOT_READ),
    "cut off early": (xlsx_file(["Navn"])[:100], NOT_READ),
    "damaged": (files.damaged(), NOT_READ),
    "a size that is too small": (files.declaring(10), NOT_READ),
    "too many entries": (files.many_entries(200), UNPACKED),
    "XML that ends early": (small_xlsx("<row>"), NOT_READ),
    "entities": (files.entities(), NOT_READ),
    "a file of the server's": (files.external_entity(), NOT_READ),
    "a sheet that is not there": (zipped({k: v for k, v in parts().items() if "sheet1" not in k}), NOT_READ),
    "a shared text that is not there": (small_xlsx('<row><c t="s"><v>7</v></c></row>'), NOT_READ),
    "a shared text from the end": (small_xlsx('<row><c t="s"><v>-1</v></c></row>', strings="<si/>"), NOT_READ),
    "no number": (small_xlsx(HEADER + "<row><c><v>nan</v></c></row>"), NOT_READ),
    "no row number": (small_xlsx('<row r="x"/>'), NOT_READ),
    "rows out of order": (small_xlsx('<row r="2"/><row r="1"/>'), NOT_READ),
    "a cell that comes twice": (small_xlsx('<row><c r="B1"/><c r="B1"/></row>'), NOT_READ),
    "no column": (small_xlsx('<row><c r="AAAAA1"/></row>'), NOT_READ),
    "a formula": (xlsx_file(["Navn"], ["=1+1"]), "Celle A2 har en formel. Lim inn verdien i stedet."),
    "an error": (small_xlsx('<row><c r="B1" t="e"><v>#REF!</v></c></row>'), ERROR),
    "a day that does not exist": (
        small_xlsx(
            f'{HEADER}<row><c s="0"><v>9e9</v></c></row>',
            styles='<cellXfs><xf numFmtId="14"/></cellXfs>',
        ),
        "Celle A2 har en dato som ikke finnes.",
    ),
    "an escaped NUL": (small_xlsx(row(cell("St_x0000_ad"))), "Celle A1 har tegn som ikke er tekst."),
    "half a letter": (small_xlsx(row(cell("St_xD83C_ad"))), "Celle A1 har tegn som ikke er tekst."),
    "a bell": (csv_file("Navn\nSt\x07ad\n"), "Celle A2 har tegn som ikke er tekst."),
    "a long text": (csv_file(f"Navn\n{'a' * 2001}\n"), "Celle A2 har mer enn 2000 tegn."),
    "many rows": (csv_file("Navn\n" + "Stad\n" * 5001), "Filen har mer enn 5000 rader. Del den opp."),
    "many columns": (csv_file(";".join("abc" * 21)), "Filen har mer enn 60 kolonner."),
    "a far column": (small_xlsx('<row><c r="BI1"><v>1</v></c></row>'), "Filen har mer enn 60 kolonner."),
    "the same heading": (csv_file("Navn; NAVN \n"), "Overskriften «NAVN» står to ganger."),
    "no heading": (csv_file("Navn;;Status\n"), "Kolonne B mangler overskrift."),
    "a heading that is a number": (xlsx_file(["Navn", 2021]), "Overskriften i kolonne B må være tekst."),
    "a value outside": (csv_file("Navn\nStad;x\n"), "Rad 2 har en verdi i kolonne B, som ikke har noen overskrift."),
    "a quote that never ends": (csv_file('Navn\n"Stad\n'), QUOTE),
    "text after a quote": (csv_file('Navn;Status\n"Stad"x;y\n'), QUOTE),
    "half of UTF-16": (csv_file("\ufeffNavn\n", "utf-16-le") + b"\x00", NOT_READ),
}


@pytest.mark.parametrize("name", list(REFUSED))
def test_a_file_that_cannot_be_used_is_refused_with_the_reason(name):
    content, message = REFUSED[name]

    assert reason(content) == message


def test_a_refusal_stands_beside_the_field_of_a_form():
    class UploadForm(forms.Form):
        fil = forms.FileField()

        def clean_fil(self) -> Sheet:
            return read_sheet(self.cleaned_data["fil"])

    form = UploadForm({}, {"fil": SimpleUploadedFile("liste.xlsx", b"Navn;;Status\n")})

    assert form.errors == {"fil": ["Kolonne B mangler overskrift."]}
