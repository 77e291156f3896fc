"""What municipalities ask for help with, what became of it, and what has been given since. No clock, no writing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogue_meetings.models import Invitation, Meeting, Need
from lhl_portal.access.models import CountyRegion
from lhl_portal.ui.tables import Column
from municipalities.models import Jurisdiction

TOPIC, REGION, QUARTER = "tema", "region", "kvartal"
GROUPINGS = [(TOPIC, gettext_lazy("Tema")), (REGION, gettext_lazy("Region")), (QUARTER, gettext_lazy("Kvartal"))]
# A dialogue meeting is where needs are heard; all other contact is help given.
HELP = frozenset(Meeting.Kind) - {Meeting.Kind.DIALOGUE}


class Raised(NamedTuple):
    """A need as it is counted. `area` is the number of the focus area that the topic is about, or empty."""

    topic: int
    topic_name: str
    area: str
    municipality: int
    region: str
    meeting: int
    on: date
    answer: str

    @property
    def quarter(self) -> str:
        return f"{self.on.year}-{(self.on.month - 1) // 3 + 1}"


class Help(NamedTuple):
    """Help that a municipality took part in, about one focus area."""

    meeting: int
    municipality: int
    area: str
    on: date


@dataclass
class Demand:
    """Needs that belong together, and the help given since: `key` is a topic, the name of a region or a quarter."""

    key: str
    label: str
    needs: list[Raised] = field(default_factory=list)
    helped: set[int] = field(default_factory=set)

    @property
    def municipalities(self) -> int:
        return len({need.municipality for need in self.needs})

    def answered(self, answer: str) -> int:
        """How many ended so; empty is without an answer."""
        return sum(need.answer == answer for need in self.needs)

    @property
    def help_since(self) -> int | None:
        """Meetings and contacts on the same area with those who asked, after they did. None: not about an area."""
        return len(self.helped) if any(need.area for need in self.needs) else None


def read_needs(needs: Iterable[Need], *, today: date, language: str | None = None) -> list[Raised]:
    """With the region that answers for the municipality today. Give rows with their topic read. Two more queries."""
    regions = dict(CountyRegion.objects.as_of(today).values_list("county", "region__name"))
    counties = dict(Jurisdiction.objects.as_of(today).values_list("municipality", "county"))
    return [
        Raised(
            row.topic_id,
            row.topic.name_in(language) if language else row.topic.name,
            row.topic.area_code,
            row.municipality_id,
            regions.get(counties.get(row.municipality_id, 0), ""),
            row.meeting_id,
            row.raised_on,
            row.answer,
        )
        for row in needs
    ]


def read_help(municipalities: Iterable[int], *, until: date) -> list[Help]:
    """Held on `until` or before. A solution stands for its area. Two queries."""
    rows = Invitation.objects.filter(
        municipality__in=set(municipalities), present=True, meeting__kind__in=HELP, meeting__held_on__lte=until
    )
    found = {
        Help(meeting, municipality, area, on)
        for path in ("meeting__areas__code", "meeting__solutions__area__code")
        for meeting, municipality, area, on in rows.values_list("meeting", "municipality", path, "meeting__held_on")
        if area and on
    }
    return list(found)


def demand(needs: Sequence[Raised], help_given: Iterable[Help], *, by: str) -> list[Demand]:
    """Grouped `by` one of GROUPINGS: quarters in order of time, all else by how many needs are without an answer."""
    key: Callable[[Raised], tuple[str, str]] = {
        TOPIC: lambda need: (str(need.topic), need.topic_name),
        REGION: lambda need: (need.region, need.region),
        QUARTER: lambda need: (need.quarter, _quarter(need.quarter)),
    }[by]
    given: dict[tuple[int, str], list[Help]] = {}
    for one in help_given:
        given.setdefault((one.municipality, one.area), []).append(one)
    rows: dict[str, Demand] = {}
    for need in needs:
        group, label = key(need)
        row = rows.setdefault(group, Demand(group, label))
        row.needs.append(need)
        after = given.get((need.municipality, need.area), ()) if need.area else ()
        row.helped |= {one.meeting for one in after if one.on >= need.on and one.meeting != need.meeting}
    if by == QUARTER:
        return [rows[group] for group in sorted(rows)]
    return sorted(rows.values(), key=lambda row: (-row.answered(""), -len(row.needs), row.label))


def columns(by: str, address: Callable[[Demand, str], str] | None = None) -> list[Column[Demand]]:
    """`address` is where the needs of a row with an answer are listed."""
    heading = dict(GROUPINGS)[by]

    def counted(key: str, label: str, answer: str) -> Column[Demand]:
        link = (lambda row: address(row, answer) if row.answered(answer) else "") if address else None
        return Column(key, label, lambda row: row.answered(answer), link=link, numeric=True, sortable=False)

    return [
        Column("gruppe", heading, lambda row: row.label, heading=True, required=True, sortable=False),
        Column(
            "meldt",
            _("Meldt"),
            lambda row: len(row.needs),
            link=(lambda row: address(row, "alle")) if address else None,
            numeric=True,
            sortable=False,
        ),
        Column("kommuner", _("Kommuner"), lambda row: row.municipalities, numeric=True, sortable=False),
        counted("mott", _("Møtt"), Need.Answer.MET),
        counted("planlagt", _("Planlagt"), Need.Answer.PLANNED),
        counted("ikke-na", _("Ikke nå"), Need.Answer.NOT_NOW),
        counted("uten-svar", _("Uten svar"), ""),
        Column("tilbud", _("Hjelp gitt siden"), lambda row: row.help_since, numeric=True, sortable=False),
    ]


def _quarter(code: str) -> str:
    year, number = code.split("-")
    return _("%(number)s. kvartal %(year)s") % {"number": number, "year": year}
