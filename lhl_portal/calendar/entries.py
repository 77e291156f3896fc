"""What stands in the calendar: meetings and gatherings with a day, within what somebody reaches."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple, Self

from django.db.models import Count, F, Max, Min, Prefetch, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogue_meetings import presentation
from dialogue_meetings.models import Invitation, Meeting
from learning_networks.models import Gathering
from lhl_portal.access.models import User
from lhl_portal.access.scoping import Reach

VIEW_MEETING = "dialogue_meetings.view_meeting"
VIEW_NETWORK = "learning_networks.view_network"

MEETINGS, GATHERINGS, CONTACT = "moter", "samlinger", "kontakt"
KINDS = {
    MEETINGS: gettext_lazy("Møter"),
    GATHERINGS: gettext_lazy("Samlinger i nettverk"),
    CONTACT: gettext_lazy("Annen kontakt"),
}


@dataclass(frozen=True)
class Entry:
    """Something on one day: when it was held, else is planned. Without `begins_at` the hour is not known.

    `key` is the record's own for ever, as ``meeting-12``. `agreed` is that it was held or that somebody said yes.
    """

    key: str
    label: str
    title: str
    on: date
    begins_at: time | None
    ends_at: time | None
    form: str
    place: str
    host: str
    network: str
    municipalities: tuple[str, ...]
    state: str
    color: str
    agreed: bool
    url: str
    file_url: str

    @property
    def named(self) -> str:
        """Label and title as one phrase: a title that begins with the label says it once."""
        said = self.title.lower().startswith(self.label.lower())
        return self.title if said else f"{self.label}: {self.title}"

    @property
    def hours(self) -> str:
        """As ``09.00–11.30``; only the beginning where the end is not known, and empty where neither is."""
        return "–".join(f"{at:%H.%M}" for at in (self.begins_at, self.ends_at) if at)

    @property
    def with_whom(self) -> str:
        """The network, or the first few municipalities."""
        return self.network or presentation.shortened(self.municipalities)


class Revision(NamedTuple):
    """How many times a record has been changed, and when it was last written."""

    number: int
    at: datetime


class Source(NamedTuple):
    """The meetings and gatherings that entries are read from. Both querysets have the annotation `on`, the day."""

    meetings: Any
    gatherings: Any

    def within(self, area: Reach, *, today: date) -> Self:
        return self._replace(
            meetings=self.meetings.within(area, today=today), gatherings=self.gatherings.within(area, today=today)
        )

    def only(self, kind: str) -> Self:
        """Those of one of KINDS."""
        outside = Meeting.Kind.outside_meetings()
        return self._replace(
            meetings={
                MEETINGS: self.meetings.exclude(kind__in=outside),
                CONTACT: self.meetings.filter(kind__in=outside),
            }.get(kind, self.meetings.none()),
            gatherings=self.gatherings if kind == GATHERINGS else self.gatherings.none(),
        )

    def appointments(self) -> Self:
        """What somebody was to come to: no calls and mails, which are logged when they have been."""
        return self._replace(meetings=self.meetings.exclude(kind__in=Meeting.Kind.outside_meetings()))

    def read(self, first: date, last: date | None, *, today: date) -> list[Entry]:
        """From `first` to `last`, both included, or all ahead. By day; what has no hour comes before what has."""
        days = Q(on__gte=first) & (Q(on__lte=last) if last else Q())
        found = [
            *of_meetings(self.meetings.filter(days), today=today),
            *of_gatherings(self.gatherings.filter(days), today=today),
        ]
        return sorted(found, key=lambda entry: (entry.on, entry.begins_at or time.min, entry.title))

    def nearest(self, first: date, last: date) -> tuple[date | None, date | None]:
        """The last day with something before `first`, and the first one after `last`."""
        ends = [
            rows.aggregate(before=Max("on", filter=Q(on__lt=first)), after=Min("on", filter=Q(on__gt=last)))
            for rows in (self.meetings, self.gatherings)
        ]
        before = [end["before"] for end in ends if end["before"]]
        after = [end["after"] for end in ends if end["after"]]
        return max(before, default=None), min(after, default=None)


def reached(user: User, *, today: date) -> Source:
    """All that the user may see, with the geography and the roles of `today`."""
    meetings: Any = Meeting.objects.visible_to(user, VIEW_MEETING, today=today)
    gatherings: Any = Gathering.objects.visible_to(user, VIEW_NETWORK, today=today)
    return Source(with_day(meetings), with_day(gatherings))


def with_day(rows: Any) -> Any:
    """Meetings or gatherings that have a day, each with it as `on`."""
    if rows.model is Gathering:
        return rows.annotate(on=F("held_on"))
    return rows.annotate(on=Coalesce("held_on", "planned_on")).filter(on__isnull=False)


def of_meetings(rows: Any, *, today: date) -> list[Entry]:
    """`rows` come from `with_day`. Two queries."""
    invitations = Prefetch("invitations", Invitation.objects.select_related("municipality"))
    return [_of_meeting(row, today) for row in rows.select_related("host").prefetch_related(invitations)]


def of_gatherings(rows: Any, *, today: date) -> list[Entry]:
    """`rows` come from `with_day`. One query."""
    return [_of_gathering(row, today) for row in rows.select_related("network__owner")]


def revisions(entries: Collection[Entry]) -> dict[str, Revision]:
    """By the entries' keys, from the history that the database keeps. Three queries, however many entries.

    Answers to a meeting's invitations are changes of the meeting, as they change what is told about it.
    """
    keys: dict[str, list[int]] = {"meeting": [], "gathering": []}
    for entry in entries:
        record, _dash, number = entry.key.partition("-")
        keys[record].append(int(number))
    meetings = [*_events(Meeting, "pgh_obj", keys["meeting"]), *_events(Invitation, "meeting", keys["meeting"])]
    gatherings = _events(Gathering, "pgh_obj", keys["gathering"])
    found: dict[str, Revision] = {}
    for record, events in (("meeting", meetings), ("gathering", gatherings)):
        for pk, count, last in events:
            before = found.get(f"{record}-{pk}", Revision(-1, last))  # that it was made is no change
            found[f"{record}-{pk}"] = Revision(before.number + count, max(before.at, last))
    return found


def _events(model: Any, column: str, keys: list[int]) -> list[tuple[int, int, datetime]]:
    """For each of the keys in `column`, how many events there are and when the last one was written."""
    events = model.events.rel.related_model.objects.filter(**{f"{column}__in": keys})
    return list(events.order_by().values_list(column).annotate(Count("pgh_id"), Max("pgh_created_at")))


def _of_meeting(meeting: Any, today: date) -> Entry:
    invitations = list(meeting.invitations.all())
    state, color = presentation.state(meeting, invitations, today)
    return Entry(
        key=f"meeting-{meeting.pk}",
        label=meeting.get_kind_display(),
        title=meeting.title,
        on=meeting.on,
        begins_at=meeting.begins_at,
        ends_at=meeting.ends_at,
        form=meeting.get_form_display(),
        place=meeting.place,
        host=str(meeting.host),
        network="",
        municipalities=tuple(str(invitation.municipality) for invitation in invitations),
        state=state,
        color=color,
        agreed=bool(meeting.held_on) or any(row.answer == Invitation.Answer.ACCEPTED for row in invitations),
        url=meeting.get_absolute_url(),
        file_url=reverse("calendar:meeting_file", args=[meeting.pk]),
    )


def _of_gathering(gathering: Any, today: date) -> Entry:
    held = gathering.on <= today
    return Entry(
        key=f"gathering-{gathering.pk}",
        label=_("Samling"),
        title=gathering.title,
        on=gathering.on,
        begins_at=None,
        ends_at=None,
        form=gathering.get_form_display(),
        place="",
        host=str(gathering.network.owner),
        network=gathering.network.name,
        municipalities=(),
        state=_("Holdt") if held else _("Planlagt"),
        color="success" if held else "info",
        agreed=True,
        url=gathering.get_absolute_url(),
        file_url=reverse("calendar:gathering_file", args=[gathering.pk]),
    )
