"""The agenda of a dialogue meeting: the items that are offered, filling them in, and keeping them in order."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from dialogue_meetings.models import AgendaItem, FollowUp, FollowUpQuerySet, Meeting
from municipalities.models import Jurisdiction

Basis = AgendaItem.LegalBasis
TITLE = 160  # characters of an item's title
MOST = 40  # items of one agenda; more is a mistake


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


def carried_from_before(meeting: Meeting, *, today: date) -> FollowUpQuerySet:
    """Open promises of the meeting's municipalities, and of those that went into them, that are not on its agenda yet.

    From other meetings, and known by the meeting's own day.
    """
    invited = meeting.invitations.values("municipality")
    bodies = Jurisdiction.objects.as_of(today).filter(steward__in=invited).values("municipality")
    rows = FollowUp.objects.open().promised_by(meeting.held_on or today)
    return (
        rows.filter(Q(municipality__in=invited) | Q(municipality__in=bodies))
        .exclude(meeting=meeting)
        .exclude(agenda_items__meeting=meeting)
    )


@transaction.atomic
def carry(*, meeting: Meeting, follow_ups: Sequence[FollowUp], language: str) -> list[AgendaItem]:
    """Puts the promises on the agenda, before all else, as many as there is room for. Raises Approved.

    Everybody at a meeting reads its agenda, and a promise is only for those it is about: where several are invited,
    the item names the municipality alone. Give a meeting whose row is locked.
    """
    _refuse_approved(meeting)
    several = meeting.invitations.count() > 1
    items = list(meeting.agenda.all())
    room = max(0, MOST - len(items))
    with translation.override(language):
        about = _("Oppfølging, %(name)s")
        fresh = [
            AgendaItem(
                meeting=meeting,
                position=position,
                title=(str(about % {"name": row.municipality.name}) if several else row.what)[:TITLE],
                follow_up=row,
            )
            for position, row in enumerate(follow_ups[:room], start=1)
        ]
    for position, item in enumerate(items, start=len(fresh) + 1):
        if item.position != position:
            item.position = position
            item.save(update_fields=["position"])
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
