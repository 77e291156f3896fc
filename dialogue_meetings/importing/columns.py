"""What the columns of a list can be used for, which heading means what, and which are about persons."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils import translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dialogue_meetings.models import Attendance, Invitation, Meeting
from lhl_portal.ui.texts import MASK
from municipalities.recognising import folded
from reform_phases.importing.files import error_heading
from reform_phases.importing.kinds import Column
from reform_phases.importing.known import LANGUAGES

UNUSED, PRIVATE = "", "private"  # what a column is when it is for no field; PRIVATE is not even kept
ROLE = "role_"  # begins the fields that count those who came in a role

Written = Sequence[str | None]


@dataclass(frozen=True)
class Target(Column):
    """A field of a meeting. `words` are headings that mean it, folded, besides its label. `several` may be joined."""

    words: tuple[str, ...] = ()
    several: bool = False


_DAY = _("Dato i Excel, 31.12.2019, 2019-12-31 eller 31. desember 2019.")
TARGETS = (
    Target(
        "on",
        _("Dato"),
        format_lazy("{} {}", _DAY, _("En dag fram i tid planlegger møtet.")),
        day=True,
        words=("møtedato", "når", "dag", "date", "holdt", "holdt dato", "gjennomført", "gjennomført dato", "tidspunkt"),
    ),
    Target(
        "municipalities",
        _("Kommuner"),
        _("Nummer eller navn slik det var den dagen. Flere med komma, semikolon, «og» eller linjeskift mellom."),
        required=True,
        words=("kommune", "kommunar", "municipality", "kommunenavn", "kommunenummer", "kommunenr", "hvilke kommuner"),
    ),
    Target(
        "kind",
        _("Type"),
        _("Andre ord kan du forklare for hele filen når du har lastet den opp."),
        choices=Meeting.Kind,
        words=("møtetype", "type møte", "kontakttype", "type kontakt", "aktivitet", "tiltak", "slag"),
    ),
    Target(
        "title", _("Tittel"), _("Tomt: lages av type og kommuner."), words=("møte", "emne", "overskrift", "subject")
    ),
    Target("form", _("Form"), choices=Meeting.Form, words=("møteform", "fysisk digitalt", "fysisk eller digitalt")),
    Target("place", _("Sted"), words=("møtested", "stad", "sted eller lenke", "lokale", "lenke", "location")),
    Target(
        "areas",
        _("Innsatsområder"),
        _("Koder eller navn med komma mellom. Løsninger kan også stå her."),
        codes=True,
        words=("innsatsområde", "tema", "temaer", "tema for møtet", "topic", "topics"),
    ),
    Target(
        "solutions",
        _("Løsninger"),
        _("Koder med komma mellom."),
        codes=True,
        words=("løsning", "løysing", "løsninger og tiltak"),
    ),
    Target(
        "participants",
        _("Antall deltakere"),
        _("Et tall, aldri navn. Det står i merknaden, siden det ikke er fordelt på roller."),
        words=("tal på deltakarar", "antall deltagere", "deltakere", "deltakarar", "deltagere", "participants"),
    ),
    *(
        Target(f"{ROLE}{role.value}", format_lazy(_("Antall: {role}"), role=role.label), _("Et tall, aldri navn."))
        for role in Attendance.Role
    ),
    Target(
        "offered_on",
        _("Tilbudt dato"),
        format_lazy("{} {}", _DAY, _("Tomt: dagen for møtet.")),
        day=True,
        words=("tilbudt", "tilbod", "tilbodsdato", "invitert", "invitasjonsdato", "dato for tilbud", "offered"),
    ),
    Target(
        "answer",
        _("Svar"),
        _("Den som har takket nei eller ikke svart, har ikke hatt møtet."),
        choices=Invitation.Answer,
        words=("svar fra kommunen", "svar frå kommunen", "takket ja", "answer", "respons"),
    ),
    Target(
        "outcome",
        _("Merknad, eller hva som kom ut av det"),
        _("Ingen navn eller personopplysninger."),
        words=(
            *("merknad", "merknader", "kommentar", "kommentarer", "notat", "resultat", "oppsummering", "utbytte"),
            *("hva kom ut av det", "hva kom ut av møtet", "note", "notes", "outcome"),
        ),
        several=True,
    ),
)
BY_FIELD = {target.field: target for target in TARGETS}

_PERSONAL = frozenset(
    {
        *("navn", "namn", "name", "names", "navn på deltakere", "deltakernavn", "deltakerliste", "namn på deltakarar"),
        *("kontaktperson", "kontaktpersoner", "kontakt", "saksbehandler", "sakshandsamar", "møteleder", "referent"),
        *("e post", "epost", "e postadresse", "epostadresse", "mail", "e mail", "email", "telefon", "telefonnummer"),
        *("tlf", "tlf nr", "mobil", "mobilnummer", "phone", "fødselsnummer", "fødselsnr", "personnummer", "fnr"),
        *("fødselsdato", "adresse"),
    }
)
_COUNTED = frozenset({"deltakere", "deltakarar", "deltagere", "participants", "til stede", "oppmøte"})
_NOTHING = "-–—?. "  # what people put in a cell that they leave open
_ADDRESS = re.compile(r"\S+@\S+\.\S+")
_PHONE = re.compile(r"(?:\+47|0047)? ?(?!19|20)(?:\d ?){8}")  # eight digits that begin so are a date


def signature(header: Iterable[str]) -> str:
    """The same for the same headings, whatever their order and case."""
    return hashlib.sha256("\n".join(sorted(heading.casefold() for heading in header)).encode()).hexdigest()


def recognised(header: Sequence[str], rows: Sequence[Written]) -> list[str]:
    """The field that each heading seems to be for. `rows` have a value per heading; a field is used once."""
    found: list[str] = []
    for place, heading in enumerate(header):
        if is_personal(heading, [row[place] or "" for row in rows]):
            field = PRIVATE
        else:
            field = _field(heading)
            if field and field in found and not BY_FIELD[field].several:
                field = UNUSED
        found.append(field)
    return found


def is_personal(heading: str, values: Iterable[str]) -> bool:
    """Whether the column has names, addresses or numbers of persons, by its heading or by what most of it is."""
    words = folded(heading)
    if words in _PERSONAL:
        return True
    filled = [value for value in values if value]
    telling = sum(bool(_ADDRESS.search(text) or _PHONE.fullmatch(text) or MASK in text) for text in filled)
    if words in _COUNTED:
        telling = max(telling, sum(not any(letter.isdigit() for letter in text) for text in filled))
    return 2 * telling > len(filled)


def is_error_heading(heading: str) -> bool:
    """Whether it is the column that our own list of errors adds."""
    return folded(heading) in _error_headings()


def missing(columns: Iterable[str]) -> list[Target]:
    """Fields that a list cannot do without and has no column for."""
    used = set(columns)
    day = [] if used & {"on", "offered_on"} else [BY_FIELD["on"]]
    return day + [target for target in TARGETS if target.required and target.field not in used]


def cells(written: Written, header: Sequence[str], columns: Sequence[str]) -> dict[str, str]:
    """What one line says by field; a dash is nothing. Columns for the same are joined, each under its heading."""
    found: dict[str, list[tuple[str, str]]] = {}
    for heading, field, text in zip(header, columns, written, strict=True):
        if text and text.strip(_NOTHING) and field in BY_FIELD:
            found.setdefault(field, []).append((heading, text))
    return {
        field: parts[0][1] if columns.count(field) == 1 else "\n".join(f"{heading}: {text}" for heading, text in parts)
        for field, parts in found.items()
    }


def _field(heading: str) -> str:
    """By the heading itself, else by how it begins: ``Dato for møtet``."""
    words, known = folded(heading), _words()
    while words:
        if words in known:
            return known[words]
        words = words.rpartition(" ")[0]
    return UNUSED


@cache
def _words() -> dict[str, str]:
    found = {word: target.field for target in TARGETS for word in target.words}
    for language in LANGUAGES:
        with translation.override(language):
            found |= {folded(str(target.label)): target.field for target in TARGETS}
    return found


@cache
def _error_headings() -> frozenset[str]:
    found = set()
    for language in LANGUAGES:
        with translation.override(language):
            found.add(folded(error_heading()))
    return frozenset(found)
