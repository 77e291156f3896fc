"""Words find the texts that people mean by them, in both forms of Norwegian."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lhl_portal.access.wording import fold, words
from tests import factories
from tests.search.conftest import counts, hits

NORWEGIAN = "abcdefghijklmnopqrstuvwxyzæøåäöéáčđŋšŧžABCÆØÅÁ0123456789 -/.,:@<>&'\""


def missing(text):
    """Words of `text`, as Python folds them, that the database does not find in it."""
    asked = [f"'{fold(word)}'" for word in words(text)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM unnest(%s::text[]) AS word WHERE NOT words_of(%s) @@ to_tsquery('simple', word)",
            [asked, text],
        )
        return cursor.fetchall()


@pytest.mark.django_db
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(NORWEGIAN, max_size=60))
@example("Ålesund, AALESUND og Kárášjohka; 0e0a 2021/14-3 <b>")
def test_the_database_folds_words_as_python_does(text):
    assert missing(text) == []


# What is asked, and what the title of a meeting says.
FINDS = [
    ("eldreomsorg", "Eldreomsorgsprosjekt i nord"),
    ("senter", "Besøk på senteret"),
    ("senteret", "Nytt senter for mestring"),
    ("dialogmøte", "Dialogmøtene i fjor"),
    ("møtene", "Møte med eldrerådet"),
    ("kommune", "Samling for kommunane"),
    ("aktiviteter", "Fleire aktivitetar i kvardagen"),
    ("hjemmetjeneste", "Leiing i heimetenesta"),
    ("heimeteneste", "Ledelse i hjemmetjenesten"),
    ("heimetenester", "Ledelse i hjemmetjenesten"),
    ("veiledning", "Rettleiing om måltid"),
    ("sjukeheimar", "Mat på sykehjem"),
    ("lhl", "Oppstart av Leve hele livet"),
    ("leve heile livet", "Oppstart av Leve hele livet"),
    ("usht", "Utviklingssenteret inviterer"),
    ("fylkesmannen", "Statsforvalteren inviterer"),
    ("ernaering", "Ernæring og måltider"),
    ("eldreraad", "Møte med eldrerådet"),
    ("maltid", "Det gode måltidet"),
    ("ERNÆRING", "ernæring"),
    ("plan for helse og omsorg", "Helse- og omsorgsplan, omsorg og plan"),
    ("velferds teknologi", "Velferd og teknologi"),
    ("3.4", "Løsning 3.4 Systematisk ernæringsarbeid"),
    ("ernæring og måltid", "Ernæring. Måltider"),
]


@pytest.mark.parametrize(("asked", "title"), FINDS)
def test_a_question_finds_what_is_meant(search, region, asked, title):
    factories.MeetingFactory(host=region.office, title=title)

    assert hits(search(asked)) == [title]


@pytest.mark.parametrize(
    ("asked", "title"),
    [("senter", "Sentralt møte"), ("sofa", "Senter for omsorgsforskning"), ("ernæring", "Måltid"), ("ås", "Samling")],
)
def test_a_question_does_not_find_what_only_looks_alike(search, region, asked, title):
    factories.MeetingFactory(host=region.office, title=title)

    assert hits(search(asked)) == []


def test_a_row_answers_every_word_wherever_it_says_it(search, county, region):
    voss = factories.MunicipalityFactory(county=county, name="Voss")
    factories.TreatmentFactory(municipality=voss, stage="decision", on="2021-03-01", note="Ernæring er viktig.")

    for asked in ("vedtak voss", "voss ernæring 2021", "kommunestyret vedtak", "vedtak 2021"):
        assert "Vedtak, Voss" in hits(search(asked)), asked
    assert hits(search("vedtak ernæring 2020")) == []


def test_case_numbers_are_found_in_parts_and_whole(search, county):
    voss = factories.MunicipalityFactory(county=county, name="Voss")
    factories.TreatmentFactory(municipality=voss, case_number="PS 045/21-3")

    for asked in ("PS 045/21", "045/21-3", "ps045", "045"):
        assert (hits(search(asked)) == ["Vedtak, Voss"]) is (asked != "ps045"), asked


def test_titles_come_before_texts_and_the_newest_first(search, region):
    for title, outcome, day in (
        ("Eldst", "ernæring", "2019-01-01"),
        ("Ernæring gammel", "", "2018-01-01"),
        ("Ernæring ny", "", "2020-01-01"),
        ("Nyest", "ernæring", "2021-01-01"),
    ):
        factories.MeetingFactory(host=region.office, title=title, outcome=outcome, held_on=day)

    assert hits(search("ernæring")) == ["Ernæring ny", "Ernæring gammel", "Nyest", "Eldst"]


def test_every_group_is_found_by_its_own_words(search, county, region):
    voss = factories.MunicipalityFactory(county=county, name="Voss")
    meeting = factories.MeetingFactory(host=region.office, place="Kanarihuset")
    factories.FollowUpFactory(meeting=meeting, municipality=voss, what="Sende kanari")
    factories.support(voss, host=region.office, outcome="Om kanari")
    factories.TreatmentFactory(municipality=voss, note="Kanari tas inn")
    factories.PlanFactory(municipality=voss, title="Plan for kanari")
    factories.MeasureFactory(municipality=voss, unit="Kanarihuset")
    network = factories.NetworkFactory(owner=region.office)
    factories.GatheringFactory(network=network, title="Kanari i praksis")

    assert counts(search("kanari")) == {
        "Møter og støtte": 2,
        "Oppfølging": 1,
        "Politisk behandling": 1,
        "Planer": 1,
        "Egne tiltak": 1,
        "Læringsnettverk": 1,
    }
    assert counts(search("voss"))["Kommuner"] == 1


def test_the_words_of_a_choice_are_found_in_the_other_languages_too(search, county, region):
    voss = factories.MunicipalityFactory(county=county, name="Voss")
    factories.support(voss, kind="visit", host=region.office, title="På Vossevangen")

    assert hits(search("besøk")) == ["På Vossevangen"]
    assert hits(search("visit")) == ["På Vossevangen"]


def test_a_measure_is_found_by_its_sector_and_state(search, county):
    voss = factories.MunicipalityFactory(county=county, name="Voss")
    factories.MeasureFactory(municipality=voss, title="Sangkor", sector="culture", state="ongoing")
    factories.MeasureFactory(municipality=voss, title="Turvei", sector="technical", state="planned")

    assert hits(search("kultur")) == hits(search("pågår")) == ["Sangkor"]
