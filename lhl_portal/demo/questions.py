"""What the demo's rounds ask, and what its offices answer, in both forms of Norwegian."""

from dataclasses import dataclass, field
from typing import Any

from reporting.forms.questions import TASK_MATRIX
from reporting.models import Question

Pair = tuple[str, str]  # bokmål, nynorsk
Kind = Question.Kind


@dataclass(frozen=True)
class Asking:
    """A question with what an office would answer: `draft` in words, or one of `values` in turn; a table has `rows`.

    `section` counts from 0. Values are in bokmål, as they are stored; the cells of `rows` are in words.
    """

    text: Pair
    kind: Kind = Kind.TEXT
    section: int | None = None
    required: bool = False
    several: bool = False
    labels: tuple[Pair, ...] = ()
    statements: tuple[Pair, ...] = ()
    unit: Pair = ("", "")
    least: int | None = None
    most: int | None = None
    draft: Pair = ("", "")
    values: tuple[dict[str, Any], ...] = field(default_factory=tuple)
    rows: tuple[tuple[Pair, ...], ...] = ()


_DEGREE: tuple[Pair, ...] = (
    ("I liten grad", "I liten grad"),
    ("I noen grad", "I nokon grad"),
    ("I stor grad", "I stor grad"),
    ("I svært stor grad", "I svært stor grad"),
)
_MATRIX_LABELS: tuple[Pair, ...] = tuple(
    zip(TASK_MATRIX["labels_nb"].splitlines(), TASK_MATRIX["labels_nn"].splitlines(), strict=True)
)
_ANCHORED = (
    "Kommunene har forankret reformen politisk",
    "Kommunene har tatt reformen inn i planene sine",
    "Eldrerådene er involvert i arbeidet",
    "Kommunene deler erfaringer med hverandre",
)
SECTIONS_2021: tuple[tuple[Pair, Pair], ...] = (
    (
        ("Organisering og bistand", "Organisering og hjelp"),
        (
            "Om støtteapparatet i regionen og det kommunene har bedt om.",
            "Om støtteapparatet i regionen og det kommunane har bede om.",
        ),
    ),
    (("Arbeidet i kommunene", "Arbeidet i kommunane"), ("", "")),
    (("Oppgavene framover", "Oppgåvene framover"), ("", "")),
)
QUESTIONS_2021 = (
    Asking(
        text=(
            "Hvordan er arbeidet med reformen organisert i støtteapparatet i regionen?",
            "Korleis er arbeidet med reforma organisert i støtteapparatet i regionen?",
        ),
        section=0,
        required=True,
        draft=(
            "Embetet leder en regional gruppe der utviklingssentrene, KS og fylkeskommunen er med. Gruppen møtes "
            "fire ganger i året, og en mindre arbeidsgruppe forbereder møtene.",
            "Embetet leier ei regional gruppe der utviklingssentra, KS og fylkeskommunen er med. Gruppa møtest "
            "fire gonger i året, og ei mindre arbeidsgruppe førebur møta.",
        ),
    ),
    Asking(
        text=(
            "Hvilken bistand har kommunene bedt om, og hvordan er den gitt?",
            "Kva hjelp har kommunane bede om, og korleis er ho gitt?",
        ),
        section=0,
        draft=(
            "Kommunene har mest bedt om innspill til plan og saksframlegg. Bistanden er gitt i dialogmøter, på "
            "telefon og i to webinarer.",
            "Kommunane har mest bede om innspel til plan og saksframlegg. Hjelpa er gitt i dialogmøte, på telefon "
            "og i to webinar.",
        ),
    ),
    Asking(
        text=(
            "Hvor mange årsverk i embetet går til arbeidet med reformen?",
            "Kor mange årsverk i embetet går til arbeidet med reforma?",
        ),
        kind=Kind.NUMBER,
        section=0,
        unit=("årsverk", "årsverk"),
        least=0,
        most=50,
        values=({"number": "1.5"}, {"number": "0.8"}, {"number": "2"}),
    ),
    Asking(
        text=(
            "Hvilke deler av reformen har kommunene bedt mest om hjelp til?",
            "Kva delar av reforma har kommunane bede mest om hjelp til?",
        ),
        kind=Kind.CHOICE,
        section=1,
        several=True,
        labels=(
            ("Et aldersvennlig Norge", "Eit aldersvenleg Noreg"),
            ("Aktivitet og fellesskap", "Aktivitet og fellesskap"),
            ("Mat og måltider", "Mat og måltid"),
            ("Helsehjelp", "Helsehjelp"),
            ("Sammenheng i tjenestene", "Samanheng i tenestene"),
        ),
        values=(
            {"chosen": ["Et aldersvennlig Norge", "Aktivitet og fellesskap"]},
            {"chosen": ["Mat og måltider"]},
            {"chosen": ["Et aldersvennlig Norge", "Sammenheng i tjenestene"]},
        ),
    ),
    Asking(
        text=("Hvor langt har kommunene i regionen kommet?", "Kor langt har kommunane i regionen kome?"),
        kind=Kind.GRADED,
        section=1,
        required=True,
        labels=_DEGREE,
        statements=(
            (_ANCHORED[0], "Kommunane har forankra reforma politisk"),
            (_ANCHORED[1], "Kommunane har teke reforma inn i planane sine"),
            (_ANCHORED[2], "Eldreråda er involverte i arbeidet"),
            (_ANCHORED[3], "Kommunane deler erfaringar med kvarandre"),
        ),
        values=(
            {"grades": dict(zip(_ANCHORED, ("I stor grad", "I noen grad", "I noen grad", "I stor grad"), strict=True))},
            {"grades": dict(zip(_ANCHORED, ("I noen grad", "I noen grad", "I liten grad"), strict=False))},
        ),
    ),
    Asking(
        text=(
            "Hvordan har pandemien påvirket framdriften i kommunene?",
            "Korleis har pandemien påverka framdrifta i kommunane?",
        ),
        section=1,
        draft=(
            "Mange møter ble avlyst våren 2020, og noen kommuner har utsatt politisk behandling. Digitale møter har "
            "gjort det lettere for små kommuner å delta.",
            "Mange møte vart avlyste våren 2020, og nokre kommunar har utsett politisk behandling. Digitale møte har "
            "gjort det lettare for små kommunar å delta.",
        ),
    ),
    Asking(
        text=(
            "Hvordan følges kommuner opp som ennå ikke har tatt stilling til reformen?",
            "Korleis blir kommunar følgde opp som enno ikkje har teke stilling til reforma?",
        ),
        section=1,
        draft=(
            "Kommuner uten vedtak får et nytt tilbud om dialogmøte, og embetet tar kontakt på telefon der svaret "
            "uteblir.",
            "Kommunar utan vedtak får nytt tilbod om dialogmøte, og embetet tek kontakt på telefon der svaret uteblir.",
        ),
    ),
    Asking(
        text=(TASK_MATRIX["text_nb"], TASK_MATRIX["text_nn"]),
        kind=Kind.TABLE,
        section=2,
        required=True,
        labels=_MATRIX_LABELS,
        rows=(
            (
                ("Hele året", "Heile året"),
                ("Tilby dialogmøte til alle kommuner", "Tilby dialogmøte til alle kommunar"),
                ("2 - I henhold til plan", "2 - I samsvar med plan"),
                (
                    "Alle skal ha fått tilbud innen året er omme. Nye tilbud går ut i januar.",
                    "Alle skal ha fått tilbod innan året er omme. Nye tilbod går ut i januar.",
                ),
            ),
            (
                ("15.9.2021", "15.9.2021"),
                ("Starte læringsnettverk om mat og måltider", "Starte læringsnettverk om mat og måltid"),
                ("3 - Noe forsinket", "3 - Noko forseinka"),
                (
                    "Første samling ble utsatt på grunn av smitte. Ny dato er satt.",
                    "Første samling vart utsett på grunn av smitte. Ny dato er sett.",
                ),
            ),
        ),
    ),
)
QUESTIONS_MAY_2022 = (
    Asking(
        text=(
            "Hva er det viktigste som har skjedd siden forrige rapport?",
            "Kva er det viktigaste som har skjedd sidan førre rapport?",
        ),
        required=True,
        draft=(
            "Flere kommuner har lagt fram sak for kommunestyret, og nettverkene møtes fysisk igjen.",
            "Fleire kommunar har lagt fram sak for kommunestyret, og nettverka møtest fysisk igjen.",
        ),
    ),
    Asking(
        text=("Er framdriften i regionen som planlagt?", "Er framdrifta i regionen som planlagt?"),
        kind=Kind.CHOICE,
        required=True,
        labels=(("Ja", "Ja"), ("Delvis", "Delvis"), ("Nei", "Nei")),
        values=({"chosen": ["Delvis"]}, {"chosen": ["Ja"]}),
    ),
)
QUESTIONS_NOVEMBER_2022 = (
    Asking(
        text=(
            "Hva skal til for at løsningene blir varige i kommunene?",
            "Kva skal til for at løysingane blir varige i kommunane?",
        ),
        required=True,
        draft=(
            "Løsninger som står i økonomiplanen og har en navngitt enhet bak seg, ser ut til å bli stående.",
            "Løysingar som står i økonomiplanen og har ei namngitt eining bak seg, ser ut til å bli ståande.",
        ),
    ),
    Asking(
        text=("I hvilken grad stemmer dette for regionen?", "I kva grad stemmer dette for regionen?"),
        kind=Kind.GRADED,
        required=True,
        labels=_DEGREE,
        statements=(
            ("Nettverkene fortsetter etter 2023", "Nettverka held fram etter 2023"),
            ("Kommunene måler om tiltakene virker", "Kommunane måler om tiltaka verkar"),
        ),
        values=(
            {
                "grades": {
                    "Nettverkene fortsetter etter 2023": "I noen grad",
                    "Kommunene måler om tiltakene virker": "I liten grad",
                }
            },
        ),
    ),
    Asking(
        text=("Hvilke kommuner trenger mest støtte i 2023?", "Kva kommunar treng mest støtte i 2023?"),
        draft=(
            "Små kommuner uten egen plankapasitet trenger mest, særlig hjelp til å følge opp vedtak.",
            "Små kommunar utan eigen plankapasitet treng mest, særleg hjelp til å følgje opp vedtak.",
        ),
    ),
)
QUESTIONS_2023 = (
    Asking(
        text=(
            "Hva i støtteapparatets arbeid har kommunene hatt mest nytte av?",
            "Kva i arbeidet til støtteapparatet har kommunane hatt mest nytte av?",
        ),
        draft=(
            "Kommunene trekker særlig fram dialogmøtene og å få lære av hverandre i nettverkene.",
            "Kommunane trekkjer særleg fram dialogmøta og det å få lære av kvarandre i nettverka.",
        ),
    ),
    Asking(
        text=(
            "Hvilke læringsnettverk føres videre etter reformperioden, og hvem eier dem?",
            "Kva læringsnettverk blir førte vidare etter reformperioden, og kven eig dei?",
        ),
        draft=(
            "To av nettverkene føres videre av utviklingssentrene. De andre avsluttes som planlagt.",
            "To av nettverka blir førte vidare av utviklingssentra. Dei andre blir avslutta som planlagt.",
        ),
    ),
    Asking(
        text=(
            "Hvor har arbeidet stått stille, og hva har vært årsakene?",
            "Kvar har arbeidet stått stille, og kva har vore årsakene?",
        ),
    ),
    Asking(
        text=(
            "Hvilke erfaringer bør tas med inn i neste reform?",
            "Kva erfaringar bør takast med inn i neste reform?",
        ),
    ),
)
