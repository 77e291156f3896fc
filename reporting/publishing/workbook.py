"""An edition as a workbook, from its manifest alone, in the language form of the office.

Four sheets: the figures, the municipalities of each figure, *Om tallene*, and what every column means. The same edition
in the same state gives the same bytes.
"""

import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date
from typing import Any, NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from xlsxwriter import Workbook

from lhl_portal.ui.exports import Sheet
from lhl_portal.ui.tables import Value
from reporting.models import Edition

TEXT, NUMBER, DAY = gettext_lazy("tekst"), gettext_lazy("tall"), gettext_lazy("dato")


class Column(NamedTuple):
    """A column of a sheet, of what kind its cells are, and what it means to a reader."""

    label: Any
    kind: Any
    meaning: Any
    value: Callable[[dict[str, Any]], Value]


FIGURES = (
    Column(
        gettext_lazy("Kode"), TEXT, gettext_lazy("Tallets kode, den samme i alle utgaver."), lambda row: row["code"]
    ),
    Column(gettext_lazy("Kapittel"), TEXT, gettext_lazy("Rapportens kapittel."), lambda row: row["chapter_title"]),
    Column(gettext_lazy("Tall"), TEXT, gettext_lazy("Hva som er talt."), lambda row: row["label"]),
    Column(gettext_lazy("Antall"), NUMBER, gettext_lazy("Kommuner som teller med."), lambda row: row["value"]),
    Column(
        gettext_lazy("Av"), NUMBER, gettext_lazy("Kommuner i grunnlaget på skjæringsdatoen."), lambda row: row["base"]
    ),
    Column(
        gettext_lazy("Prosent"),
        NUMBER,
        gettext_lazy("Antall av grunnlaget, med én desimal. Tom når grunnlaget er tomt."),
        lambda row: round(100 * row["value"] / row["base"], 1) if row["base"] else None,
    ),
    Column(gettext_lazy("Definisjon"), TEXT, gettext_lazy("Regelen tallet følger."), lambda row: row["definition"]),
    Column(
        gettext_lazy("Definisjonens versjon"),
        NUMBER,
        gettext_lazy("Nummer på regelen. Tom i utgaver fra før reglene ble nummerert."),
        lambda row: row.get("version"),
    ),
    Column(gettext_lazy("Teller"), TEXT, gettext_lazy("Hva antallet er et antall av."), lambda row: row["numerator"]),
    Column(gettext_lazy("Grunnlag"), TEXT, gettext_lazy("Hva antallet er regnet av."), lambda row: row["base_label"]),
    Column(gettext_lazy("Kilde"), TEXT, gettext_lazy("Hvor opplysningene kommer fra."), lambda row: row["source"]),
)
MUNICIPALITIES = (
    Column(
        gettext_lazy("Kode"), TEXT, gettext_lazy("Tallets kode, den samme i alle utgaver."), lambda row: row["code"]
    ),
    Column(gettext_lazy("Tall"), TEXT, gettext_lazy("Hva som er talt."), lambda row: row["label"]),
    Column(
        gettext_lazy("Kommunenummer"),
        TEXT,
        gettext_lazy("Kommunens nummer på skjæringsdatoen, fire sifre."),
        lambda row: row["number"],
    ),
    Column(gettext_lazy("Kommune"), TEXT, gettext_lazy("Kommunens navn på skjæringsdatoen."), lambda row: row["name"]),
    Column(gettext_lazy("Fylke"), TEXT, gettext_lazy("Fylket på skjæringsdatoen."), lambda row: row["county"]),
    Column(
        gettext_lazy("Teller med"),
        NUMBER,
        gettext_lazy("1 når kommunen teller med i tallet, 0 når den er i grunnlaget og ikke teller med."),
        lambda row: row["counts"],
    ),
    Column(
        gettext_lazy("Registreringer"),
        NUMBER,
        gettext_lazy(
            "Registreringer bak at kommunen teller med, eller som den har uten å telle med. "
            "Tom i den nasjonale rapporten: der står registreringene i regionenes utgaver."
        ),
        lambda row: row["records"],
    ),
)
Lines = Iterable[Sequence[Value]]


