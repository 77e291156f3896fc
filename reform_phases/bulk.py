"""The same said about many municipalities at once: drafted for a preview, then written whole or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lhl_portal.access.models import User
from municipalities.models import Municipality
from municipalities.profile import short
from reform_phases.models import Act, Entry
from reform_phases.recording import ChangedMeanwhile, Subject, confirming, newest, record

SALT = "reform_phases.bulk"


@dataclass(frozen=True)
class Wish:
    """What to say about each municipality, of one log.

    `topics` hold what the log's ``SUBJECT`` names beside the municipality. Without a `value`, what holds is confirmed.
    `scope` is all the topics in words, `ground` the source, link and note.
    """

    log: type[Entry]
    topics: Sequence[Mapping[str, Any]]
    value: Any
    scope: str
    on: date
    ground: Mapping[str, Any]


class Sight(NamedTuple):
    """What a preview was made from: the last entry written about a subject, and the one that held. 0 for none."""

    last: int
    held: int


Seen = dict[Subject, Sight]


@dataclass(frozen=True)
class Line:
    """A row of the preview. Without an `entry` nothing is written, and the first of `notes` says why.

    `before` is what holds on the day, `now` what holds today. Where somebody has written since the preview was seen,
    `changed` is true, and `shown` is what held then.
    """

    municipality: Municipality
    what: str
    entry: Entry | None = None
    before: Entry | None = None
    after: str = ""
    notes: tuple[str, ...] = ()
    changed: bool = False
    shown: Entry | None = None

    @property
    def is_confirmation(self) -> bool:
        return self.entry is not None and self.entry.kind == Entry.Kind.CONFIRMED


@dataclass(frozen=True)
class Draft:
    """What a wish comes to. Lines that others have changed since come first, else by municipality."""

    wish: Wish
    lines: Sequence[Line]
    seen: Seen

    @property
    def entries(self) -> list[Entry]:
        return [line.entry for line in self.lines if line.entry]

    @property
    def changed(self) -> int:
        return sum(line.changed for line in self.lines)

    @property
    def totals(self) -> list[str]:
        """How many are written, how many of those change nothing, and how many are left out."""
        entries, unchanged = self.entries, sum(line.is_confirmation for line in self.lines)
        left_out = len(self.lines) - len(entries)
        told = [
            ngettext("%(n)s registrering i %(places)s.", "%(n)s registreringer i %(places)s.", len(entries))
            % {"n": len(entries), "places": places(entries)}
        ]
        if unchanged and self.wish.value is not None:
            text = ngettext(
                "%(n)s er uendret og blir en bekreftelse.", "%(n)s er uendret og blir bekreftelser.", unchanged
            )
            told.append(text % {"n": unchanged})
        if left_out:
            told.append(ngettext("%(n)s rad er ikke med.", "%(n)s rader er ikke med.", left_out) % {"n": left_out})
        return told

    @property
    def is_mixed(self) -> bool:
        """Whether the lines are about different things."""
        return len(self.wish.topics) > 1

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is the same for every line."""
        ground = self.wish.ground
        what = _("Bekreftes uendret") if self.wish.value is None else _("Gjelder")
        told = [
            (what, self.wish.scope),
            (_("Dato"), short(self.wish.on)),
            (_("Kilde"), str(Entry.Source(ground["source"]).label)),
        ]
        return told + [
            (name, ground[key]) for key, name in (("link", _("Dokument")), ("note", _("Merknad"))) if ground[key]
        ]

    @property
    def button(self) -> str:
        return _("Lagre for %(places)s") % {"places": places(self.entries)}

    @property
    def summary(self) -> str:
        """What has been done, once it is."""
        entries = self.entries
        words = {"what": self.wish.scope, "places": places(entries), "n": len(entries)}
        if self.wish.value is None:
            text = ngettext(
                "Bekreftet %(n)s status uendret i %(places)s.",
                "Bekreftet %(n)s statuser uendret i %(places)s.",
                len(entries),
            )
            return text % words
        words["value"] = next(line.after for line in self.lines if line.entry)
        return _("%(what)s er satt til «%(value)s» i %(places)s.") % words


def draft(wish: Wish, municipalities: Iterable[Municipality], *, today: date, seen: Seen | None = None) -> Draft:
    """What `wish` would write about `municipalities`, and what it would leave out and why.

    `seen` is that of the draft the user was shown, if any. The queries do not follow the number of municipalities.
    """
    bodies = list(municipalities)
    keys = [body.pk for body in bodies]
    # Read before what holds: what is written in between is then found out when the entries are recorded.
    last = newest(wish.log, keys)
    told = wish.log._default_manager.filter(municipality__in=keys).in_words()
    held = {entry.subject: entry for entry in told.as_of(wish.on)}
    now = held if wish.on == today else {entry.subject: entry for entry in told.as_of(today)}
    drafting = _Drafting(wish, held, now, _shown(wish.log, seen, last))
    lines = [line for body in bodies for line in drafting.lines(body)]
    sight = {
        subject: Sight(last[subject], held[subject].pk if subject in held else 0)
        for subject in drafting.looked_at
        if subject in last
    }
    return Draft(wish, sorted(lines, key=lambda line: not line.changed), sight)


