"""The country in a round: the regions' accepted editions and their sets put together.

Nothing here reads what is logged. The register only tells which municipalities there were on the cut-off, so that what
is missing has a name.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, cast

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from lhl_portal.access.models import OrganisationName, Region
from municipalities.models import Municipality
from reporting.models import Edition, Report, Round, Transition
from reporting.offices import area_of

MOST_NAMES = 5  # more are counted

Body = dict[str, Any]  # as in a manifest's `municipalities`, with `region`, its code


@dataclass(frozen=True)
class Area:
    """A region in the round, as its accepted edition has it. Without one, `edition` and `manifest` are None.

    `bodies` are its municipalities: those of the edition, else those of the register on the cut-off.
    """

    report: Report
    code: str
    name: str
    office: str
    language: str
    bodies: tuple[Body, ...]
    edition: Edition | None = None
    accepted_on: date | None = None
    manifest: dict[str, Any] | None = None


@dataclass(frozen=True)
class Part:
    """A figure in one region: the numbers of the municipalities that count and that do not.

    `version` is the definition's; None where the edition does not have the figure.
    """

    area: Area
    version: int | None
    counted: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def value(self) -> int:
        return len(self.counted)

    @property
    def base(self) -> int:
        return len(self.counted) + len(self.missing)


@dataclass(frozen=True)
class NationalFigure:
    """A figure in the accepted editions. `words` is the figure of one of them, for its label,
    definition, source and `language`."""

    code: str
    words: dict[str, Any]
    parts: tuple[Part, ...]

    @cached_property
    def counted(self) -> frozenset[str]:
        return frozenset(number for part in self.parts for number in part.counted)

    @cached_property
    def members(self) -> frozenset[str]:
        """The municipalities of the base."""
        return self.counted.union(number for part in self.parts for number in part.missing)

    @property
    def value(self) -> int:
        return len(self.counted)

    @property
    def base(self) -> int:
        return len(self.members)

    @property
    def percent(self) -> float | None:
        """None where there is nothing to take it of, or no sum to take."""
        return 100 * self.value / self.base if self.base and not self.is_broken else None

    @property
    def version(self) -> int | None:
        """The version of the definition that all editions have; None where it differs."""
        versions = {part.version for part in self.parts}
        return versions.pop() if len(versions) == 1 else None

    @property
    def is_broken(self) -> bool:
        """Whether the regions have counted by different definitions. Then the figure has no national value."""
        return self.version is None

    @property
    def why_broken(self) -> str:
        """Which regions have counted by which version, in a sentence; empty where it is one."""
        if not self.is_broken:
            return ""
        told = []
        for version in sorted({part.version or 0 for part in self.parts}):
            names = named([part.area.name for part in self.parts if (part.version or 0) == version])
            words = {"version": version, "names": names}
            told.append(_("versjon %(version)s i %(names)s") % words if version else _("ikke med i %(names)s") % words)
        words = {"label": self.words["label"], "told": "; ".join(told)}
        return _("«%(label)s» kan ikke summeres, for definisjonen er ikke den samme: %(told)s.") % words


@dataclass(frozen=True)
class Check:
    """How the sum of the regions stands against the country. All are municipalities.

    `doubles` are in more than one edition, `strangers` in an edition but not in the register, and `left_out` in the
    register and in no edition though their region's is accepted. `absent` are those of the regions that are missing.
    """

    included: int
    expected: int
    doubles: tuple[str, ...]
    strangers: tuple[str, ...]
    left_out: tuple[str, ...]
    absent: tuple[tuple[str, int], ...]

    @property
    def adds_up(self) -> bool:
        """Whether the numbers of the regions add up to those of the country, municipality by municipality."""
        return not (self.doubles or self.strangers or self.left_out)


@dataclass(frozen=True)
class Country:
    """`register` has the name of each municipality that existed on the cut-off, and the code of its region."""

    round: Round
    areas: tuple[Area, ...]
    figures: tuple[NationalFigure, ...]
    chapters: tuple[dict[str, Any], ...]
    register: dict[str, tuple[str, str]]

    @property
    def accepted(self) -> list[Area]:
        return [area for area in self.areas if area.edition]

    @property
    def missing(self) -> list[Area]:
        return [area for area in self.areas if not area.edition]

    @property
    def is_preliminary(self) -> bool:
        return bool(self.missing)

    @property
    def missing_names(self) -> str:
        return named([area.name for area in self.missing], most=len(self.areas))

    @property
    def names(self) -> dict[str, str]:
        """Municipalities by number, as the editions call them; of the missing regions as the register does."""
        return {body["number"]: body["name"] for area in self.areas for body in area.bodies}

    @property
    def broken(self) -> list[NationalFigure]:
        return [figure for figure in self.figures if figure.is_broken]

    @property
    def by_chapter(self) -> list[dict[str, Any]]:
        return [
            chapter | {"figures": [figure for figure in self.figures if figure.words["chapter"] == chapter["code"]]}
            for chapter in self.chapters
        ]

    def figure(self, code: str) -> NationalFigure | None:
        return next((figure for figure in self.figures if figure.code == code), None)

    @cached_property
    def check(self) -> Check:
        names = self.names
        seen = Counter(body["number"] for area in self.accepted for body in area.bodies)
        codes = {area.code for area in self.accepted}
        return Check(
            included=len(seen),
            expected=len(self.register),
            doubles=tuple(f"{number} {names[number]}" for number, times in seen.items() if times > 1),
            strangers=tuple(f"{number} {names[number]}" for number in seen if number not in self.register),
            left_out=tuple(
                f"{number} {name}"
                for number, (name, region) in self.register.items()
                if region in codes and number not in seen
            ),
            absent=tuple((area.name, len(area.bodies)) for area in self.missing),
        )

    @property
    def preliminary(self) -> str:
        """What the numbers are not yet, in a sentence; empty when all regions are in."""
        if not self.is_preliminary:
            return ""
        return preliminary(len(self.accepted), len(self.areas), self.missing_names)


def preliminary(have: int, all: int, names: str) -> str:
    """That the numbers are of `have` of `all` regions, in a sentence; `names` are of those that are missing."""
    words = {"have": have, "all": all, "names": names}
    return _("Foreløpig, %(have)s av %(all)s regioner. Mangler: %(names)s.") % words


def read_country(round: Round, *, language: str = "nb") -> Country:
    """Five queries, one of them for the manifests of all accepted editions. Words are taken in `language` where an
    edition has them, else as they are."""
    reports = list(
        round.reports.with_due_on()
        .filter(region__isnull=False)
        .select_related("region__office")
        .order_by("region__sort_key")
    )
    editions = {edition.report_id: edition for edition in accepted_editions(round)}
    regions = {report.region_id: report.region for report in reports if report.region}
    living = register_on(round.cut_off, regions.values())
    offices = {
        name.organisation_id: str(name)
        for name in OrganisationName.objects.as_of(round.cut_off).filter(organisation__region__in=regions)
    }
    areas = tuple(_area(report, editions.get(report.pk), living, offices) for report in reports)
    return put_together(round, areas, living, language=language)


def put_together(round: Round, areas: tuple[Area, ...], living: Iterable[Body], *, language: str) -> Country:
    """Pure."""
    accepted = [area for area in areas if area.manifest]
    spoken = sorted(accepted, key=lambda area: area.language != language)
    chapters: dict[str, dict[str, Any]] = {}
    words: dict[str, dict[str, Any]] = {}
    for area in spoken:
        for chapter in area.manifest["chapters"] if area.manifest else ():
            chapters.setdefault(chapter["code"], chapter | {"language": area.language})
        for figure in area.manifest["figures"] if area.manifest else ():
            words.setdefault(figure["code"], figure | {"language": area.language})
    return Country(
        round=round,
        areas=areas,
        figures=tuple(_figure(code, words[code], accepted) for code in words),
        chapters=tuple(chapters.values()),
        register={body["number"]: (body["name"], body["region"]) for body in living},
    )


def accepted_editions(round: Round) -> QuerySet[Edition]:
    """Those of the regions, with the manifest and the moment of acceptance as `accepted_at`."""
    return with_acceptance(Edition.objects.accepted().filter(report__round=round, report__region__isnull=False))


def with_acceptance(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    accepting = Transition.objects.filter(
        report=OuterRef("report"), edition=OuterRef("number"), action=Transition.Step.ACCEPT
    ).order_by("-pk")
    return (
        editions.select_related("snapshot")
        .defer("snapshot__pdf")
        .annotate(accepted_at=Subquery(accepting.values("at")[:1]))
    )


def register_on(day: date, regions: Iterable[Region]) -> list[Body]:
    """The municipalities of `regions` on `day`, in Norwegian order, each with the code of its region."""
    codes = {region.pk: region.code for region in regions}
    rows = Municipality.objects.with_designation(day).filter(region_then__in=codes).order_by("spell__sort_key", "pk")
    return [
        {"id": pk, "number": number, "name": name, "county": county, "population": None, "region": codes[region]}
        for pk, number, name, county, region in rows.values_list(
            "pk", "number_then", "name_then", "county_name_then", "region_then"
        )
    ]


def manifest_of(edition: Edition) -> dict[str, Any]:
    return dict(json.loads(bytes(edition.snapshot.manifest)))


def named(names: list[str], *, most: int = MOST_NAMES) -> str:
    """*Agder, Innlandet og Vestland*; more than `most` are counted."""
    if len(names) > most:
        return _("%(n)s regioner") % {"n": len(names)}
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s og %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def _area(report: Report, edition: Any, living: list[Body], offices: dict[int, str]) -> Area:
    region = cast(Region, report.region)
    if edition is None:
        own = getattr(region, "office", None)
        office = (own and offices.get(own.pk)) or str(own or region)
        bodies = tuple(body for body in living if body["region"] == region.code)
        return Area(report, region.code, area_of(office) or region.name, office, region.language, bodies)
    manifest = manifest_of(edition)
    said = manifest["report"]
    return Area(
        report=report,
        code=region.code,
        name=said["region"],
        office=said["office"],
        language=manifest["language"],
        bodies=tuple(body | {"region": region.code} for body in manifest["municipalities"]),
        edition=edition,
        accepted_on=timezone.localdate(edition.accepted_at),
        manifest=manifest,
    )


def _figure(code: str, words: dict[str, Any], accepted: list[Area]) -> NationalFigure:
    parts = []
    for area in accepted:
        figure = next((row for row in area.manifest["figures"] if row["code"] == code), None) if area.manifest else None
        if figure is None:
            parts.append(Part(area, None, (), ()))
        else:
            sides = (tuple(row["municipality"] for row in figure[side]) for side in ("counted", "missing"))
            parts.append(Part(area, figure.get("version", 1), *sides))
    return NationalFigure(code, {key: value for key, value in words.items() if key not in _SETS}, tuple(parts))


_SETS = ("counted", "missing", "series", "value", "base", "before")
