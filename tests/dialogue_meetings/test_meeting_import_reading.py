"""How old lists of meetings are read, and what is said about what is wrong in them."""

from datetime import date

import pytest

from dialogue_meetings.importing.columns import BY_FIELD, PRIVATE, recognised
from dialogue_meetings.models import Meeting, MeetingImport
from tests import factories
from tests.dialogue_meetings.importing import columns_url, press, read_as, said, send, sent, taken_in
from tests.ui import spreadsheet_files as files


@pytest.fixture(autouse=True)
def places(county):
    """Askim and Eidsberg of 2019, which became Indre Østfold, Nore og Uvdal, and one of another region."""
    factories.ReformFactory()
    askim, eidsberg = (
        factories.MunicipalityFactory(county=county, name=name, number=number)
        for name, number in (("Askim", "0124"), ("Eidsberg", "0125"))
    )
    factories.merge(date(2020, 1, 1), [askim, eidsberg], name="Indre Østfold", number="3014")
    factories.MunicipalityFactory(county=county, name="Nore og Uvdal", number="0633")
    factories.MunicipalityFactory(name="Fjernvik", number="1999")


@pytest.mark.parametrize(
    "written",
    ["31.12.2019", "2019-12-31", "31.12.19", "31/12/2019", "31. desember 2019", "31 des. 2019", "31.12.2019 kl. 10.30"],
)
def test_a_day_is_read_in_the_forms_that_norwegian_lists_have(adviser_client, written):
    assert read_as(sent(adviser_client, f"{written};;Askim"), "on") == "31.12.2019"


def test_a_workbook_has_real_dates_and_numbers(adviser_client):
    content = files.xlsx_file(["Dato", "Kommune", "Antall deltakere"], [date(2019, 12, 31), 124, 12])

    row = taken_in(adviser_client, content, "moter.xlsx")
    press(adviser_client, row, "write")

    assert read_as(row, "on") == "31.12.2019"
    meeting = Meeting.objects.get()
    assert (meeting.held_on, meeting.title) == (date(2019, 12, 31), "Dialogmøte med Askim")
    assert meeting.outcome == "Antall deltakere: 12"


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        *(
            ("Dialogmøte", "Dialogmøte"),
            ("DIALOGMØTER", "Dialogmøte"),
            ("tlf.", "Telefon"),
            ("telefonsamtale", "Telefon"),
        ),
        *(("Vitjing", "Besøk"), ("webinar", "Webinar"), ("E-post", "E-post"), ("dialogue", "Dialogmøte")),
    ],
)
def test_kinds_are_known_by_the_words_that_offices_use(adviser_client, written, kind):
    assert read_as(sent(adviser_client, f"3.3.2019;{written};Askim"), "kind") == kind


@pytest.mark.parametrize(
    "written",
    [
        *(
            "Askim, Nore og Uvdal",
            "Askim;Nore og Uvdal",
            "Askim og Nore og Uvdal",
            "0124, 0633",
            "Askim\nNore og Uvdal",
        ),
        *("Askim kommune / Nore og Uvdal", "askim & nore og uvdal", "124 Askim; Nore og Uvdal"),
    ],
)
def test_several_municipalities_stand_in_one_cell(adviser_client, written):
    assert (
        read_as(sent(adviser_client, f'3.3.2019;;"{written}"'), "municipalities") == "Askim (til 2019), Nore og Uvdal"
    )


def test_a_municipality_is_the_one_of_the_day_and_one_that_was_not_is_told_of(adviser_client):
    row = sent(
        adviser_client, "3.3.2019;;Askim", "3.3.2020;;Askim og Eidsberg", "3.3.2020;;Indre Østfold", "3.3.2020;;Vik"
    )

    assert [line["shown"].get("municipalities") for line in row.lines] == [
        "Askim (til 2019)",
        None,
        "Indre Østfold",
        None,
    ]
    wrong = said(row)[1]["municipalities"]
    assert "Askim fantes ikke 3.3.2020. Ble del av Indre Østfold 1.1.2020." in wrong
    assert "Eidsberg fantes ikke 3.3.2020." in wrong
    assert said(row)[3] == {"municipalities": "Fant ingen kommune som heter «Vik»."}


