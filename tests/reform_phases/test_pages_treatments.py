"""Logging, finding, changing and deleting political treatment and plans."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from reform_phases.models import Plan, Reform, Treatment
from tests import factories

TREATMENTS = reverse("reform_phases:treatment_list")
NEW_TREATMENT = reverse("reform_phases:treatment_create")
PLANS = reverse("reform_phases:plan_list")
NEW_PLAN = reverse("reform_phases:plan_create")


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def treatment(municipality, **changes):
    return {"municipality": municipality.pk, "stage": "decision", "on": "2020-06-01", "body": "council"} | changes


def plan(municipality, **changes):
    return {"municipality": municipality.pk, "kind": "theme", "title": "Temaplan", "adopted_on": "2020-06-01"} | changes


def test_an_adviser_logs_a_decision_and_lands_on_its_page(adviser_client, voss):
    solution = factories.SolutionFactory(name_nb="Det gode måltid")
    sent = treatment(voss, case_number="PS 12/20", link="https://voss.example/sak", solutions=[solution.pk])

    response = adviser_client.post(NEW_TREATMENT, sent, follow=True)

    row = Treatment.objects.get()
    assert response.redirect_chain[-1][0] == row.get_absolute_url()
    assert (row.reform, list(row.solutions.all())) == (Reform.objects.get(), [solution])
    page = response.content.decode()
    for text in ("Lagret.", "Vedtak", "PS 12/20", "Det gode måltid", 'href="https://voss.example/sak"'):
        assert text in page


@pytest.mark.parametrize(
    ("changes", "field", "answer"),
    [
        ({"on": "2018-03-05"}, "on", "Voss fantes ikke 5.3.2018."),
        ({"on": "0201-01-01"}, "on", "Skriv en dato med riktig årstall."),
        ({"on": "2999-01-01"}, "on", "Skriv en dato med riktig årstall."),
        ({"on": "2070-01-01"}, "on", "Datoen kan ikke være fram i tid."),
        ({"on": "31.31.2020"}, "on", "Oppgi en gyldig dato."),
        ({"on": ""}, "on", "Feltet er påkrevet."),
        ({"link": "javascript:alert(1)"}, "link", "Skriv en lenke som begynner med https:// eller http://."),
        ({"link": "ftp://voss.example/sak"}, "link", "Skriv en lenke som begynner med https:// eller http://."),
        (
            {"intended_on": "2020-09-01"},
            "intended_on",
            "Planlagt vedtaksdato hører bare til en intensjon. La feltet stå tomt.",
        ),
        (
            {"stage": "intention", "intended_on": "2020-05-01"},
            "intended_on",
            "Planlagt vedtaksdato kan ikke være før intensjonen.",
        ),
    ],
)
def test_a_treatment_that_cannot_be_is_explained_beside_its_field(adviser_client, voss, changes, field, answer):
    response = adviser_client.post(NEW_TREATMENT, treatment(voss, **changes))

    assert response.status_code == 200
    assert response.context["form"].errors[field] == [answer]
    assert not Treatment.objects.exists()


def test_an_intention_keeps_the_day_the_decision_is_planned(adviser_client, voss):
    sent = treatment(voss, stage="intention", intended_on="2020-09-01")

    page = adviser_client.post(NEW_TREATMENT, sent, follow=True).content.decode()

    assert "Dokumentert intensjon om vedtak" in page
    assert "1. september 2020" in page


def test_a_municipality_out_of_reach_cannot_be_chosen(adviser_client, voss):
    foreign = factories.MunicipalityFactory(name="Tromsø")

    response = adviser_client.post(NEW_TREATMENT, treatment(foreign))

    assert "municipality" in response.context["form"].errors
    assert "Tromsø" not in response.content.decode()
    assert not Treatment.objects.exists()


def test_a_municipality_that_has_ended_can_still_be_logged_for_its_own_time(adviser_client, county, voss):
    factories.merge(date(2020, 1, 1), [voss, factories.MunicipalityFactory(county=county)])

    late = adviser_client.post(NEW_TREATMENT, treatment(voss, on="2020-01-01"))
    in_time = adviser_client.post(NEW_TREATMENT, treatment(voss, on="2019-12-31"))

    assert late.context["form"].errors["on"] == ["Voss fantes ikke 1.1.2020."]
    assert in_time.status_code == 302
    assert '<optgroup label="Tidligere kommuner">' in late.content.decode()


def test_a_plan_asks_which_solutions_the_plan_is_about(adviser_client, voss):
    assert "Velg dem planen gjelder." in adviser_client.get(NEW_PLAN).content.decode()
    assert "Velg dem saken gjelder." in adviser_client.get(NEW_TREATMENT).content.decode()


def test_an_empty_choice_is_words_and_not_dashes(adviser_client, voss):
    page = adviser_client.get(NEW_PLAN).content.decode()

    assert '<option value="" selected>Velg …</option>' in page
    assert "-----" not in page


def test_the_address_chooses_the_municipality(adviser_client, voss):
    for address in (NEW_TREATMENT, NEW_PLAN):
        form = adviser_client.get(address, {"kommune": voss.pk}).context["form"]
        assert form["municipality"].value() == str(voss.pk)
        assert adviser_client.get(address, {"kommune": "nonsens"}).status_code == 200


def test_with_two_reforms_the_reform_is_chosen_and_solutions_must_belong_to_it(adviser_client, voss):
    other = factories.ReformFactory(
        code="bo-trygt", name_nb="Bo trygt hjemme", valid_from=date(2024, 1, 1), valid_to=None
    )
    foreign = factories.SolutionFactory(area=factories.FocusAreaFactory(reform=other))

    missing = adviser_client.post(NEW_TREATMENT, treatment(voss))
    mixed = adviser_client.post(
        NEW_TREATMENT, treatment(voss, reform=Reform.objects.get(code="reformen").pk, solutions=[foreign.pk])
    )

    assert missing.context["form"].errors["reform"] == ["Feltet er påkrevet."]
    assert mixed.context["form"].errors["solutions"] == ["Noen av løsningene hører til en annen reform."]


def test_solutions_are_grouped_by_area(adviser_client, voss):
    area = factories.FocusAreaFactory(code="3", name_nb="Mat og måltider")
    factories.SolutionFactory(area=area, code="3.1", name_nb="Det gode måltid")

    page = adviser_client.get(NEW_TREATMENT).content.decode()

    assert page.index("3 Mat og måltider") < page.index("3.1 Det gode måltid")


def test_a_treatment_is_changed_and_deleted(adviser_client, voss):
    row = factories.TreatmentFactory(municipality=voss)
    delete = reverse("reform_phases:treatment_delete", args=[row.pk])

    changed = adviser_client.post(
        reverse("reform_phases:treatment_update", args=[row.pk]), treatment(voss, stage="agenda"), follow=True
    )
    assert "På dagsorden" in changed.content.decode()
    assert "Vil du slette" in adviser_client.get(delete).content.decode()
    assert Treatment.objects.exists()

    gone = adviser_client.post(delete, follow=True)

    assert "Slettet." in gone.content.decode()
    assert not Treatment.objects.exists()


@pytest.mark.parametrize("kind", ["treatment", "plan"])
def test_another_regions_records_do_not_exist_for_the_user(adviser_client, kind):
    factory = {"treatment": factories.TreatmentFactory, "plan": factories.PlanFactory}[kind]
    foreign = factory()

    for name in ("detail", "update", "delete"):
        address = reverse(f"reform_phases:{kind}_{name}", args=[foreign.pk])
        assert adviser_client.get(address).status_code == 404
        assert adviser_client.post(address).status_code in {404, 405}
    assert str(foreign.municipality) not in adviser_client.get(reverse(f"reform_phases:{kind}_list")).content.decode()


@pytest.mark.parametrize("kind", ["treatment", "plan"])
def test_a_coordinator_reads_but_does_not_write(county, voss, kind):
    factory = {"treatment": factories.TreatmentFactory, "plan": factories.PlanFactory}[kind]
    row = factory(municipality=voss)
    client = client_of(factories.coordinator(county))

    seen = client.get(row.get_absolute_url())

    assert seen.status_code == 200
    change = reverse(f"reform_phases:{kind}_update", args=[row.pk])
    assert change not in seen.content.decode()
    assert client.get(change).status_code == 403
    assert client.post(reverse(f"reform_phases:{kind}_delete", args=[row.pk])).status_code == 403
    assert client.get(reverse(f"reform_phases:{kind}_create")).status_code == 403


def test_the_list_is_narrowed_by_municipality_stage_and_period(adviser_client, county, voss):
    hole = factories.MunicipalityFactory(county=county, name="Hole", number="0612")
    first = factories.TreatmentFactory(municipality=voss, on=date(2020, 1, 10), stage=Treatment.Stage.AGENDA)
    second = factories.TreatmentFactory(municipality=hole, on=date(2020, 5, 10))

    def found(**query):
        return list(adviser_client.get(TREATMENTS, query).context["object_list"])

    assert found() == [second, first]
    assert found(kommune="vos") == [first]
    assert found(kommune="0612") == [second]
    assert found(steg="agenda") == [first]
    assert found(fra="2020-05-10") == [second]
    assert found(til="2020-05-09") == [first]


def test_a_filter_that_makes_no_sense_is_explained_and_shows_nothing(adviser_client, voss):
    factories.TreatmentFactory(municipality=voss)

    response = adviser_client.get(TREATMENTS, {"fra": "2021-01-01", "til": "2020-01-01"})

    assert "Velg en dato som ikke er før den første." in response.content.decode()
    assert not response.context["object_list"]
    assert not adviser_client.get(TREATMENTS, {"steg": "tull"}).context["object_list"]
    assert not adviser_client.get(PLANS, {"fra": "i går"}).context["object_list"]


@pytest.mark.parametrize("address", [TREATMENTS, PLANS])
def test_a_list_since_the_year_201_is_refused_rather_than_shown(adviser_client, voss, address):
    factories.TreatmentFactory(municipality=voss)
    factories.PlanFactory(municipality=voss)

    response = adviser_client.get(address, {"fra": "0201-01-01"})

    assert "Skriv en dato med riktig årstall." in response.content.decode()
    assert not response.context["object_list"]


@pytest.mark.parametrize(
    ("address", "factory"), [(TREATMENTS, factories.TreatmentFactory), (PLANS, factories.PlanFactory)]
)
def test_a_list_costs_the_same_for_three_and_for_fifty(
    adviser_client, county, django_assert_max_num_queries, django_assert_num_queries, address, factory
):
    for _number in range(3):
        factory(municipality=factories.MunicipalityFactory(county=county))
    with django_assert_max_num_queries(20) as few:
        adviser_client.get(address)
    for _number in range(47):
        factory(municipality=factories.MunicipalityFactory(county=county))

    with django_assert_num_queries(len(few)):
        response = adviser_client.get(address)
    assert len(response.context["object_list"]) == 50


def test_a_plan_is_logged_changed_and_deleted(adviser_client, voss):
    created = adviser_client.post(NEW_PLAN, plan(voss, ends_on="2023-12-31"), follow=True)
    row = Plan.objects.get()
    assert "Temaplan" in created.content.decode()
    assert "Gjelder til og med" in created.content.decode()
    assert "31. desember 2023" in created.content.decode()

    changed = adviser_client.post(
        reverse("reform_phases:plan_update", args=[row.pk]), plan(voss, title="Kommuneplanen"), follow=True
    )
    assert "Kommuneplanen" in changed.content.decode()

    adviser_client.post(reverse("reform_phases:plan_delete", args=[row.pk]))
    assert not Plan.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field", "answer"),
    [
        (
            {"adopted_on": "", "ends_on": "2024-01-01"},
            "ends_on",
            "En plan som ikke er vedtatt, kan ikke ha en sluttdato.",
        ),
        ({"ends_on": "2020-05-31"}, "ends_on", "Planens siste dag kan ikke være før den er vedtatt."),
        ({"ends_on": "0201-01-01"}, "ends_on", "Skriv en dato med riktig årstall."),
        ({"ends_on": "20240-01-01"}, "ends_on", "Oppgi en gyldig dato."),
        ({"adopted_on": "2070-06-01"}, "adopted_on", "Datoen kan ikke være fram i tid."),
        ({"adopted_on": "2018-06-01"}, "adopted_on", "Voss fantes ikke 1.6.2018."),
        ({"title": ""}, "title", "Feltet er påkrevet."),
    ],
)
def test_a_plan_that_cannot_be_is_explained_beside_its_field(adviser_client, voss, changes, field, answer):
    response = adviser_client.post(NEW_PLAN, plan(voss, **changes))

    assert response.context["form"].errors[field] == [answer]
    assert not Plan.objects.exists()


def test_a_plan_under_work_has_no_date_and_an_expired_one_says_so(adviser_client, voss):
    factories.PlanFactory(municipality=voss, adopted_on=None)
    factories.PlanFactory(municipality=voss, ends_on=date(2022, 1, 1))

    page = adviser_client.get(PLANS).content.decode()

    assert "under arbeid" in page
    assert "utløpt" in page
