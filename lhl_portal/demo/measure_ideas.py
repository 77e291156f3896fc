"""What municipalities do of their own in the demo, in both forms of Norwegian, sector by sector."""

from dataclasses import dataclass

from reform_phases.models import Measure

Sector = Measure.Sector
Pair = tuple[str, str]  # bokmål, nynorsk


@dataclass(frozen=True)
class Idea:
    """`solutions` and `strategies` are codes; without solutions the measure lies outside those of the reform."""

    sector: Measure.Sector
    title: Pair
    unit: Pair
    solutions: tuple[str, ...] = ()
    strategies: tuple[str, ...] = ()

    def title_in(self, language: str) -> str:
        return self.title[language == "nn"]

    def unit_in(self, language: str) -> str:
        return self.unit[language == "nn"]


_CULTURE: Pair = ("Kultur og idrett", "Kultur og idrett")
_LIBRARY: Pair = ("Folkebiblioteket", "Folkebiblioteket")
_PLANNING: Pair = ("Plan og byggesak", "Plan og byggesak")
_PROPERTY: Pair = ("Eiendom og teknisk drift", "Eigedom og teknisk drift")
_HOME_CARE: Pair = ("Hjemmetjenesten", "Heimetenesta")
_NURSING_HOME: Pair = ("Sykehjemmet", "Sjukeheimen")
_KITCHEN: Pair = ("Sentralkjøkkenet", "Sentralkjøkkenet")
_SCHOOLS: Pair = ("Oppvekst og skole", "Oppvekst og skule")
_BUSINESS: Pair = ("Næring og utvikling", "Næring og utvikling")
_VOLUNTEERS: Pair = ("Frivilligsentralen", "Frivilligsentralen")
_PUBLIC_HEALTH: Pair = ("Folkehelse", "Folkehelse")
_ALLOCATION: Pair = ("Tildelingskontoret", "Tildelingskontoret")

_COMPETENCE, _DEMENTIA, _NEXT_OF_KIN = "kompetanseloft-2025", "demensplan-2025", "parorendestrategien"
_NUTRITION, _PALLIATION = "ernaeringsstrategien", "lindrende-behandling"

IDEAS: tuple[Idea, ...] = (
    Idea(
        Sector.CULTURE,
        ("Den kulturelle spaserstokken på alle sykehjem", "Den kulturelle spaserstokken på alle sjukeheimar"),
        _CULTURE,
        ("2.1",),
        (_DEMENTIA,),
    ),
    Idea(
        Sector.CULTURE, ("Bokprat og lesestund på omsorgssentrene", "Bokprat og lesestund på omsorgssentra"), _LIBRARY
    ),
    Idea(
        Sector.CULTURE,
        ("Sang og musikk i miljøbehandlingen", "Song og musikk i miljøbehandlinga"),
        ("Kulturskolen", "Kulturskulen"),
        ("4.4",),
        (_DEMENTIA, _COMPETENCE),
    ),
    Idea(
        Sector.TECHNICAL,
        ("Benker og belysning langs turveier i sentrum", "Benkar og lys langs turvegar i sentrum"),
        _PROPERTY,
    ),
    Idea(
        Sector.TECHNICAL,
        ("Folkemøter om bolig og nærmiljø i eldre år", "Folkemøte om bustad og nærmiljø i eldre år"),
        _PLANNING,
        ("1.1", "1.2"),
    ),
    Idea(
        Sector.TECHNICAL,
        ("Omsorgsboliger og barnehage på samme tomt", "Omsorgsbustader og barnehage på same tomt"),
        _PROPERTY,
        ("2.5",),
    ),
    Idea(
        Sector.HEALTH_CARE,
        ("Forebyggende hjemmebesøk til alle over 78 år", "Førebyggjande heimebesøk til alle over 78 år"),
        _HOME_CARE,
        ("4.2",),
    ),
    Idea(
        Sector.HEALTH_CARE,
        ("Team for hverdagsrehabilitering", "Team for kvardagsrehabilitering"),
        _HOME_CARE,
        ("4.1",),
        (_COMPETENCE,),
    ),
    Idea(
        Sector.HEALTH_CARE,
        ("Middag klokka fire på sykehjemmet", "Middag klokka fire på sjukeheimen"),
        _NURSING_HOME,
        ("3.1", "3.2"),
        (_NUTRITION,),
    ),
    Idea(
        Sector.HEALTH_CARE,
        ("Ernæringskartlegging av alle nye brukere", "Ernæringskartlegging av alle nye brukarar"),
        _KITCHEN,
        ("3.4",),
        (_NUTRITION, _COMPETENCE),
    ),
    Idea(
        Sector.HEALTH_CARE,
        ("Samtalegrupper og pårørendeskole", "Samtalegrupper og pårørandeskule"),
        _ALLOCATION,
        ("5.2",),
        (_NEXT_OF_KIN, _DEMENTIA),
    ),
    Idea(
        Sector.HEALTH_CARE,
        ("Forhåndssamtaler ved innflytting", "Førehandssamtalar ved innflytting"),
        _NURSING_HOME,
        (),
        (_PALLIATION, _NEXT_OF_KIN),
    ),
    Idea(
        Sector.HEALTH_CARE,
        ("Færre ansatte hos hver bruker", "Færre tilsette hos kvar brukar"),
        _HOME_CARE,
        ("5.3",),
    ),
    Idea(
        Sector.EDUCATION,
        ("Skoleklasser som besøksvenner", "Skuleklassar som besøksvener"),
        _SCHOOLS,
        ("2.3",),
    ),
    Idea(
        Sector.EDUCATION,
        ("Elever lærer eldre å bruke nettbrett", "Elevar lærer eldre å bruke nettbrett"),
        _SCHOOLS,
        ("2.3", "1.5"),
    ),
    Idea(
        Sector.BUSINESS,
        ("Aldersvennlige butikker i sentrum", "Aldersvenlege butikkar i sentrum"),
        _BUSINESS,
        ("1.4",),
    ),
    Idea(Sector.BUSINESS, ("Seniorpolitikk for lokale bedrifter", "Seniorpolitikk for lokale verksemder"), _BUSINESS),
    Idea(
        Sector.VOLUNTARY,
        ("Måltidsvenner for hjemmeboende", "Måltidsvener for heimebuande"),
        _VOLUNTEERS,
        ("3.1", "2.4"),
        (_NUTRITION,),
    ),
    Idea(
        Sector.VOLUNTARY,
        ("Sterk og stødig-grupper i hver grend", "Sterk og stødig-grupper i kvar grend"),
        _VOLUNTEERS,
        ("4.3",),
    ),
    Idea(
        Sector.VOLUNTARY,
        ("Aktivitetsvenn for personer med demens", "Aktivitetsven for personar med demens"),
        _VOLUNTEERS,
        (),
        (_DEMENTIA,),
    ),
    Idea(
        Sector.PUBLIC,
        ("Bestillingstransport til lege og møteplasser", "Bestillingstransport til lege og møteplassar"),
        _PUBLIC_HEALTH,
    ),
    Idea(
        Sector.PUBLIC,
        ("Felles rutine med sykehuset for utskriving", "Felles rutine med sjukehuset for utskriving"),
        _ALLOCATION,
        ("5.5",),
        (_COMPETENCE,),
    ),
)
