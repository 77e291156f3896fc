"""The chain from agenda to plan in one municipality. Intention and decision stand apart."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from municipalities.profile import short
from reform_phases.models import Plan, Treatment


class Record(NamedTuple):
    """A treatment or plan. `inherited_from` names the body that made it, where that is not the municipality itself."""

    row: Treatment | Plan
    on: date | None
    what: str
    inherited_from: str
    expired: bool = False


class Link(NamedTuple):
    """One link of the chain, or the `intention` that stands beside it and is never one of its links.

    `state` is ``own``, ``expired`` (a plan that has run out), ``pending`` (under work), ``inherited`` or ``none``.
    """

    key: str
    label: str
    state: str
    records: list[Record]


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
    anchored = [
        _record(municipality, p, p.adopted_on, f"{p.title} ({p.get_kind_display()})")._replace(
            expired=p.ends_on is not None and p.ends_on < today
        )
        for p in plans
    ]
    links = [(stage, str(Treatment.Stage(stage).label), records) for stage, records in by_stage.items()]
    economy = [record for record in anchored if record.row.kind == Plan.Kind.ECONOMY]
    links += [("plan", _("I plan"), anchored), ("economy", _("I økonomiplan"), economy)]
    return [Link(key, label, _state(records), records) for key, label, records in links]


def _record(municipality: int, row: Treatment | Plan, on: date | None, what: str) -> Record:
    own = row.municipality_id == municipality
    return Record(row, on, what, "" if own else row.municipality.name)


def _state(records: list[Record]) -> str:
    if not records:
        return "none"
    own = [record for record in records if not record.inherited_from]
    if any(record.on and not record.expired for record in own):
        return "own"
    if any(record.on is None for record in own):
        return "pending"
    return "expired" if own else "inherited"
