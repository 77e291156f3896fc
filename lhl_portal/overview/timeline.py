"""Everything that happened with one municipality, by date, whichever app keeps the record."""

from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogue_meetings.models import Invitation, Meeting
from dialogue_meetings.presentation import named
from learning_networks.models import Membership as NetworkMembership
from municipalities.models import Change, Municipality
from municipalities.profile import listed
from reform_phases.models import (
    ElderCouncilEntry,
    Entry,
    Measure,
    OrganisingEntry,
    PhaseEntry,
    Plan,
    StatusEntry,
    Treatment,
)
from reform_phases.presentation import entry_in_words

STATUS, POLITICS, MEETINGS, NETWORKS, MEASURES, REGISTER = "status", "vedtak", "moter", "nettverk", "tiltak", "register"
KINDS = {
    STATUS: gettext_lazy("Status og fase"),
    POLITICS: gettext_lazy("Vedtak og planer"),
    MEETINGS: gettext_lazy("Møter og støtte"),
    NETWORKS: gettext_lazy("Nettverk"),
    MEASURES: gettext_lazy("Egne tiltak"),
    REGISTER: gettext_lazy("Kommunen selv"),
}


class Event(NamedTuple):
    """Something on a day. `municipality` is whose it was: a predecessor's is told as theirs."""

    on: date
    kind: str
    text: str
    url: str
    municipality: int


def timeline(bodies: Collection[int], day: date, kinds: Collection[str] = ()) -> list[Event]:
    """What happened on `day` or before, newest first; only `kinds` where any are given. A fixed number of queries."""
    events = [event for kind in kinds or KINDS for event in _SOURCES[kind](bodies) if event.on <= day]
    return sorted(events, key=lambda event: event.on, reverse=True)


def _status(bodies: Collection[int]) -> Iterator[Event]:
    entries = StatusEntry.objects.filter(municipality__in=bodies, counts=True).select_related("solution")
    for entry in entries:
        yield _entry(entry, str(entry.solution))
    for phase in PhaseEntry.objects.filter(municipality__in=bodies, counts=True).select_related("phase", "area"):
        yield _entry(phase, str(phase.area) if phase.area else _("Fase"))
    for organising in OrganisingEntry.objects.filter(municipality__in=bodies, counts=True):
        yield _entry(organising, _("Organisering"))
    for answer in ElderCouncilEntry.objects.filter(municipality__in=bodies, counts=True):
        yield _entry(answer, _("Eldrerådet er involvert"))


def _entry(entry: Entry, about: str) -> Event:
    text = f"{about}: {entry_in_words(entry)}"
    if entry.kind == Entry.Kind.CONFIRMED:
        text = _("%(what)s (bekreftet uendret)") % {"what": text}
    return Event(entry.on, STATUS, text, "", entry.municipality_id)


def _politics(bodies: Collection[int]) -> Iterator[Event]:
    for row in Treatment.objects.filter(municipality__in=bodies):
        text = f"{row.get_stage_display()}, {row.get_body_display().lower()}"
        yield Event(row.on, POLITICS, text, row.get_absolute_url(), row.municipality_id)
    for plan in Plan.objects.filter(municipality__in=bodies, adopted_on__isnull=False):
        text = _("Plan vedtatt: %(title)s") % {"title": plan.title}
        yield Event(plan.adopted_on or date.min, POLITICS, text, plan.get_absolute_url(), plan.municipality_id)


def _meetings(bodies: Collection[int]) -> Iterator[Event]:
    for row in Invitation.objects.filter(municipality__in=bodies).select_related("meeting"):
        meeting, url, body = row.meeting, row.meeting.get_absolute_url(), row.municipality_id
        if meeting.held_on and row.present:
            yield Event(meeting.held_on, MEETINGS, named(meeting), url, body)
        if meeting.kind in Meeting.Kind.outside_meetings():
            continue
        text = _("Tilbud: %(meeting)s") % {"meeting": meeting}
        if row.answered_on:
            yield Event(row.answered_on, MEETINGS, f"{row.get_answer_display()}: {meeting}", url, body)
        else:
            text = f"{text} ({row.get_answer_display()})"
        yield Event(row.offered_on, MEETINGS, text, url, body)


def _networks(bodies: Collection[int]) -> Iterator[Event]:
    for row in NetworkMembership.objects.filter(municipality__in=bodies).select_related("network", "municipality"):
        url = row.network.get_absolute_url()
        text = _("Ble med i %(network)s") % {"network": row.network}
        yield Event(row.valid_from, NETWORKS, text, url, row.municipality_id)
        if row.valid_to and row.valid_to != row.municipality.valid_to:  # in a merger it goes over
            text = _("Gikk ut av %(network)s") % {"network": row.network}
            yield Event(row.valid_to, NETWORKS, text, url, row.municipality_id)


def _measures(bodies: Collection[int]) -> Iterator[Event]:
    for row in Measure.objects.filter(municipality__in=bodies):
        url = row.get_absolute_url()
        if row.state != Measure.State.PLANNED:  # its dates are only meant
            text = _("Tiltak startet: %(title)s") % {"title": row.title}
            yield Event(row.starts_on, MEASURES, text, url, row.municipality_id)
        if row.ends_on and row.state in {Measure.State.DONE, Measure.State.STOPPED}:
            text = _("Tiltak avsluttet: %(title)s") % {"title": row.title}
            yield Event(row.ends_on, MEASURES, text, url, row.municipality_id)


def _register(bodies: Collection[int]) -> Iterator[Event]:
    own = Change.objects.filter(Q(predecessor__in=bodies) | Q(successor__in=bodies))
    # A merger is told once, with all that went into it: also those that `bodies` do not name.
    beside = Change.objects.filter(kind=Change.Kind.MERGE, successor__in=own.values("successor"))
    changes = (
        (own | beside).select_related("predecessor", "successor").order_by("effective_on", "predecessor__sort_key")
    )
    steps: dict[tuple[Any, ...], list[Change]] = {}
    for row in changes:
        alone = None if row.kind == Change.Kind.MERGE else row.pk
        steps.setdefault((row.effective_on, row.kind, row.successor_id, alone), []).append(row)
    for (day, _kind, successor, _alone), rows in steps.items():
        before, after = [row.predecessor for row in rows], rows[0].successor
        body = successor if successor in bodies else next(row.pk for row in before if row.pk in bodies)
        named = listed([_told_apart(each, [after]) for each in before])
        text = f"{rows[0].get_kind_display()}: {named} → {_told_apart(after, before)}"
        yield Event(day, REGISTER, text, "", body)


def _told_apart(body: Municipality, others: Collection[Municipality]) -> str:
    """Its name, with the number where one of `others` is called the same."""
    return f"{body.name} ({body.number})" if body.name in {other.name for other in others} else body.name


_SOURCES: dict[str, Callable[[Collection[int]], Iterator[Any]]] = {
    STATUS: _status,
    POLITICS: _politics,
    MEETINGS: _meetings,
    NETWORKS: _networks,
    MEASURES: _measures,
    REGISTER: _register,
}
