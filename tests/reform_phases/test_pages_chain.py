"""The tab of a municipality about what politicians settled: a chain of links, and what each stands on."""

import re
from datetime import date, timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reform_phases.models import Plan, Reform, Treatment
from tests import factories

PLANS = reverse("reform_phases:plan_list")
NEW_PLAN = reverse("reform_phases:plan_create")
NEW_TREATMENT = reverse("reform_phases:treatment_create")


def tab(client, municipality, **query):
    return client.get(reverse("reform_phases:municipality", args=[municipality.pk]), query)


def states(response):
    return {link.key: link.state for link in response.context["chain"] if link.state != "none"}


def test_the_chain_has_four_links_and_the_intention_stands_beside(adviser_client, voss):
    factories.TreatmentFactory(municipality=voss, stage=Treatment.Stage.INTENTION, on=date(2020, 2, 3))

    page = tab(adviser_client, voss)

    text = page.content.decode()
    headings = ("1. På dagsorden", "2. Vedtak", "3. I plan", "4. I økonomiplan")
    assert [text.index(heading) for heading in headings] == sorted(text.index(heading) for heading in headings)
    assert "En intensjon er ikke et vedtak" in text
    assert states(page) == {"intention": "own"}


def test_an_economy_plan_is_a_plan_as_well(adviser_client, voss):
    factories.PlanFactory(municipality=voss, kind=Plan.Kind.ECONOMY)

    assert states(tab(adviser_client, voss)) == {"plan": "own", "economy": "own"}


def test_each_record_says_which_solutions_it_covers(adviser_client, voss):
    area = factories.FocusAreaFactory(code="3")
    decision = factories.TreatmentFactory(municipality=voss)
    decision.solutions.set([factories.SolutionFactory(area=area, code=code) for code in ("3.4", "3.1")])
    factories.PlanFactory(municipality=voss)

    text = tab(adviser_client, voss).content.decode()

    assert "Løsninger: 3.1, 3.4." in text
    assert "Gjelder hele reformen." in text


def test_records_of_another_reform_are_counted_apart_with_a_way_to_them(adviser_client, voss):
    factories.TreatmentFactory(municipality=voss, on=date(2020, 3, 2))
    other = factories.ReformFactory(code="annen", valid_from=date(2015, 1, 1), valid_to=date(2019, 1, 1))
    factories.TreatmentFactory(municipality=voss, reform=other, on=date(2016, 3, 2))
    factories.PlanFactory(municipality=voss, reform=other, adopted_on=date(2016, 4, 1))

    page = tab(adviser_client, voss)

    assert states(page) == {"decision": "own"}
    assert [len(link.records) for link in page.context["chain"] if link.records] == [1]
    assert "2 vedtak og planer gjelder andre reformer." in page.text
    (address,) = re.findall(r'href="(/politisk-behandling/[^"]*)">All politisk behandling', page.text)
    assert "2. mars 2016" in adviser_client.get(address).text or "2.3.2016" in adviser_client.get(address).text


def test_a_plan_tells_its_type_and_how_long_it_holds(adviser_client, voss):
    kinds = Plan.Kind
    factories.PlanFactory(
        municipality=voss, kind=kinds.THEME, title="A", adopted_on=date(2020, 6, 1), ends_on=date(2023, 12, 31)
    )
    factories.PlanFactory(municipality=voss, kind=kinds.SUBPLAN, title="B", adopted_on=date(2021, 2, 3))

    text = tab(adviser_client, voss).content.decode()

    assert "A (Temaplan)" in text
    assert "Gjelder 1.6.2020 til 31.12.2023." in text
    assert "B (Kommunedelplan)" in text
    assert "Gjelder fra 3.2.2021." in text


def test_a_past_day_shows_what_was_treated_and_adopted_by_then_and_nothing_to_log(adviser_client, voss):
    factories.TreatmentFactory(municipality=voss, stage=Treatment.Stage.AGENDA, on=date(2020, 2, 3))
    factories.TreatmentFactory(municipality=voss, on=date(2020, 9, 1))
    factories.PlanFactory(municipality=voss, adopted_on=date(2020, 12, 1))
    factories.PlanFactory(municipality=voss, adopted_on=None)

    before = tab(adviser_client, voss, dato="2020-06-30")
    on_the_day = tab(adviser_client, voss, dato="2020-09-01")
    now = tab(adviser_client, voss)

    assert states(before) == {"agenda": "own"}
    assert states(on_the_day) == {"agenda": "own", "decision": "own"}
    assert states(now) == {"agenda": "own", "decision": "own", "plan": "own"}
    assert "Under arbeid" not in before.content.decode()
    assert "Under arbeid" in now.content.decode()
    for address in (NEW_TREATMENT, NEW_PLAN, reverse("reform_phases:organising", args=[voss.pk])):
        assert address not in before.content.decode()
        assert address in now.content.decode()


def test_a_plan_that_has_expired_stood_on_a_day_before_it_did(adviser_client, voss):
    factories.PlanFactory(municipality=voss, adopted_on=date(2020, 1, 1), ends_on=date(2021, 12, 31))

    then = tab(adviser_client, voss, dato="2021-12-31")
    since = tab(adviser_client, voss, dato="2022-01-01")

    assert states(then) == {"plan": "own"}
    assert "utløpt" not in then.content.decode()
    assert states(since) == {"plan": "expired"}
    assert "utløpt" in since.content.decode()
    assert 'class="is-over"' in since.content.decode()