def test_one_of_another_region_is_an_error_and_never_written(adviser_client):
    row = sent(adviser_client, "3.3.2019;;Askim, Fjernvik", "4.3.2019;;Askim")

    assert said(row) == [{"municipalities": "Fjernvik er utenfor området du kan registrere for."}, {}]
    press(adviser_client, row, "write")
    assert [meeting.held_on for meeting in Meeting.objects.all()] == [date(2019, 3, 4)]


def test_each_error_stands_beside_its_line_and_column(adviser_client):
    row = sent(
        adviser_client,
        "i fjor;Dialogmøte;Askim;mange",
        ";Dialogmøte;Askim;",
        "3.3.2019;Dialogmøte;;12",
        "3.3.2099;Telefon;Nore og Uvdal;",
        header="Dato;Type;Kommuner;Antall deltakere",
    )

    assert [set(errors) for errors in said(row)] == [
        {"on", "participants"},
        {"on"},
        {"municipalities"},
        {"on"},
    ]
    page = adviser_client.get(row.get_absolute_url()).content.decode()
    for words in ("«i fjor» er ikke en dato.", "Datoen mangler.", "Kommunen mangler.", "Skriv bare et tall"):
        assert words in page


@pytest.mark.parametrize(
    ("line", "held", "planned", "offered", "answer", "present"),
    [
        ("3.3.2019;;", date(2019, 3, 3), None, date(2019, 3, 3), "accepted", True),
        ("3.3.2019;1.2.2019;Takket ja", date(2019, 3, 3), None, date(2019, 2, 1), "accepted", True),
        ("3.3.2019;1.2.2019;nei", None, None, date(2019, 2, 1), "declined", False),
        (";1.2.2019;ikke svart", None, None, date(2019, 2, 1), "waiting", False),
        ("3.3.2060;1.2.2019;ja", None, date(2060, 3, 3), date(2019, 2, 1), "accepted", False),
    ],
    ids=["held", "offered and held", "declined", "offered", "planned"],
)
def test_what_was_offered_declined_held_and_planned_are_told_apart(
    adviser_client, line, held, planned, offered, answer, present
):
    row = sent(adviser_client, f"{line};Nore og Uvdal", header="Dato;Tilbudt;Svar;Kommune")
    press(adviser_client, row, "write")

    meeting = Meeting.objects.get()
    invitation = meeting.invitations.get()
    assert (meeting.held_on, meeting.planned_on) == (held, planned)
    assert (invitation.offered_on, invitation.answer, invitation.present) == (offered, answer, present)


def test_a_dash_is_an_empty_cell(adviser_client):
    row = sent(adviser_client, "3.3.2019;–;Askim;-;?", header="Dato;Type;Kommune;Svar;Antall deltakere")

    assert said(row) == [{}]
    assert set(row.lines[0]["shown"]) == {"on", "municipalities"}


def test_a_call_that_was_declined_makes_no_sense(adviser_client):
    row = sent(adviser_client, "3.3.2019;Telefon;nei;Askim", header="Dato;Type;Svar;Kommune")

    assert said(row) == [{"kind": "Telefon er ikke noe en kommune får tilbud om. Skriv bare datoen."}]


