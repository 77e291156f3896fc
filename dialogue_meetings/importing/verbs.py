"""What is done with an old list: taken in, its columns chosen, written, discarded, and what it wrote deleted again."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import ForeignObjectRel
from django.utils.translation import gettext as _

from dialogue_meetings.importing.checking import Checked, check, outcomes
from dialogue_meetings.importing.columns import (
    PRIVATE,
    UNUSED,
    Written,
    is_error_heading,
    missing,
    recognised,
    signature,
)
from dialogue_meetings.importing.lines import Line
from dialogue_meetings.models import (
    Attendance,
    ColumnMapping,
    ImportedMeeting,
    Invitation,
    InvitationDistrict,
    Meeting,
    MeetingArea,
    MeetingImport,
    MeetingSolution,
    Minutes,
    Reminder,
)
from lhl_portal.access.models import Organisation, User
from lhl_portal.ui.spreadsheets import RefusedSheet, Value, read_sheet
from lhl_portal.ui.texts import masked
from reform_phases.importing.verbs import BATCH, ChangedSince, Settled


def take_in(file: UploadedFile, *, host: int, by: User, today: date, at: datetime) -> MeetingImport:
    """Reads the list and keeps what it says, but for what is about persons. Raises RefusedSheet.

    Where the office has told before what such headings mean, its lines are checked as well.
    """
    sha256 = hashlib.sha256()
    for chunk in file.chunks():
        sha256.update(chunk)
    file.seek(0)
    sheet = read_sheet(file)
    if not sheet.rows:
        raise RefusedSheet(_("Filen har overskrifter, men ingen rader."))
    places = [place for place, heading in enumerate(sheet.header) if not is_error_heading(heading)]
    header = [sheet.header[place] for place in places]
    rows: list[Written] = [[_text(line.values[place]) for place in places] for line in sheet.rows]
    columns = recognised(header, rows)
    remembered = ColumnMapping.objects.filter(organisation=host, signature=signature(header)).first()
    if remembered:
        chosen = [remembered.columns.get(heading.casefold(), UNUSED) for heading in header]
        columns = [PRIVATE if PRIVATE in both else both[1] for both in zip(columns, chosen, strict=True)]
    row = MeetingImport(
        organisation_id=host,
        by=by,
        uploaded_at=at,
        filename=masked(file.name or "")[-200:],
        sha256=sha256.hexdigest(),
        size=file.size or 0,
        header=header,
        columns=columns,
        words=remembered.words if remembered else {},
        lines=[
            {"number": line.number, "written": _without(written, columns, {PRIVATE})}
            for line, written in zip(sheet.rows, rows, strict=True)
        ],
    )
    if remembered and not missing(columns):
        _set(row, check(row, by=by, today=today))
    row.save()
    return row


@transaction.atomic
def choose_columns(
    asked: MeetingImport, *, columns: Sequence[str], words: dict[str, str], by: User, today: date
) -> MeetingImport:
    """Checks the lines by what the columns are, and remembers that for the office's next list. Raises Settled."""
    row = _locked(asked, MeetingImport.State.DRAFT)
    row.columns, row.words = list(columns), row.words | words
    ColumnMapping.objects.update_or_create(
        organisation_id=row.organisation_id,
        signature=signature(row.header),
        defaults={
            "columns": {heading.casefold(): column for heading, column in zip(row.header, columns, strict=True)},
            "words": row.words,
        },
    )
    _set(row, check(row, by=by, today=today))
    row.save()
    return row


@transaction.atomic
def write(asked: MeetingImport, *, by: User, today: date, at: datetime) -> int:
    """Writes the lines that are new, and says how many. 0, and nothing is written, where a line no longer does what it
    did when it was shown: then the import has what they do now. Raises Settled.
    """
    row = _locked(asked, MeetingImport.State.DRAFT)
    shown = outcomes(row.lines)
    checked = check(row, by=by, today=today)
    same = shown == outcomes(checked.lines)
    _set(row, checked)
    if same and row.is_ready:
        _write(row, checked.new)
        unused = {UNUSED}
        for line in row.lines:
            line["written"] = _without(line["written"], row.columns, unused)
        row.state, row.settled_at = MeetingImport.State.WRITTEN, at
    row.save()
    return row.new if row.state == MeetingImport.State.WRITTEN else 0


