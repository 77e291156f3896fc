"""The reform as reference files, and bringing the database in line with them.

Names are editable in the portal. So loading adds what is missing and leaves every row that exists as it is, unless told
to overwrite; it never deletes.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pghistory
from django.db import transaction

from lhl_portal.access.reading import (
    Place,
    Problems,
    RefusedFiles,
    Row,
    WrongValue,
    read_table,
    refuse_repeated,
)
from lhl_portal.access.writing import Writer
from reform_phases.models import FocusArea, FreshnessLimit, Phase, Reform, Solution, Strategy

DATA = Path(__file__).resolve().parent / "data"
NAME_LENGTH = 160


@dataclass(frozen=True)
class Names:
    nb: str
    nn: str
    en: str

    def fields(self) -> dict[str, str]:
        return {"name_nb": self.nb, "name_nn": self.nn, "name_en": self.en}


@dataclass(frozen=True)
class ReformRow:
    place: Place
    code: str
    names: Names
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class PhaseRow:
    place: Place
    reform: str
    number: int
    names: Names
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class AreaRow:
    place: Place
    reform: str
    code: str
    names: Names
    goal: str


@dataclass(frozen=True)
class SolutionRow:
    place: Place
    reform: str
    area: str
    code: str
    names: Names
    summary: str


@dataclass(frozen=True)
class StrategyRow:
    place: Place
    code: str
    names: Names


@dataclass(frozen=True)
class FreshnessRow:
    place: Place
    kind: str
    months: int


@dataclass(frozen=True)
class Content:
    """All the files of one folder."""

    reforms: list[ReformRow]
    phases: list[PhaseRow]
    areas: list[AreaRow]
    solutions: list[SolutionRow]
    strategies: list[StrategyRow]
    freshness: list[FreshnessRow]


@dataclass(frozen=True)
class Loaded:
    """What was read, how many rows were written, and how many differ from the files and were left as they are."""

    content: Content
    created: int
    changed: int
    kept: int


def load_content(folder: Path, *, overwrite: bool = False) -> Loaded:
    """Reads, checks and writes the files of `folder`, in one transaction. Raises `RefusedFiles` before it writes."""
    problems = Problems()
    content = read_content(folder, problems)
    _check(content, problems)
    if problems:
        raise RefusedFiles(problems)
    with pghistory.context(command="load_reform"), transaction.atomic():
        return _write(content, overwrite)


def read_content(folder: Path, problems: Problems) -> Content:
    """What the files hold. Rows that cannot be understood are left out and reported in `problems`."""
    names = ["name_nb", "name_nn", "name_en"]
    period = ["valid_from", "valid_to"]
    return Content(
        reforms=read_table(folder / "reform.csv", ["code", *names, *period], _reform, problems),
        phases=read_table(folder / "phases.csv", ["reform", "number", *names, *period], _phase, problems),
        areas=read_table(folder / "areas.csv", ["reform", "code", *names, "goal"], _area, problems),
        solutions=read_table(
            folder / "solutions.csv", ["reform", "area", "code", *names, "summary", "checked"], _solution, problems
        ),
        strategies=read_table(folder / "strategies.csv", ["code", *names], _strategy, problems),
        freshness=read_table(folder / "freshness.csv", ["kind", "months"], _freshness, problems),
    )


def _reform(row: Row) -> ReformRow:
    return ReformRow(row.place, row.code("code"), _names(row), *row.period())


def _phase(row: Row) -> PhaseRow:
    return PhaseRow(row.place, row.code("reform"), row.whole("number"), _names(row), *row.period())


def _area(row: Row) -> AreaRow:
    return AreaRow(row.place, row.code("reform"), row.text("code", 10), _names(row), row.optional("goal"))


def _solution(row: Row) -> SolutionRow:
    row.one_of("checked", ("to kilder", "en kilde", "arbeidstittel"))
    return SolutionRow(
        row.place,
        row.code("reform"),
        row.text("area", 10),
        row.text("code", 10),
        _names(row),
        row.optional("summary"),
    )


def _strategy(row: Row) -> StrategyRow:
    return StrategyRow(row.place, row.code("code"), _names(row))


def _freshness(row: Row) -> FreshnessRow:
    months = row.whole("months")
    if not 1 <= months <= 120:
        raise WrongValue(f"months «{months}» er ikke fra 1 til 120")
    return FreshnessRow(row.place, row.one_of("kind", FreshnessLimit.Kind.values), months)


def _names(row: Row) -> Names:
    return Names(*(row.text(f"name_{language}", NAME_LENGTH) for language in ("nb", "nn", "en")))


def _check(content: Content, problems: Problems) -> None:
    refuse_repeated(content.reforms, lambda row: row.code, "reformen", problems)
    refuse_repeated(content.phases, lambda row: (row.reform, row.number), "fasen", problems)
    refuse_repeated(content.areas, lambda row: (row.reform, row.code), "innsatsområdet", problems)
    refuse_repeated(content.solutions, lambda row: (row.reform, row.area, row.code), "løsningen", problems)
    refuse_repeated(content.strategies, lambda row: row.code, "strategien", problems)
    refuse_repeated(content.freshness, lambda row: row.kind, "grensen", problems)
    if problems:
        return
    reforms = {row.code: row for row in content.reforms}
    areas = {(row.reform, row.code) for row in content.areas}
    for phase in content.phases:
        reform = reforms.get(phase.reform)
        if reform is None:
            problems.add(phase.place, f"reformen «{phase.reform}» er ukjent")
        elif phase.valid_from < reform.valid_from or (phase.valid_to or date.max) > (reform.valid_to or date.max):
            problems.add(phase.place, f"fase {phase.number} går ut over reformens periode")
    for area in content.areas:
        if area.reform not in reforms:
            problems.add(area.place, f"reformen «{area.reform}» er ukjent")
    for solution in content.solutions:
        if (solution.reform, solution.area) not in areas:
            problems.add(solution.place, f"innsatsområdet «{solution.area}» er ukjent i «{solution.reform}»")


def _write(content: Content, overwrite: bool) -> Loaded:
    writer = Writer()
    reforms = writer.put(
        [
            Reform(code=row.code, valid_from=row.valid_from, valid_to=row.valid_to, **row.names.fields())
            for row in content.reforms
        ],
        ["code"],
        Reform.objects.all(),
        overwrite=overwrite,
    )
    reform_ids = {code: row.pk for (code,), row in reforms.rows.items()}
    phases = writer.put(
        [
            Phase(
                reform_id=reform_ids[row.reform],
                number=row.number,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
                **row.names.fields(),
            )
            for row in content.phases
        ],
        ["reform_id", "number"],
        Phase.objects.all(),
        overwrite=overwrite,
    )
    areas = writer.put(
        [
            FocusArea(reform_id=reform_ids[row.reform], code=row.code, goal=row.goal, **row.names.fields())
            for row in content.areas
        ],
        ["reform_id", "code"],
        FocusArea.objects.all(),
        overwrite=overwrite,
    )
    solutions = writer.put(
        [
            Solution(
                area_id=areas.rows[reform_ids[row.reform], row.area].pk,
                code=row.code,
                summary=row.summary,
                **row.names.fields(),
            )
            for row in content.solutions
        ],
        ["area_id", "code"],
        Solution.objects.all(),
        overwrite=overwrite,
    )
    strategies = writer.put(
        [Strategy(code=row.code, **row.names.fields()) for row in content.strategies],
        ["code"],
        Strategy.objects.all(),
        overwrite=overwrite,
    )
    freshness = writer.put(
        [FreshnessLimit(kind=row.kind, months=row.months) for row in content.freshness],
        ["kind"],
        FreshnessLimit.objects.all(),
        overwrite=overwrite,
    )
    written = (reforms, phases, areas, solutions, strategies, freshness)
    return Loaded(content, writer.created, writer.changed, sum(len(part.kept) for part in written))
