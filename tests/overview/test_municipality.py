"""The front of one municipality's page: what somebody needs to know before a call."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from municipalities.models import Spell
from reform_phases.models import ElderCouncilEntry, FreshnessLimit, Plan, StatusEntry, Treatment
from tests import factories as f

State, Stage = StatusEntry.State, Treatment.Stage
END_OF_2021 = {"dato": "2021-12-31"}


@pytest.fixture
def reform(db):
    return f.ReformFactory()


@pytest.fixture
def voss(county, reform):
    return f.MunicipalityFactory(county=county, name="Voss", number="4621")


@pytest.fixture
def meal(reform):
    return f.SolutionFactory(area=f.FocusAreaFactory(code="3", name_nb="Mat"), code="3.4", name_nb="Det gode måltid")


@pytest.fixture
def merged(county, voss):
    """What Voss and Granvin became on 1 January 2020."""
    return f.merge(date(2020, 1, 1), [voss, f.MunicipalityFactory(county=county, name="Granvin")], name="Nye Voss")


def hub(client, municipality, **asked):
    response = client.get(municipality.get_absolute_url(), asked)
    assert response.status_code == 200
    return response


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split()).replace(" ,", ",")


def facts(response):
    pairs = re.findall(r"<dt[^>]*>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", response.text, flags=re.DOTALL)
    return {words(name): words(value) for name, value in pairs}


def chain(response):
    links = re.findall(
        r'chain__label">(.*?)</span>\s*<span class="chain__state">(.*?)</span>', response.text, flags=re.DOTALL
    )
    return {name: words(state) for name, state in links}


def solutions(response):
    """What is said of each solution, by its name."""
    items = re.findall(r'<li>\s*<span class="work-list__what">(.*?)</li>', response.text, flags=re.DOTALL)
    told = {}
    for item in items:
        what, state = item.split('<span class="area__state">')
        name, _because, why = what.partition('<span class="work-list__why">')
        told[words(name)] = (words(state), words(why))
    return told


def test_the_chain_tells_the_day_of_each_link_and_what_is_not_registered(adviser_client, voss):
    f.TreatmentFactory(municipality=voss, stage=Stage.AGENDA, on=date(2020, 2, 3))
    f.TreatmentFactory(municipality=voss, stage=Stage.DECISION, on=date(2020, 9, 4))
    f.PlanFactory(municipality=voss, kind=Plan.Kind.THEME, adopted_on=date(2020, 10, 5), ends_on=date(2021, 10, 5))

    assert chain(hub(adviser_client, voss)) == {
        "På dagsorden": "3.2.2020",
        "Dokumentert intensjon om vedtak": "Ikke registrert",
        "Vedtak": "4.9.2020",
        "I plan": "Utløpt",
        "I økonomiplan": "Ikke registrert",
    }


def test_the_day_of_a_plan_is_that_of_one_that_has_not_run_out(adviser_client, voss):
    f.PlanFactory(municipality=voss, adopted_on=date(2020, 1, 10))
    f.PlanFactory(municipality=voss, adopted_on=date(2021, 1, 10), ends_on=date(2021, 12, 31))

    assert chain(hub(adviser_client, voss))["I plan"] == "10.1.2020"


def test_a_plan_without_a_date_is_under_work_today_and_unknown_in_the_past(adviser_client, voss):
    f.PlanFactory(municipality=voss, adopted_on=None)

    assert chain(hub(adviser_client, voss))["I plan"] == "Under arbeid"
    assert chain(hub(adviser_client, voss, **END_OF_2021))["I plan"] == "Ikke registrert"


def test_what_a_predecessor_decided_is_inherited_and_must_be_confirmed(adviser_client, voss, merged):
    f.TreatmentFactory(municipality=voss, stage=Stage.DECISION, on=date(2019, 9, 4))

    assert chain(hub(adviser_client, merged))["Vedtak"] == "Arvet, må bekreftes"


def test_phase_organising_and_elder_council_are_told_with_their_age(adviser_client, voss, reform):
    f.FreshnessLimitFactory(kind=FreshnessLimit.Kind.PHASE, months=6)
    phase = f.PhaseFactory(reform=reform, number=2, name_nb="Utvikle")
    f.PhaseEntryFactory(municipality=voss, phase=phase, on=date(2021, 1, 1))
    f.OrganisingEntryFactory(municipality=voss, on=date(2021, 12, 1))
    f.ElderCouncilEntryFactory(municipality=voss, answer=ElderCouncilEntry.Answer.NO, on=date(2020, 12, 1))

    told = facts(hub(adviser_client, voss, **END_OF_2021))

    assert told["Fase"] == f"{phase} 1.1.2021, 11 måneder uferskt"
    assert told["Organisering av reformen"] == "Begge deler 1.12.2021, 30 dager"
    assert told["Eldrerådet er involvert"] == "Nei 1.12.2020, 12 måneder"


def test_nothing_registered_is_said_in_words(adviser_client, voss, meal):
    response = hub(adviser_client, voss, **END_OF_2021)

    told = facts(response)
    assert {
        told[name] for name in ("Fase", "Siste kontakt", "Organisering av reformen", "Eldrerådet er involvert")
    } == {"Ikke registrert"}
    assert (told["Åpen oppfølging"], told["I nettverk"]) == ("0", "Nei")
    assert solutions(response) == {"3.4 Det gode måltid": ("· Ikke registrert", "")}
    assert "Ingen status registrert" in response.text


def test_the_calendar_tells_which_phases_it_expects_on_the_day(adviser_client, voss, reform):
    first = f.PhaseFactory(reform=reform, name_nb="Kartlegge", valid_to=date(2020, 7, 1))
    second = f.PhaseFactory(reform=reform, name_nb="Utvikle", valid_from=date(2020, 1, 1), valid_to=date(2022, 1, 1))

    def expected(day):
        return facts(hub(adviser_client, voss, dato=day))["Kalenderen forventer"]

    assert expected("2019-06-01") == str(first)
    assert expected("2020-03-01") == f"{first}; {second}"
    assert expected("2022-01-01") == "Ingen fase denne dagen"


def test_the_last_contact_is_the_last_meeting_attended_or_support_given(adviser_client, voss):
    f.FreshnessLimitFactory(kind=FreshnessLimit.Kind.CONTACT, months=12)
    f.support(voss, date(2020, 4, 1))
    f.InvitationFactory(municipality=voss, meeting__held_on=date(2020, 12, 1))
    f.InvitationFactory(municipality=voss, meeting__held_on=date(2021, 3, 1), present=False)
    f.support(voss, date(2022, 1, 1))

    def told(day):
        return facts(hub(adviser_client, voss, dato=day))["Siste kontakt"]

    assert told("2021-03-31") == "1.12.2020 3 måneder"
    assert told("2021-12-31") == "1.12.2020 12 måneder uferskt"
    assert told("2022-01-01") == "1.1.2022 i dag"


def test_open_promises_are_counted_with_those_past_their_day_and_lead_to_the_list(adviser_client, voss):
    meeting = f.MeetingFactory(held_on=date(2021, 2, 1))
    for due_on, done_on in (
        (date(2021, 6, 1), None),
        (date(2022, 6, 1), None),
        (date(2021, 6, 1), date(2021, 7, 1)),
        (date(2022, 6, 1), date(2022, 2, 1)),
    ):
        f.FollowUpFactory(meeting=meeting, municipality=voss, due_on=due_on, done_on=done_on)

    response = hub(adviser_client, voss, **END_OF_2021)

    assert facts(response)["Åpen oppfølging"] == "3, 1 over frist"
    assert f'href="{reverse("dialogue_meetings:municipality", args=[voss.pk])}?dato=2021-12-31">3</a>' in response.text


def test_the_promises_to_a_predecessor_are_the_new_ones_to_keep(adviser_client, voss, merged):
    f.FollowUpFactory(meeting__held_on=date(2019, 5, 1), municipality=voss)

    assert facts(hub(adviser_client, merged))["Åpen oppfølging"] == "1, 1 over frist"


def test_networks_are_those_of_the_day_and_what_was_taken_over_in_a_merger(adviser_client, voss, merged):
    taken_over = f.NetworkFactory(name="Mat i Hordaland", starts_on=date(2019, 3, 1))
    f.NetworkMembershipFactory(network=taken_over, municipality=voss, valid_from=date(2019, 3, 1))
    own = f.NetworkFactory(name="Aktivitet", starts_on=date(2020, 3, 1), ends_on=date(2021, 6, 30))
    f.NetworkMembershipFactory(network=own, municipality=merged, valid_from=date(2020, 3, 1))

    def told(municipality, day):
        networks = facts(hub(adviser_client, municipality, dato=day))["I nettverk"]
        return sorted(networks.split(", "))

    assert told(voss, "2019-12-31") == ["Mat i Hordaland"]
    assert told(merged, "2020-02-01") == ["Mat i Hordaland"]
    assert told(merged, "2021-06-30") == ["Aktivitet", "Mat i Hordaland"]
    assert told(merged, "2021-07-01") == ["Mat i Hordaland"]


def test_a_network_left_before_the_merger_is_not_taken_over(adviser_client, voss, merged):
    network = f.NetworkFactory(starts_on=date(2019, 3, 1))
    f.NetworkMembershipFactory(
        network=network, municipality=voss, valid_from=date(2019, 3, 1), valid_to=date(2019, 10, 1)
    )

    assert facts(hub(adviser_client, merged))["I nettverk"] == "Nei"


def test_each_solution_tells_its_state_and_age_and_the_area_how_many_are_under_way(adviser_client, voss, meal):
    f.FreshnessLimitFactory(months=9)
    other = f.SolutionFactory(area=meal.area, code="3.5", name_nb="Måltidstider")
    f.SolutionFactory(area=meal.area, code="3.6", name_nb="Ernæring")
    f.StatusEntryFactory(municipality=voss, solution=meal, state=State.IN_PROGRESS, on=date(2021, 12, 1))
    f.StatusEntryFactory(municipality=voss, solution=other, state=State.NOT_ASSESSED, on=date(2020, 12, 1))

    response = hub(adviser_client, voss, **END_OF_2021)

    assert solutions(response) == {
        "3.4 Det gode måltid": ("4 Under gjennomføring 1.12.2021, 30 dager", ""),
        "3.5 Måltidstider": ("0 Ikke vurdert uferskt 1.12.2020, 12 måneder", ""),
        "3.6 Ernæring": ("· Ikke registrert", ""),
    }
    assert "1 av 3 under gjennomføring eller lenger" in response.text
    assert "1 status er ufersk" in response.text


def test_a_predecessors_status_is_told_as_inherited_until_the_new_one_has_its_own(adviser_client, voss, merged, meal):
    f.StatusEntryFactory(municipality=voss, solution=meal, state=State.IMPLEMENTED, on=date(2019, 5, 1))

    before = hub(adviser_client, merged)
    f.StatusEntryFactory(municipality=merged, solution=meal, state=State.PLANNED, on=date(2020, 5, 1))
    after = hub(adviser_client, merged)

    assert solutions(before)["3.4 Det gode måltid"] == (
        "· Ikke registrert",
        "Arvet, må bekreftes: Innført, Fra Voss (før sammenslåingen)",
    )
    assert "Ingen status registrert" in before.text
    state, why = solutions(after)["3.4 Det gode måltid"]
    assert (state[:8], why) == ("3 I plan", "")


def test_the_phase_of_an_area_stands_with_the_area(adviser_client, voss, meal):
    phase = f.PhaseFactory(reform=meal.area.reform, name_nb="Spre")
    f.PhaseEntryFactory(municipality=voss, phase=phase, area=meal.area)

    response = hub(adviser_client, voss)

    assert str(phase) in response.text.split(">3 Mat</h3>")[1]
    assert facts(response)["Fase"].startswith("Ikke registrert")


def test_a_day_that_has_passed_tells_what_was_known_then_and_offers_no_change(adviser_client, voss, meal):
    f.StatusEntryFactory(municipality=voss, solution=meal, state=State.DECIDED, on=date(2021, 1, 1))
    f.StatusEntryFactory(municipality=voss, solution=meal, state=State.EVALUATED, on=date(2022, 1, 1))
    f.TreatmentFactory(municipality=voss, stage=Stage.DECISION, on=date(2022, 1, 1))

    then, now = hub(adviser_client, voss, **END_OF_2021), hub(adviser_client, voss)

    assert "Slik det var 31.12.2021" in then.text
    assert "Vedtatt" in solutions(then)["3.4 Det gode måltid"][0]
    assert "Evaluert" in solutions(now)["3.4 Det gode måltid"][0]
    assert chain(then)["Vedtak"] == "Ikke registrert"
    status = reverse("reform_phases:status", args=[voss.pk, meal.pk])
    assert f'href="{status}?dato=2021-12-31"' in then.text
    for address in ("phase", "organising", "elder_council"):
        change = f'href="{reverse(f"reform_phases:{address}", args=[voss.pk])}"'
        assert change in now.text
        assert change not in then.text
    assert reverse("reform_phases:bulk") in now.text
    assert reverse("reform_phases:bulk") not in then.text


def test_who_only_reads_sees_the_facts_and_no_way_to_change_them(county, voss, meal):
    client = Client()
    client.force_login(f.coordinator(county))

    response = hub(client, voss)

    assert "3.4 Det gode måltid" in solutions(response)
    assert f'href="{reverse("reform_phases:phase", args=[voss.pk])}"' not in response.text
    assert reverse("reform_phases:bulk") not in response.text


def test_a_day_before_it_existed_names_the_forerunners(adviser_client, voss, merged):
    response = hub(adviser_client, merged, dato="2019-12-31")

    assert "Nye Voss fantes ikke 31.12.2019." in response.text
    assert f'<a href="{voss.get_absolute_url()}?dato=2019-12-31">Voss' in response.text
    assert "Granvin" in response.text
    assert "Kommunenummer" not in facts(response)


def test_one_that_has_ended_says_what_it_became(adviser_client, voss, merged):
    assert "Ble del av Nye Voss 1.1.2020." in hub(adviser_client, voss).text
    assert "Ble del av" not in hub(adviser_client, voss, dato="2019-12-31").text


def test_the_header_tells_the_number_then_and_now(adviser_client, county, voss):
    old = voss.spells.get()
    old.valid_to, old.number, old.name_unique = date(2020, 1, 1), "1235", "Voss før"
    old.save()
    Spell.objects.create(
        municipality=voss,
        number="4621",
        name="Voss",
        name_official="Voss",
        name_unique="Voss herad",
        sort_key="voss",
        county=county,
        valid_from=date(2020, 1, 1),
    )

    then, now = hub(adviser_client, voss, dato="2019-12-31"), hub(adviser_client, voss)

    assert facts(then)["Kommunenummer"] == "1235 (nå 4621)"
    assert "<h1>Voss før</h1>" in then.text
    assert facts(now)["Kommunenummer"] == "4621"
    assert "<h1>Voss herad</h1>" in now.text


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        ("2018-12-31", "Registeret begynner 1.1.2019"),
        ("2999-01-01", "Datoen er fram i tid"),
        ("i går", "Oppgi en gyldig"),
    ],
)
def test_a_day_that_cannot_be_used_is_explained_and_today_is_shown(adviser_client, voss, day, answer):
    response = hub(adviser_client, voss, dato=day)

    assert answer in response.text
    assert "Ingenting kan endres her." not in response.text
    assert facts(response)["Kommunenummer"] == "4621"


def test_a_municipality_in_another_region_does_not_exist_for_the_user(adviser_client, reform):
    foreign = f.MunicipalityFactory()

    assert adviser_client.get(foreign.get_absolute_url()).status_code == 404
    assert adviser_client.get(reverse("overview:timeline", args=[foreign.pk])).status_code == 404


def test_the_number_of_queries_is_the_same_however_much_is_registered(adviser_client, voss, merged, meal):
    def more(number):
        for _n in range(number):
            solution = f.SolutionFactory(area=meal.area)
            f.StatusEntryFactory(municipality=voss, solution=solution, on=date(2019, 6, 1))
            f.StatusEntryFactory(municipality=merged, solution=solution)
            f.TreatmentFactory(municipality=merged)
            f.PlanFactory(municipality=voss)
            f.FollowUpFactory(municipality=merged)
            f.NetworkMembershipFactory(municipality=merged)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            hub(adviser_client, merged)
        return len(captured)

    more(2)
    few = queries()
    more(10)

    assert queries() == few