def test_a_plan_under_work_is_neither_registered_nor_missing(adviser_client, voss):
    factories.PlanFactory(municipality=voss, adopted_on=None)

    assert states(tab(adviser_client, voss)) == {"plan": "pending"}


def test_on_a_day_before_it_existed_the_municipality_has_no_chain(adviser_client, county, voss):
    factories.TreatmentFactory(municipality=voss, on=date(2019, 6, 1))
    successor = factories.merge(date(2020, 1, 1), [voss], name="Nye Voss")

    text = tab(adviser_client, successor, dato="2019-07-01").content.decode()

    assert "Nye Voss fantes ikke 1.7.2019." in text
    assert "2. Vedtak" not in text


def test_the_tab_tells_how_the_reform_is_organised_and_whether_the_elderly_are_heard(adviser_client, voss):
    reform = Reform.objects.get()
    factories.OrganisingEntryFactory(municipality=voss, reform=reform, model="health", on=date(2020, 1, 1))
    factories.OrganisingEntryFactory(municipality=voss, reform=reform, model="society", on=date(2021, 1, 1))
    factories.ElderCouncilEntryFactory(municipality=voss, reform=reform, on=date(2021, 3, 1))

    def told(**query):
        return [
            (str(fact["label"]), fact.get("value"), fact.get("age"))
            for fact in tab(adviser_client, voss, **query).context["facts"]
        ]

    assert told(dato="2020-07-01") == [
        ("Organisering av reformen", "Helsereform", "5 måneder"),
        ("Eldrerådet er involvert", None, None),
    ]
    assert told(dato="2021-03-01") == [
        ("Organisering av reformen", "Samfunnsreform", "1 måned"),
        ("Eldrerådet er involvert", "Ja", "i dag"),
    ]


def test_who_only_reads_the_tab_is_offered_nothing_to_log(county, voss):
    client = Client()
    client.force_login(factories.coordinator(county))
    text = tab(client, voss).content.decode()

    for address in (NEW_TREATMENT, NEW_PLAN, reverse("reform_phases:organising", args=[voss.pk])):
        assert address not in text


def test_the_tab_costs_the_same_for_three_records_and_for_thirty(
    adviser_client, voss, django_assert_max_num_queries, django_assert_num_queries
):
    def more(count):
        for _number in range(count):
            factories.TreatmentFactory(municipality=voss).solutions.add(factories.SolutionFactory())
            factories.PlanFactory(municipality=voss).solutions.add(factories.SolutionFactory())

    more(3)
    with django_assert_max_num_queries(40) as few:
        tab(adviser_client, voss)
    more(27)

    with django_assert_num_queries(len(few)):
        response = tab(adviser_client, voss)
    assert len(response.context["chain"][-2].records) == 30


def test_what_a_predecessor_decided_is_inherited_and_must_be_confirmed(adviser_client, county, voss):
    factories.TreatmentFactory(municipality=voss, on=date(2019, 6, 1), link="https://voss.example/vedtak")
    factories.PlanFactory(municipality=voss, adopted_on=date(2019, 6, 1))
    successor = factories.merge(date(2020, 1, 1), [voss, factories.MunicipalityFactory(county=county)], name="Nye Voss")

    page = tab(adviser_client, successor)

    text = page.content.decode()
    assert text.count("Arvet fra Voss, må bekreftes") == 2
    assert 'href="https://voss.example/vedtak"' in text
    assert states(page) == {"decision": "inherited", "plan": "inherited"}

    factories.TreatmentFactory(municipality=successor, on=date(2020, 6, 1))
    assert states(tab(adviser_client, successor)) == {"decision": "own", "plan": "inherited"}


def test_the_chain_of_a_municipality_that_has_ended_stays_visible(adviser_client, county, voss):
    factories.TreatmentFactory(municipality=voss, on=date(2019, 6, 1))
    factories.merge(date(2020, 1, 1), [voss, factories.MunicipalityFactory(county=county)])

    page = adviser_client.get(reverse("reform_phases:municipality", args=[voss.pk])).content.decode()

    assert "1. juni 2019" in page
    assert "Arvet" not in page


def test_an_expired_plan_is_no_standing_link_of_the_chain(adviser_client, voss):
    factories.PlanFactory(municipality=voss, ends_on=date(2022, 1, 1))

    assert states(tab(adviser_client, voss)) == {"plan": "expired"}


def test_a_plan_holds_to_the_end_of_its_last_day(adviser_client, voss):
    today = timezone.localdate()
    row = factories.PlanFactory(municipality=voss, ends_on=today)

    assert states(tab(adviser_client, voss)) == {"plan": "own"}
    assert "utløpt" not in adviser_client.get(PLANS).content.decode()

    Plan.objects.filter(pk=row.pk).update(ends_on=today - timedelta(days=1))
    assert states(tab(adviser_client, voss)) == {"plan": "expired"}
    assert "utløpt" in adviser_client.get(PLANS).content.decode()


def test_the_chain_of_another_region_does_not_exist_for_the_user(adviser_client):
    foreign = factories.MunicipalityFactory()

    assert adviser_client.get(reverse("reform_phases:municipality", args=[foreign.pk])).status_code == 404
