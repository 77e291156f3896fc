"""Which files are let in, by what is in them, and what the others are told."""

import random
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from lhl_portal.ui.documents import NotAllowed, examined, recognise
from lhl_portal.ui.documents.kinds import DOCX, JPEG, ODP, ODS, ODT, PDF, PNG, PPTX, XLSX
from lhl_portal.ui.documents.names import LONGEST
from tests.ui import document_files as made
from tests.ui.document_files import linked, office, open_document, relation
from tests.ui.spreadsheet_files import parts, xlsx_file, zipped

MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)

GOOD = {
    "a PDF": (PDF, made.pdf),
    "a picture in PNG": (PNG, made.png),
    "a picture in JPEG": (JPEG, made.jpeg),
    "a picture in JPEG with padding": (JPEG, lambda: made.jpeg().replace(b"\xff\xc0", b"\xff\xff\xc0")),
    "a workbook with a chart and a link": (XLSX, made.workbook_with_a_chart),
    "a workbook from openpyxl": (XLSX, lambda: xlsx_file(["Kommune"])),
    "a letter": (DOCX, lambda: office("docx", relation("hyperlink", "https://www.ks.no/", external=True))),
    "a letter from the office's template": (
        DOCX,
        lambda: office("docx", relation("attachedTemplate", r"file:///C:\Maler\Brev%20med%20logo.dotx", external=True)),
    ),
    "slides with the numbers of a chart inside": (
        PPTX,
        lambda: office("pptx", **{"ppt/embeddings/Microsoft_Excel_Sheet.xlsx": xlsx_file(["Andel", 0.4])}),
    ),
    "text": (ODT, lambda: open_document(content=linked("text:a", "https://www.ks.no/"))),
    "numbers": (ODS, lambda: open_document("spreadsheet", content=linked("draw:image", "Pictures/1.png"))),
    "slides": (ODP, lambda: open_document("presentation")),
}


@pytest.mark.parametrize("name", GOOD)
def test_each_kind_is_known_by_its_content(name):
    kind, make = GOOD[name]

    assert recognise(make()) == kind


UNKNOWN = "Filtypen kan ikke legges ved. Du kan legge ved PDF, Word"
DAMAGED = "Filen er skadet eller ikke hel."
MACROS = "Filen har makroer."
FETCHES = "Filen henter innhold fra andre steder."
HOLDS_FILES = "Filen har andre filer inni seg."
LOCKED = "Filen har passord"
TOO_LARGE = "Filen er for stor når den pakkes ut."
GALLERY = "vnd.sun.star.script:Standard.Module1.Main?language=Basic"

