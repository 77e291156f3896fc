"""The last dialogue meeting and what is promised both ways, of many municipalities at once."""

from datetime import date

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from dialogue_meetings.models import FollowUp, Invitation, Meeting
from municipalities.key_facts import Bodies, KeyFact, by_steward
from municipalities.profile import short


def contact(bodies: Bodies, day: date) -> dict[int, list[KeyFact]]:
    """The last meeting before `day`, and promises open on it."""
    whose = by_steward(bodies)
    met: dict[int, date] = {}
    before = Invitation.objects.filter(
        municipality__in=whose, present=True, meeting__kind=Meeting.Kind.DIALOGUE, meeting__held_on__lt=day
    )
    for body, last in before.order_by().values_list("municipality").annotate(last=Max("meeting__held_on")):
        met[whose[body]] = max(last, met.get(whose[body], date.min))
    ours, theirs, overdue = (dict.fromkeys(bodies, 0) for _part in range(3))
    promised = FollowUp.objects.open_on(day).filter(municipality__in=whose).order_by().values_list("municipality")
    counted = promised.annotate(
        ours=Count("pk", filter=Q(owner=FollowUp.Owner.APPARATUS)),
        theirs=Count("pk", filter=Q(owner=FollowUp.Owner.MUNICIPALITY)),
        late=Count("pk", filter=Q(due_on__lt=day)),
    )
    for body, by_us, by_them, late in counted:
        ours[whose[body]] += by_us
        theirs[whose[body]] += by_them
        overdue[whose[body]] += late
    return {
        municipality: [
            KeyFact(
                _("Siste dialogmøte før dette"),
                short(met[municipality]) if municipality in met else _("Ingen registrert"),
            ),
            KeyFact(
                _("Åpen oppfølging"),
                _("Vi har lovet %(ours)s, kommunen har lovet %(theirs)s")
                % {"ours": ours[municipality], "theirs": theirs[municipality]},
                _("%(count)s over frist") % {"count": overdue[municipality]} if overdue[municipality] else "",
            ),
        ]
        for municipality in bodies
    }
