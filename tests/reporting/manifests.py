"""Sample manifests for tests: made from counting alone, so that the same arguments give the same manifest."""

import copy
from datetime import date, timedelta
from typing import Any

from lhl_portal.pdf.manifests import canonical
from reporting.pdf import TEMPLATE_VERSION

NAMES = (
    *(
        "Alver",
        "Askvoll",
        "Askøy",
        "Aurland",
        "Austevoll",
        "Austrheim",
        "Bergen",
        "Bjørnafjorden",
        "Bremanger",
        "Bømlo",
    ),
    *("Eidfjord", "Etne", "Fedje", "Fitjar", "Fjaler", "Gloppen", "Gulen", "Hyllestad", "Høyanger", "Kinn", "Kvam"),
    *("Kvinnherad", "Luster", "Lærdal", "Masfjorden", "Modalen", "Osterøy", "Samnanger", "Sogndal", "Solund", "Stad"),
    *("Stord", "Stryn", "Sunnfjord", "Sveio", "Tysnes", "Ullensvang", "Ulvik", "Vaksdal", "Vik", "Voss", "Øygarden"),
    "Årdal",
)
LONG_NAMES = (
    "Guovdageaidnu - Kautokeino",
    "Kárášjohka - Karasjok",
    "Unjárga - Nesseby",
    "Deatnu - Tana",
    "Loabák - Lavangen",
    "Gáivuotna - Kåfjord - Kaivuono",
    "Nordre Follo",
    "Raarvihke - Røyrvik",
)
CHAPTERS = {
    "nb": {
        "networks": "Læringsnettverk",
        "support": "Bistand og støtte",
        "anchoring": "Politisk stillingtaken og lokale planer",
    },
    "nn": {
        "networks": "Læringsnettverk",
        "support": "Hjelp og støtte",
        "anchoring": "Politisk stillingtaking og lokale planar",
    },
}
# Code, chapter, central, label, definition, kinds of record, how many in ten count.
FIGURES = (
    (
        "network_participation",
        "networks",
        True,
        "Kommuner som deltar i regionale læringsnettverk",
        "En kommune deltar når den er medlem av minst ett læringsnettverk på datoen. Medlemskap som var åpent da en "
        "kommune ble slått sammen, følger med til den nye kommunen.",
        ("Deltakelse i læringsnettverk",),
        7,
    ),
    (
        "network_invited",
        "networks",
        False,
        "Kommuner som er invitert til læringsnettverk",
        "En kommune er invitert når den i perioden har fått invitasjon til minst ett læringsnettverk.",
        ("Invitasjon til læringsnettverk",),
        10,
    ),
    (
        "support_given",
        "support",
        True,
        "Kommuner som har fått bistand og støtte",
        "En kommune har fått bistand og støtte når den i perioden har fått registrert støtte eller veiledning, eller "
        "var til stede på et møte, et webinar eller et kurs som støtteapparatet holdt.",
        ("Støtte og veiledning", "Dialogmøte", "Webinar"),
        9,
    ),
    (
        "meeting_offered",
        "support",
        False,
        "Kommuner som har fått tilbud om dialogmøte",
        "En kommune har fått tilbud når den i perioden er tilbudt minst ett dialogmøte.",
        ("Tilbud om dialogmøte",),
        10,
    ),
    (
        "meeting_held",
        "support",
        False,
        "Kommuner som har hatt dialogmøte",
        "En kommune har hatt dialogmøte når den i perioden var til stede på minst ett holdt dialogmøte.",
        ("Dialogmøte",),
        8,
    ),
    (
        "decision_made",
        "anchoring",
        True,
        "Kommuner med politisk vedtak om reformen",
        "En kommune har tatt stilling når et politisk organ har gjort vedtak om reformen på datoen eller før. En "
        "intensjon er ikke et vedtak. Vedtak i en tidligere kommune må bekreftes av den nye før det teller.",
        ("Vedtak",),
        5,
    ),
    (
        "intention_documented",
        "anchoring",
        True,
        "Kommuner med dokumentert intensjon om vedtak",
        "En kommune har en dokumentert intensjon når den på datoen eller før har dokumentert at den vil gjøre vedtak. "
        "Kommunen kan også ha gjort vedtaket siden; tallet legges derfor aldri sammen med vedtakene.",
        ("Dokumentert intensjon",),
        2,
    ),
    (
        "plan_adopted",
        "anchoring",
        True,
        "Kommuner med vedtatt lokal plan",
        "En kommune har en vedtatt plan når minst én plan som bærer reformen, er vedtatt og gjelder på datoen. En plan "
        "som har utløpt, teller ikke.",
        ("Kommunal planstrategi", "Helse- og omsorgsplan", "Kommuneplanens samfunnsdel"),
        4,
    ),
)
LABELS = (
    "Mat og måltider",
    "Aktivitet og fellesskap, samling for kommuner i indre strøk",
    "Kommunestyret, sak 2021/047",
    "Aldersvennlig samfunn",
    "Oppfølging etter kartlegging, Utviklingssenter for sykehjem og hjemmetjenester",
)
TEXT = (
    "Støtteapparatet har arbeidet etter en felles plan gjennom hele perioden.\n\nDet ble holdt dialogmøter i alle "
    "deler av regionen. Pandemien gjorde at de fleste møtene i 2020 og 2021 var digitale, og flere kommuner ba om å få "
    "utsette.\n\n"
    "Tre forhold går igjen:\n- små kommuner mangler planressurser\n- nettverkene gir kommunene noen å spørre\n"
    "- kommunestyrene ønsker korte saker med tydelige valg"
)
SECTIONS = (
    {"title": "Arbeidet i perioden", "intro": "Om det støtteapparatet har gjort fra starten til datoen."},
    {"title": "Vurderinger", "intro": ""},
    {"title": "Veien videre", "intro": ""},
)
SCALE = ("Ikke i gang", "I startfasen", "Godt i gang", "Gjennomført")
TASKS = (
    (
        "15.1.2021",
        "Tilby dialogmøte til alle kommuner som ikke har hatt det, og følge opp dem som utsatte",
        "Middels",
        "Alle kommuner har fått tilbud. Sju har bedt om å få vente til høsten; de er ført opp med ny dato og kontakt.",
    ),
    (
        "1.4.2021",
        "Læringsnettverk om mat og måltider",
        "Lav",
        "Nettverket har fjorten kommuner og møtes hver sjette uke. Målinger er levert av ni. Neste samling er i mai.",
    ),
    (
        "1.9.2021",
        "Støtte til politiske saker",
        "Høy",
        "Formål: at kommunestyret tar stilling før planperioden er ute. Mal for sak er sendt til alle. Fem kommuner "
        "har saken til behandling før jul, og tre har ikke svart. Neste steg er et møte med rådmannsutvalget "
        "i regionen, der Statsforvalteren legger fram hvor langt hver kommune er kommet og hva de ber om hjelp til.",
    ),
    ("1.11.2021", "Rapportere til Helsedirektoratet", "Lav", "Levert."),
)
ANSWERS: tuple[dict[str, Any], ...] = (
    {"number": "1.1", "section": 0, "kind": "text", "question": "Hvordan har embetet arbeidet?", "text": TEXT},
    {"number": "1.2", "section": 0, "kind": "text", "question": "Hva har vært vanskelig?", "text": ""},
    {
        "number": "1.3",
        "section": 0,
        "kind": "choice",
        "question": "Hvem deltar fast i støtteapparatet?",
        "text": "KS deltar når saken er politisk.",
        "options": ["Statsforvalteren", "USHT", "KS", "Fylkeskommunen"],
        "chosen": ["Statsforvalteren", "USHT", "KS"],
        "several": True,
    },
    {
        "number": "2.1",
        "section": 1,
        "kind": "graded",
        "question": "Hvor langt er arbeidet kommet i regionen?",
        "text": "Vurderingen er gjort sammen med USHT.",
        "scale": list(SCALE),
        "statements": [
            {"text": "Kommunene kjenner reformen", "grade": SCALE[3]},
            {"text": "Kommunene har fordelt ansvaret mellom helse og samfunn", "grade": SCALE[1]},
            {"text": "Eldrerådene er tatt med", "grade": SCALE[2]},
            {"text": "Kommunene måler det de gjør", "grade": None},
        ],
    },
    {
        "number": "2.2",
        "section": 1,
        "kind": "number",
        "question": "Hvor mange årsverk har støtteapparatet brukt?",
        "text": "",
        "value": "12,5",
        "unit": "årsverk",
    },
    {
        "number": "2.3",
        "section": 1,
        "kind": "table",
        "question": "Hvilke samlinger er holdt for hele regionen?",
        "text": "",
        "columns": ["Dato", "Samling"],
        "rows": [["12.3.2020", "Oppstart"], ["4.11.2020", "Planer som virker"], ["9.6.2021", "Mat og måltider"]],
    },
    {
        "number": "3.1",
        "section": 2,
        "kind": "table",
        "question": "Oppgaver og risiko",
        "text": "",
        "columns": ["Dato", "Oppgave", "Risiko", "Formål, status og neste steg"],
        "rows": [list(row) for row in TASKS],
    },
)
SINCE = (
    "7 kommuner har gjort vedtak siden sist: Alver, Askvoll, Askøy, Aurland, Austevoll og to til.",
    "Bergen er ikke lenger med i et læringsnettverk.",
    "Ingen kommuner har fått utløpt plan siden sist.",
)
EDITION = {"number": 2, "final": True, "reason": "", "replaces": ""}
SINCE_EDITION = {"round": "Årsrapport 2020", "number": 1, "as_of": "2020-12-31"}


