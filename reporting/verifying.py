"""Whether what is frozen is as it was: each snapshot against its checksums, each edition and step against its seal.

What this cannot see is that the very newest rows were taken away all at once, with the state of the report put back:
then a copy of the file, which the portal no longer knows, is what tells.
"""

import hashlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from reporting.models import Edition, Report, Snapshot, State, Transition
from reporting.sealing import broken

SHORT = 12  # digits of the checksum in the footer


class Finding(NamedTuple):
    """Something that is not as it was, in words."""

    where: str
    what: str


def findings() -> Iterator[Finding]:
    """Everything that does not hold, for all reports. Reads each snapshot once."""
    yield from _snapshots()
    for report in Report.objects.select_related("round", "region"):
        yield from _report(report)


def known(checksum: str) -> Snapshot | None:
    """The snapshot whose file or manifest has this SHA-256, or whose manifest's begins with it (`SHORT` or more)."""
    rows = Snapshot.objects.defer("pdf", "manifest").select_related(
        "edition", "build__report__round", "build__report__region"
    )
    if len(checksum) == hashlib.sha256().digest_size * 2:
        return rows.filter(pdf_sha256=checksum).first() or rows.filter(sha256=checksum).first()
    return rows.filter(sha256__startswith=checksum).first() if len(checksum) >= SHORT else None


def _snapshots() -> Iterator[Finding]:
    rows: Any = Snapshot.objects.select_related("build__report__round", "build__report__region").order_by("pk")
    for snapshot in rows.iterator(chunk_size=1):
        where = f"{snapshot.build.report} ({snapshot})"
        if hashlib.sha256(bytes(snapshot.manifest)).hexdigest() != snapshot.sha256:
            yield Finding(where, _("Innholdet stemmer ikke med kontrollsummen."))
        if hashlib.sha256(bytes(snapshot.pdf)).hexdigest() != snapshot.pdf_sha256:
            yield Finding(where, _("PDF-filen stemmer ikke med kontrollsummen."))


def _report(report: Report) -> Iterator[Finding]:
    where = str(report)
    editions = list(Edition.objects.light().filter(report=report).order_by("number"))
    steps = list(Transition.objects.filter(report=report).order_by("pk"))
    for edition in broken(editions):
        yield Finding(f"{where}, {edition}", _("Seglet er brutt: utgaven er endret, eller en før den er borte."))
    for step in broken(steps):
        told = f"{where}, {step.get_action_display()} {step.at:%Y-%m-%d %H:%M}"
        yield Finding(told, _("Seglet er brutt: steget er endret, eller et før det er borte."))
    numbers = [edition.number for edition in editions]
    sent = [step.edition for step in steps if step.before == State.READY and step.after != State.DRAFT]
    if numbers != sent:
        yield Finding(where, _("Utgavene stemmer ikke med stegene: en er borte eller lagt til."))
    elif [edition.state for edition in editions] != list(_states(steps, sent)):
        yield Finding(where, _("En utgave har en annen tilstand enn stegene sier."))
    if steps and steps[-1].after != report.state:
        yield Finding(where, _("Rapporten har en annen tilstand enn stegene sier."))


def _states(steps: list[Transition], numbers: list[int | None]) -> Iterator[str]:
    """What the steps say of each edition."""
    outcome: dict[int | None, str] = dict.fromkeys(numbers, State.SUBMITTED)
    for step in steps:
        if step.action == Transition.Step.RETURN:
            outcome[step.edition] = State.RETURNED
        if step.action == Transition.Step.ACCEPT:
            earlier = (number for number in numbers if number is not None and step.edition and number < step.edition)
            outcome |= dict.fromkeys(earlier, State.SUPERSEDED)
            outcome[step.edition] = State.ACCEPTED
    yield from (outcome[number] for number in numbers)
