"""Sample manifests for tests: made from counting alone, so that the same arguments give the same manifest."""

from datetime import date, timedelta
from typing import Any

from lhl_portal.pdf.manifests import canonical

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
ANSWERS = (
    "Støtteapparatet har arbeidet etter en felles plan gjennom hele perioden.\n\nDet ble holdt dialogmøter i alle "
    "deler av regionen. Pandemien gjorde at de fleste møtene i 2020 og 2021 var digitale, og flere kommuner ba om å få "
    "utsette.\n\n"
    "Tre forhold går igjen:\n- små kommuner mangler planressurser\n- nettverkene gir kommunene noen å spørre\n"
    "- kommunestyrene ønsker korte saker med tydelige valg",
    "",
    "De fleste kommunene har koblet reformen til planstrategien. " * 12,
    "Embetet vil i neste periode prioritere kommunene som ennå ikke har fått saken til politisk behandling.",
)


def sample(municipalities: int = 51, *, language: str = "nb", **changes: Any) -> dict[str, Any]:
    """A manifest for a region of that many municipalities. `changes` replaces whole keys."""
    bodies = [_body(place) for place in range(municipalities)]
    manifest = {
        "format": 1,
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
        "answers": [
            {
                "number": number,
                "question": f"Hvordan har embetet arbeidet med område {number} i perioden?",
                "text": text,
            }
            for number, text in enumerate(ANSWERS, start=1)
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
