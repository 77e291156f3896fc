"""Rows as the pages show them: values ready, templates only choose and loop."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogue_meetings.models import FollowUp, Invitation, Meeting
from lhl_portal.access.models import User
from lhl_portal.access.scoping import DeclaredMixin
from municipalities.models import Municipality
from municipalities.profile import short

SHOWN = 3  # municipalities of a meeting named in a list


class Promise(NamedTuple):
    """A follow-up with whose it is, its state in words and colour, and whether the reader may change it."""

    row: FollowUp
    municipality: str
    owner: str
    state: str
    color: str
    can_change: bool
    can_verify: bool


def promises(
    rows: Iterable[FollowUp], area: Any, *, reader: User, today: date, names: Mapping[int, str] | None = None
) -> list[Promise]:
    """Give rows with their meeting, its host, municipality and organisation read.

    `area` is the reach of who may change them, or None.
    `names` are the municipalities' on the day, by primary key, where it is not today.
    """
    rows = list(rows)
    if area is None:
        own: set[int] = set()
    else:
        within = FollowUp.objects.filter(pk__in=[row.pk for row in rows]).within(area, today=today)
        own = set(within.values_list("pk", flat=True))
    names = names or {row.municipality_id: str(row.municipality) for row in rows}
    return [
        Promise(
            row,
            names[row.municipality_id],
            _whose(row),
            *_state(row, today),
            can_change=row.pk in own,
            can_verify=row.pk in own and waits_for_somebody_else(row) and row.done_by_id != reader.pk,
        )
        for row in rows
    ]


def _whose(row: FollowUp) -> str:
    if row.owner == FollowUp.Owner.MUNICIPALITY:
        return str(_("Kommunen"))
    return str(row.organisation or row.meeting.host)


def waits_for_somebody_else(row: FollowUp) -> bool:
    """Whether it is done, and somebody else is still to look at it."""
    return row.verify and row.done_on is not None and row.verified_on is None


def _state(row: FollowUp, today: date) -> tuple[str, str]:
    if row.done_on and row.done_on <= today:
        words = {"day": short(row.done_on)}
        if row.verified_on and row.verified_on <= today:
            return _("Gjort %(day)s og bekreftet") % words, "success"
        if row.verify:
            return _("Gjort %(day)s, ikke bekreftet") % words, "info"
        return _("Gjort %(day)s") % words, "success"
    if row.due_on and row.due_on < today:
        return _("Over frist"), "danger"
    return _("Åpen"), "neutral"


class Offer(NamedTuple):
    """An offer with its state, the days it has waited, its reminders, and whether the reader may answer for it."""

    row: Invitation
    state: str
    color: str
    waited: int
    reminded: str
    may_answer: bool
    may_plan: bool


def offers(rows: Iterable[Invitation], area: Any, *, today: date) -> list[Offer]:
    """Give rows with meeting, municipality and reminders read. `area` is the reach of who may answer, or None."""
    rows = list(rows)
    own: set[int] = set()
    if area is not None:
        within = Invitation.objects.filter(pk__in=[row.pk for row in rows]).within(area, today=today)
        own = set(within.values_list("pk", flat=True))
    return [_offer(row, today, row.pk in own, area) for row in rows]


def _offer(row: Invitation, today: date, own: bool, area: Any) -> Offer:
    answers, planned = Invitation.Answer, row.meeting.planned_on
    label, color = row.get_answer_display(), "neutral"
    if row.answer == answers.ACCEPTED and planned is None:
        label, color = _("Takket ja, uten dato"), "warning"
    elif row.answer != answers.DECLINED and planned:
        text = _("Planlagt %(day)s") if row.answer == answers.ACCEPTED else _("Planlagt %(day)s, ikke svart")
        label, color = text % {"day": short(planned)}, "info"
    reminders = list(row.reminders.all())
    reminded = ""
    if reminders:
        words = {"count": len(reminders), "day": short(reminders[-1].sent_on)}
        reminded = ngettext("%(day)s", "%(count)d ganger, sist %(day)s", len(reminders)) % words
    holds_host = area is not None and (area.everything or row.meeting.host_id in area.organisations)
    return Offer(
        row,
        label,
        color,
        (today - row.offered_on).days,
        reminded,
        may_answer=own,
        may_plan=own and holds_host and row.answer == answers.ACCEPTED and planned is None,
    )


def change_area(view: DeclaredMixin, permission: str) -> Any:
    """What `permission` reaches for the reader, None where no role gives it."""
    return view.reach(permission) if view.request.user.has_perm(permission) else None


def state(meeting: Meeting, invitations: Collection[Invitation], today: date) -> tuple[str, str]:
    """In words and colour, as of `today`. Give all the meeting's invitations."""
    if meeting.held_on and meeting.held_on <= today:
        return _("Holdt"), "success"
    if meeting.planned_on:
        return (
            (_("Planlagt"), "info") if meeting.planned_on >= today else (_("Planlagt, ikke bekreftet holdt"), "warning")
        )
    offered = [row for row in invitations if row.offered_on <= today]
    answers = [
        row.answer if row.answered_on is None or row.answered_on <= today else Invitation.Answer.WAITING
        for row in offered
    ]
    if Invitation.Answer.ACCEPTED in answers:
        return _("Takket ja, uten dato"), "warning"
    declined = bool(answers) and set(answers) == {Invitation.Answer.DECLINED}
    return (_("Avslått") if declined else _("Tilbudt")), "neutral"


