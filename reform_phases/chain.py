"""The chain from agenda to plan in one municipality. Intention and decision stand apart."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from municipalities.profile import period, short
from reform_phases.models import Plan, Treatment


class Record(NamedTuple):
    """A treatment or plan. `inherited_from` names the body that made it, where that is not the municipality itself.

    `period` is how long an adopted plan holds, in words.
    """

    row: Treatment | Plan
    on: date | None
    what: str
    inherited_from: str
    expired: bool = False
    period: str = ""

    @property
    def covered(self) -> list[str]:
        """Codes of the solutions it is about, none where it is about the whole reform. Give rows with these read."""
        return [solution.code for solution in self.row.solutions.all()]


class Link(NamedTuple):
    """One link of the chain, or the `intention` that stands beside it and is never one of its links.

    `state` is ``own``, ``expired`` (a plan that has run out), ``pending`` (under work), ``inherited`` or ``none``.
    """

    key: str
    label: str
    state: str
    records: list[Record]

    @property
    def on(self) -> date | None:
        """The newest day of the municipality's own records that have not run out."""
        return max((r.on for r in self.records if r.on and not r.inherited_from and not r.expired), default=None)


def chain(municipality: int, treatments: Iterable[Treatment], plans: Iterable[Plan], *, today: date) -> list[Link]:
    """Agenda, intention, decision, plan and economy plan, in order. What a predecessor decided never counts as the
    municipality's own. An economy plan is a plan as well."""
    by_stage: dict[str, list[Record]] = {stage: [] for stage in Treatment.Stage.values}
    for treatment in treatments:
        what = treatment.get_body_display()
        if treatment.intended_on:
            what = _("%(body)s, vedtak planlagt %(day)s") % {
                "body": what,
                "day": short(treatment.intended_on),
            }
        by_stage[treatment.stage].append(_record(municipality, treatment, treatment.on, str(what)))
    anchored: list[Record] = []
    economy: list[Record] = []
    for plan in plans:
        record = _record(municipality, plan, plan.adopted_on, f"{plan.title} ({plan.get_kind_display()})")
        record = record._replace(expired=plan.ends_on is not None and plan.ends_on < today, period=_period(plan))
        anchored.append(record)
        if plan.kind == Plan.Kind.ECONOMY:
            economy.append(record)
    links = [(stage, str(Treatment.Stage(stage).label), records) for stage, records in by_stage.items()]
    links += [("plan", _("I plan"), anchored), ("economy", _("I økonomiplan"), economy)]
    return [Link(key, label, _state(records), records) for key, label, records in links]


def _record(municipality: int, row: Treatment | Plan, on: date | None, what: str) -> Record:
    own = row.municipality_id == municipality
    return Record(row, on, what, "" if own else row.municipality.name)


def _period(plan: Plan) -> str:
    if plan.adopted_on is None:
        return ""
    return period(plan.adopted_on, plan.ends_on + timedelta(days=1) if plan.ends_on else None)


def _state(records: list[Record]) -> str:
    if not records:
        return "none"
    own = [record for record in records if not record.inherited_from]
    if any(record.on and not record.expired for record in own):
        return "own"
    if any(record.on is None for record in own):
        return "pending"
    return "expired" if own else "inherited"
