"""What undoing an act would do, for whoever is asked to confirm it."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from reform_phases.models import Act, Entry
from reform_phases.recording import Subject, entries_of


class Step(NamedTuple):
    """An entry that is withdrawn, and what holds about the same afterwards, if anything."""

    entry: Entry
    after: Entry | None
    note: str


class Undoing(NamedTuple):
    """`steps` are taken, `standing` is what others have corrected or withdrawn since and is left as it is."""

    steps: list[Step]
    standing: list[Entry]


def undoing(act: Act, day: date) -> Undoing:
    """What undoing `act` on `day` comes to. Nothing but an undone act, or an undoing, has no steps."""
    entries = entries_of(act)
    counting = [] if act.undoes_id or act.is_undone else [entry for entry in entries if entry.counts]
    standing = [entry for entry in entries if not entry.counts]
    holding, otherwise = _holding(act, counting, day)
    return Undoing([_step(entry, holding, otherwise) for entry in counting], standing)


def _holding(act: Act, entries: list[Entry], day: date) -> tuple[dict[Subject, Entry], dict[Subject, Entry]]:
    """What holds on `day` about what the entries are about, and what would hold without the act."""
    holding: dict[Subject, Entry] = {}
    otherwise: dict[Subject, Entry] = {}
    for log in {type(entry) for entry in entries}:
        bodies = {entry.municipality_id for entry in entries}
        rows = log._default_manager.filter(municipality__in=bodies).in_words()
        holding |= {entry.subject: entry for entry in rows.as_of(day)}
        otherwise |= {entry.subject: entry for entry in rows.exclude(act=act).as_of(day)}
    return holding, otherwise


def _step(entry: Entry, holding: dict[Subject, Entry], otherwise: dict[Subject, Entry]) -> Step:
    now, after, corrected = holding.get(entry.subject), otherwise.get(entry.subject), entry.corrects
    if corrected and (after is None or (after.on, after.rank) < (corrected.on, corrected.rank)):
        after = corrected  # it is put back in its place
    if now and now.act_id != entry.act_id:
        return Step(entry, after, _("Det som gjelder i dag, er registrert av andre siden og blir stående."))
    return Step(entry, after, "")
