"""What is done with an import: taken in, confirmed, discarded, and what it wrote deleted again."""

import hashlib
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from lhl_portal.access.models import Organisation, User
from lhl_portal.ui.spreadsheets import read_sheet
from reform_phases.importing.checking import Checked, Written, check
from reform_phases.importing.files import cells_of
from reform_phases.importing.kinds import KINDS, Kind
from reform_phases.models import Import
from reform_phases.recording import record

BATCH = 1000


class Settled(Exception):
    """It has been confirmed, discarded or deleted already."""


class ChangedSince(Exception):
    """Some of what it wrote has been changed or deleted since."""


def take_in(file: UploadedFile, kind: Kind, *, by: User, organisation: int, today: date, at: datetime) -> Import:
    """Reads and checks the file, and keeps what it says. Raises RefusedSheet."""
    sha256 = hashlib.sha256()
    for chunk in file.chunks():
        sha256.update(chunk)
    file.seek(0)
    checked = check(kind, cells_of(kind, read_sheet(file)), user=by, today=today)
    return Import.objects.create(
        kind=kind.key,
        filename=(file.name or "")[-200:],
        sha256=sha256.hexdigest(),
        size=file.size or 0,
        by=by,
        organisation_id=organisation,
        uploaded_at=at,
        lines=checked.lines,
        **checked.counts,
    )


@transaction.atomic
def confirm(asked: Import, *, by: User, today: date, at: datetime) -> bool:
    """Writes all that is new. Nothing, and False, where lines no longer do what they did when they were shown: then
    the import has what they do now. Raises Settled.
    """
    row = _locked(asked, Import.State.CHECKED)
    kind = KINDS[row.kind]
    written = [Written(line["number"], line["cells"]) for line in row.lines]
    checked = check(kind, written, user=by, today=today, to_write=True)
    same = [_effect(line) for line in checked.lines] == [_effect(line) for line in row.lines]
    if same and row.is_ready:
        _write(row, kind, checked, by=by, at=at)
        return True
    row.lines = checked.lines
    for name, count in checked.counts.items():
        setattr(row, name, count)
    row.save()
    return False


@transaction.atomic
def discard(asked: Import, *, at: datetime) -> None:
    """Forgets the lines, and keeps that there was such a file. Raises Settled."""
    row = _locked(asked, Import.State.CHECKED)
    row.state, row.settled_at, row.lines = Import.State.DISCARDED, at, []
    row.save()


@transaction.atomic
def delete_again(asked: Import, *, at: datetime) -> int:
    """Deletes the records that were written, all or none, and says how many. The history keeps them.

    Raises Settled, and ChangedSince.
    """
    row = _locked(asked, Import.State.CONFIRMED)
    records = KINDS[row.kind].model.objects.filter(pk__in=row.written)
    found = len(records.select_for_update())  # whoever is changing one of them has done so now, or waits
    if not can_delete(row):
        raise ChangedSince
    records.delete()
    row.state, row.settled_at = Import.State.UNDONE, at
    row.save()
    return found


def can_delete(row: Import) -> bool:
    """Whether it wrote records, and nobody has changed or deleted any of them or their solutions since."""
    if row.state != Import.State.CONFIRMED or not row.written:
        return False
    model = KINDS[row.kind].model
    owner, link = model._meta.model_name, model.solutions.through
    events = (
        model.pgh_event_model.objects.filter(pgh_obj_id__in=row.written),
        link.pgh_event_model.objects.filter(**{f"{owner}_id__in": row.written}),
    )
    # Each request that writes has a context of its own in the history: more than one, and somebody has been there.
    contexts = {context for found in events for context in found.values_list("pgh_context_id", flat=True).distinct()}
    return len(contexts) == 1


def _locked(asked: Import, state: Import.State) -> Import:
    """The import as it is now, with whoever else settles one of the organisation's imports waiting."""
    Organisation.objects.select_for_update(no_key=True).get(pk=asked.organisation_id)
    row = Import.objects.get(pk=asked.pk)
    if row.state != state:
        raise Settled
    return row


def _effect(line: dict[str, Any]) -> tuple[str, str]:
    """What a line does, whatever the language it is told in."""
    return line["outcome"], line.get("before", "")


def _write(row: Import, kind: Kind, checked: Checked, *, by: User, at: datetime) -> None:
    rows = [form.instance for form in checked.new]
    if kind.value:
        row.act = record(rows, by=by, at=at, seen=checked.seen)
    else:
        kind.model.objects.bulk_create(rows, batch_size=BATCH)
        owner, link = kind.model._meta.model_name, kind.model.solutions.through
        links = [
            link(**{owner: form.instance, "solution": solution})
            for form in checked.new
            for solution in form.cleaned_data.get("solutions") or ()
        ]
        link.objects.bulk_create(links, batch_size=BATCH)
        row.written = [written.pk for written in rows]
    row.state, row.settled_at = Import.State.CONFIRMED, at
    row.save()
