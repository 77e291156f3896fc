"""What the map can be coloured by: each a few kinds of municipalities, told by the same rules as the list and *Tall*.

The keys are those of the list's columns, and the codes of the indicators.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lhl_portal.overview import tiles
from lhl_portal.overview.columns import LINK_STATES, LINKS, area_key, solution_key
from lhl_portal.overview.filters import contact
from lhl_portal.overview.rows import CHAIN, EXPIRED, INHERITED, NONE, OWN, Overview, Row
from reform_phases.models import FocusArea, Phase, Solution, StatusEntry
from reform_phases.presentation import NOT_REGISTERED, NOTHING, legend
from reform_phases.progress import STEPS
from reporting import facts as kinds
from reporting.facts import Evidence
from reporting.indicators import INDICATORS, Indicator

DEFAULT = "decision_made"
YES, NO = "yes", "no"
LATEST, PORTAL = gettext_lazy("Siste registrering"), gettext_lazy("det som er registrert i portalen")
RAMP = 6  # colours from light to dark
_LINKS_IN_LIST = {kinds.DECISION: INHERITED, kinds.PLAN: EXPIRED, kinds.ECONOMY: EXPIRED}


class Category(NamedTuple):
    """One kind of municipalities. `narrow` is what narrows the list to the same; empty where the list has no such
    filter."""

    key: str
    label: str
    tone: str
    sign: SafeString
    narrow: dict[str, str]


class Figure(NamedTuple):
    """What the map adds to an indicator: a short name, whether it counts what happened in a period, and what narrows
    the list to those that count and to those that do not."""

    short: Any
    in_period: bool
    yes: dict[str, str]
    no: dict[str, str]


FIGURES = {
    "network_participation": Figure(gettext_lazy("I nettverk"), False, {"nettverk": "ja"}, {"nettverk": "nei"}),
    "network_invited": Figure(gettext_lazy("Invitert til nettverk"), True, {}, {}),
    "support_given": Figure(gettext_lazy("Bistand og støtte"), True, {}, {"kontakt": "ingen"}),
    "meeting_offered": Figure(gettext_lazy("Tilbud om dialogmøte"), True, {}, {}),
    "meeting_held": Figure(gettext_lazy("Dialogmøte"), True, {}, {}),
    "decision_made": Figure(LINKS[kinds.DECISION], False, {"ledd": "decision-own"}, {"ledd": "decision-missing"}),
    "intention_documented": Figure(
        LINKS[kinds.INTENTION], False, {"ledd": "intention-own"}, {"ledd": "intention-missing"}
    ),
    "plan_adopted": Figure(LINKS[kinds.PLAN], False, {"ledd": "plan-own"}, {"ledd": "plan-missing"}),
}


class Found(NamedTuple):
    """What one municipality is: the key of its category, since when, and a word more."""

    category: str
    on: date | None = None
    detail: str = ""


@dataclass(frozen=True)
class Colouring:
    """`read` looks at a day's overview once, and gives what finds each of its rows.

    `short` stands before the category where the label is too long to repeat. `detail` is the heading of the date or
    word in `Found`. `in_period` is true of what counts from the reform's beginning on.
    """

    key: str
    label: Any
    group: Any
    categories: Sequence[Category]
    read: Callable[[Overview], Callable[[Row], Found]]
    short: Any = ""
    detail: Any = LATEST
    about: Any = ""
    source: Any = PORTAL
    in_period: bool = False

    @property
    def name(self) -> str:
        return str(self.short or self.label)


def colourings(areas: Sequence[FocusArea], phases: Iterable[Phase]) -> dict[str, Colouring]:
    """By key, in the order of the form. `areas` come with their solutions."""
    found = [
        *(_indicator(indicator) for indicator in INDICATORS),
        *(_link(kind) for kind in CHAIN),
        _phase(list(phases)),
        *(_area(area) for area in areas),
        _contact(),
        _network(),
        *(_solution(solution, area) for area in areas for solution in area.solutions.all()),
    ]
    return {colouring.key: colouring for colouring in found}


def choices(found: Iterable[Colouring]) -> list[tuple[Any, list[tuple[str, Any]]]]:
    """For a select: groups with what they hold."""
    groups: dict[str, list[tuple[str, Any]]] = {}
    for colouring in found:
        groups.setdefault(str(colouring.group), []).append((colouring.key, colouring.label))
    return list(groups.items())


def _yes_or_no(yes: dict[str, str], no: dict[str, str]) -> list[Category]:
    return [
        Category(YES, _("Ja"), "5", tiles.CHECK, yes),
        Category(NO, _("Nei"), "no", tiles.DASH, no),
    ]


def _indicator(indicator: Indicator) -> Colouring:
    figure = FIGURES[indicator.code]

    def read(overview: Overview) -> Callable[[Row], Found]:
        share = indicator.compute(overview.facts)

        def find(row: Row) -> Found:
            counts = row.body.pk in share.counted
            return Found(YES if counts else NO, _newest(share.because.get(row.body.pk, ())))

        return find

    return Colouring(
        indicator.code,
        indicator.label,
        _("Tall"),
        _yes_or_no(figure.yes, figure.no),
        read,
        short=figure.short,
        about=indicator.definition,
        source=indicator.source,
        in_period=figure.in_period,
    )


def _link(kind: str) -> Colouring:
    looks = {
        OWN: ("5", tiles.CHECK),
        INHERITED: ("warn", tiles.text_sign("!")),
        EXPIRED: ("aside", tiles.CLOCK),
        NONE: ("no", tiles.DASH),
    }
    if kind not in {kinds.PLAN, kinds.ECONOMY}:
        del looks[EXPIRED]  # only a plan has a last day
    in_list = {OWN, _LINKS_IN_LIST.get(kind)}

    def read(overview: Overview) -> Callable[[Row], Found]:
        own, beside = overview.facts.counting(kind), overview.facts.not_counting(kind)
        reasons = {EXPIRED: kinds.OVER, INHERITED: kinds.INHERITED}

        def find(row: Row) -> Found:
            pk, state = row.body.pk, row.chain[kind]
            aside = (record for record in beside.get(pk, ()) if record.reason == reasons.get(state))
            return Found(state, _newest(own.get(pk, ()) if state == OWN else aside))

        return find

    return Colouring(
        kind,
        LINKS[kind],
        _("Vedtak og planer"),
        [
            Category(
                state, str(LINK_STATES[state]), tone, sign, {"ledd": f"{kind}-{state}"} if state in in_list else {}
            )
            for state, (tone, sign) in looks.items()
        ],
        read,
        about=_("Det som er arvet, ble gjort i en tidligere kommune og må bekreftes av den nye før det teller."),
    )


def _phase(phases: Sequence[Phase]) -> Colouring:
    def find(row: Row) -> Found:
        return Found(str(row.phase.phase_id), row.phase.on) if row.phase else Found(NOT_REGISTERED)

    return Colouring(
        "fase",
        _("Fase"),
        _("Status"),
        [
            *(
                Category(str(phase.pk), str(phase), str(min(step, RAMP)), tiles.text_sign(str(phase.number)), {})
                for step, phase in enumerate(phases, start=1)
            ),
            _nothing(),
        ],
        lambda overview: find,
        detail=_("Sist satt eller bekreftet"),
    )


def _area(area: FocusArea) -> Colouring:
    def find(row: Row) -> Found:
        started, base, registered = row.areas[area.pk]
        if not registered:
            return Found(NOT_REGISTERED)
        if not base:
            return Found(StatusEntry.State.NOT_RELEVANT)
        step = "all" if started == base else "many" if 2 * started >= base else "few" if started else "none_yet"
        return Found(step, detail=_("%(started)s av %(base)s") % {"started": started, "base": base})

    return Colouring(
        area_key(area),
        str(area),
        _("Status"),
        [
            Category("all", _("Alle løsningene er i gang"), "6", tiles.FULL, {}),
            Category("many", _("Minst halvparten er i gang"), "4", tiles.THREE_QUARTERS, {}),
            Category("few", _("Under halvparten er i gang"), "2", tiles.QUARTER, {}),
            Category("none_yet", _("Ingen er i gang"), "no", tiles.EMPTY, {}),
            Category(StatusEntry.State.NOT_RELEVANT, _("Ikke aktuelt"), "aside", tiles.text_sign("×"), {}),
            _nothing(),
        ],
        lambda overview: find,
        detail=_("Løsninger i gang"),
        about=_(
            "I gang er løsninger som er under gjennomføring eller lenger. De som ikke er aktuelle, regnes ikke med."
        ),
    )


def _solution(solution: Solution, area: FocusArea) -> Colouring:
    def find(row: Row) -> Found:
        held = row.states.get(solution.pk)
        return Found(held.state, held.on) if held else Found(NOT_REGISTERED)

    tones = {"": "void", StatusEntry.State.NOT_RELEVANT: "aside", StatusEntry.State.NOT_ASSESSED: "no"}
    tones |= {step: str(number) for number, step in enumerate(STEPS) if number}
    return Colouring(
        solution_key(solution),
        str(solution),
        str(area),
        [
            Category(
                look.key or NOT_REGISTERED,
                look.label,
                tones[look.key],
                tiles.text_sign(look.sign),
                {"losning": str(solution.pk), "tilstand": look.key or NOT_REGISTERED},
            )
            for look in legend()
        ],
        lambda overview: find,
        detail=_("Sist satt eller bekreftet"),
        about=_("Ikke registrert er ikke det samme som ikke vurdert."),
    )


def _contact() -> Colouring:
    def read(overview: Overview) -> Callable[[Row], Found]:
        def find(row: Row) -> Found:
            return Found(contact(row.last_contact, overview.contact_since), row.last_contact)

        return find

    return Colouring(
        "kontakt",
        _("Siste kontakt"),
        _("Kontakt"),
        [
            Category("fersk", _("Innenfor grensen"), "5", tiles.CHECK, {"kontakt": "fersk"}),
            Category("gammel", _("Eldre enn grensen"), "warn", tiles.CLOCK, {"kontakt": "gammel"}),
            Category("ingen", _("Ingen"), "no", tiles.DASH, {"kontakt": "ingen"}),
        ],
        read,
        detail=_("Dato"),
        about=_("Grensen er hvor lenge en kontakt regnes som fersk."),
        in_period=True,
    )


def _network() -> Colouring:
    def read(overview: Overview) -> Callable[[Row], Found]:
        records = overview.facts.counting(kinds.MEMBER)
        return lambda row: Found(YES if row.in_network else NO, _newest(records.get(row.body.pk, ())))

    return Colouring(
        "nettverk",
        _("I nettverk"),
        _("Kontakt"),
        _yes_or_no({"nettverk": "ja"}, {"nettverk": "nei"}),
        read,
    )


def _nothing() -> Category:
    return Category(NOT_REGISTERED, str(NOTHING), "void", tiles.text_sign("·"), {})


def _newest(records: Iterable[Evidence]) -> date | None:
    return max((record.on for record in records), default=None)
