"""What the pages of a region's report show: the manifest, sorted into ready texts; templates only choose and loop.

Pure, but for the active language: call it under `translation.override`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lhl_portal.ui.numbers import NONE
from reporting.pdf.answers import Answered, Section, read_sections
from reporting.pdf.figures import Figure, read_figure
from reporting.pdf.frame import Frame, read_frame
from reporting.pdf.words import grouped


@dataclass(frozen=True)
class Chapter:
    """A chapter of figures."""

    code: str
    number: str
    title: str
    figures: tuple[Figure, ...]

    @property
    def anchor(self) -> str:
        return f"kapittel-{self.code}"


@dataclass(frozen=True)
class Body:
    """A municipality's row in the table of all of them. `counts` follows the figures; None is outside the base."""

    number: str
    name: str
    county: str
    age_65_plus: str
    age_80_plus: str
    counts: tuple[bool | None, ...]


@dataclass(frozen=True)
class Pages:
    """Everything the templates of a region's report need. `complete` says how complete it is."""

    frame: Frame
    chapters: tuple[Chapter, ...]
    bodies: tuple[Body, ...]
    population: str
    totals: tuple[str, str]
    sections: tuple[Section, ...]
    complete: tuple[str, ...]

    @property
    def manifest(self) -> dict[str, Any]:
        return self.frame.manifest

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(figure for chapter in self.chapters for figure in chapter.figures)

    @property
    def central(self) -> tuple[Figure, ...]:
        """The figures of the summary: the central ones, or all where none is."""
        return tuple(figure for figure in self.figures if figure.central) or self.figures

    @property
    def changed_since(self) -> str:
        """The day of the column of changes, where it is the same for all figures."""
        days = {figure.since for figure in self.figures if figure.since}
        return days.pop() if len(days) == 1 else ""

    @property
    def several_counties(self) -> bool:
        return len({body.county for body in self.bodies}) > 1

    @property
    def annexes(self) -> tuple[Answered, ...]:
        return tuple(answer for section in self.sections for answer in section.answers if answer.annex)

    @property
    def parts(self) -> dict[str, str]:
        """The numbers of the parts after the chapters."""
        names = ("municipalities", "answers", "definitions", "about")
        return {name: str(place) for place, name in enumerate(names, start=len(self.chapters) + 1)}

    @property
    def expected_number(self) -> int:
        """About how many pages this becomes, for the progress."""
        if self.manifest.get("layout") == "short":
            return 6
        lines = sum(20 + len(figure.counted.entries) + len(figure.missing.entries) for figure in self.figures)
        answers = sum(len(section.answers) for section in self.sections)
        return 6 + lines // 44 + len(self.bodies) // 28 + answers // 3


def read_pages(manifest: dict[str, Any], *, checksum: str, letters_lost: bool = False) -> Pages:
    """`manifest` as in `docs/manifest.md`; `checksum` is of its bytes; `letters_lost` where some cannot be drawn."""
    names = {body["number"]: body["name"] for body in manifest["municipalities"]}
    chapters = tuple(
        _chapter(str(number), chapter, manifest, names) for number, chapter in enumerate(manifest["chapters"], start=1)
    )
    people = [body["population"] for body in manifest["municipalities"]]
    sections = read_sections(manifest)
    return Pages(
        frame=read_frame(manifest, checksum=checksum, letters_lost=letters_lost),
        chapters=chapters,
        bodies=_bodies(manifest),
        population=_years(people),
        totals=(_sum(people, "age_65_plus"), _sum(people, "age_80_plus")),
        sections=sections,
        complete=tuple(_complete(manifest, sections)),
    )


def _complete(manifest: dict[str, Any], sections: Iterable[Section]) -> Iterable[str]:
    """How complete the report is, in sentences: municipalities with anything registered, questions, disagreement."""
    bodies = {body["number"] for body in manifest["municipalities"]}
    known = {
        row["municipality"]
        for figure in manifest["figures"]
        for row in (*figure["counted"], *figure["missing"])
        if row["records"]
    }
    if bodies:
        words = {"known": len(bodies & known), "all": len(bodies)}
        yield _("%(known)s av %(all)s kommuner har minst én registrering bak tallene.") % words
    answers = [answer for section in sections for answer in section.answers]
    if answers:
        words = {"answered": sum(answer.is_answered for answer in answers), "all": len(answers)}
        yield _("%(answered)s av %(all)s spørsmål til embetet er besvart.") % words
    statements = manifest.get("statements") or []
    if disagreeing := sum(not row["agrees"] for row in statements):
        text = ngettext(
            "%(number)s uttalelse fra en kommune er uenig i et tall. Begge syn står ved tallet.",
            "%(number)s uttalelser fra kommuner er uenige i et tall. Begge syn står ved tallet.",
            disagreeing,
        )
        yield text % {"number": disagreeing}


def _chapter(number: str, chapter: dict[str, str], manifest: dict[str, Any], names: dict[str, str]) -> Chapter:
    figures = [figure for figure in manifest["figures"] if figure["chapter"] == chapter["code"]]
    return Chapter(
        code=chapter["code"],
        number=number,
        title=chapter["title"],
        figures=tuple(
            read_figure(f"{number}.{place}", figure, manifest, names) for place, figure in enumerate(figures, start=1)
        ),
    )


def _bodies(manifest: dict[str, Any]) -> tuple[Body, ...]:
    sides = [
        {row["municipality"]: True for row in figure["counted"]}
        | {row["municipality"]: False for row in figure["missing"]}
        for chapter in manifest["chapters"]
        for figure in manifest["figures"]
        if figure["chapter"] == chapter["code"]
    ]
    return tuple(
        Body(
            number=body["number"],
            name=body["name"],
            county=body["county"],
            age_65_plus=_people(body["population"], "age_65_plus"),
            age_80_plus=_people(body["population"], "age_80_plus"),
            counts=tuple(side.get(body["number"]) for side in sides),
        )
        for body in manifest["municipalities"]
    )


def _people(population: dict[str, int | None] | None, group: str) -> str:
    number = (population or {}).get(group)
    return NONE if number is None else grouped(number)


def _sum(people: Iterable[dict[str, int | None] | None], group: str) -> str:
    """A sum is only told when every part of it is known."""
    numbers = [(population or {}).get(group) for population in people]
    known = [number for number in numbers if number is not None]
    return grouped(sum(known)) if known and len(known) == len(numbers) else NONE


def _years(people: Iterable[dict[str, int | None] | None]) -> str:
    """The year the population was counted, or the first and last where they differ."""
    years = sorted({year for population in people if population and (year := population["year"]) is not None})
    return NONE.join(str(year) for year in dict.fromkeys([*years[:1], *years[-1:]]))