def can_be_held(meeting: Meeting, today: date) -> bool:
    """Whether its day has come and nobody has said that it was held."""
    return meeting.held_on is None and meeting.planned_on is not None and meeting.planned_on <= today


def hours(meeting: Meeting) -> str:
    """As ``09.00–11.30``; only the beginning where the end is not known, and empty where neither is."""
    return "–".join(f"{at:%H.%M}" for at in (meeting.begins_at, meeting.ends_at) if at)


def named(meeting: Meeting) -> str:
    """Kind and title as one phrase: a title that begins with the kind says it once."""
    kind = meeting.get_kind_display()
    return meeting.title if meeting.title.lower().startswith(kind.lower()) else f"{kind}: {meeting.title}"


def shortened(municipalities: Collection[Municipality | str]) -> str:
    """The first few names, and how many more there are."""
    names = [str(municipality) for municipality in municipalities]
    if len(names) <= SHOWN + 1:
        return ", ".join(names)
    return _("%(names)s og %(more)s til") % {"names": ", ".join(names[:SHOWN]), "more": len(names) - SHOWN}


def made_title(kind: Meeting.Kind, municipalities: Collection[Municipality | str]) -> str:
    """What a meeting is called that nobody gave a title."""
    words = {"kind": kind.label, "names": shortened(municipalities)}
    outside = kind in Meeting.Kind.outside_meetings()
    return str(("%(kind)s, %(names)s" if outside else _("%(kind)s med %(names)s")) % words)[:160]


def linked(view: DeclaredMixin, municipalities: Collection[int]) -> set[int]:
    """Those of the municipalities that have a page for the reader."""
    rows = Municipality.objects.filter(pk__in=municipalities)
    area = view.reach("municipalities.view_municipality")
    return set(rows.within(area, today=view.today).values_list("pk", flat=True))


def what_it_changed(meeting: Meeting) -> str:
    """What saving the meeting means for the figures, in one line."""
    follow_ups = meeting.follow_ups.count()
    if meeting.held_on:
        present = meeting.invitations.filter(present=True).count()
        dialogue = meeting.kind == Meeting.Kind.DIALOGUE
        words = (
            ngettext(
                "Lagret. Teller som dialogmøte for %(count)d kommune i %(year)s",
                "Lagret. Teller som dialogmøte for %(count)d kommuner i %(year)s",
                present,
            )
            if dialogue
            else ngettext(
                "Lagret. Teller som støtte for %(count)d kommune i %(year)s",
                "Lagret. Teller som støtte for %(count)d kommuner i %(year)s",
                present,
            )
        ) % {"count": present, "year": meeting.held_on.year}
    else:
        offers = meeting.invitations.count()
        words = ngettext("Lagret. Tilbudt %(count)d kommune", "Lagret. Tilbudt %(count)d kommuner", offers) % {
            "count": offers
        }
    tail = []
    if follow_ups:
        tail.append(ngettext("%(count)d oppfølging", "%(count)d oppfølginger", follow_ups) % {"count": follow_ups})
    if needs := meeting.needs.count():
        tail.append(ngettext("%(count)d behov", "%(count)d behov", needs) % {"count": needs})
    return f"{'; '.join([words, *tail])}."


def minutes_shown(content: Mapping[str, Any]) -> dict[str, Any]:
    """What minutes say (`minutes.read_content`) with days in words, in the active language."""
    held_on = content["held_on"]
    facts = [
        (_("Type"), content["kind"]),
        (_("Form"), content["form"]),
        (_("Sted"), content["place"]),
        (_("Vertskap"), content["host"]),
        (_("Holdt dato"), short(date.fromisoformat(held_on)) if held_on else _("Møtet er ikke holdt")),
        (_("Klokken"), content["hours"]),
    ]
    return {
        **content,
        "facts": [(term, value) for term, value in facts if value],
        "attended": sum(row["count"] for row in content["attendance"]),
        "promises": [
            {**row, "due_on": short(date.fromisoformat(row["due_on"])) if row["due_on"] else "–"}
            for row in content["promises"]
        ],
    }
