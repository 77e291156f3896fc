"""The manifests that the benchmarks build: ten regions of the newest round, the country, and one of any length."""

import copy
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from lhl_portal.pdf.manifests import canonical
from reporting.manifest import read_manifest
from reporting.models import Report

Manifest = dict[str, Any]


def write(folder: Path) -> list[Path]:
    """One file for each report of the newest round and one for the country, the longest job, first."""
    reports = list(Report.objects.exclude(region=None).select_related("round__reform", "region__office"))
    newest = max(report.round.cut_off for report in reports)
    regional = [
        signed(read_manifest(report, built_on=date(newest.year + 1, 1, 15)))
        for report in sorted(reports, key=lambda report: report.region.code if report.region else "")
        if report.round.cut_off == newest
    ]
    files = {"national": national(regional)} | {one["report"]["region_code"]: one for one in regional}
    folder.mkdir(parents=True, exist_ok=True)
    for name, manifest in files.items():
        (folder / f"{name}.json").write_bytes(canonical(manifest))
    return [folder / f"{name}.json" for name in files]


def signed(manifest: Manifest) -> Manifest:
    return manifest | {"edition": {"number": 1, "final": True, "reason": "", "replaces": ""}}


def national(regional: list[Manifest]) -> Manifest:
    """The roll-up of the regions' manifests, in the shape of `docs/manifest.md`."""
    first = regional[0]
    by_code = {one["report"]["region_code"]: one for one in regional}
    figures = []
    for place, figure in enumerate(first["figures"]):
        parts = {code: one["figures"][place] for code, one in by_code.items()}
        figures.append(
            figure
            | {
                "value": sum(part["value"] for part in parts.values()),
                "base": sum(part["base"] for part in parts.values()),
                "regions": [
                    {"code": code, "value": part["value"], "base": part["base"]} for code, part in parts.items()
                ],
                **{
                    side: {code: [row["municipality"] for row in part[side]] for code, part in parts.items()}
                    for side in ("counted", "missing")
                },
                "series": [
                    {
                        "on": points[0]["on"],
                        "value": sum(point["value"] for point in points),
                        "base": sum(point["base"] for point in points),
                        "break": False,
                    }
                    for points in zip(*(part["series"] for part in parts.values()), strict=True)
                ],
            }
        )
    return signed(first) | {
        "kind": "national",
        "layout": "annual",
        "language": "nb",
        "report": first["report"] | {"region": "Hele landet", "region_code": "", "office": "Helsedirektoratet"},
        "preliminary": False,
        "missing_regions": [],
        "regions": [
            {
                "code": code,
                "name": one["report"]["region"],
                "office": one["report"]["office"],
                "language": one["language"],
                "municipalities": len(one["municipalities"]),
                "edition": {"number": 1, "sha256": "0" * 64, "accepted_on": one["built_on"]},
            }
            for code, one in by_code.items()
        ],
        "municipalities": [body | {"region": code} for code, one in by_code.items() for body in one["municipalities"]],
        "figures": figures,
        "answers": [],
        "sections": [],
    }


def sized(manifest: Manifest, figures: int) -> Manifest:
    """The same report with that many figures, its own over and over."""
    longer = copy.deepcopy(manifest)
    longer["figures"] = [
        figure | {"code": f"{figure['code']}-{place}"}
        for place, figure in enumerate(islice(cycle(manifest["figures"]), figures))
    ]
    used = {figure["chapter"] for figure in longer["figures"]}
    longer["chapters"] = [chapter for chapter in manifest["chapters"] if chapter["code"] in used]
    return longer
