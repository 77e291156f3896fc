"""Makes the files that people and attackers upload. None is stored: a bomb is small only as long as it is packed."""

import io
import random
import struct
import zipfile
from typing import Any

import openpyxl

TYPES = "http://schemas.openxmlformats.org"
MAIN = f"{TYPES}/spreadsheetml/2006/main"
RELATION = f"{TYPES}/officeDocument/2006/relationships"
RELATIONS = f"{TYPES}/package/2006/relationships"


def csv_file(text: str, encoding: str = "utf-8") -> bytes:
    return text.encode(encoding)


def xlsx_file(*rows: list[Any], change: Any = None) -> bytes:
    """A workbook as openpyxl writes it. `change` gets it before it is saved."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def parts(
    sheet: str = "", *, strings: str = "", styles: str = "", book: str = "", **more: str | bytes
) -> dict[str, Any]:
    """The parts of the smallest workbook there is; `sheet` is what stands in its rows, `more` further parts."""
    relations = {"rId1": "worksheet", "rId2": "sharedStrings", "rId3": "styles"}
    targets = {"rId1": "worksheets/sheet1.xml", "rId2": "sharedStrings.xml", "rId3": "styles.xml"}
    return {
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="rId1" Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": book
        or f'<workbook xmlns="{MAIN}" xmlns:r="{RELATION}"><sheets>'
        '<sheet name="Ark" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">'
        + "".join(
            f'<Relationship Id="{key}" Type="{RELATION}/{kind}" Target="{targets[key]}"/>'
            for key, kind in relations.items()
        )
        + "</Relationships>",
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>',
        **more,
    }


def zipped(contents: dict[str, Any], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return file.getvalue()


def small_xlsx(sheet: str = "", **more: Any) -> bytes:
    return zipped(parts(sheet, **more))


def padded(contents: dict[str, Any]) -> bytes:
    """With so much that cannot be packed that the file as a whole is packed no more than a plain one."""
    return zipped(contents | {"xl/media/image1.png": random.Random(1).randbytes(300_000)})


def cell(text: str) -> str:
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def row(*cells: str) -> str:
    return f"<row>{''.join(cells)}</row>"


HEADER = row(cell("Navn"), cell("Status"))


def with_part(name: str) -> bytes:
    return zipped(parts(HEADER) | {name: b"x"})


def encrypted() -> bytes:
    """Every entry says that it needs a password."""
    content = bytearray(small_xlsx(HEADER))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(signature)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(signature, place + 4)
    return bytes(content)


def declaring(size: int) -> bytes:
    """The sheet says that it unpacks to `size` bytes, whatever it does."""
    content = bytearray(small_xlsx(HEADER + row(cell("a" * 1000), cell("b"))))
    for signature, size_at, name_at in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        place = content.find(signature)
        while place >= 0:
            if content[place + name_at :].startswith(b"xl/worksheets/sheet1.xml"):
                struct.pack_into("<I", content, place + size_at, size)
            place = content.find(signature, place + 4)
    return bytes(content)


def many_entries(count: int) -> bytes:
    return zipped(parts(HEADER) | {f"xl/media/{number}.txt": b"" for number in range(count)}, zipfile.ZIP_STORED)


def nested() -> bytes:
    """A workbook in whose parts lie zips of zips."""
    inner = zipped({f"{number}.txt": b"0" * 1_000_000 for number in range(40)})
    return zipped(parts(HEADER) | {"xl/inner.zip": inner})


def damaged() -> bytes:
    """One byte of the packed sheet is another."""
    content = bytearray(small_xlsx(HEADER))
    place = content.index(b"xl/worksheets/sheet1.xml") + len("xl/worksheets/sheet1.xml") + 40
    content[place] ^= 0xFF
    return bytes(content)


def entities() -> bytes:
    """Ten levels of entities, each ten of the one below."""
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    sheet = f'<!DOCTYPE x [<!ENTITY a0 "ha">{levels}]><worksheet xmlns="{MAIN}"><sheetData>{row(cell("&a9;"))}'
    return zipped(parts() | {"xl/worksheets/sheet1.xml": f"{sheet}</sheetData></worksheet>"})


def external_entity() -> bytes:
    sheet = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet xmlns="{MAIN}"><sheetData>'
    return zipped(parts() | {"xl/worksheets/sheet1.xml": f"{sheet}{row(cell('&a;'))}</sheetData></worksheet>"})


def attributes(count: int) -> str:
    return " ".join(f"a{number}=''" for number in range(count))


BOMBS = {
    "cells of a gigabyte": lambda: small_xlsx(HEADER + row(cell("a" * 60_000_000))),
    "a million rows": lambda: padded(parts(HEADER + "<row/>" * 1_200_000)),
    "a million cells in a row": lambda: padded(parts(HEADER + row("<c/>" * 1_200_000))),
    "a million shared texts": lambda: padded(parts(HEADER, strings="<si><t/></si>" * 1_200_000)),
    "a million styles": lambda: padded(parts(HEADER, styles=f"<cellXfs>{'<xf/>' * 1_200_000}</cellXfs>")),
    "attributes that are all different": lambda: padded(parts("".join(f"<x a{n}=''/>" for n in range(900_000)))),
    "names that are all different": lambda: padded(parts("".join(f"<x{n}/>" for n in range(1_200_000)))),
    "a tag with a million attributes": lambda: padded(parts(f"<x {attributes(1_200_000)}/>")),
    "a comment of many megabytes": lambda: padded(parts(f"<!--{'a' * 15_000_000}-->{HEADER}")),
    "elements in elements": lambda: padded(parts("<a>" * 1_000_000)),
    "a text of many megabytes": lambda: padded(parts(row(cell("a" * 15_000_000)))),
    "entries without end": lambda: many_entries(20_000),
    "entities of entities": entities,
    "a line of many megabytes": lambda: csv_file("a" * 19_000_000),
    "lines without anything": lambda: csv_file("Navn\n" + "\n" * 19_000_000),
    "wide letters": lambda: csv_file("Navn;Status\n" + "\U0001f332;b\n" * 2_000_000),
}
