"""How the number of municipalities changed: a bridge between two days that reconciles, from the register alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext as _

from municipalities.models import Change, Municipality


@dataclass(frozen=True)
class Event:
    """Municipalities that ended together and what came of them, connected by the register's recorded changes.

    `parts` are those that gave away a part and live on. Names, in Norwegian order.
    """

    ended: tuple[str, ...]
    begun: tuple[str, ...]
    parts: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """What happened, in a word or two."""
        if len(self.ended) == 1 and len(self.begun) > 1:
            return _("Deling")
        return _("Sammenslåing") if len(self.begun) < 2 else _("Sammenslåing og deling")


@dataclass(frozen=True)
class Step:
    """A day on which the number of municipalities was `before` and became `after`.

    `unexplained` ended or began without a recorded change.
    """

    on: date
    before: int
    after: int
    ended: int
    begun: int
    events: tuple[Event, ...]
    unexplained: tuple[str, ...]

    @property
    def reconciles(self) -> bool:
        return not self.unexplained and self.before - self.ended + self.begun == self.after

    @property
    def text(self) -> str:
        """What changed, in a sentence for print."""
        words = {"ended": self.ended, "begun": self.begun, "names": ", ".join(_told(self.events))}
        if len(self.events) <= 2:
            return _("%(names)s.") % words
        return _("%(ended)s kommuner ble til %(begun)s nye.") % words


@dataclass(frozen=True)
class Bridge:
    """From the municipalities of `first` to those of `last`, both days included; `start` of them on the first."""

    first: date
    last: date
    start: int
    end: int
    steps: tuple[Step, ...]

    @property
    def reconciles(self) -> bool:
        counts = [self.start, *(step.after for step in self.steps)]
        joined = all(step.before == count for step, count in zip(self.steps, counts, strict=False))
        return joined and counts[-1] == self.end and all(step.reconciles for step in self.steps)

    def rows(self) -> list[dict[str, Any]]:
        """For the manifest: how many there were from which day, and what changed. Empty where nothing did."""
        if not self.steps:
            return []
        first = {"on": self.first.isoformat(), "number": self.start, "text": _("Kommunene på datoen.")}
        return [first, *({"on": s.on.isoformat(), "number": s.after, "text": s.text} for s in self.steps)]


def first_day() -> date:
    """The first day that the register knows."""
    first: date = Municipality.objects.aggregate(first=Min("valid_from"))["first"] or date(2019, 1, 1)
    return first


def read_bridge(first: date, last: date) -> Bridge:
    """Two queries. Changes on `first` itself lie before the bridge."""
    bodies = list(Municipality.objects.order_by("sort_key", "pk").values_list("pk", "name", "valid_from", "valid_to"))
    changes = Change.objects.filter(effective_on__gt=first, effective_on__lte=last).exclude(kind=Change.Kind.BOUNDARY)
    links: dict[date, list[tuple[int, int]]] = {}
    for on, before, after in changes.values_list("effective_on", "predecessor_id", "successor_id"):
        links.setdefault(on, []).append((before, after))
    days = {day for _pk, _name, begins, ends in bodies for day in (begins, ends) if day and first < day <= last}
    return Bridge(
        first=first,
        last=last,
        start=_living(bodies, first),
        end=_living(bodies, last),
        steps=tuple(_step(day, bodies, links.get(day, [])) for day in sorted(days)),
    )


_Row = tuple[int, str, date, date | None]


def _living(bodies: Iterable[_Row], day: date) -> int:
    return sum(begins <= day and (ends is None or day < ends) for _pk, _name, begins, ends in bodies)


def _step(day: date, bodies: list[_Row], links: list[tuple[int, int]]) -> Step:
    names = {pk: name for pk, name, _begins, _ends in bodies}
    ended = [pk for pk, _name, _begins, ends in bodies if ends == day]
    begun = [pk for pk, _name, begins, _ends in bodies if begins == day]
    groups = _connected(links)
    linked = {pk for group in groups for pk in group}
    events = []
    for group in groups:
        mine = [pk for pk in names if pk in group]
        gone, new = [pk for pk in mine if pk in ended], [pk for pk in mine if pk in begun]
        if gone or new:
            rest = [pk for pk in mine if pk not in gone and pk not in new]
            events.append(Event(*(tuple(names[pk] for pk in side) for side in (gone, new, rest))))
    return Step(
        on=day,
        before=_before(bodies, day),
        after=_living(bodies, day),
        ended=len(ended),
        begun=len(begun),
        events=tuple(events),
        unexplained=tuple(names[pk] for pk in (*ended, *begun) if pk not in linked),
    )


def _before(bodies: Iterable[_Row], day: date) -> int:
    return sum(begins < day and (ends is None or day <= ends) for _pk, _name, begins, ends in bodies)


def _connected(links: list[tuple[int, int]]) -> list[set[int]]:
    """The municipalities that changes of the same day tie together."""
    groups: list[set[int]] = []
    for link in links:
        touched = [group for group in groups if group.intersection(link)]
        groups = [group for group in groups if group not in touched]
        groups.append(set(link).union(*touched))
    return groups


def _told(events: Iterable[Event]) -> list[str]:
    told = []
    for event in events:
        ended, begun = _list(event.ended or event.parts), _list(event.begun or event.parts)
        words = {"ended": ended, "begun": begun}
        told.append(_("%(ended)s ble til %(begun)s") % words)
    return told


def _list(names: tuple[str, ...]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s og %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
