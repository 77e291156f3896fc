"""What can be searched: the table of groups, in the order they are shown, and how a row of each looks.

A new group of records is one entry and one function. Its model needs a ``words`` column, see `access.wording`.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from django.db.models import Prefetch
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogue_meetings.models import FollowUp, Invitation, Meeting
from dialogue_meetings.presentation import shortened
from learning_networks.models import Gathering, Network
from learning_networks.models import Invitation as NetworkInvitation
from learning_networks.presentation import network_period
from lhl_portal.access.scoping import Reach
from lhl_portal.search.marking import asked_for, excerpt, hit_first, marked
from lhl_portal.search.municipalities import Municipalities
from lhl_portal.search.records import Asked, Hit, Records
from municipalities.profile import short
from reform_phases.models import Measure, Plan, Treatment


class Group(Protocol):
    """One kind of hits. `find` gives rows within reach, to count and to slice; `hits` shows a slice of them."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> Any: ...
    @property
    def permission(self) -> str: ...

    def find(self, asked: Asked, area: Reach) -> Any: ...
    def hits(self, found: Sequence[Any], asked: Asked) -> list[Hit]: ...
    def note(self, found: Sequence[Any]) -> str: ...


def _meeting(row: Meeting, asked: Asked) -> Hit:
    day: date | None = row.day  # type: ignore[attr-defined]  # of `with_day`
    when = short(day) if day else ""
    if not row.held_on:
        when = (_("Planlagt %(day)s") if row.planned_on else _("Tilbudt %(day)s")) % {"day": when}
    invited = hit_first((i.municipality for i in row.invitations.all()), asked.question)
    facts = [when, row.get_kind_display(), shortened(invited), row.place]
    return _hit(asked, row.get_absolute_url(), row.title, facts, row.outcome)


def _follow_up(row: FollowUp, asked: Asked) -> Hit:
    if row.done_on:
        when = _("Gjort %(day)s") % {"day": short(row.done_on)}
    else:
        when = _("Frist %(day)s") % {"day": short(row.due_on)} if row.due_on else _("Uten frist")
    facts = [when, str(row.municipality), row.get_owner_display(), row.meeting.title]
    return _hit(asked, row.meeting.get_absolute_url(), row.what, facts)


def _treatment(row: Treatment, asked: Asked) -> Hit:
    facts = [short(row.on), row.get_body_display(), row.case_number]
    return _hit(asked, row.get_absolute_url(), str(row), facts, row.note)


def _plan(row: Plan, asked: Asked) -> Hit:
    adopted = _("Vedtatt %(day)s") % {"day": short(row.adopted_on)} if row.adopted_on else _("Under arbeid")
    facts = [adopted, str(row.municipality), row.get_kind_display(), row.case_number]
    return _hit(asked, row.get_absolute_url(), row.title, facts, row.note)


def _measure(row: Measure, asked: Asked) -> Hit:
    facts = [short(row.starts_on), str(row.municipality), row.get_sector_display(), row.get_state_display(), row.unit]
    return _hit(asked, row.get_absolute_url(), row.title, facts, row.note)


def _network(row: Network, asked: Asked) -> Hit:
    builds_on = _("Bygger på %(name)s") % {"name": row.builds_on} if row.builds_on else ""
    gatherings = ". ".join(gathering.title for gathering in row.gatherings.all())
    invited = [i.municipality for i in row.invitations.all() if asked_for(str(i.municipality), asked.question)]
    meant = _("Invitert: %(names)s") % {"names": shortened(invited)} if invited else ""
    facts = [network_period(row), str(row.owner), builds_on, row.method, meant]
    return _hit(asked, row.get_absolute_url(), row.name, facts, gatherings)


def _hit(asked: Asked, url: str, title: str, facts: list[Any], text: str = "") -> Hit:
    """The row with what was asked for marked; `text` is shown only where it has some of it."""
    question = asked.question
    shown = [marked(str(fact), question) for fact in facts if fact]
    return Hit(url, marked(title, question), shown, excerpt(text, question) if text else SafeString())


GROUPS: tuple[Group, ...] = (
    Municipalities("kommuner", gettext_lazy("Kommuner"), "municipalities.view_municipality"),
    Records(
        key="moter",
        label=gettext_lazy("Møter og støtte"),
        permission="dialogue_meetings.view_meeting",
        rows=Meeting.objects.with_day().prefetch_related(
            Prefetch("invitations", Invitation.objects.select_related("municipality"))
        ),
        municipality="invitations__municipality",
        choices=("kind",),
        day="day",
        hit=_meeting,
    ),
    Records(
        key="oppfolging",
        label=gettext_lazy("Oppfølging"),
        permission="dialogue_meetings.view_followup",
        rows=FollowUp.objects.select_related("municipality", "meeting"),
        municipality="municipality",
        day="due_on",
        hit=_follow_up,
    ),
    Records(
        key="vedtak",
        label=gettext_lazy("Politisk behandling"),
        permission="reform_phases.view_treatment",
        rows=Treatment.objects.select_related("municipality"),
        municipality="municipality",
        choices=("stage", "body"),
        day="on",
        hit=_treatment,
    ),
    Records(
        key="planer",
        label=gettext_lazy("Planer"),
        permission="reform_phases.view_plan",
        rows=Plan.objects.select_related("municipality"),
        municipality="municipality",
        choices=("kind",),
        day="adopted_on",
        hit=_plan,
    ),
    Records(
        key="tiltak",
        label=gettext_lazy("Egne tiltak"),
        permission="reform_phases.view_measure",
        rows=Measure.objects.select_related("municipality"),
        municipality="municipality",
        choices=("sector", "state"),
        day="starts_on",
        hit=_measure,
    ),
    Records(
        key="nettverk",
        label=gettext_lazy("Læringsnettverk"),
        permission="learning_networks.view_network",
        rows=Network.objects.select_related("owner").prefetch_related(
            "gatherings", Prefetch("invitations", NetworkInvitation.objects.select_related("municipality"))
        ),
        municipality="invitations__municipality",
        parts=((Gathering.objects.all(), "network"),),
        day="starts_on",
        hit=_network,
    ),
)
