"""Samples of the national report's manifest: from counting alone, the same arguments give the same manifest."""

from typing import Any

from lhl_portal.pdf.manifests import canonical
from reporting.pdf import TEMPLATE_VERSION
from tests.reporting.manifests import CHAPTERS, FIGURES, NAMES, SINCE, SINCE_EDITION

REGIONS = (
    ("agder", "Agder", "Statsforvalteren i Agder"),
    ("innlandet", "Innlandet", "Statsforvalteren i Innlandet"),
    ("more-og-romsdal", "Møre og Romsdal", "Statsforvaltaren i Møre og Romsdal"),
    ("nordland", "Nordland", "Statsforvalteren i Nordland"),
    ("oslo-og-viken", "Oslo og Viken", "Statsforvalteren i Oslo og Viken"),
    ("rogaland", "Rogaland", "Statsforvaltaren i Rogaland"),
    ("troms-og-finnmark", "Troms og Finnmark", "Statsforvalteren i Troms og Finnmark"),
    ("trondelag", "Trøndelag", "Statsforvalteren i Trøndelag"),
    ("vestfold-og-telemark", "Vestfold og Telemark", "Statsforvalteren i Vestfold og Telemark"),
    ("vestland", "Vestland", "Statsforvaltaren i Vestland"),
)
SIZES = (25, 46, 26, 41, 51, 23, 39, 38, 23, 43)
EXTERNAL = (
    {
        "label": "Kommuner som har behandlet reformen politisk",
        "value": 228,
        "base": 356,
        "on": "2021-06-01",
        "source": "Helsedirektoratet, statusrapport 2021",
        "note": "",
    },
    {
        "label": "Kommuner med vedtak eller dokumentert intensjon",
        "value": 301,
        "base": None,
        "on": "2021-11-01",
        "source": "Senter for omsorgsforskning",
        "note": "To tilstander sammen. Fordelingen mellom dem er ikke kjent.",
    },
)
BRIDGE = {
    "rows": [
        {"on": "2019-01-01", "number": 422, "text": "Før kommunereformen."},
        {"on": "2020-01-01", "number": 356, "text": "119 kommuner ble til 47 nye, og noen byttet fylke."},
        {"on": "2024-01-01", "number": 357, "text": "Ålesund ble delt i Ålesund og Haram."},
    ]
}


def national(*, missing: int = 0, largest: int = 60, language: str = "nb", **changes: Any) -> dict[str, Any]:
    """The country, the last `missing` regions without accepted edition; `largest`: municipalities to a region at most.

    `changes` replaces whole keys.
    """
    here = REGIONS[: len(REGIONS) - missing]
    sizes = {code: min(size, largest) for (code, _name, _office), size in zip(REGIONS, SIZES, strict=True)}
    bodies = [
        {
            "number": f"{11 + place}{number:02}",
            "name": f"{NAMES[(place * 7 + number) % len(NAMES)]} {place}",
            "county": name,
            "region": code,
            "population": None,
        }
        for place, (code, name, _office) in enumerate(REGIONS)
        for number in range(sizes[code])
    ]
    manifest = {
        "format": 2,
        "kind": "national",
        "layout": "annual",
        "template": TEMPLATE_VERSION,
        "edition": {"number": 1, "final": True, "reason": "", "replaces": ""},
        "verify_url": "https://portal.example.no/rapporter/kontroll/",
        "demo": True,
        "language": language,
        "software": "0.1.0",
        "built_on": "2021-12-20",
        "report": {
            "region": "Hele landet",
            "region_code": "",
            "office": "Helsedirektoratet",
            "round": "Årsrapport 2021",
            "reform": "Leve hele livet",
            "due_on": "2021-12-01",
        },
        "period": {"starts_on": "2019-01-01", "as_of": "2021-11-01"},
        "preliminary": bool(missing),
        "missing_regions": [name for _code, name, _office in REGIONS[len(here) :]],
        "regions": [
            {
                "code": code,
                "name": name,
                "office": office,
                "language": "nb",
                "municipalities": sizes[code],
                "edition": {"number": 1 + place % 2, "sha256": f"{place}f3a" * 16, "accepted_on": "2021-12-14"}
                if place < len(here)
                else None,
            }
            for place, (code, name, office) in enumerate(REGIONS)
        ],
        "municipalities": bodies,
        "chapters": [{"code": code, "title": title} for code, title in CHAPTERS[language].items()],
        "figures": [
            _figure(place, figure, bodies, [code for code, *_ in here]) for place, figure in enumerate(FIGURES)
        ],
        "external": list(EXTERNAL),
        "bridge": BRIDGE,
        "since": [{"text": text, "figure": "decision_made", "edited": False} for text in SINCE],
        "since_edition": SINCE_EDITION,
    }
    return manifest | changes


def national_bytes(**changes: Any) -> bytes:
    return canonical(national(**changes))


def _figure(place: int, figure: tuple[Any, ...], bodies: list[dict[str, Any]], regions: list[str]) -> dict[str, Any]:
    code, chapter, central, label, definition, _kinds, in_ten = figure
    counted: dict[str, list[str]] = {region: [] for region in regions}
    missing: dict[str, list[str]] = {region: [] for region in regions}
    for turn, body in enumerate(bodies):
        if body["region"] in counted:
            side = counted if (turn * 7 + place + turn // 9) % 10 < in_ten else missing
            side[body["region"]].append(body["number"])
    value = sum(map(len, counted.values()))
    base = value + sum(map(len, missing.values()))
    days = ("2019-12-31", "2020-12-31", "2021-11-01")
    return {
        "code": code,
        "chapter": chapter,
        "central": central,
        "label": label,
        "version": 1,
        "definition": definition,
        "numerator": "Kommuner med minst én registrering som gjelder",
        "base_label": "Alle kommuner i landet på datoen",
        "source": "Registrert av støtteapparatet i portalen",
        "value": value,
        "base": base,
        "before": {"value": max(0, value - 11), "base": base},
        "regions": [
            {"code": region, "value": len(counted[region]), "base": len(counted[region]) + len(missing[region])}
            for region in regions
        ],
        "counted": counted,
        "missing": missing,
        "series": [
            {"on": day, "value": value * step // len(days), "base": 422 if step == 1 else base, "break": step == 2}
            for step, day in enumerate(days, start=1)
        ],
    }
