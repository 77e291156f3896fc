"""Explaining numbers in the office's text that the report does not have."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from lhl_portal.access.models import User
from reporting.models import NumberNote, Report
from reporting.since.choices import check_open
from reporting.since.comparing import Manifest
from reporting.since.numbers import Mismatch, mismatches
from reporting.since.source import previous_manifest


@dataclass(frozen=True)
class Line:
    """A mismatch and its explanation. `earlier` is one of the same number in another sentence of the same place."""

    mismatch: Mismatch
    note: NumberNote | None
    earlier: NumberNote | None


def lines(report: Report, found: Iterable[Mismatch]) -> list[Line]:
    """The mismatches `found`, with what the office says about each. One query."""
    notes = list(report.number_notes.select_related("by"))
    exact = {(note.where, note.number, note.context): note for note in notes}
    near = {(note.where, note.number): note for note in notes}
    rows = []
    for one in found:
        note = exact.get((one.where, one.number, one.context))
        rows.append(Line(one, note, None if note else near.get((one.where, one.number))))
    return rows


def unexplained(report: Report, manifest: Manifest) -> list[Mismatch]:
    """The numbers in the text of `manifest` that neither the report nor an explanation accounts for."""
    found = mismatches(manifest, previous_manifest(report))
    return [line.mismatch for line in lines(report, found) if line.note is None]


@transaction.atomic
def explain(*, report: Report, mismatch: Mismatch, text: str, by: User, at: datetime) -> None:
    """Stores why the number is right all the same. Raises Locked where the office may not write."""
    check_open(report)
    NumberNote.objects.update_or_create(
        report=report,
        where=mismatch.where,
        number=mismatch.number,
        context=mismatch.context,
        defaults={"text": text, "by": by, "at": at},
    )


@transaction.atomic
def withdraw(*, report: Report, mismatch: Mismatch) -> None:
    """Takes the explanation back. Raises Locked where the office may not write."""
    check_open(report)
    report.number_notes.filter(where=mismatch.where, number=mismatch.number, context=mismatch.context).delete()
