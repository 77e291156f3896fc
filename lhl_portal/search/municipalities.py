"""The group of municipalities: found by the register, shown with what they are called or became."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from lhl_portal.access.scoping import Reach
from lhl_portal.search.marking import marked
from lhl_portal.search.records import Asked, Hit
from lhl_portal.search.register import Designation, Found
from municipalities.models import Jurisdiction, Municipality
from municipalities.profile import became, period


@dataclass(frozen=True)
class Municipalities:
    key: str
    label: Any
    permission: str

    def find(self, asked: Asked, area: Reach) -> list[Found]:
        """Municipalities within reach, also those that are no more, the best first."""
        within = Municipality.objects.within(area, today=asked.today).order_by().values_list("pk", flat=True)
        return asked.register.find(asked.question, set(within))

    def hits(self, found: Sequence[Found], asked: Asked) -> list[Hit]:
        wanted = [one.newest.municipality for one in found]
        answering = Jurisdiction.objects.as_of(asked.today).select_related("steward")
        bodies = Municipality.objects.prefetch_related(
            "changes_out__successor", Prefetch("jurisdictions", answering)
        ).in_bulk(wanted)
        return [self._hit(one, bodies[one.newest.municipality], asked) for one in found]

    def note(self, found: Sequence[Found]) -> str:
        return _("Ingen kommune heter akkurat dette. Disse ligner.") if found and found[0].alike else ""

    def _hit(self, one: Found, body: Municipality, asked: Asked) -> Hit:
        newest = one.newest
        facts = [
            newest.number,
            newest.county,
            newest.name_official if newest.name_official != newest.name else "",
            _earlier(one.designation) if one.designation != newest else "",
            became(body),
        ]
        shown = [marked(fact, asked.question) for fact in facts if fact]
        onward = None
        for steward in (j.steward for j in body.jurisdictions.all() if j.steward_id != body.pk):
            onward = (steward.get_absolute_url(), _("Gå til %(name)s") % {"name": steward.name})
        return Hit(body.get_absolute_url(), marked(str(body), asked.question), shown, onward=onward)


def _earlier(designation: Designation) -> str:
    """``Tidligere 1235 Voss (til 31.12.2019)``"""
    words = {
        "number": designation.number,
        "name": designation.name,
        "period": period(designation.valid_from, designation.valid_to),
    }
    return _("Tidligere %(number)s %(name)s (%(period)s)") % words
