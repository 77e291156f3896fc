"""A meeting's minutes: what they say, and approving them.

What they say is read once, put in words of the host's language form, and frozen as canonical JSON with the PDF made of
it. Nothing refers back to the tables, and nobody is named: people are counted by role.
"""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation

from dialogue_meetings.agendas import write
from dialogue_meetings.models import AgendaItem, Attendance, FollowUp, Meeting, Minutes
from dialogue_meetings.presentation import hours
from lhl_portal.access.models import Coverage, Membership, Organisation, OrganisationName, Region, User
from lhl_portal.access.periods import valid_on
from lhl_portal.access.roles import PERMISSIONS, Role
from lhl_portal.access.scoping import Reach
from lhl_portal.pdf.manifests import canonical
from municipalities.profile import names_on

FORMAT = 1


class NotHeld(Exception):
    """Nobody has said that the meeting was held: there is nothing to approve minutes of."""


def language_of(organisation: Organisation, day: date) -> str:
    """``nb`` or ``nn``: an office's own, else that of the regions it works in where they have but one."""
    if organisation.region:
        return str(organisation.region.language)
    counties = Coverage.objects.as_of(day).filter(organisation=organisation).values("county")
    regions = Region.objects.filter(valid_on(day, "counties__"), counties__county__in=counties)
    languages = set(regions.values_list("language", flat=True))
    return languages.pop() if len(languages) == 1 else "nb"


def read_content(meeting: Meeting, *, area: Reach, today: date) -> dict[str, Any]:
    """What the minutes of the meeting say as it stands, in the host's language. Give a meeting with its host read.

    Promises are told in full where a single municipality was invited and `area` reaches it. Else they are counted: the
    minutes are read by everybody who sees the meeting, and a promise is only shown to those it is about.
    """
    day = meeting.held_on or meeting.planned_on or today
    with translation.override(language_of(meeting.host, day)):
        invitations = list(meeting.invitations.select_related("municipality"))
        names = names_on((row.municipality for row in invitations), day)
        listed = _promises(meeting, area, today) if len(invitations) == 1 else []
        return {
            "title": meeting.title,
            "kind": meeting.get_kind_display(),
            "form": meeting.get_form_display(),
            "place": "" if "://" in meeting.place else meeting.place,  # a link to a video meeting is over with it
            "host": str(OrganisationName.objects.as_of(day).filter(organisation=meeting.host).first() or meeting.host),
            "held_on": meeting.held_on.isoformat() if meeting.held_on else None,
            "hours": hours(meeting),
            "municipalities": [{"name": names[row.municipality_id], "present": row.present} for row in invitations],
            "attendance": _attendance(meeting),
            "topics": _topics(meeting),
            "agenda": [
                {"title": item.title, "legal_basis": item.get_legal_basis_display(), "outcome": item.outcome}
                for item in meeting.agenda.all()
            ],
            "outcome": meeting.outcome,
            "promises": listed,
            "promises_counted": meeting.follow_ups.count() - len(listed),
        }


def checksum(content: dict[str, Any]) -> str:
    """Tells one content from another: what is approved is what was shown."""
    return hashlib.sha256(canonical(content)).hexdigest()


@transaction.atomic
def approve(*, meeting: Meeting, area: Reach, by: User, at: datetime, reason: str = "") -> Minutes:
    """Freezes what the meeting's minutes say now, as the next number. All after the first need their `reason`.

    Raises NotHeld. Give a meeting whose row is locked; `area` as in `read_content`.
    """
    from dialogue_meetings.minutes_pdf import render  # WeasyPrint is only read in by the process that needs it

    today = timezone.localdate(at)
    if meeting.held_on is None or meeting.held_on > today:
        raise NotHeld
    last = Minutes.objects.filter(meeting=meeting).aggregate(last=Max("number"))["last"] or 0
    language = language_of(meeting.host, meeting.held_on)
    with translation.override(language):
        manifest = canonical(
            {
                "format": FORMAT,
                "demo": settings.DEMO,
                "language": language,
                "software": settings.VERSION,
                "number": last + 1,
                "reason": reason,
                "approved_on": today.isoformat(),
                "approved_by": _signature(by, meeting, today),
                "content": read_content(meeting, area=area, today=today),
            }
        )
    pdf = render(manifest)
    return Minutes.objects.create(
        meeting=meeting,
        number=last + 1,
        reason=reason,
        approved_by=by,
        approved_at=at,
        manifest=manifest,
        sha256=hashlib.sha256(manifest).hexdigest(),
        pdf=pdf.data,
        pages=pdf.pages,
    )


@transaction.atomic
def correct(
    *,
    meeting: Meeting,
    written: Iterable[AgendaItem],
    removed: Iterable[AgendaItem],
    area: Reach,
    by: User,
    at: datetime,
    reason: str,
) -> Minutes:
    """Changes the agenda of approved minutes and approves them again, at once. Raises NotHeld."""
    write(meeting=meeting, written=written, removed=removed)
    return approve(meeting=meeting, area=area, by=by, at=at, reason=reason)


def _signature(by: User, meeting: Meeting, today: date) -> dict[str, str]:
    """The role and the organisation through which the user approves; no name."""
    granting: list[Membership] = [
        row for row in by.memberships_on(today) if "dialogue_meetings.change_meeting" in PERMISSIONS[Role(row.role)]
    ]
    granting.sort(key=lambda row: row.organisation_id != meeting.host_id)
    return {"role": str(granting[0].get_role_display()), "organisation": str(granting[0].organisation)}


def _attendance(meeting: Meeting) -> list[dict[str, Any]]:
    counted = dict(meeting.attendance.values_list("role", "count"))
    return [{"role": str(label), "count": counted[role]} for role, label in Attendance.Role.choices if role in counted]


def _topics(meeting: Meeting) -> list[str]:
    areas = [str(area.name) for area in meeting.areas.order_by("reform", "code")]
    solutions = meeting.solutions.order_by("area__reform", "area__code", "code")
    return [*areas, *(str(solution.name) for solution in solutions)]


def _promises(meeting: Meeting, area: Reach, today: date) -> list[dict[str, Any]]:
    rows: Any = FollowUp.objects.filter(meeting=meeting)
    return [
        {
            "what": row.what,
            "owner": str(row.get_owner_display()),
            "due_on": row.due_on.isoformat() if row.due_on else None,
        }
        for row in rows.within(area, today=today)
    ]
