"""What each line of a list would do: write a meeting, or nothing, as the portal has it or it is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dialogue_meetings.importing.columns import cells
from dialogue_meetings.importing.lines import Line, Reader, key_of
from dialogue_meetings.models import ImportedMeeting, Invitation, MeetingImport
from lhl_portal.access.models import User
from reform_phases.importing.checking import NEW, SAME, WRONG

PERMISSION = "dialogue_meetings.add_meeting"


@dataclass
class Checked:
    """`lines` as `MeetingImport` keeps them, and those that are `new` by their number.

    Besides ``number`` and ``written`` a line has ``shown`` (what its cells were read as) and ``errors``, both by field;
    under an empty name what is wrong with the line as a whole; ``outcome``, and ``note``, what it does.
    """

    lines: list[dict[str, Any]] = field(default_factory=list)
    new: dict[int, Line] = field(default_factory=dict)

    def count(self, outcome: str) -> int:
        return sum(line["outcome"] == outcome for line in self.lines)

    @property
    def counts(self) -> dict[str, int]:
        return {outcome: self.count(outcome) for outcome in (NEW, SAME, WRONG)}


def check(row: MeetingImport, *, by: User, today: date) -> Checked:
    """Each line against the rules, the other lines and what the portal has. However many lines, the same queries."""
    reader = Reader.read(by, PERMISSION, words=row.words, host=row.organisation_id, today=today)
    present = _present(row.organisation_id)
    taken: dict[str, int] = {}
    checked = Checked()
    for kept in row.lines:
        number = kept["number"]
        line = reader.line(cells(kept["written"], row.header, row.columns))
        outcome, note = NEW, line.effect
        if line.errors:
            outcome, note = WRONG, ""
        elif line.key in present:
            outcome, note = SAME, _("Finnes fra før: «%(title)s».") % {"title": present[line.key]}
        elif (first := taken.setdefault(line.key, number)) != number:
            outcome, note = SAME, _("Står allerede i rad %(row)d.") % {"row": first}
        else:
            checked.new[number] = line
        checked.lines.append(
            {
                "number": number,
                "written": kept["written"],
                "shown": {name: text for name, text in line.shown.items() if name not in line.errors},
                "errors": line.errors,
                "outcome": outcome,
                "note": note,
            }
        )
    return checked


def outcomes(lines: Iterable[dict[str, Any]]) -> list[Any]:
    """What each line does, whatever the language it is told in."""
    return [line.get("outcome") for line in lines]


def _present(host: int) -> dict[str, str]:
    """The titles of the host's meetings by the key of a line that would say the same.

    A meeting that came by a list and was changed since is still known by what the list said.
    """
    found = dict(ImportedMeeting.objects.filter(origin__organisation=host).values_list("key", "meeting__title"))
    rows = Invitation.objects.filter(meeting__host=host).order_by("meeting_id", "municipality_id")
    own = ("held_on", "planned_on", "kind", "title")
    told: dict[int, tuple[Any, ...]] = {}
    bodies: dict[int, list[int]] = {}
    for meeting, body, offered, held, planned, *kind_and_title in rows.values_list(
        "meeting_id", "municipality_id", "offered_on", *(f"meeting__{name}" for name in own)
    ):
        told.setdefault(meeting, (held or planned or offered, *kind_and_title))
        bodies.setdefault(meeting, []).append(body)
    for meeting, (day, kind, title) in told.items():
        found.setdefault(key_of(day, kind, bodies[meeting]), title)
    return found
