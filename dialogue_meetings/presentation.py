"""Rows as the pages show them: values ready, templates only choose and loop."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogue_meetings.models import FollowUp, Invitation, Meeting
from lhl_portal.access.scoping import DeclaredMixin
from municipalities.models import Municipality
from municipalities.profile import short

SHOWN = 3  # municipalities of a meeting named in a list


class Promise(NamedTuple):
    """A follow-up with whose it is, its state in words and colour, and whether the reader may change it."""

    row: FollowUp
    municipality: str
    state: str
    color: str
    can_change: bool


def promises(
    rows: Iterable[FollowUp], area: Any, *, today: date, names: Mapping[int, str] | None = None
) -> list[Promise]:
    """Give rows with their meeting and municipality read. `area` is the reach of who may change them, or None.

    `names` are the municipalities' on the day, by primary key, where it is not today.
    """
    rows = list(rows)
    if area is None:
        own: set[int] = set()
    else:
        within = FollowUp.objects.filter(pk__in=[row.pk for row in rows]).within(area, today=today)
        own = set(within.values_list("pk", flat=True))
    names = names or {row.municipality_id: str(row.municipality) for row in rows}
    return [Promise(row, names[row.municipality_id], *_state(row, today), row.pk in own) for row in rows]


def _state(row: FollowUp, today: date) -> tuple[str, str]:
    if row.done_on and row.done_on <= today:
        return _("Gjort %(day)s") % {"day": short(row.done_on)}, "success"
    if row.due_on and row.due_on < today:
        return _("Over frist"), "danger"
    return _("Åpen"), "neutral"


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
    declined = bool(offered) and all(
        row.answer == Invitation.Answer.DECLINED and (row.answered_on is None or row.answered_on <= today)
        for row in offered
    )
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
    if follow_ups:
        tail = ngettext("%(count)d oppfølging", "%(count)d oppfølginger", follow_ups) % {"count": follow_ups}
        return f"{words}; {tail}."
    return f"{words}."


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