def workbook(edition: Edition, *, address: str, state_since: date) -> bytes:
    """`address` is where the edition's files are, `state_since` the day it came into its state."""
    manifest: dict[str, Any] = json.loads(bytes(edition.snapshot.manifest))
    file = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with translation.override(manifest["language"]), Workbook(file, options) as book:
        title, made = f"{edition.report}, {edition}", edition.submitted_at.astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"title": title, "created": made})
        figures, bodies, about, words = _("Tall"), _("Kommuner"), _("Om tallene"), _("Forklaring")
        _list(Sheet(book, figures), FIGURES, _figures(manifest))
        _list(Sheet(book, bodies), MUNICIPALITIES, municipality_rows(manifest))
        _table(Sheet(book, about), (), _about(edition, manifest, address, state_since), heads=True)
        _table(
            Sheet(book, words), (_("Ark"), _("Kolonne"), _("Innhold"), _("Forklaring")), _dictionary(figures, bodies)
        )
    return file.getvalue()


def municipality_rows(manifest: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One row for each figure and municipality of its base, in the order of both. `records` is None in the national
    report, which has them in the regions' editions."""
    bodies = {body["number"]: body for body in manifest["municipalities"]}
    order = {number: place for place, number in enumerate(bodies)}
    for figure in manifest["figures"]:
        sides = [(*row, 1) for row in _side(figure["counted"])] + [(*row, 0) for row in _side(figure["missing"])]
        for number, records, counts in sorted(sides, key=lambda side: order[side[0]]):
            body = bodies[number]
            yield {
                "code": figure["code"],
                "label": figure["label"],
                "version": figure.get("version"),
                "number": body["number"],
                "name": body["name"],
                "county": body["county"],
                "counts": counts,
                "records": records,
            }


def _side(side: Any) -> list[tuple[str, int | None]]:
    """Each municipality's number, with how many records; of the national report by region, without records."""
    if isinstance(side, dict):
        return [(number, None) for numbers in side.values() for number in numbers]
    return [(row["municipality"], len(row["records"])) for row in side]


def _figures(manifest: dict[str, Any]) -> Iterator[dict[str, Any]]:
    titles = {chapter["code"]: chapter["title"] for chapter in manifest["chapters"]}
    for figure in manifest["figures"]:
        yield figure | {"chapter_title": titles.get(figure["chapter"], figure["chapter"])}


def _about(edition: Edition, manifest: dict[str, Any], address: str, state_since: date) -> Lines:
    report = manifest["report"]
    yield _("Rapport"), report["round"]
    yield _("Reform"), report["reform"]
    yield _("Område"), report["region"]
    yield _("Avgitt av"), report["office"]
    yield _("Utgave"), edition.number
    yield _("Tilstand"), str(edition.get_state_display())
    yield _("I denne tilstanden fra"), state_since
    if edition.reason:
        yield _("Hvorfor en ny utgave"), edition.reason
    yield _("Perioden starter"), date.fromisoformat(manifest["period"]["starts_on"])
    yield _("Skjæringsdato"), date.fromisoformat(manifest["period"]["as_of"])
    yield _("Grunnlag"), _("Kommunene i området på skjæringsdatoen: %(n)s") % {"n": len(manifest["municipalities"])}
    yield _("Kilde"), _("Det støtteapparatet har registrert i portalen Leve hele livet. Se hvert tall.")
    yield _("Kontrollsum (SHA-256)"), edition.snapshot.sha256
    yield _("Fast adresse"), address
    yield _("Bygget"), date.fromisoformat(manifest["built_on"])
    yield _("Portalens versjon"), manifest["software"]
    if manifest.get("demo"):
        yield _("Merk"), _("Innholdet er oppdiktet demoaktivitet.")


def _dictionary(figures: str, bodies: str) -> Lines:
    for sheet, columns in ((figures, FIGURES), (bodies, MUNICIPALITIES)):
        for column in columns:
            yield sheet, str(column.label), str(column.kind), str(column.meaning)


def _list(sheet: Sheet, columns: Sequence[Column], rows: Iterable[dict[str, Any]]) -> None:
    lines = [[column.value(row) for column in columns] for row in rows]
    _table(sheet, [str(column.label) for column in columns], lines)
    sheet.sheet.autofilter(0, 0, max(len(lines), 1), len(columns) - 1)


def _table(sheet: Sheet, headings: Sequence[str], rows: Lines, *, heads: bool = False) -> None:
    """`heads`: the first cell of each row is a heading of the row."""
    first = 1 if headings else 0
    for place, heading in enumerate(headings):
        sheet.write(0, place, heading, bold=True)
    for number, row in enumerate(rows, start=first):
        for place, value in enumerate(row):
            sheet.write(number, place, value, bold=heads and place == 0)
    sheet.fit()
    if headings:
        sheet.sheet.freeze_panes(1, 0)
        sheet.sheet.repeat_rows(0)