@transaction.atomic
def discard(asked: MeetingImport, *, at: datetime) -> None:
    """Forgets the lines, and keeps that there was such a list. Raises Settled."""
    row = _locked(asked, MeetingImport.State.DRAFT)
    row.state, row.settled_at, row.lines = MeetingImport.State.DISCARDED, at, []
    row.save()


@transaction.atomic
def delete_again(asked: MeetingImport, *, at: datetime) -> int:
    """Deletes the meetings that were written, all or none, and says how many. The history keeps them.

    Raises Settled, and ChangedSince.
    """
    row = _locked(asked, MeetingImport.State.WRITTEN)
    meetings = Meeting.objects.filter(imported__origin=row)
    found = len(meetings.select_for_update(of=("self",)))  # whoever is changing one has done so now, or waits
    if not can_delete(row):
        raise ChangedSince
    meetings.delete()
    row.state, row.settled_at = MeetingImport.State.UNDONE, at
    row.save()
    return found


def can_delete(row: MeetingImport) -> bool:
    """Whether it wrote meetings, and nobody has changed or deleted any of them, or what belongs to them, since."""
    if row.state != MeetingImport.State.WRITTEN:
        return False
    written = list(row.written.values_list("meeting", flat=True))
    if not written or len(written) != row.new or Minutes.objects.filter(meeting__in=written).exists():
        return False
    events = [Meeting.pgh_event_model.objects.filter(pgh_obj_id__in=written)]  # type: ignore[attr-defined]
    for relation in Meeting._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and hasattr(relation.related_model, "pgh_event_model"):
            of_meetings = {f"{relation.field.name}_id__in": written}
            events.append(relation.related_model.pgh_event_model.objects.filter(**of_meetings))
    invited = list(Invitation.objects.filter(meeting__in=written).values_list("pk", flat=True))
    parts: tuple[Any, ...] = (Reminder, InvitationDistrict)
    events += [part.pgh_event_model.objects.filter(invitation_id__in=invited) for part in parts]
    # Each request that writes has a context of its own in the history: more than one, and somebody has been there.
    contexts = {context for found in events for context in found.values_list("pgh_context_id", flat=True).distinct()}
    return len(contexts) == 1


def _locked(asked: MeetingImport, state: MeetingImport.State) -> MeetingImport:
    """The import as it is now, with whoever else settles one of the organisation's imports waiting."""
    Organisation.objects.select_for_update(no_key=True).get(pk=asked.organisation_id)
    row = MeetingImport.objects.get(pk=asked.pk)
    if row.state != state:
        raise Settled
    return row


def _set(row: MeetingImport, checked: Checked) -> None:
    row.lines, row.is_checked = checked.lines, True
    for name, count in checked.counts.items():
        setattr(row, name, count)


def _write(row: MeetingImport, lines: dict[int, Line]) -> None:
    """Table by table, so that the number of queries is that of the batches."""
    _create(Meeting, (line.meeting for line in lines.values()))
    links = ((number, {"meeting": line.meeting, "key": line.key}) for number, line in lines.items())
    _create(ImportedMeeting, (ImportedMeeting(origin=row, line=number, **link) for number, link in links))
    invitations, attendance, areas, solutions = [], [], [], []
    for line in lines.values():
        own: Any = {"meeting": line.meeting}
        offer = line.offer._asdict() if line.offer else {}
        invitations += [Invitation(municipality=body, **own, **offer) for body in line.municipalities]
        attendance += [Attendance(role=role, count=count, **own) for role, count in line.attendance.items()]
        areas += [MeetingArea(area=area, **own) for area in line.areas]
        solutions += [MeetingSolution(solution=solution, **own) for solution in line.solutions]
    for model, rows in (
        (Invitation, invitations),
        (Attendance, attendance),
        (MeetingArea, areas),
        (MeetingSolution, solutions),
    ):
        _create(model, rows)


def _create(model: Any, rows: Iterable[Any]) -> None:
    model.objects.bulk_create(list(rows), batch_size=BATCH)


def _text(value: Value) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return _("Ja") if value else _("Nei")
    return masked(value.isoformat() if isinstance(value, date) else str(value))


def _without(written: Written, columns: Sequence[str], left_out: set[str]) -> list[str | None]:
    return [None if column in left_out else text for text, column in zip(written, columns, strict=True)]