BAD = {
    "nothing": ("Filen er tom.", lambda: b""),
    "a page": (UNKNOWN, lambda: b"<!doctype html><script>alert(1)</script>"),
    "a drawing": (UNKNOWN, lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
    "a program": (UNKNOWN, lambda: b"MZ\x90\x00" + bytes(200)),
    "a page that goes on as a PDF": (UNKNOWN, lambda: b"<html>" + made.pdf()),
    "an animation that goes on as a zip": (UNKNOWN, lambda: b"GIF89a" + office("docx")),
    "a plain zip": (UNKNOWN, lambda: zipped({"a.txt": "a"})),
    "an old document": ("Filen har passord eller er i et eldre Office-format.", lambda: OLE),
    "half a PDF": (DAMAGED, lambda: made.pdf()[:-12]),
    "a PDF with a zip behind": (DAMAGED, lambda: made.pdf() + office("docx")),
    "a PDF whose table lies outside": (DAMAGED, lambda: b"%PDF-1.7\nstartxref\n999\n%%EOF"),
    "half a picture in PNG": (DAMAGED, lambda: made.png()[:-6]),
    "a changed picture in PNG": (DAMAGED, lambda: made.png().replace(b"IDAT", b"IDAR")),
    "a PNG with a page behind": (DAMAGED, lambda: made.png() + b"<html></html>"),
    "half a picture in JPEG": (DAMAGED, lambda: made.jpeg()[:-1]),
    "a JPEG without a picture": (DAMAGED, lambda: b"\xff\xd8\xff\xd9"),
    "a JPEG with a page behind": (DAMAGED, lambda: made.jpeg() + b"<html></html>"),
    "half a letter": (DAMAGED, lambda: office("docx")[:-30]),
    "two zips in a row": (DAMAGED, lambda: office("docx") + office("xlsx")),
    "a part that climbs out": (DAMAGED, lambda: office("docx", **{"word/../../evil.txt": "a"})),
    "a part at the root": (DAMAGED, lambda: office("docx", **{"/etc/passwd": "a"})),
    "a part on a disk": (DAMAGED, lambda: office("docx", **{"C:evil.txt": "a"})),
    "two parts of one name": (DAMAGED, lambda: office("docx", **{"word/Document.xml": "a"})),
    "no main part": (DAMAGED, lambda: zipped(made.office_parts("docx") | {"_rels/.rels": made.relations()})),
    "entities": (DAMAGED, lambda: office("docx", **{"word/_rels/a.rels": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'})),
    "a workbook without types": (UNKNOWN, lambda: zipped(parts())),
    "a slide show": (UNKNOWN, lambda: office("pptx", main_type=f"{made.OOXML}.presentationml.slideshow.main+xml")),
    "macros": (MACROS, lambda: office("docx", **{"word/vbaProject.bin": b"a"})),
    "macros by another name": (MACROS, lambda: office("docx", relation("vbaProject", "innocent.bin"))),
    "a document with macros that says so": (MACROS, lambda: office("docx", main_type=MACRO_TYPE)),
    "a template on the web": (
        FETCHES,
        lambda: office("docx", relation("attachedTemplate", "https://evil.example/a.dotm", external=True)),
    ),
    "a template on another machine": (
        FETCHES,
        lambda: office("docx", relation("attachedTemplate", r"file:///\\evil\a.dotm", external=True)),
    ),
    "a template on another machine, hidden": (
        FETCHES,
        lambda: office("docx", relation("attachedTemplate", "%5C%5Cevil%5Ca.dotm", external=True)),
    ),
    "a picture on the web": (
        FETCHES,
        lambda: office("docx", relation("image", "https://evil.example/a.png", external=True)),
    ),
    "a link to another workbook": (FETCHES, lambda: office("xlsx", **{"xl/externalLinks/externalLink1.xml": "<a/>"})),
    "a program inside": (HOLDS_FILES, lambda: office("docx", **{"word/embeddings/oleObject1.bin": OLE})),
    "a program inside by another name": (HOLDS_FILES, lambda: office("docx", relation("oleObject", "media/a.png"))),
    "a page inside": (HOLDS_FILES, lambda: office("docx", relation("aFChunk", "a.html"))),
    "macros in a document inside": (
        MACROS,
        lambda: office("docx", **{"word/embeddings/a.docx": office("docx", **{"word/vbaProject.bin": b"a"})}),
    ),
    "documents in documents in documents": (
        HOLDS_FILES,
        lambda: office(
            "docx", **{"word/embeddings/a.docx": office("docx", **{"word/embeddings/a.xlsx": xlsx_file(["A"])})}
        ),
    ),
    "a password": (LOCKED, lambda: made.locked(office("docx"))),
    "a bomb": (TOO_LARGE, lambda: office("docx", **{"word/media/a.png": bytes(60_000_000)})),
    "a bomb among what cannot be packed": (
        TOO_LARGE,
        lambda: office("docx", **{"a": random.Random(1).randbytes(1_100_000), "b": bytes(101 * 1024**2)}),
    ),
    "a bomb inside": (
        TOO_LARGE,
        lambda: office("docx", **{"word/embeddings/a.xlsx": office("xlsx", **{"a": bytes(9_000_000)})}),
    ),
    "parts without end": (TOO_LARGE, lambda: office("docx", **{f"a{n}": b"" for n in range(5_001)})),
    "text with a password": (
        LOCKED,
        lambda: open_document(manifest="<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"),
    ),
    "text with macros": (MACROS, lambda: open_document(**{"Basic/Standard/Module1.xml": "<a/>"})),
    "text that runs something": (MACROS, lambda: open_document(content="<script:event-listener/>")),
    "text with a button that runs something": (MACROS, lambda: open_document(content=linked("text:a", GALLERY))),
    "text with a picture on the web": (
        FETCHES,
        lambda: open_document(content=linked("draw:image", "https://evil.example/a.png")),
    ),
    "text with a file beside it": (FETCHES, lambda: open_document(content=linked("draw:object", "../a.ods"))),
    "text with a program inside": (
        HOLDS_FILES,
        lambda: open_document(
            manifest='<manifest:file-entry manifest:media-type="application/vnd.sun.star.oleobject"/>'
        ),
    ),
    "a drawing in OpenDocument": (UNKNOWN, lambda: open_document("graphics")),
}


@pytest.mark.parametrize("name", BAD)
def test_whatever_else_is_refused_with_the_reason(name):
    reason, make = BAD[name]

    with pytest.raises(NotAllowed) as refused:
        recognise(make())

    assert refused.value.messages[0].startswith(reason)


NAMES = {
    "Saksliste.pdf": "Saksliste.pdf",
    "SAKSLISTE.PDF": "SAKSLISTE.pdf",
    "Saksliste": "Saksliste.pdf",
    "Møte 3.2": "Møte 3.2.pdf",
    "C:\\Mine filer\\Saksliste.pdf": "Saksliste.pdf",
    "../../etc/Saksliste.pdf": "Saksliste.pdf",
    "..pdf": "vedlegg.pdf",
    "": "vedlegg.pdf",
    "Saks\r\nliste\x00\x1b.pdf": "Saks liste.pdf",
    "Saks\u202efdp.exe.pdf": "Saksfdp.exe.pdf",
    "Sa\u030ak.pdf": "Såk.pdf",
    "x" * 300 + ".pdf": "x" * (LONGEST - 4) + ".pdf",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_cleaned_and_ends_as_the_content_tells(name):
    assert examined(made.pdf(), name).name == NAMES[name]


@pytest.mark.parametrize("name", ["Saksliste.docx", "faktura.pdf.exe", "side.html"])
def test_a_name_that_says_something_else_than_the_content_is_refused(name):
    ending = name[name.rindex(".") :]

    with pytest.raises(ValidationError) as refused:
        examined(made.pdf(), name)

    assert refused.value.messages == [
        f"Navnet slutter på {ending}, men innholdet er PDF. Gi filen et navn som slutter på .pdf."
    ]


REAL = [make() for _kind, make in GOOD.values()]


@settings(max_examples=300, deadline=None)  # a busy machine is no failure
@given(st.sampled_from(REAL), st.lists(st.tuples(st.integers(0, 2**16), st.binary(max_size=8)), min_size=1, max_size=6))
def test_any_bytes_changed_are_taken_or_refused(content, changes):
    for place, piece in changes:
        at = place % (len(content) + 1)
        content = content[:at] + piece + content[at + len(piece) :]
    with suppress(NotAllowed):  # anything else would be an error page
        recognise(content)