def sample(municipalities: int = 51, *, language: str = "nb", **changes: Any) -> dict[str, Any]:
    """A manifest for a region of that many municipalities. `changes` replaces whole keys."""
    bodies = [_body(place) for place in range(municipalities)]
    manifest = {
        "format": 2,
        "kind": "regional",
        "layout": "annual",
        "template": TEMPLATE_VERSION,
        "edition": EDITION,
        "demo": True,
        "language": language,
        "software": "0.1.0",
        "built_on": "2021-11-22",
        "report": {
            "region": "Vestland",
            "region_code": "vestland",
            "office": "Statsforvaltaren i Vestland",
            "round": "Årsrapport 2021",
            "reform": "Leve hele livet",
            "due_on": "2021-12-01",
        },
        "period": {"starts_on": "2019-01-01", "as_of": "2021-11-01"},
        "municipalities": bodies,
        "chapters": [{"code": code, "title": title} for code, title in CHAPTERS[language].items()],
        "figures": [_figure(place, *figure, bodies=bodies) for place, figure in enumerate(FIGURES)],
        "sections": list(SECTIONS),
        "answers": copy.deepcopy(list(ANSWERS)),
        "since": [{"text": text, "figure": "decision_made", "edited": False} for text in SINCE],
        "since_edition": SINCE_EDITION,
        "contributors": ["Statsforvaltaren i Vestland", "USHT Vestland (Sogn og Fjordane)", "KS Vest-Norge"],
        "statements": [
            {
                "municipality": body["number"],
                "figure": "decision_made",
                "agrees": place > 0,
                "text": "" if place else "Kommunestyret gjorde vedtak i mars, men det er ikke ført inn her.",
                "on": "2021-10-04",
            }
            for place, body in enumerate(bodies[:2])
        ],
        "number_notes": [
            {"where": "Spørsmål 1.1", "number": "fjorten", "text": "Medregnet en kommune som meldte seg ut."}
        ],
    }
    return manifest | changes


