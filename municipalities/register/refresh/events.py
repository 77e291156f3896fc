"""From the single steps of Klass, code to code, to events that belong together."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from municipalities.register.refresh.klass import Code, CodeChange


@dataclass
class Event:
    """What happened together on a day: the codes before, the codes after, and which became which."""

    day: date
    old: list[str]
    new: dict[str, Code]
    steps: list[tuple[str, str]]


def events(changes: Iterable[CodeChange], in_use: Callable[[str, date], bool]) -> Iterator[Event]:
    """The events in order of time. Steps that share a code on the same side are one event.

    A new code that was `in_use` the day before, and that no step begins with, takes the others up and goes on itself.
    Each day is looked at when the events before it have been dealt with.
    """
    for day, same in groupby(sorted(changes, key=lambda change: change.day), key=lambda change: change.day):
        steps = list(same)
        begun = {step.old for step in steps}
        codes = {step.new.number: step.new for step in steps}
        steps += [
            CodeChange(number, code, day)
            for number, code in codes.items()
            if number not in begun and in_use(number, day - timedelta(days=1))
        ]
        yield from [_event(day, group) for group in _connected(steps)]


def _connected(steps: list[CodeChange]) -> list[list[CodeChange]]:
    groups: list[list[CodeChange]] = []
    for step in steps:
        near = [
            group
            for group in groups
            if any(step.old == other.old or step.new.number == other.new.number for other in group)
        ]
        groups = [group for group in groups if group not in near]
        groups.append([*(other for group in near for other in group), step])
    return groups


def _event(day: date, steps: list[CodeChange]) -> Event:
    return Event(
        day,
        sorted({step.old for step in steps}),
        {step.new.number: step.new for step in sorted(steps, key=lambda step: step.new.number)},
        sorted((step.old, step.new.number) for step in steps),
    )
