"""What the national report says: the accepted editions put together, with the series, the bridge and external figures.

Shape: see `docs/manifest.md`. A figure that the regions have counted by different definitions is left out, and named
in `broken`; the report cannot be made final while there is one.
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from reporting.models import ExternalFigure, Report
from reporting.national import Country, NationalFigure, read_country
from reporting.national_series import SeriesRow, read_series
from reporting.structure import read_bridge

OFFICE = "Helsedirektoratet"  # whose the national report is


def read_national_manifest(report: Report, head: dict[str, Any]) -> dict[str, Any]:
    """`head` is what every report begins with. The caller sees to it that all reading is from one moment."""
    round = report.round
    country = read_country(round, language=report.language)
    series = read_series(country)
    shown = [figure for figure in country.figures if not figure.is_broken]
    bridge = read_bridge(round.starts_on, round.cut_off).rows()
    return {
        **head,
        "kind": "national",
        "layout": "summary" if round.layout == round.Layout.SHORT else "annual",
        "report": {
            "region": _("Hele landet"),
            "region_code": "",
            "office": OFFICE,
            "round": str(round),
            "reform": round.reform.name,
            "due_on": round.due_on.isoformat(),
        },
        "period": {"starts_on": round.starts_on.isoformat(), "as_of": round.cut_off.isoformat()},
        "preliminary": country.is_preliminary,
        "missing_regions": [area.name for area in country.missing],
        "regions": regions_told(country),
        "municipalities": [body for area in country.areas for body in area.bodies],
        "chapters": [
            {key: chapter[key] for key in ("code", "title")}
            for chapter in country.chapters
            if any(figure.words["chapter"] == chapter["code"] for figure in shown)
        ],
        "figures": [_figure(figure, series[figure.code]) for figure in shown],
        "broken": [{"code": figure.code, "text": figure.why_broken} for figure in country.broken],
        "since_edition": _compared(series),
        "external": [_external(row) for row in ExternalFigure.objects.about(round.reform, until=round.cut_off)],
        "bridge": {"rows": bridge} if bridge else None,
    }


def regions_told(country: Country) -> list[dict[str, Any]]:
    """Each region and the edition that its numbers are from; null where none is accepted."""
    return [
        {
            "code": area.code,
            "name": area.name,
            "office": area.office,
            "language": area.language,
            "municipalities": len(area.bodies),
            "edition": {
                "number": area.edition.number,
                "sha256": area.edition.snapshot.sha256,
                "accepted_on": (area.accepted_on or date.min).isoformat(),
            }
            if area.edition
            else None,
        }
        for area in country.areas
    ]


def _figure(figure: NationalFigure, series: list[SeriesRow]) -> dict[str, Any]:
    before = series[-2].point if len(series) > 1 and not series[-1].broken else None
    return {
        **{key: figure.words[key] for key in _WORDS},
        "version": figure.version,
        "value": figure.value,
        "base": figure.base,
        "regions": [{"code": part.area.code, "value": part.value, "base": part.base} for part in figure.parts],
        "counted": {part.area.code: list(part.counted) for part in figure.parts},
        "missing": {part.area.code: list(part.missing) for part in figure.parts},
        "series": [_point(row) for row in series if row.point.version is not None],
        **({"before": {"value": before.value, "base": before.base}} if before and before.settled else {}),
    }


_WORDS = ("code", "chapter", "central", "label", "definition", "numerator", "base_label", "source")


def _point(row: SeriesRow) -> dict[str, Any]:
    point = row.point
    return {"on": point.on.isoformat(), "value": point.value, "base": point.base, "break": bool(row.broken)} | (
        {"why": row.why} if row.broken else {}
    )


def _compared(series: dict[str, list[SeriesRow]]) -> dict[str, Any] | None:
    """The national edition that `before` of the figures is from."""
    for rows in series.values():
        before = rows[-2].point if len(rows) > 1 else None
        if before and before.settled:
            return {"round": str(before.round), "number": before.edition, "as_of": before.on.isoformat()}
    return None


def _external(row: ExternalFigure) -> dict[str, Any]:
    published = (
        _("Publisert som %(share)s prosent.") % {"share": _comma(row.percent)} if row.percent is not None else ""
    )
    return {
        "label": str(row),
        "figure": row.indicator,
        "value": row.value,
        "percent": _comma(row.percent) if row.percent is not None else None,
        "base": row.base,
        "on": row.as_of.isoformat(),
        "source": row.source,
        "url": row.url,
        "note": " ".join(filter(None, [published, row.told_together, row.note.strip()])),
    }


def _comma(number: Any) -> str:
    return f"{number:f}".rstrip("0").rstrip(".").replace(".", ",") if "." in f"{number:f}" else f"{number:f}"
