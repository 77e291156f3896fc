"""Two rounds with their questions, a report for every region, and some offices' draft answers."""

from datetime import UTC, date, datetime, time, timedelta

from lhl_portal.demo.days import FIRST, LAST
from lhl_portal.demo.ground import Area, Ground
from lhl_portal.demo.text import marked
from reporting.models import Answer, Question, Round
from reporting.services import add_reports
from reporting.workflow import open_round

_OPEN_BEFORE = timedelta(days=60)
Pair = tuple[str, str]  # bokmål, nynorsk

_QUESTIONS_2021: tuple[Pair, ...] = (
    (
        "Hvordan er arbeidet med reformen organisert i støtteapparatet i regionen?",
        "Korleis er arbeidet med reforma organisert i støtteapparatet i regionen?",
    ),
    (
        "Hvilken bistand har kommunene bedt om, og hvordan er den gitt?",
        "Kva hjelp har kommunane bede om, og korleis er ho gitt?",
    ),
    (
        "Hvordan har pandemien påvirket framdriften i kommunene?",
        "Korleis har pandemien påverka framdrifta i kommunane?",
    ),
    (
        "Hvordan følges kommuner opp som ennå ikke har tatt stilling til reformen?",
        "Korleis blir kommunar følgde opp som enno ikkje har teke stilling til reforma?",
    ),
)
_QUESTIONS_2023: tuple[Pair, ...] = (
    (
        "Hva i støtteapparatets arbeid har kommunene hatt mest nytte av?",
        "Kva i arbeidet til støtteapparatet har kommunane hatt mest nytte av?",
    ),
    (
        "Hvilke læringsnettverk føres videre etter reformperioden, og hvem eier dem?",
        "Kva læringsnettverk blir førte vidare etter reformperioden, og kven eig dei?",
    ),
    (
        "Hvor har arbeidet stått stille, og hva har vært årsakene?",
        "Kvar har arbeidet stått stille, og kva har vore årsakene?",
    ),
    (
        "Hvilke erfaringer bør tas med inn i neste reform?",
        "Kva erfaringar bør takast med inn i neste reform?",
    ),
)
DRAFTS_2021: tuple[Pair, ...] = (
    (
        "Embetet leder en regional gruppe der utviklingssentrene, KS og fylkeskommunen er med. Gruppen møtes fire "
        "ganger i året, og en mindre arbeidsgruppe forbereder møtene.",
        "Embetet leier ei regional gruppe der utviklingssentra, KS og fylkeskommunen er med. Gruppa møtest fire "
        "gonger i året, og ei mindre arbeidsgruppe førebur møta.",
    ),
    (
        "Kommunene har mest bedt om innspill til plan og saksframlegg. Bistanden er gitt i dialogmøter, på telefon og "
        "i to webinarer.",
        "Kommunane har mest bede om innspel til plan og saksframlegg. Hjelpa er gitt i dialogmøte, på telefon og i to "
        "webinar.",
    ),
    (
        "Mange møter ble avlyst våren 2020, og noen kommuner har utsatt politisk behandling. Digitale møter har gjort "
        "det lettere for små kommuner å delta.",
        "Mange møte vart avlyste våren 2020, og nokre kommunar har utsett politisk behandling. Digitale møte har gjort "
        "det lettare for små kommunar å delta.",
    ),
    (
        "Kommuner uten vedtak får et nytt tilbud om dialogmøte, og embetet tar kontakt på telefon der svaret uteblir.",
        "Kommunar utan vedtak får nytt tilbod om dialogmøte, og embetet tek kontakt på telefon der svaret uteblir.",
    ),
)
DRAFTS_2023: tuple[Pair, ...] = (
    (
        "Kommunene trekker særlig fram dialogmøtene og å få lære av hverandre i nettverkene.",
        "Kommunane trekkjer særleg fram dialogmøta og det å få lære av kvarandre i nettverka.",
    ),
    (
        "To av nettverkene føres videre av utviklingssentrene. De andre avsluttes som planlagt.",
        "To av nettverka blir førte vidare av utviklingssentra. Dei andre blir avslutta som planlagt.",
    ),
)


def add_rounds(ground: Ground) -> int:
    """Answers with the number of rows written. Reports are opened as in the portal itself."""
    return _round(
        ground,
        Round(
            name_nb="Årsrapport 2021",
            name_nn="Årsrapport 2021",
            reform=ground.reform,
            starts_on=FIRST,
            cut_off=date(2021, 11, 1),
            due_on=date(2021, 12, 1),
        ),
        _QUESTIONS_2021,
        DRAFTS_2021,
        every=3,
    ) + _round(
        ground,
        Round(
            name_nb="Årsrapport 2023",
            name_nn="Årsrapport 2023",
            reform=ground.reform,
            starts_on=FIRST,
            cut_off=LAST,
            due_on=date(2024, 2, 1),
        ),
        _QUESTIONS_2023,
        DRAFTS_2023,
        every=2,
    )


def _round(ground: Ground, round: Round, asked: tuple[Pair, ...], drafts: tuple[Pair, ...], *, every: int) -> int:
    """Offices that write nynorsk always have drafts; of the others every `every` one."""
    round.save()
    questions = Question.objects.bulk_create(
        [Question(round=round, number=n, text_nb=nb, text_nn=nn) for n, (nb, nn) in enumerate(asked, start=1)]
    )
    reports = {report.region_id: report for report in add_reports(round=round)}
    answers = [
        Answer(report=reports[area.region.pk], question=question, text=marked(_in_language(area, draft)))
        for n, area in enumerate(ground.areas)
        if area.region.language == "nn" or n % every == 0
        for question, draft in zip(questions, drafts, strict=False)
    ]
    Answer.objects.bulk_create(answers)
    opened_at = datetime.combine(round.cut_off - _OPEN_BEFORE, time(8), tzinfo=UTC)
    steps = open_round(round=round, by=None, at=opened_at)
    return 1 + len(questions) + len(reports) + len(answers) + steps


def _in_language(area: Area, pair: Pair) -> str:
    bokmaal, nynorsk = pair
    return nynorsk if area.region.language == "nn" else bokmaal
