"""A proposal for new reference files: made of the register and what was downloaded, checked, written to a folder."""

import csv
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from lhl_portal.access.reading import COMMENT, Problems
from municipalities.register.checks import check_register
from municipalities.register.records import Register, read_register
from municipalities.register.refresh import diff
from municipalities.register.refresh.counts import Counts
from municipalities.register.refresh.division import renewed
from municipalities.register.refresh.klass import Code, CodeChange
from municipalities.register.refresh.population import recounted
from municipalities.register.refresh.positions import FILE as POSITIONS
from municipalities.register.refresh.positions import moved
from municipalities.register.refresh.sources import RefusedSource

_DAY = "# Dato:"


@dataclass(frozen=True)
class Division:
    """The municipalities on `day`, and the changes that led there."""

    day: date
    codes: dict[str, Code]
    changes: list[CodeChange]


@dataclass(frozen=True)
class Proposal:
    """`day` is the one the division was read for, if it was."""

    folder: Path
    day: date | None
    before: Register
    after: Register
    warnings: list[str]

    @property
    def lines(self) -> list[str]:
        """The change for a person to read; empty when the files would stay as they are."""
        return diff.told(self.before, self.after)


def propose(folder: Path, register: Register, division: Division | None, counts: Counts | None) -> Proposal:
    """What `register`, read from `folder`, would become. Raises `RefusedSource` when that cannot be told."""
    after, warnings = register, []
    persons = {(row.number, row.year): row.total for row in register.population}
    if counts:
        persons |= {key: row.total for key, row in counts.rows.items()}
    if division:
        after, found = renewed(after, division.changes, division.codes, division.day, persons)
        warnings += found
    if counts:
        after, found = recounted(after, counts)
        warnings += found
    after, found = moved(register, after, persons)
    return Proposal(folder, division.day if division else None, register, after, [*warnings, *found])


def write(proposal: Proposal, target: Path | None, today: date) -> None:
    """Makes the folder `target` with a whole new set of files, or nothing. Without `target` the set is only checked.

    Raises `RefusedSource` with all that is wrong with the set. A place on the maps that is missing does not stop it, as
    that can only be given in the new folder.
    """
    with tempfile.TemporaryDirectory(dir=target.parent if target else None) as scratch:
        new = shutil.copytree(proposal.folder, Path(scratch) / "data", copy_function=shutil.copyfile)
        _write_files(proposal, new, today)
        problems = Problems()
        check_register(read_register(new, problems), problems)
        wrong = [f"{place}: {reason}" for place, reason in sorted(problems.found) if place.file != POSITIONS]
        if wrong:
            raise RefusedSource("\n".join(["Forslaget henger ikke sammen. Feil:", *wrong[:50]]))
        if target:
            new.rename(target)


def _write_files(proposal: Proposal, folder: Path, today: date) -> None:
    before, after = proposal.before, proposal.after
    years = sorted({row.year for row in after.population})
    counted = f"registrerte innbyggere 1. januar hvert år {years[0]}-{years[-1]}" if years else ""
    divided = f"inndelingen per {proposal.day}"
    days = dict.fromkeys(("municipalities", "spells", "positions", "changes"), divided) | {"population": counted}
    for name, what in days.items():
        rows = getattr(after, name)
        if rows != getattr(before, name):
            columns = [column.name for column in fields(rows[0]) if column.name != "place"]
            values = [[_text(getattr(row, column)) for column in columns] for row in rows]
            _rewrite(folder / f"{name}.csv", [columns, *values], f"{what}; oppdatert {today}")


def _rewrite(path: Path, rows: Iterable[Sequence[str]], day: str) -> None:
    """New rows below the file's own comments, of which the one about the day is renewed."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    with path.open("w", encoding="utf-8", newline="") as file:
        for line in lines:
            if not line.startswith(COMMENT):
                break
            file.write(f"{_DAY} {day}\n" if line.startswith(_DAY) else f"{line}\n")
        csv.writer(file, lineterminator="\n").writerows(rows)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if isinstance(value, float):  # a latitude or longitude
        return f"{value:.4f}"
    return "" if value is None else str(value)
