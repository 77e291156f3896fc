"""What users can be told of. Apps above offer their kinds, and what finds out whom to tell, as they start."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from lhl_portal.access.models import User
from lhl_portal.notices.models import Choice


@dataclass(frozen=True)
class Kind:
    """One kind of notice.

    `text` makes one line from a notice's data, in the active language. `addresses` gives, of the records with these
    keys, those that the user reaches on a day, each with the address of a page that opens for the user. `choice` is
    what holds until the user chooses.
    """

    key: str
    label: Any
    help_text: Any
    text: Callable[[Mapping[str, Any]], str]
    addresses: Callable[[User, Collection[int], date], dict[int, str]]
    choice: Choice = Choice.DAILY


class Telling(NamedTuple):
    """That a user should be told of something. `kind` is a kind's key; the rest is as in `Notice`."""

    user: User
    kind: str
    key: str
    record: int | None
    data: dict[str, Any]


Producer = Callable[[datetime, datetime], Iterable[Telling]]
"""Given a moment `since` and one `at`: what is to be told at `at` of what has happened since. It may name the same
thing in each call, and users who do not reach the record."""

_kinds: dict[str, Kind] = {}
_producers: list[Producer] = []


def offer(kinds: Iterable[Kind], producer: Producer) -> None:
    """Called once by an app as it starts."""
    _kinds.update({kind.key: kind for kind in kinds})
    _producers.append(producer)


def kinds() -> dict[str, Kind]:
    """By key, in the order they were offered."""
    return _kinds


def producers() -> list[Producer]:
    return _producers
