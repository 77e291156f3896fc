"""The agenda of a dialogue meeting: the items that are offered, filling them in, and keeping them in order."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from dialogue_meetings.models import AgendaItem, FollowUp, FollowUpQuerySet, Meeting

Basis = AgendaItem.LegalBasis
TITLE = 160  # characters of an item's title


class Approved(Exception):
    """The minutes are approved: the agenda is only changed along with a correction of them."""


class Standard(NamedTuple):
    """An item that dialogue meetings have. `title` may name the reform as ``%(reform)s``."""

    title: Any
    legal_basis: str = ""


# What the commission asks the offices to stress is the formal ground for the municipality's own planning:
# - lov 27. juni 2008 nr. 71 om planlegging og byggesaksbehandling, del 2 (plandelen), kapittel 3 til 17;
# - lov 24. juni 2011 nr. 29 om folkehelsearbeid, kapittel 2 (the municipality's duties: §§ 4 to 7);
# - forskrift 28. oktober 2016 nr. 1250 om ledelse og kvalitetsforbedring i helse- og omsorgstjenesten, §§ 6 to 9.
STANDARD = (
    Standard(_("Oppfølging siden sist")),
    Standard(_("Status for %(reform)s i kommunen")),
    Standard(_("Forankring i planverket"), Basis.PLANNING),
    Standard(_("Oversikt over helsetilstand og folkehelsearbeid"), Basis.PUBLIC_HEALTH),
    Standard(_("Ledelse og kvalitetsforbedring"), Basis.QUALITY),
    Standard(_("Behov for støtte og veiledning")),
    Standard(_("Avtaler og neste møte")),
)


def standard_items(meeting: Meeting, *, reform: str, language: str) -> list[AgendaItem]:
    """The items in `language`, numbered from 1 on and not saved. `reform` is its name in that language."""
    with translation.override(language):
        return [
            AgendaItem(
                meeting=meeting,
                position=position,
                title=str(standard.title) % {"reform": reform},
                legal_basis=standard.legal_basis,
            )
            for position, standard in enumerate(STANDARD, start=1)
        ]


@transaction.atomic
def fill_in(*, meeting: Meeting, reform: str, language: str) -> list[AgendaItem]:
    """Writes the standard items in `language`. None where there are items already: a second press changes nothing.

    Raises Approved. Give a meeting whose row is locked.
    """
    _refuse_approved(meeting)
    if meeting.agenda.exists():
        return []
    return AgendaItem.objects.bulk_create(standard_items(meeting, reform=reform, language=language))


def carried_from_before(meeting: Meeting) -> FollowUpQuerySet:
    """Open promises of the meeting's municipalities from other meetings that are not on its agenda yet."""
    invited = meeting.invitations.values("municipality")
    open_promises = FollowUp.objects.open().filter(municipality__in=invited).exclude(meeting=meeting)
    return open_promises.exclude(agenda_items__meeting=meeting)


@transaction.atomic
def carry(*, meeting: Meeting, follow_ups: Iterable[FollowUp]) -> list[AgendaItem]:
    """Puts the promises on the agenda, before all else. Raises Approved. Give a meeting whose row is locked.

    Where several municipalities are invited, each item names whose promise it is.
    """
    _refuse_approved(meeting)
    several = meeting.invitations.count() > 1
    fresh = [
        AgendaItem(
            meeting=meeting,
            position=1,
            title=(f"{row.municipality.name}: {row.what}" if several else row.what)[:TITLE],
            follow_up=row,
        )
        for row in follow_ups
    ]
    for position, item in enumerate(meeting.agenda.all(), start=len(fresh) + 1):
        if item.position != position:
            item.position = position
            item.save(update_fields=["position"])
    for position, item in enumerate(fresh, start=1):
        item.position = position
    return AgendaItem.objects.bulk_create(fresh)


@transaction.atomic
def save_agenda(*, meeting: Meeting, written: Iterable[AgendaItem], removed: Iterable[AgendaItem]) -> None:
    """Writes the items, takes out the `removed`, and numbers them all from 1 on. Raises Approved.

    Give a meeting whose row is locked, and `written` with the number each was given, 0 for last.
    """
    _refuse_approved(meeting)
    write(meeting=meeting, written=written, removed=removed)


def write(*, meeting: Meeting, written: Iterable[AgendaItem], removed: Iterable[AgendaItem]) -> None:
    """As `save_agenda`, also where the minutes are approved: for their correction alone."""
    stood = dict(meeting.agenda.values_list("pk", "position"))
    for gone in removed:
        gone.delete()
    rows = list(written)
    for row in rows:
        row.meeting = meeting
        row.save()
    fresh = [row for row in rows if row.pk not in stood]
    items = list(meeting.agenda.exclude(pk__in=[row.pk for row in fresh]))
    for position, item in enumerate(in_order(items, stood, fresh), start=1):
        if item.position != position:
            item.position = position
            item.save(update_fields=["position"])


def in_order(items: Sequence[AgendaItem], stood: dict[int, int], fresh: Sequence[AgendaItem] = ()) -> list[AgendaItem]:
    """Of two with the same number, one that was moved up to it stands first, and one that was moved down to it last.

    `stood` has the numbers of before. New ones come before those that have the number; 0 is last.
    """

    def place(item: AgendaItem) -> tuple[float, int]:
        if not item.position:
            return float("inf"), item.pk
        before = stood.get(item.pk)
        moved = -0.5 if before is None else (item.position > before) - (item.position < before)
        return item.position + moved / 2, item.pk

    return sorted([*items, *fresh], key=place)


def _refuse_approved(meeting: Meeting) -> None:
    if meeting.minutes.exists():
        raise Approved
