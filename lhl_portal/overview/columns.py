"""The columns of the list of municipalities: the same on the page, in CSV and in XLSX."""

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lhl_portal.access.sorting import norwegian_key
from lhl_portal.overview.rows import CHAIN, EXPIRED, GROWTH_YEARS, INHERITED, NONE, OWN, Row
from lhl_portal.ui.tables import NOT_REPORTED, Column
from reform_phases.models import FocusArea, Phase, Solution, StatusEntry
from reform_phases.presentation import look
from reform_phases.progress import STEPS
from reporting import facts as kinds

LINKS = {
    kinds.AGENDA: gettext_lazy("På dagsorden"),
    kinds.INTENTION: gettext_lazy("Intensjon"),
    kinds.DECISION: gettext_lazy("Vedtak"),
    kinds.PLAN: gettext_lazy("I plan"),
    kinds.ECONOMY: gettext_lazy("I økonomiplan"),
}
LINK_STATES = {
    OWN: gettext_lazy("Ja"),
    EXPIRED: gettext_lazy("Utløpt"),
    INHERITED: gettext_lazy("Arvet"),
    NONE: gettext_lazy("Nei"),
}
_LINK_ORDER = (NONE, INHERITED, EXPIRED, OWN)
_STATE_ORDER = [StatusEntry.State.NOT_RELEVANT, *STEPS]


def columns(areas: Sequence[FocusArea], query: str = "", *, pick: bool = False) -> list[Column[Row]]:
    """`areas` come with their solutions. `query` goes along to the municipality's page, as ``?dato=2021-12-31``; with
    `pick`, each row can be chosen."""
    page = reverse("overview:municipality", args=[0])
    place, chain = _("Sted"), _("Vedtak og planer")
    return [
        Column(
            "navn",
            _("Kommune"),
            lambda row: row.body.name,
            link=lambda row: page.replace("/0/", f"/{row.body.pk}/") + query,
            mark=lambda row: str(row.body.pk),
            template="overview/_name.html" if pick else "",
            sort_key=lambda row: norwegian_key(row.body.name),
            heading=True,
            required=True,
        ),
        Column("nummer", _("Nummer"), lambda row: row.body.number, default=False, group=place),
        Column(
            "fylke", _("Fylke"), lambda row: row.body.county, sort_key=_norwegian("county"), default=False, group=place
        ),
        Column("innbyggere", _("Innbyggere"), lambda row: row.people, numeric=True, default=False, group=place),
        Column("over80", _("80+ år"), lambda row: row.people_80, numeric=True, group=place),
        Column(
            "vekst80",
            _("Vekst i 80+ på %(years)s år, %%") % {"years": GROWTH_YEARS},
            lambda row: row.growth_80,
            numeric=True,
            group=place,
        ),
        Column(
            "fase",
            _("Fase"),
            lambda row: str(row.phase.phase) if row.phase else None,
            text=lambda row: _short(row.phase.phase) if row.phase else NOT_REPORTED,
            sort_key=lambda row: row.phase.phase.number if row.phase else None,
            group=_("Status"),
        ),
        *(_area(area) for area in areas),
        *(_link(kind, chain) for kind in CHAIN),
        Column("nettverk", _("I nettverk"), lambda row: row.in_network, group=_("Kontakt")),
        Column("kontakt", _("Siste kontakt"), lambda row: row.last_contact, group=_("Kontakt")),
        Column(
            "uferske",
            _("Uferske statuser"),
            lambda row: row.stale if row.states else None,
            numeric=True,
            group=_("Status"),
        ),
        *(_solution(solution, area) for area in areas for solution in area.solutions.all()),
    ]


def area_key(area: FocusArea) -> str:
    return f"omrade-{area.code}"


def solution_key(solution: Solution) -> str:
    return f"losning-{solution.code}"


def _short(phase: Phase) -> str:
    """A phase by its number and first word."""
    return f"{phase.number} {phase.name.partition(',')[0]}"


def _norwegian(name: str) -> Callable[[Row], str]:
    return lambda row: norwegian_key(getattr(row.body, name))


def _area(area: FocusArea) -> Column[Row]:
    def share(row: Row) -> float | None:
        progress = row.areas[area.pk]
        return progress.started / progress.base if progress.registered and progress.base else None

    def words(row: Row) -> str | None:
        progress = row.areas[area.pk]
        if not progress.registered:
            return None
        if not progress.base:
            return str(StatusEntry.State.NOT_RELEVANT.label)
        return _("%(started)s av %(base)s") % progress._asdict()

    return Column(
        area_key(area),
        area.name,
        words,
        template="overview/_progress.html",
        sort_key=share,
        group=_("Status"),
    )


def _link(kind: str, group: str) -> Column[Row]:
    return Column(
        kind,
        LINKS[kind],
        lambda row: str(LINK_STATES[row.chain[kind]]),
        mark=lambda row: row.chain[kind],
        template="overview/_link.html",
        sort_key=lambda row: _LINK_ORDER.index(row.chain[kind]),
        default=kind != kinds.AGENDA,
        group=group,
    )


def _solution(solution: Solution, area: FocusArea) -> Column[Row]:
    def order(row: Row) -> int | None:
        held = row.states.get(solution.pk)
        return _STATE_ORDER.index(StatusEntry.State(held.state)) if held else None

    def label(row: Row) -> Any:
        held = row.states.get(solution.pk)
        return look(held.state).label if held else None

    def mark(row: Row) -> str:
        held = row.states.get(solution.pk)
        return held.state if held else ""

    return Column(
        solution_key(solution),
        str(solution),
        label,
        mark=mark,
        template="overview/_state.html",
        sort_key=order,
        default=False,
        group=str(area),
    )
