"""Everything that happened with one municipality, by date."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dialogue_meetings.models import Invitation
from reform_phases.models import StatusEntry, Treatment
from reform_phases.recording import confirming, correcting, withdrawing
from tests import factories as f

State = StatusEntry.State


@pytest.fixture
def reform(db):
    return f.ReformFactory()


@pytest.fixture
def voss(county, reform):
    return f.MunicipalityFactory(county=county, name="Voss", number="4621")


@pytest.fixture
def meal(reform):
    return f.SolutionFactory(area=f.FocusAreaFactory(code="3"), code="3.4", name_nb="Det gode måltid")


@pytest.fixture
def eventful(voss, meal, reform):
    """One thing or two of each kind, each on a day of its own in 2021."""
    f.StatusEntryFactory(municipality=voss, solution=meal, state=State.DECIDED, on=date(2021, 1, 1))
    f.PhaseEntryFactory(municipality=voss, phase__reform=reform, phase__name_nb="Utvikle", on=date(2021, 1, 2))
    f.OrganisingEntryFactory(municipality=voss, on=date(2021, 1, 3))
    f.ElderCouncilEntryFactory(municipality=voss, on=date(2021, 1, 4))
    f.TreatmentFactory(municipality=voss, stage=Treatment.Stage.DECISION, on=date(2021, 2, 1))
    f.PlanFactory(municipality=voss, title="Temaplan for mat", adopted_on=date(2021, 2, 2))
    f.PlanFactory(municipality=voss, title="Under arbeid", adopted_on=None)
    f.InvitationFactory(municipality=voss, meeting__title="Vårmøtet", meeting__held_on=date(2021, 3, 1))
    f.InvitationFactory(
        municipality=voss,
        meeting__title="Høstmøtet",
        meeting__held_on=None,
        offered_on=date(2021, 3, 2),
        answer=Invitation.Answer.DECLINED,
        present=False,
    )
    f.support(voss, date(2021, 3, 3), title="Telefon, Voss")
    f.NetworkMembershipFactory(
        municipality=voss,
        network__name="Mat i Vestland",
        valid_from=date(2021, 4, 1),
        valid_to=date(2021, 4, 2),
    )
    f.MeasureFactory(
        municipality=voss, title="Matverter", starts_on=date(2021, 5, 1), ends_on=date(2021, 5, 2), state="done"
    )


def timeline(client, municipality, **asked):
    return client.get(reverse("overview:timeline", args=[municipality.pk]), asked)


def told(response):
    """What the page tells, in order: day, kind and whose it was, and what."""
    items = re.findall(
        r'<time datetime="([^"]*)">.*?</time> <span class="muted small">(.*?)</span></p>\s*<p>(.*?)</p>', response.text
    )
    return [(day, kind, re.sub(r"<[^>]+>", "", text)) for day, kind, text in items]


def test_every_kind_of_event_is_told_newest_first(adviser_client, voss, eventful):
    assert told(timeline(adviser_client, voss)) == [
        ("2021-05-02", "Egne tiltak", "Tiltak avsluttet: Matverter"),
        ("2021-05-01", "Egne tiltak", "Tiltak startet: Matverter"),
        ("2021-04-02", "Nettverk", "Gikk ut av Mat i Vestland"),
        ("2021-04-01", "Nettverk", "Ble med i Mat i Vestland"),
        ("2021-03-03", "Møter og støtte", "Telefon, Voss"),
        ("2021-03-02", "Møter og støtte", "Tilbud: Høstmøtet (Takket nei)"),
        ("2021-03-01", "Møter og støtte", "Dialogmøte: Vårmøtet"),
        ("2021-02-02", "Vedtak og planer", "Plan vedtatt: Temaplan for mat"),
        ("2021-02-01", "Vedtak og planer", "Vedtak, kommunestyret"),
        ("2021-01-04", "Status og fase", "Eldrerådet er involvert: Ja"),
        ("2021-01-03", "Status og fase", "Organisering: Begge deler"),
        ("2021-01-02", "Status og fase", "Fase: Utvikle"),
        ("2021-01-01", "Status og fase", "3.4 Det gode måltid: Vedtatt"),
        ("2020-02-01", "Møter og støtte", "Tilbud: Vårmøtet (Takket ja)"),
    ]


def test_an_event_leads_to_its_record(adviser_client, voss):
    treatment = f.TreatmentFactory(municipality=voss)
    meeting = f.InvitationFactory(municipality=voss).meeting

    page = timeline(adviser_client, voss).text

    for record in (treatment, meeting):
        assert f'<a href="{record.get_absolute_url()}">' in page
    assert reverse("municipalities:history", args=[voss.pk]) in page


@pytest.mark.parametrize(
    ("kinds", "days"),
    [
        (["status"], ["2021-01-04", "2021-01-03", "2021-01-02", "2021-01-01"]),
        (["vedtak"], ["2021-02-02", "2021-02-01"]),
        (["moter"], ["2021-03-03", "2021-03-02", "2021-03-01", "2020-02-01"]),
        (["nettverk"], ["2021-04-02", "2021-04-01"]),
        (["tiltak"], ["2021-05-02", "2021-05-01"]),
        (["register"], []),
        (["vedtak", "nettverk"], ["2021-04-02", "2021-04-01", "2021-02-02", "2021-02-01"]),
    ],
)
def test_the_kinds_chosen_are_told_and_no_other(adviser_client, voss, eventful, kinds, days):
    assert [day for day, _kind, _text in told(timeline(adviser_client, voss, type=kinds))] == days


def test_a_kind_that_is_none_is_explained_and_tells_nothing(adviser_client, voss, eventful):
    response = timeline(adviser_client, voss, type="tull")

    assert "tull er ikke et av de tilgjengelige valgene" in response.text
    assert told(response) == []
    assert "Ingenting å vise" not in response.text


def test_a_day_that_has_passed_tells_what_had_happened_by_then(adviser_client, voss, eventful):
    response = timeline(adviser_client, voss, dato="2021-02-01")

    assert [day for day, _kind, _text in told(response)] == [
        "2021-02-01",
        "2021-01-04",
        "2021-01-03",
        "2021-01-02",
        "2021-01-01",
        "2020-02-01",
    ]
    assert "Slik det var 1.2.2021" in response.text
    assert f'{reverse("municipalities:history", args=[voss.pk])}?dato=2021-02-01"' in response.text


def test_offer_answer_and_meeting_are_told_each_from_its_own_day(adviser_client, voss):
    f.InvitationFactory(
        municipality=voss,
        meeting__title="Vårmøtet",
        meeting__held_on=date(2021, 3, 1),
        offered_on=date(2021, 2, 1),
        answered_on=date(2021, 2, 15),
    )

    def on(day):
        return [text for _day, _kind, text in told(timeline(adviser_client, voss, dato=day))]

    assert on("2021-02-14") == ["Tilbud: Vårmøtet"]
    assert on("2021-02-28") == ["Takket ja: Vårmøtet", "Tilbud: Vårmøtet"]
    assert on("2021-03-01") == ["Dialogmøte: Vårmøtet", "Takket ja: Vårmøtet", "Tilbud: Vårmøtet"]


def test_what_was_confirmed_says_so_and_what_was_corrected_or_taken_back_is_not_told(adviser_client, voss, meal):
    kept, wrong, void = (
        f.StatusEntryFactory(municipality=voss, solution=meal, state=state, on=on)
        for state, on in (
            (State.CONSIDERED, date(2021, 1, 1)),
            (State.EVALUATED, date(2021, 3, 1)),
            (State.IMPLEMENTED, date(2021, 4, 1)),
        )
    )
    for entry in (
        confirming(kept, date(2021, 2, 1)),
        correcting(wrong, state=State.PLANNED),
        withdrawing(void),
    ):
        entry.act = kept.act
        entry.save()

    assert [text for _day, _kind, text in told(timeline(adviser_client, voss))] == [
        "3.4 Det gode måltid: I plan",
        "3.4 Det gode måltid: Vurderes (bekreftet uendret)",
        "3.4 Det gode måltid: Vurderes",
    ]


def test_what_happened_in_a_predecessor_is_told_as_theirs_and_the_merger_as_ones_own(
    adviser_client, county, voss, meal
):
    new = f.merge(
        date(2020, 1, 1),
        [voss, f.MunicipalityFactory(county=county, name="Granvin", sort_key="granvin")],
        name="Nye Voss",
    )
    f.StatusEntryFactory(municipality=voss, solution=meal, state=State.PLANNED, on=date(2019, 5, 1))
    f.StatusEntryFactory(municipality=new, solution=meal, state=State.DECIDED, on=date(2020, 5, 1))

    assert told(timeline(adviser_client, new)) == [
        ("2020-05-01", "Status og fase", "3.4 Det gode måltid: Vedtatt"),
        ("2020-01-01", "Kommunen selv", "Sammenslåing: Granvin og Voss → Nye Voss"),
        ("2019-05-01", "Status og fase · Fra Voss (før sammenslåingen)", "3.4 Det gode måltid: I plan"),
    ]
    assert told(timeline(adviser_client, voss)) == [
        ("2020-01-01", "Kommunen selv", "Sammenslåing: Granvin og Voss → Nye Voss"),
        ("2019-05-01", "Status og fase", "3.4 Det gode måltid: I plan"),
    ]


def test_a_merger_under_the_name_of_one_of_them_gives_the_numbers_of_those_called_the_same(adviser_client, county):
    parts = [
        f.MunicipalityFactory(county=county, name=name, number=number, sort_key=name)
        for name, number in (("Forsand", "1129"), ("Sandnes", "1102"))
    ]
    new = f.merge(date(2020, 1, 1), parts, name="Sandnes", number="1108")

    assert [text for _day, _kind, text in told(timeline(adviser_client, new))] == [
        "Sammenslåing: Forsand og Sandnes (1102) → Sandnes (1108)"
    ]


def test_other_municipalities_events_are_not_told(adviser_client, county, voss, meal):
    f.StatusEntryFactory(municipality=f.MunicipalityFactory(county=county), solution=meal)

    response = timeline(adviser_client, voss)

    assert told(response) == []
    assert "Ingenting å vise" in response.text


def test_a_long_life_is_paged_and_the_pages_keep_the_filter(adviser_client, voss, meal):
    for number in range(51):
        f.support(voss, date.fromordinal(date(2021, 1, 1).toordinal() + number))
    f.StatusEntryFactory(municipality=voss, solution=meal, on=date(2022, 1, 1))

    first = timeline(adviser_client, voss, type="moter")
    second = timeline(adviser_client, voss, type="moter", page=2)

    assert "51 hendelser" in first.text
    assert len(told(first)) == 50
    assert re.search(r'href="\?type=moter&amp;page=2"', first.text)
    assert [day for day, _kind, _text in told(second)] == ["2021-01-01"]


def test_htmx_gets_the_events_alone(adviser_client, voss, eventful):
    response = adviser_client.get(reverse("overview:timeline", args=[voss.pk]), headers={"HX-Request": "true"})

    assert "<html" not in response.text
    assert len(told(response)) == 14


def test_the_number_of_queries_is_the_same_for_a_short_life_and_a_long_one(adviser_client, voss, meal):
    def more(number):
        for _n in range(number):
            f.StatusEntryFactory(municipality=voss, solution=meal)
            f.TreatmentFactory(municipality=voss)
            f.PlanFactory(municipality=voss)
            f.InvitationFactory(municipality=voss)
            f.support(voss)
            f.NetworkMembershipFactory(municipality=voss)
            f.MeasureFactory(municipality=voss)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            timeline(adviser_client, voss)
        return len(captured)

    more(3)
    few = queries()
    more(27)

    assert queries() == few
