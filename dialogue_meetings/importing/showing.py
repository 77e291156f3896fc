"""An import's columns and lines made ready for its pages, and for the file with errors."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from dialogue_meetings.importing.cells import KINDS
from dialogue_meetings.importing.columns import BY_FIELD, PRIVATE, TARGETS, Target, cells
from dialogue_meetings.models import Meeting, MeetingImport
from lhl_portal.ui.tables import Column as TableColumn
from municipalities.recognising import folded
from reform_phases.importing import showing
from reform_phases.importing.files import error_heading
from reform_phases.importing.known import spellings

EXAMPLES = 3  # values of a column that its row on the page shows
MOST_WORDS = 40  # that can be explained at once
LONGEST_EXAMPLE = 60  # characters


class Heading(NamedTuple):
    """One column of the file: where it stands, what it is called, what stands first in it."""

    place: int
    label: str
    examples: list[str]
    is_private: bool


def headings(row: MeetingImport) -> list[Heading]:
    return [
        Heading(place, label, _examples(row, place), row.columns[place] == PRIVATE)
        for place, label in enumerate(row.header)
    ]


def unknown_words(row: MeetingImport) -> list[str]:
    """What the file calls kinds of contact, where neither the portal nor the office has said what it means."""
    if "kind" not in row.columns:
        return []
    place = row.columns.index("kind")
    found = {folded(text): text for line in row.lines if (text := line["written"][place])}
    known = spellings(Meeting.Kind).keys() | KINDS.keys() | row.words.keys()
    return [text for word, text in found.items() if word not in known][:MOST_WORDS]


def columns_of(row: MeetingImport) -> list[Target]:
    """The fields that the file has a column for, and those that it should have."""
    return [target for target in TARGETS if target.required or target.field in row.columns]


def shown(row: MeetingImport, lines: Iterable[dict[str, Any]]) -> list[showing.ShownLine]:
    told = (line | {"cells": cells(line["written"], row.header, row.columns)} for line in lines)
    return showing.shown(told, columns_of(row))


def with_errors(row: MeetingImport) -> list[TableColumn[dict[str, Any]]]:
    """Columns of a file that can be mended and sent again: the lines as they were, and what is wrong with each."""

    def cell(place: int, heading: str) -> TableColumn[dict[str, Any]]:
        return TableColumn(f"k{place}", heading, lambda line: line["written"][place])

    def errors(line: dict[str, Any]) -> str | None:
        said = [f"{BY_FIELD[name].label}: {words}" if name else words for name, words in line["errors"].items()]
        return " ".join(said) or None

    return [*(cell(*each) for each in enumerate(row.header)), TableColumn("feil", error_heading(), errors)]


def _examples(row: MeetingImport, place: int) -> list[str]:
    found: list[str] = []
    for line in row.lines:
        if (text := line["written"][place]) and len(found) < EXAMPLES:
            found.append(text if len(text) <= LONGEST_EXAMPLE else f"{text[:LONGEST_EXAMPLE]} …")
    return found
