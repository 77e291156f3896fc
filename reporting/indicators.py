"""The figures, declared: pure functions from facts to two sets of municipalities, and why each counts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reporting import facts as kinds
from reporting.facts import Evidence, Facts


@dataclass(frozen=True)
class Share:
    """Which municipalities count, of which base, and the records behind. Sets hold primary keys.

    `because` maps each counted municipality to the records that count; `beside` maps any municipality of the base to
    records that do not count, each with its reason.
    """

    counted: frozenset[int]
    base: frozenset[int]
    because: dict[int, list[Evidence]]
    beside: dict[int, list[Evidence]]

    @property
    def value(self) -> int:
        return len(self.counted)

    @property
    def percent(self) -> float | None:
        """Per cent of the base, 0 to 100; None where the base is empty."""
        return 100 * len(self.counted) / len(self.base) if self.base else None

    @property
    def missing(self) -> frozenset[int]:
        """Those of the base that do not count."""
        return self.base - self.counted

    def within(self, area: Iterable[int]) -> Self:
        """The same figure for a part of the base: the same rule, fewer municipalities."""
        part = frozenset(area)
        return type(self)(
            counted=self.counted & part,
            base=self.base & part,
            because={pk: rows for pk, rows in self.because.items() if pk in part},
            beside={pk: rows for pk, rows in self.beside.items() if pk in part},
        )


BASE = _("Alle kommuner i området på datoen")


@dataclass(frozen=True)
class Indicator:
    """One version of a figure's definition, with its words. A version that has been used is never changed or removed.

    `chapter` is a code of `CHAPTERS`; `central` marks the commission's own indicators. One version of each code is
    `current`: pages show it, and so does a round that has not chosen. `why` tells what the version before lacked.
    """

    code: str
    chapter: str
    label: Any
    definition: Any
    numerator: Any
    source: Any
    compute: Callable[[Facts], Share]
    central: bool = False
    base: Any = BASE
    version: int = 1
    current: bool = True
    why: Any = ""

    @property
    def key(self) -> tuple[str, int]:
        return self.code, self.version


def municipalities_with(*evidence: str) -> Callable[[Facts], Share]:
    """Municipalities with at least one counting record of these kinds, of all that existed on the date."""

    def compute(facts: Facts) -> Share:
        because = facts.counting(*evidence)
        return Share(
            counted=frozenset(because),
            base=frozenset(facts.municipalities),
            because=because,
            beside=facts.not_counting(*evidence),
        )

    return compute


def members_who_came(least: int) -> Callable[[Facts], Share]:
    """Members on the date who were present at `least` gatherings of the same network in the period.

    A gathering counts once, also where several of those that were merged were there.
    """

    def compute(facts: Facts) -> Share:
        too_few = gettext("Til stede på %(number)d av minst %(least)d samlinger")
        stranger = gettext("Ikke medlem av nettverket på datoen")
        came = _by_network(facts.counting(kinds.GATHERED))
        because: dict[int, list[Evidence]] = {}
        beside = facts.not_counting(kinds.MEMBER, kinds.GATHERED)
        members = _by_network(facts.counting(kinds.MEMBER))
        for place, memberships in members.items():
            gatherings = came.get(place, [])
            number = len({record.part for record in gatherings})
            if number >= least:
                because.setdefault(place[0], []).extend([*memberships, *gatherings])
            else:
                few = too_few % {"number": number, "least": least}
                aside = [record._replace(why_not=few, reason=kinds.FEW) for record in [*memberships, *gatherings]]
                beside.setdefault(place[0], []).extend(aside)
        for place, gatherings in came.items():
            if place not in members:
                aside = [record._replace(why_not=stranger, reason=kinds.OVER) for record in gatherings]
                beside.setdefault(place[0], []).extend(aside)
        return Share(counted=frozenset(because), base=frozenset(facts.municipalities), because=because, beside=beside)

    return compute


def _by_network(records: dict[int, list[Evidence]]) -> dict[tuple[int, int], list[Evidence]]:
    """By municipality and network."""
    found: dict[tuple[int, int], list[Evidence]] = {}
    for municipality, rows in records.items():
        for record in rows:
            found.setdefault((municipality, record.url_pk), []).append(record)
    return found


CHAPTERS = (
    ("networks", _("Læringsnettverk")),
    ("support", _("Bistand og støtte")),
    ("anchoring", _("Politisk stillingtaken og lokale planer")),
)

DECLARED = (
    Indicator(
        code="network_participation",
        chapter="networks",
        central=True,
        label=_("Kommuner som deltar i regionale læringsnettverk"),
        definition=_(
            "En kommune deltar når den er medlem av minst ett læringsnettverk på datoen. Medlemskap som var åpent da "
            "en kommune ble slått sammen, følger med til den nye kommunen."
        ),
        numerator=_("Kommuner med medlemskap som gjelder på datoen"),
        source=_("Registrerte medlemskap i læringsnettverk"),
        compute=municipalities_with(kinds.MEMBER),
    ),
    Indicator(
        code="network_participation",
        version=2,
        current=False,
        why=_(
            "Versjon 1 regner medlemskap som deltakelse, også når kommunen aldri har møtt. Her må kommunen i tillegg "
            "ha vært til stede på minst to samlinger i perioden."
        ),
        chapter="networks",
        central=True,
        label=_("Kommuner som deltar i regionale læringsnettverk"),
        definition=_(
            "En kommune deltar når den på datoen er medlem av minst ett læringsnettverk, og i perioden var til stede "
            "på minst to samlinger i dette nettverket. Medlemskap som var åpent da en kommune ble slått sammen, følger "
            "med til den nye kommunen, og oppmøtet følger med når et medlemskap gjør det. En samling teller én gang."
        ),
        numerator=_("Kommuner med medlemskap på datoen og oppmøte på minst to samlinger i nettverket"),
        source=_("Registrerte medlemskap i læringsnettverk og oppmøte på samlinger"),
        compute=members_who_came(2),
    ),
    Indicator(
        code="network_invited",
        chapter="networks",
        label=_("Kommuner som er invitert til læringsnettverk"),
        definition=_(
            "En kommune er invitert når den i perioden har fått invitasjon til minst ett læringsnettverk. Invitasjonen "
            "følger med når et medlemskap gjør det."
        ),
        numerator=_("Kommuner med invitasjon i perioden"),
        source=_("Registrerte invitasjoner til læringsnettverk"),
        compute=municipalities_with(kinds.INVITED),
    ),
    Indicator(
        code="support_given",
        chapter="support",
        central=True,
        label=_("Kommuner som har fått bistand og støtte"),
        definition=_(
            "En kommune har fått bistand og støtte når den i perioden har fått registrert støtte eller veiledning, "
            "eller var til stede på et møte, et webinar eller et kurs som støtteapparatet holdt. Støtte til en kommune "
            "som siden ble slått sammen, teller ikke for den nye."
        ),
        numerator=_("Kommuner med minst én registrering i perioden"),
        source=_("Registrert støtte og registrerte møter med oppmøte"),
        compute=municipalities_with(kinds.SUPPORTED),
    ),
    Indicator(
        code="meeting_offered",
        chapter="support",
        label=_("Kommuner som har fått tilbud om dialogmøte"),
        definition=_(
            "En kommune har fått tilbud når den i perioden er tilbudt minst ett dialogmøte. Tilbud til en kommune som "
            "siden ble slått sammen, teller ikke for den nye."
        ),
        numerator=_("Kommuner med tilbud i perioden"),
        source=_("Registrerte tilbud om dialogmøte"),
        compute=municipalities_with(kinds.OFFERED),
    ),
    Indicator(
        code="meeting_held",
        chapter="support",
        label=_("Kommuner som har hatt dialogmøte"),
        definition=_(
            "En kommune har hatt dialogmøte når den i perioden var til stede på minst ett holdt dialogmøte. Møter med "
            "en kommune som siden ble slått sammen, teller ikke for den nye."
        ),
        numerator=_("Kommuner til stede på dialogmøte i perioden"),
        source=_("Registrerte dialogmøter med oppmøte"),
        compute=municipalities_with(kinds.MET),
    ),
    Indicator(
        code="decision_made",
        chapter="anchoring",
        central=True,
        label=_("Kommuner med politisk vedtak om reformen"),
        definition=_(
            "En kommune har tatt stilling når et politisk organ har gjort vedtak om reformen på datoen eller før. En "
            "intensjon er ikke et vedtak. Vedtak i en tidligere kommune må bekreftes av den nye før det teller."
        ),
        numerator=_("Kommuner med vedtak"),
        source=_("Registrerte politiske vedtak"),
        compute=municipalities_with(kinds.DECISION),
    ),
    Indicator(
        code="intention_documented",
        chapter="anchoring",
        central=True,
        label=_("Kommuner med dokumentert intensjon om vedtak"),
        definition=_(
            "En kommune har en dokumentert intensjon når den på datoen eller før har dokumentert at den vil gjøre "
            "vedtak. Kommunen kan også ha gjort vedtaket siden; tallet legges derfor aldri sammen med vedtakene."
        ),
        numerator=_("Kommuner med dokumentert intensjon"),
        source=_("Registrerte intensjoner"),
        compute=municipalities_with(kinds.INTENTION),
    ),
    Indicator(
        code="plan_adopted",
        chapter="anchoring",
        central=True,
        label=_("Kommuner med vedtatt lokal plan"),
        definition=_(
            "En kommune har en vedtatt plan når minst én plan som bærer reformen, er vedtatt og gjelder på datoen. En "
            "plan som har utløpt, teller ikke, og en tidligere kommunes plan må bekreftes av den nye."
        ),
        numerator=_("Kommuner med en plan som gjelder på datoen"),
        source=_("Registrerte planer"),
        compute=municipalities_with(kinds.PLAN),
    ),
)

INDICATORS = tuple(indicator for indicator in DECLARED if indicator.current)
BY_CODE = {indicator.code: indicator for indicator in INDICATORS}
BY_KEY = {indicator.key: indicator for indicator in DECLARED}


def versions(code: str) -> list[Indicator]:
    """Every version of a code, the oldest first; none where there is no such code."""
    return sorted((found for found in DECLARED if found.code == code), key=lambda found: found.version)


def compute_all(facts: Facts, asked: Iterable[Indicator] = INDICATORS) -> dict[str, Share]:
    """The indicators `asked` for, for the whole country, in their order. Any region is `within` of these."""
    return {indicator.code: indicator.compute(facts) for indicator in asked}
