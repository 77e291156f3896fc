"""An import's lines made ready for its page, and for the file with errors."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from lhl_portal.ui.tables import Column as TableColumn
from municipalities.recognising import folded
from reform_phases.importing.checking import NEW, SAME
from reform_phases.importing.files import error_heading
from reform_phases.importing.kinds import KINDS, Column
from reform_phases.models import Import


class ShownCell(NamedTuple):
    """`text` is what the cell was read as, or what stands there where that went wrong.

    `written` is what stands there where one cannot see it from `text`.
    """

    text: str
    written: str
    error: str


class ShownLine(NamedTuple):
    number: int
    cells: list[ShownCell]
    outcome: str
    said: str


def columns_of(row: Import) -> list[Column]:
    """Those that the file has something in, and those that it should have."""
    filled = {name for line in row.lines for name, text in line["cells"].items() if text}
    return [column for column in KINDS[row.kind].columns if column.required or column.field in filled]


def shown(lines: Iterable[dict[str, Any]], columns: Iterable[Column]) -> list[ShownLine]:
    columns = list(columns)
    return [
        ShownLine(
            line["number"],
            [_cell(line, column) for column in columns],
            line["outcome"],
            line["errors"].get("") or line["note"],
        )
        for line in lines
    ]


def with_errors(row: Import) -> list[TableColumn[dict[str, Any]]]:
    """Columns of a file that can be mended and sent again: each line as it was, and what is wrong with it."""

    def cell(column: Column) -> TableColumn[dict[str, Any]]:
        return TableColumn(column.field, column.label, lambda line: line["cells"].get(column.field) or None)

    def errors(line: dict[str, Any]) -> str | None:
        labels = {column.field: str(column.label) for column in KINDS[row.kind].columns}
        said = [f"{labels[name]}: {words}" if name else words for name, words in line["errors"].items()]
        return " ".join(said) or None

    return [*map(cell, columns_of(row)), TableColumn("feil", error_heading(), errors)]


def overtaken(before: Iterable[dict[str, Any]], now: Iterable[dict[str, Any]]) -> list[int]:
    """Numbers of the lines that were new `before`, and say `now` what the portal has already."""
    return [
        line["number"]
        for shown, line in zip(before, now, strict=True)
        if (shown["outcome"], line["outcome"]) == (NEW, SAME)
    ]


def _cell(line: dict[str, Any], column: Column) -> ShownCell:
    written, error = line["cells"].get(column.field, ""), line["errors"].get(column.field, "")
    text = written if error else line["shown"].get(column.field) or written
    evident = column.day or folded(written) in folded(text)
    return ShownCell(text, "" if evident else written, error)