def write(made: Draft, *, by: User, at: datetime) -> Act:
    """Records all the entries of a draft that the user has seen, or none: `ChangedMeanwhile`."""
    if made.changed:
        raise ChangedMeanwhile([line.entry.subject for line in made.lines if line.changed and line.entry])
    return record(made.entries, by=by, at=at, seen={subject: sight.last for subject, sight in made.seen.items()})


def sealed(seen: Seen) -> str:
    """`seen` as a text that a page can carry and nobody can alter."""
    return signing.dumps([[*subject, *sight] for subject, sight in seen.items()], salt=SALT, compress=True)


def opened(text: str) -> Seen | None:
    """What `sealed` made, or None where it did not make the text."""
    try:
        rows = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    return {tuple(row[:-2]): Sight(*row[-2:]) for row in rows}


def places(entries: Iterable[Entry]) -> str:
    """How many municipalities the entries are about, in words."""
    number = len({entry.municipality_id for entry in entries})
    return ngettext("%(n)s kommune", "%(n)s kommuner", number) % {"n": number}


def _shown(log: type[Entry], seen: Seen | None, last: Mapping[Subject, int]) -> dict[Subject, Entry | None]:
    """What the user was shown where somebody has written since."""
    if seen is None:
        return {}
    none = Sight(0, 0)
    changed = {s: seen.get(s, none) for s in {*seen, *last} if seen.get(s, none).last != last.get(s, 0)}
    entries = log._default_manager.in_words().in_bulk([sight.held for sight in changed.values() if sight.held])
    return {subject: entries.get(sight.held) for subject, sight in changed.items()}


class _Drafting:
    """Makes the lines of one municipality after the other, from what was read for all of them."""

    def __init__(
        self,
        wish: Wish,
        held: Mapping[Subject, Entry],
        now: Mapping[Subject, Entry],
        shown: Mapping[Subject, Entry | None],
    ) -> None:
        self.wish, self.held, self.now, self.shown = wish, held, now, shown
        self.looked_at: list[Subject] = []

    def lines(self, body: Municipality) -> list[Line]:
        """One for each topic; only one where nothing is to be written about any."""
        wish = self.wish
        if not body.existed_on(wish.on):
            return [Line(body, wish.scope, notes=(_("Kommunen fantes ikke %(day)s.") % {"day": short(wish.on)},))]
        found = [self._line(body, topic) for topic in wish.topics]
        kept = [line for line in found if line.entry or line.changed]
        return kept or [Line(body, wish.scope, notes=(_("Ingen status å bekrefte."),))]

    def _line(self, body: Municipality, topic: Mapping[str, Any]) -> Line:
        wish = self.wish
        fresh = wish.log(municipality=body, **topic)
        subject = fresh.subject
        self.looked_at.append(subject)
        before = self.held.get(subject)
        entry, after = self._entry(fresh, before)
        return Line(
            body,
            fresh.about,
            entry,
            before,
            after,
            tuple(self._notes(subject, entry)),
            changed=subject in self.shown,
            shown=self.shown.get(subject),
        )

    def _entry(self, fresh: Entry, before: Entry | None) -> tuple[Entry | None, str]:
        """What to write, and in words what then holds on the day."""
        wish = self.wish
        if wish.value is not None:
            setattr(fresh, wish.log.VALUE, wish.value)
        column = wish.log.value_column()
        if before and (wish.value is None or getattr(before, column) == getattr(fresh, column)):
            return confirming(before, wish.on, **wish.ground), before.told
        if wish.value is None:
            return None, ""
        fresh.on = wish.on
        for name, value in wish.ground.items():
            setattr(fresh, name, value)
        return fresh, fresh.told

    def _notes(self, subject: Subject, entry: Entry | None) -> list[str]:
        if entry is None:
            return [_("Ingen status å bekrefte.")]
        notes, now = [], self.now.get(subject)
        if entry.kind == Entry.Kind.CONFIRMED and self.wish.value is not None:
            notes.append(_("Uendret. Blir en bekreftelse."))
        if now and now.on > self.wish.on:
            words = {"value": now.told, "day": short(now.on)}
            notes.append(_("Eldre enn det som gjelder: «%(value)s» fra %(day)s gjelder fortsatt i dag.") % words)
        return notes
