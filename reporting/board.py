"""*Oversikt over runden*: how complete and how timely the regions' reports are, for those who review them."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.models import Edition, Report, Round, State
from reporting.national import Area, Country, read_country


@dataclass(frozen=True)
class Row:
    """A region's report: its editions, oldest first, and when the first of them came, against its due date."""

    area: Area
    due_on: date
    editions: tuple[Edition, ...]
    today: date

    @property
    def report(self) -> Report:
        return self.area.report

    @property
    def submitted_on(self) -> date | None:
        """The day the first edition was sent."""
        return timezone.localdate(self.editions[0].submitted_at) if self.editions else None

    @property
    def is_asked_for(self) -> bool:
        """Nothing is expected of a report that is not opened."""
        return self.report.state != State.NOT_OPENED

    @property
    def is_late(self) -> bool:
        """Whether it came, or has not come, after its due date."""
        return self.is_asked_for and (self.submitted_on or self.today) > self.due_on

    @property
    def timeliness(self) -> str:
        """How long before or after the due date it came, or how long is left, in words; empty if not opened."""
        if not self.is_asked_for:
            return ""
        days = ((self.submitted_on or self.today) - self.due_on).days
        if self.submitted_on is None:
            if days > 0:
                return ngettext("%(n)s dag over fristen", "%(n)s dager over fristen", days) % {"n": days}
            return ngettext("%(n)s dag igjen", "%(n)s dager igjen", -days) % {"n": -days}
        if days > 0:
            return ngettext("%(n)s dag etter fristen", "%(n)s dager etter fristen", days) % {"n": days}
        if days < 0:
            return ngettext("%(n)s dag før fristen", "%(n)s dager før fristen", -days) % {"n": -days}
        return _("på fristen")

    @property
    def whose_turn(self) -> str:
        office = _("Embetet")
        return {
            State.NOT_OPENED: _("Helsedirektoratet, åpner"),
            State.DRAFT: office,
            State.RETURNED: office,
            State.READY: _("Lederen i embetet, signerer"),
            State.SUBMITTED: _("Helsedirektoratet, vurderer"),
        }.get(State(self.report.state), "")


@dataclass(frozen=True)
class Board:
    """`national` is the round's national report, or None until the round is opened again."""

    country: Country
    rows: tuple[Row, ...]
    national: Report | None

    @property
    def delivered(self) -> int:
        return sum(bool(row.editions) for row in self.rows)

    @property
    def delivered_late(self) -> int:
        return sum(bool(row.editions) and row.is_late for row in self.rows)

    @property
    def accepted(self) -> int:
        return len(self.country.accepted)

    @property
    def with_us(self) -> int:
        return sum(row.report.state == State.SUBMITTED for row in self.rows)

    @property
    def returned(self) -> int:
        return sum(row.report.state == State.RETURNED for row in self.rows)

    @property
    def waited_for(self) -> int:
        """Opened and not delivered, and the due date has not passed."""
        return sum(row.is_asked_for and not row.editions and not row.is_late for row in self.rows)

    @property
    def overdue(self) -> int:
        """Opened and not delivered, and the due date has passed."""
        return sum(not row.editions and row.is_late for row in self.rows)


def read_board(round: Round, *, today: date) -> Board:
    """A fixed number of queries, whatever the number of regions. The manifests that are accepted are read once."""
    country = read_country(round)
    editions: dict[int, list[Edition]] = {}
    for edition in Edition.objects.light().filter(report__round=round).order_by("number"):
        editions.setdefault(edition.report_id, []).append(edition)
    rows = tuple(
        Row(area, area.report.due_on, tuple(editions.get(area.report.pk, ())), today) for area in country.areas
    )
    return Board(country, rows, round.reports.filter(region=None).first())
