"""The files themselves: which cell is which in one that comes, and templates to fill in."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from lhl_portal.ui.exports import sheet_name
from lhl_portal.ui.spreadsheets import RefusedSheet, Sheet, Value
from municipalities.recognising import folded
from reform_phases.importing.checking import Written
from reform_phases.importing.kinds import Column, Kind
from reform_phases.models import Reform, Solution

MOST_ROWS = 5000  # that the template prepares for
WIDTH = 22  # characters


def cells_of(kind: Kind, sheet: Sheet) -> list[Written]:
    """Each line by field, as text. Raises RefusedSheet where a heading is unknown or missing, or there are no lines.

    The column that our own list of errors adds is left out.
    """
    columns = [_column(kind, heading) for heading in sheet.header]
    known = [column.field for column in columns if column]
    if twice := next((column for column in kind.columns if known.count(column.field) > 1), None):
        raise RefusedSheet(_("Overskriften «%(heading)s» står to ganger.") % {"heading": twice.label})
    missing = [str(column.label) for column in kind.columns if column.required and column not in columns]
    if missing:
        raise RefusedSheet(
            _("Filen mangler kolonnen %(missing)s. Bruk overskriftene i malen.") % {"missing": ", ".join(missing)}
        )
    if not sheet.rows:
        raise RefusedSheet(_("Filen har overskrifter, men ingen rader."))
    return [
        Written(
            line.number,
            {column.field: _text(value, column) for column, value in zip(columns, line.values, strict=True) if column},
        )
        for line in sheet.rows
    ]


def template(label: str, columns: Iterable[Column], extension: str) -> bytes:
    """An empty list with the headings; as a workbook with a sheet that explains them and lists what may be written."""
    asked = [column for column in columns if column.field != "reform" or Reform.objects.count() > 1]
    return _workbook(label, asked) if extension == "xlsx" else _text_file(asked)


def error_heading() -> str:
    return _("Feil")


def _column(kind: Kind, heading: str) -> Column | None:
    """The column with this heading in any language of the portal; None for the one with errors."""
    asked = folded(heading)
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            if asked == folded(error_heading()):
                return None
            for column in kind.columns:
                if asked == folded(str(column.label)):
                    return column
    raise RefusedSheet(
        _("Kolonnen «%(heading)s» er ukjent. Kolonnene er: %(columns)s.")
        % {"heading": heading[:60], "columns": ", ".join(str(column.label) for column in kind.columns)}
    )


def _text(value: Value, column: Column) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Ja") if value else _("Nei")
    if isinstance(value, date):
        return f"{value.day}.{value.month}" if column.codes else value.isoformat()
    return str(value)


def _text_file(columns: list[Column]) -> bytes:
    file = io.StringIO()
    csv.writer(file, delimiter=";", lineterminator="\r\n").writerow(column.label for column in columns)
    return file.getvalue().encode("utf-8-sig")


def _workbook(label: str, columns: list[Column]) -> bytes:
    file = io.BytesIO()
    with Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"title": label})
        looks = _Looks(workbook)
        rows = workbook.add_worksheet(sheet_name(label, taken=_("Veiledning")))
        guidance, choices = workbook.add_worksheet(_("Veiledning")), workbook.add_worksheet(_("Valg"))
        _write_list(rows, columns, looks)
        _write_guidance(guidance, columns, looks)
        for place, column in enumerate(column for column in columns if column.choices):
            _offer(rows, columns.index(column), column, choices, place)
    return file.getvalue()


class _Looks:
    """How cells are formatted. A text stays what was written, or 3.4 becomes the third of April."""

    def __init__(self, workbook: Workbook) -> None:
        self.bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.text = workbook.add_format({"num_format": "@"})
        self.day = workbook.add_format({"num_format": "dd.mm.yyyy"})
        self.wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})


def _write_list(sheet: Worksheet, columns: list[Column], looks: _Looks) -> None:
    for place, column in enumerate(columns):
        sheet.set_column(place, place, WIDTH, looks.day if column.day else looks.text)
        sheet.write_string(0, place, str(column.label), looks.bold)
    sheet.freeze_panes(1, 0)


def _offer(rows: Worksheet, at: int, column: Column, choices: Worksheet, place: int) -> None:
    """The choices of a column, as a menu in each of its cells. They stand in a sheet: a rule has room for few."""
    labels = [str(label) for label in column.choices.labels] if column.choices else []
    choices.set_column(place, place, 2 * WIDTH)
    choices.write_column(0, place, labels)
    area = xl_range_abs(0, place, len(labels) - 1, place)
    # A warning only: what the menu does not have may still be right, as in another language.
    rule = {"validate": "list", "source": f"='{choices.get_name()}'!{area}", "error_type": "warning"}
    rows.data_validation(1, at, MOST_ROWS, at, rule)


def _write_guidance(sheet: Worksheet, columns: list[Column], looks: _Looks) -> None:
    for place, width in enumerate((WIDTH, WIDTH // 2, 4 * WIDTH)):
        sheet.set_column(place, place, width)
    for number, line in enumerate(_guidance(columns)):
        for place, words in enumerate(line):
            sheet.write_string(number, place, words, looks.bold if number == 0 or place == 0 else looks.wrapped)


def _guidance(columns: list[Column]) -> Iterator[tuple[str, ...]]:
    yield _("Kolonne"), _("Må fylles ut"), _("Hva du skriver")
    for column in columns:
        told = [str(column.help)] if column.help else []
        if column.choices:
            told.append(_("Velg blant: %(choices)s.") % {"choices": ", ".join(map(str, column.choices.labels))})
        yield str(column.label), _("Ja") if column.required else _("Nei"), " ".join(told)
    yield ()
    yield (_("Løsninger"),)
    for solution in Solution.objects.select_related("area").order_by("area__reform", "area__code", "code"):
        yield solution.code, "", solution.name
