"""What the demo writes, in both forms of Norwegian. Free text begins with the label, so it is known anywhere."""

from dataclasses import dataclass

from reform_phases.models import Plan

LABEL = "Demotekst."


@dataclass(frozen=True)
class Words:
    """``{topic}``, ``{reform}``, ``{first}`` and ``{last}`` are filled in by the generator."""

    meeting_about: str
    meeting_start: str
    meeting_onward: str
    guidance: str
    webinar: str
    course: str
    town_hall: str
    video: str
    outcomes: tuple[str, ...]
    follow_ups_ours: tuple[str, ...]
    follow_ups_theirs: tuple[str, ...]
    declined: tuple[str, ...]
    answered: tuple[str, ...]
    not_now: tuple[str, ...]
    support: tuple[str, ...]
    network: str
    builds_on: tuple[str, ...]
    methods: tuple[str, ...]
    gatherings: tuple[str, ...]
    agenda: str
    intention: str
    decisions: tuple[str, ...]
    confirmed: str
    plans: dict[str, str]
    plan_note: str
    forward: tuple[str, ...]
    back: tuple[str, ...]
    not_relevant: tuple[str, ...]
    corrected: str
    measure: tuple[str, ...]
    taken_over: str


NB = Words(
    meeting_about="Dialogmøte om {topic}",
    meeting_start="Dialogmøte om oppstart av {reform}",
    meeting_onward="Dialogmøte om erfaringer og veien videre",
    guidance="Veiledningsmøte: {topic}",
    webinar="Webinar: {topic}",
    course="Kurs i forbedringsarbeid: {topic}",
    town_hall="Kommunehuset",
    video="Videomøte",
    outcomes=(
        "Kommunen vil arbeide videre med {topic} og ønsker innspill til planarbeidet.",
        "Kommunen kartlegger hvor den står på {topic}, og vil legge fram en sak for politikerne.",
        "Det er enighet om å se {topic} i sammenheng med helse- og omsorgsplanen. Kommunen ønsker eksempler fra andre.",
        "Kommunen har begynt med {topic} i én tjeneste og ønsker hjelp til å måle om det virker.",
        "Kommunen har lite kapasitet nå og ønsker nytt møte om et halvt år. Tema blir {topic}.",
    ),
    follow_ups_ours=(
        "Sende oversikt over kommuner som arbeider med {topic}",
        "Gi innspill til utkast til saksframlegg",
        "Invitere kommunen til neste samling i læringsnettverket",
        "Sende mal for forankring av reformen i plan",
        "Avtale nytt møte med ledelsen i helse og omsorg",
    ),
    follow_ups_theirs=(
        "Oversende utkast til plan",
        "Legge fram sak om reformen for politisk utvalg",
        "Velge kontaktperson for arbeidet med {topic}",
        "Sende kort oversikt over status for løsningene",
    ),
    declined=(
        "Kommunen vil vente til ny ledelse er på plass.",
        "Pandemien tar all kapasitet nå.",
        "Kommunen har nettopp hatt et møte med utviklingssenteret om det samme.",
    ),
    answered=(
        "Tatt opp i webinar for alle kommuner.",
        "Veiledning gitt av utviklingssenteret.",
        "Kommunen er med i læringsnettverket fra høsten.",
    ),
    not_now=("Ingen av oss har kapasitet i år.", "Temaet hører til et annet tilskudd, og kommunen er vist videre."),
    support=(
        "Spørsmål om hvordan {topic} kan forankres i plan.",
        "Innspill til saksframlegg om {topic}.",
        "Veiledning om måling av {topic}.",
        "Råd om hvem som bør være med i arbeidet med {topic}.",
    ),
    network="Læringsnettverk {topic}",
    builds_on=(
        "Regionalt fagnettverk for ernæring",
        "Nettverk for velferdsteknologi",
        "Regionalt nettverk for folkehelse",
        "Nettverk for ledere i helse og omsorg",
    ),
    methods=("Forbedringsmodellen (PDSA)", "Forbedringsmodellen (PDSA)", "Erfaringsdeling"),
    gatherings=(
        "Oppstart: hvor står vi, og hva vil vi oppnå?",
        "Kartlegging og valg av tiltak",
        "Prøve ut og måle",
        "Erfaringer, spredning og videre drift",
    ),
    agenda="Orientering om reformen og hva den betyr for kommunen.",
    intention="Kommunen har dokumentert at den vil ta stilling til reformen.",
    decisions=(
        "Kommunen slutter seg til reformen og tar løsningene inn i planarbeidet.",
        "Kommunen prioriterer noen av løsningene og ber administrasjonen følge dem opp.",
        "Kommunen vedtar at reformen følges opp i neste helse- og omsorgsplan.",
    ),
    confirmed="Den nye kommunen bekrefter det en av de tidligere kommunene hadde vedtatt.",
    plans={
        Plan.Kind.HEALTH_OVERVIEW: "Oversikt over helsetilstanden {first}–{last}",
        Plan.Kind.PLANNING_STRATEGY: "Kommunal planstrategi {first}–{last}",
        Plan.Kind.SOCIETY: "Kommuneplanens samfunnsdel {first}–{last}",
        Plan.Kind.LAND_USE: "Kommuneplanens arealdel {first}–{last}",
        Plan.Kind.HEALTH_CARE: "Helse- og omsorgsplan {first}–{last}",
        Plan.Kind.SECTOR: "Folkehelseplan {first}–{last}",
        Plan.Kind.ECONOMY: "Handlingsdel med økonomiplan {first}–{last}",
        Plan.Kind.SUBPLAN: "Kommunedelplan for helse og mestring {first}–{last}",
        Plan.Kind.THEME: "Temaplan for en aldersvennlig kommune {first}–{last}",
        Plan.Kind.OWN: "{reform}: kommunens plan {first}–{last}",
    },
    plan_note="Reformen er omtalt i et eget kapittel.",
    forward=(
        "Ansvarlig enhet er pekt ut, og arbeidet har startet i én tjeneste.",
        "Kommunen har kartlagt behovet og laget en tidsplan.",
        "Nye rutiner er tatt i bruk, og personalet har fått opplæring.",
        "Arbeidet følges opp i lederteamet for helse og omsorg.",
    ),
    back=(
        "Arbeidet er satt på vent fordi personalet trengs andre steder.",
        "Prosjektlederen har sluttet, og kommunen vurderer saken på nytt.",
    ),
    not_relevant=(
        "Kommunen dekker behovet på en annen måte.",
        "Kommunen har vurdert løsningen og prioriterer andre.",
    ),
    corrected="Ført for langt fram. Kommunen har presisert hvor den står.",
    measure=(
        "Tiltaket er prøvd ut i én tjeneste først.",
        "Finansiert innenfor rammen, med noe støtte fra tilskudd.",
        "Samarbeid med frivilligsentralen og pensjonistlaget.",
    ),
    taken_over="Tiltaket er tatt med over i den nye kommunen.",
)