def test_topics_form_place_counts_and_notes_are_written_with_the_meeting(adviser_client):
    meal = factories.SolutionFactory(area__code="3", area__name_nb="Mat og måltider", code="3.4")
    row = sent(
        adviser_client,
        'Om mat;2.3.2020;Teams;https://møte.example;"Mat og måltider, 3.4";4;Indre Østfold;Vil ha hjelp;Bra',
        header="Tittel;Dato;Form;Sted;Tema;Antall: Eldreråd;Kommune;Merknad;Resultat",
    )
    press(adviser_client, row, "write")

    meeting = Meeting.objects.get()
    assert (meeting.title, meeting.form, meeting.place) == ("Om mat", "digital", "https://møte.example")
    assert (list(meeting.areas.all()), list(meeting.solutions.all())) == ([meal.area], [meal])
    assert dict(meeting.attendance.values_list("role", "count")) == {"elders_council": 4}
    assert meeting.outcome == "Merknad: Vil ha hjelp\nResultat: Bra"


def test_free_text_that_was_taken_for_a_topic_says_what_to_do(adviser_client):
    row = sent(adviser_client, "3.3.2019;Litt av hvert;Askim", header="Dato;Tema;Kommune")

    assert "Er det fri tekst, velg kolonnen som merknad." in said(row)[0]["areas"]


def test_what_is_about_persons_is_not_even_kept(adviser_client):
    page = send(
        adviser_client,
        "Dato;Kommune;Deltakere;E-post;Hvem ringte;Notat\n"
        "3.3.2019;Askim;Kari Nordmann;kari@askim.example;tlf 1;Ring 01018012345\n"
        "4.3.2019;Askim;Ola Hansen;ola@askim.example;;Fint",
    ).content.decode()

    row = MeetingImport.objects.get()
    assert row.columns == ["on", "municipalities", PRIVATE, PRIVATE, "", "outcome"]
    assert "Leses ikke inn: ser ut som personopplysninger." in page
    for private in ("Kari", "kari@", "Ola", "01018012345"):
        assert private not in str(row.lines)
        assert private not in page


def test_a_text_with_an_identity_number_is_refused(adviser_client):
    row = sent(adviser_client, "3.3.2019;Askim;Ring 010180 12345", "4.3.2019;Askim;Ring", header="Dato;Kommune;Notat")

    assert said(row) == [{"outcome": "Dette ser ut som et fødselsnummer. Skriv aldri personopplysninger her."}, {}]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        *(
            ("Møtedato", "on"),
            ("Dato for møtet", "on"),
            ("KOMMUNE(R)", "municipalities"),
            ("Kommunar", "municipalities"),
        ),
        *(
            ("Tal på deltakarar", "participants"),
            ("Tilbodsdato", "offered_on"),
            ("Answer", "answer"),
            ("Solutions", "solutions"),
        ),
        *(("Løysingar", "solutions"), ("Telefonnummer", PRIVATE), ("Namn", PRIVATE), ("Internt nr.", "")),
    ],
)
def test_headings_are_recognised_in_the_languages_of_the_portal(heading, field):
    assert recognised([heading], [["1"]]) == [field]


def test_a_column_is_about_persons_when_most_of_it_looks_so():
    assert recognised(["Kolonne"], [["a@b.no"], ["99 88 77 66"], [None]]) == [PRIVATE]
    assert recognised(["Deltakere"], [["12"], ["9"]]) == ["participants"]
    assert recognised(["Dato"], [["20191231"]]) == ["on"]


def test_a_file_without_a_day_or_a_municipality_asks_for_the_column(adviser_client):
    send(adviser_client, "A;B\n3.3.2019;Askim")
    row = MeetingImport.objects.get()

    page = adviser_client.post(columns_url(row), {"usual": "dialogue", "kolonne-0": "on", "kolonne-1": "on"})

    text = page.content.decode()
    assert "Velg hvilken kolonne som er: Kommuner." in text
    assert "«Dato» er allerede valgt for kolonnen «A»." in text
    assert set(BY_FIELD) <= {value for value, _label in page.context["form"].fields["kolonne-0"].choices}


def test_a_file_that_attacks_is_refused_beside_the_field(adviser_client):
    page = send(adviser_client, files.with_part("xl/vbaProject.bin"), "moter.xlsx").content.decode()

    assert "Filen har makroer." in page
    assert not MeetingImport.objects.exists()