def sample_bytes(municipalities: int = 51, *, language: str = "nb", **changes: Any) -> bytes:
    return canonical(sample(municipalities, language=language, **changes))


def _body(place: int) -> dict[str, Any]:
    names = (*LONG_NAMES, *NAMES)  # the difficult ones are in every sample, also a small one
    people = {
        "year": 2021,
        "total": 900 + 911 * place,
        "age_65_plus": 210 + 173 * place,
        "age_80_plus": 60 + 41 * place,
    }
    return {
        "id": place + 1,
        "number": str(4601 + place),
        "name": names[place % len(names)] + (f" {place // len(names) + 1}" if place >= len(names) else ""),
        "county": "Vestland",
        "population": None if place == 5 else people,
    }


def _figure(
    place: int,
    code: str,
    chapter: str,
    central: bool,
    label: str,
    definition: str,
    kinds: tuple[str, ...],
    in_ten: int,
    *,
    bodies: list[dict[str, Any]],
) -> dict[str, Any]:
    counted = [number for number in range(len(bodies)) if (number * 7 + place) % 10 < in_ten]
    missing = [number for number in range(len(bodies)) if number not in counted]
    days = ("2019-12-31", "2020-12-31", "2021-11-01")
    return {
        "code": code,
        "chapter": chapter,
        "central": central,
        "label": label,
        "version": 1 + place % 2,
        "definition": definition,
        "numerator": "Kommuner med minst én registrering som gjelder",
        "base_label": "Alle kommuner i området på datoen",
        "source": "Registrert av støtteapparatet i portalen",
        "value": len(counted),
        "base": len(bodies),
        "counted": [
            {"municipality": bodies[n]["number"], "records": _records(n, kinds, 1 + (n * 3 + place) % len(kinds) * 2)}
            for n in counted
        ],
        "missing": [
            {
                "municipality": bodies[n]["number"],
                "records": [{"kind": kinds[0], "label": LABELS[2], "on": "2021-11-20", "why": "Etter skjæringsdatoen"}]
                if n % 4 == 0
                else [],
            }
            for n in missing
        ],
        "series": [
            {"on": day, "value": len(counted) * step // len(days), "base": len(bodies)}
            for step, day in enumerate(days, start=1)
        ],
    }


def _records(place: int, kinds: tuple[str, ...], number: int) -> list[dict[str, str]]:
    first = date(2019, 3, 1) + timedelta(days=9 * place)
    return [
        {
            "kind": kinds[turn % len(kinds)],
            "label": LABELS[(place + turn) % len(LABELS)],
            "on": (first + timedelta(days=60 * turn)).isoformat(),
        }
        for turn in range(number)
    ]
