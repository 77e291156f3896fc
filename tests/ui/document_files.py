"""Makes the documents that people attach, good ones and bad ones. None is stored: they are small and told by name."""

import struct
import zipfile
import zlib
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.chart import BarChart

from tests.ui.spreadsheet_files import RELATION, RELATIONS, zipped

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
OOXML = "application/vnd.openxmlformats-officedocument"
MAIN = {
    "docx": (f"{OOXML}.wordprocessingml.document.main+xml", "word/document.xml"),
    "xlsx": (f"{OOXML}.spreadsheetml.sheet.main+xml", "xl/workbook.xml"),
    "pptx": (f"{OOXML}.presentationml.presentation.main+xml", "ppt/presentation.xml"),
}
ODF = "application/vnd.oasis.opendocument"


def pdf(middle: bytes = b"") -> bytes:
    start = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n" + middle
    table = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Root 1 0 R >>\n"
    return start + table + b"startxref\n%d\n%%%%EOF\n" % len(start)


def png(pixel: bytes = b"\x10\x20\x30") -> bytes:
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\x00" + pixel)),
        (b"IEND", b""),
    ]
    body = (struct.pack(">I", len(d)) + kind + d + struct.pack(">I", zlib.crc32(kind + d)) for kind, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


def jpeg() -> bytes:
    """The segments of one; what they would show is nothing."""
    app = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\x00" + bytes(9)
    frame = b"\xff\xc0" + struct.pack(">H", 11) + bytes((8, 0, 1, 0, 1, 1, 1, 0x11, 0))
    scan = b"\xff\xda" + struct.pack(">H", 8) + bytes((1, 1, 0, 0, 63, 0))
    return b"\xff\xd8" + app + frame + scan + b"\x12\x34" + b"\xff\xd9"


def relations(*rows: str) -> str:
    return f'<Relationships xmlns="{RELATIONS}">{"".join(rows)}</Relationships>'


def relation(kind: str, target: str, *, external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="r{abs(hash(target))}" Type="{RELATION}/{kind}" Target="{target}"{mode}/>'


def office_parts(ending: str, *references: str, main_type: str = "", **more: Any) -> dict[str, Any]:
    """The smallest package; `references` stand in the main part's, `more` are further parts."""
    kind, path = MAIN[ending]
    folder, _slash, name = path.rpartition("/")
    override = f'<Override PartName="/{path}" ContentType="{main_type or kind}"/>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}">{override}</Types>',
        "_rels/.rels": relations(relation("officeDocument", path)),
        path: "<document/>",
        f"{folder}/_rels/{name}.rels": relations(*references),
        **more,
    }


def office(ending: str, *references: str, main_type: str = "", **more: Any) -> bytes:
    return zipped(office_parts(ending, *references, main_type=main_type, **more))


def workbook_with_a_chart() -> bytes:
    """As openpyxl writes it, which is as Excel does."""
    book = openpyxl.Workbook()
    book.active.append(["År", 1])
    book.active["A1"].hyperlink = "https://www.ks.no/"
    book.active.add_chart(BarChart(), "C3")
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def open_document(ending: str = "text", *, content: str = "", manifest: str = "", **more: Any) -> bytes:
    """`content` is what stands in the body, `manifest` further entries of the table of contents."""
    spaces = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (("office", "office"), ("text", "text"), ("draw", "drawing"), ("script", "script"))
    )
    body = f'<office:document-content{spaces} xmlns:xlink="http://www.w3.org/1999/xlink">{content}'
    listed = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", f"{ODF}.{ending}", zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", f"{listed}{manifest}</manifest:manifest>")
        archive.writestr("content.xml", f"{body}</office:document-content>")
        for name, part in more.items():
            archive.writestr(name, part)
    return file.getvalue()


def linked(element: str, href: str) -> str:
    return f'<{element} xlink:href="{href}" xlink:type="simple"/>'


def locked(content: bytes) -> bytes:
    """Every entry says that it needs a password."""
    changed = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = changed.find(signature)
        while place >= 0:
            changed[place + offset] |= 1
            place = changed.find(signature, place + 4)
    return bytes(changed)