NN = Words(
    meeting_about="Dialogmøte om {topic}",
    meeting_start="Dialogmøte om oppstart av {reform}",
    meeting_onward="Dialogmøte om erfaringar og vegen vidare",
    guidance="Rettleiingsmøte: {topic}",
    webinar="Webinar: {topic}",
    course="Kurs i forbetringsarbeid: {topic}",
    town_hall="Kommunehuset",
    video="Videomøte",
    outcomes=(
        "Kommunen vil arbeide vidare med {topic} og ønskjer innspel til planarbeidet.",
        "Kommunen kartlegg kvar han står på {topic}, og vil leggje fram ei sak for politikarane.",
        "Det er semje om å sjå {topic} i samanheng med helse- og omsorgsplanen. Kommunen ønskjer døme frå andre.",
        "Kommunen har byrja med {topic} i éi teneste og ønskjer hjelp til å måle om det verkar.",
        "Kommunen har lite kapasitet no og ønskjer nytt møte om eit halvt år. Tema blir {topic}.",
    ),
    follow_ups_ours=(
        "Sende oversikt over kommunar som arbeider med {topic}",
        "Gi innspel til utkast til saksframlegg",
        "Invitere kommunen til neste samling i læringsnettverket",
        "Sende mal for forankring av reforma i plan",
        "Avtale nytt møte med leiinga i helse og omsorg",
    ),
    follow_ups_theirs=(
        "Sende over utkast til plan",
        "Leggje fram sak om reforma for politisk utval",
        "Velje kontaktperson for arbeidet med {topic}",
        "Sende kort oversikt over status for løysingane",
    ),
    declined=(
        "Kommunen vil vente til ny leiing er på plass.",
        "Pandemien tek all kapasitet no.",
        "Kommunen har nettopp hatt eit møte med utviklingssenteret om det same.",
    ),
    answered=(
        "Teke opp i webinar for alle kommunar.",
        "Rettleiing gitt av utviklingssenteret.",
        "Kommunen er med i læringsnettverket frå hausten.",
    ),
    not_now=("Ingen av oss har kapasitet i år.", "Temaet høyrer til eit anna tilskot, og kommunen er vist vidare."),
    support=(
        "Spørsmål om korleis {topic} kan forankrast i plan.",
        "Innspel til saksframlegg om {topic}.",
        "Rettleiing om måling av {topic}.",
        "Råd om kven som bør vere med i arbeidet med {topic}.",
    ),
    network="Læringsnettverk {topic}",
    builds_on=(
        "Regionalt fagnettverk for ernæring",
        "Nettverk for velferdsteknologi",
        "Regionalt nettverk for folkehelse",
        "Nettverk for leiarar i helse og omsorg",
    ),
    methods=("Forbetringsmodellen (PDSA)", "Forbetringsmodellen (PDSA)", "Erfaringsdeling"),
    gatherings=(
        "Oppstart: kvar står vi, og kva vil vi oppnå?",
        "Kartlegging og val av tiltak",
        "Prøve ut og måle",
        "Erfaringar, spreiing og vidare drift",
    ),
    agenda="Orientering om reforma og kva ho har å seie for kommunen.",
    intention="Kommunen har dokumentert at han vil ta stilling til reforma.",
    decisions=(
        "Kommunen sluttar seg til reforma og tek løysingane inn i planarbeidet.",
        "Kommunen prioriterer nokre av løysingane og ber administrasjonen følgje dei opp.",
        "Kommunen vedtek at reforma blir følgd opp i neste helse- og omsorgsplan.",
    ),
    confirmed="Den nye kommunen stadfestar det ein av dei tidlegare kommunane hadde vedteke.",
    plans={
        Plan.Kind.HEALTH_OVERVIEW: "Oversikt over helsetilstanden {first}–{last}",
        Plan.Kind.PLANNING_STRATEGY: "Kommunal planstrategi {first}–{last}",
        Plan.Kind.SOCIETY: "Samfunnsdelen i kommuneplanen {first}–{last}",
        Plan.Kind.LAND_USE: "Arealdelen i kommuneplanen {first}–{last}",
        Plan.Kind.HEALTH_CARE: "Helse- og omsorgsplan {first}–{last}",
        Plan.Kind.SECTOR: "Folkehelseplan {first}–{last}",
        Plan.Kind.ECONOMY: "Handlingsdel med økonomiplan {first}–{last}",
        Plan.Kind.SUBPLAN: "Kommunedelplan for helse og meistring {first}–{last}",
        Plan.Kind.THEME: "Temaplan for ein aldersvenleg kommune {first}–{last}",
        Plan.Kind.OWN: "{reform}: plan for kommunen {first}–{last}",
    },
    plan_note="Reforma er omtalt i eit eige kapittel.",
    forward=(
        "Ansvarleg eining er peikt ut, og arbeidet har starta i éi teneste.",
        "Kommunen har kartlagt behovet og laga ein tidsplan.",
        "Nye rutinar er tekne i bruk, og personalet har fått opplæring.",
        "Arbeidet blir følgt opp i leiargruppa for helse og omsorg.",
    ),
    back=(
        "Arbeidet er sett på vent fordi personalet trengst andre stader.",
        "Prosjektleiaren har slutta, og kommunen vurderer saka på nytt.",
    ),
    not_relevant=(
        "Kommunen dekkjer behovet på ein annan måte.",
        "Kommunen har vurdert løysinga og prioriterer andre.",
    ),
    corrected="Ført for langt fram. Kommunen har presisert kvar han står.",
    measure=(
        "Tiltaket er prøvd ut i éi teneste først.",
        "Finansiert innanfor ramma, med noko støtte frå tilskot.",
        "Samarbeid med frivilligsentralen og pensjonistlaget.",
    ),
    taken_over="Tiltaket er teke med over i den nye kommunen.",
)


def words_in(language: str) -> Words:
    return NN if language == "nn" else NB


def marked(text: str) -> str:
    """Free text with the label in front."""
    return f"{LABEL} {text}"
