"""The municipality's sheet: what it says, and what gives way when there is no room."""

from datetime import date

import pytest
from django.urls import reverse

from municipalities.views import MunicipalityTab
from reform_phases.models import Measure, StatusEntry, Treatment
from tests import factories

State = Measure.State


@pytest.fixture
def voss(county):
    factories.ReformFactory(name_nb="Leve hele livet")
    return factories.MunicipalityFactory(county=county, name="Voss", number="4621")


def sheet(client, municipality):
    return client.get(reverse("reform_phases:sheet", args=[municipality.pk]))


def test_it_says_who_when_what_was_decided_how_far_and_what_is_done(adviser_client, voss):
    solution = factories.SolutionFactory(area__name_nb="Mat og måltider", code="3.1", name_nb="Det gode måltidet")
    factories.StatusEntryFactory(municipality=voss, solution=solution, state=StatusEntry.State.IN_PROGRESS)
    factories.TreatmentFactory(municipality=voss, on=date(2020, 9, 3))
    factories.OrganisingEntryFactory(municipality=voss)
    factories.ElderCouncilEntryFactory(municipality=voss, on=date(2020, 5, 4))
    factories.MeasureFactory(municipality=voss, title="Matverter", unit="Kjøkkenet", state=State.ONGOING)

    response = sheet(adviser_client, voss)

    page = response.content.decode()
    for text in ("Leve hele livet – konkret", "kommunenummer 4621", "Mat og måltider", "3.1 Det gode måltidet"):
        assert text in page
    for text in ("Under gjennomføring", "Begge deler", "Ja (4.5.2020)", "Helse og omsorg", "Kjøkkenet, fra 1.6.2020"):
        assert text in page
    assert response.context["chain"] == [
        ("På dagsorden", "ikke registrert"),
        ("Dokumentert intensjon om vedtak", "ikke registrert"),
        ("Vedtak", "3.9.2020"),
        ("I plan", "ikke registrert"),
        ("I økonomiplan", "ikke registrert"),
    ]


def test_what_a_predecessor_decided_is_inherited_and_its_measures_are_said_to_be_theirs(adviser_client, voss):
    factories.TreatmentFactory(municipality=voss, stage=Treatment.Stage.DECISION, on=date(2020, 2, 3))
    factories.MeasureFactory(municipality=voss, state=State.ONGOING)
    successor = factories.merge(date(2021, 1, 1), [voss], name="Nye Voss")

    response = sheet(adviser_client, successor)

    assert dict(response.context["chain"])["Vedtak"] == "arvet fra Voss, må bekreftes"
    assert "Fra Voss (før sammenslåingen)" in response.content.decode()


def test_a_plan_without_a_date_is_under_work_and_one_that_has_run_out_says_so(adviser_client, voss):
    factories.PlanFactory(municipality=voss, ends_on=date(2021, 1, 1))
    assert dict(sheet(adviser_client, voss).context["chain"])["I plan"] == "utløpt"

    factories.PlanFactory(municipality=voss, adopted_on=None)
    assert dict(sheet(adviser_client, voss).context["chain"])["I plan"] == "under arbeid"


def test_those_under_way_get_the_room_and_the_rest_are_counted(adviser_client, voss):
    for state in (State.PLANNED, State.ONGOING):
        factories.MeasureFactory.create_batch(20, municipality=voss, state=state, title="x" * 160, unit="y" * 120)
    factories.MeasureFactory(municipality=voss, state=State.STOPPED)

    response = sheet(adviser_client, voss)

    listed = [row.measure.state for sector in response.context["sectors"] for row in sector.measures]
    assert listed[:20] == ["ongoing"] * 20
    assert 20 < len(listed) < 40
    assert response.context["more"] == 40 - len(listed)
    assert f"{40 - len(listed)} tiltak til står på kommunens side i portalen" in response.content.decode()
    assert reverse("reform_phases:measures", args=[voss.pk]) in response.content.decode()


def test_what_was_stopped_is_counted_and_not_listed(adviser_client, voss):
    factories.MeasureFactory(municipality=voss, state=State.STOPPED, title="Stanset tiltak")

    page = sheet(adviser_client, voss).content.decode()

    assert "Stanset tiltak" not in page
    assert "1 stanset tiltak står på kommunens side i portalen" in page
    assert "tiltak til står" not in page


def test_on_a_day_that_has_passed_it_says_what_was_known_then(adviser_client, voss, monkeypatch):
    solution = factories.SolutionFactory()
    for state, on in ((StatusEntry.State.DECIDED, date(2020, 1, 1)), (StatusEntry.State.EVALUATED, date(2022, 1, 1))):
        factories.StatusEntryFactory(municipality=voss, solution=solution, state=state, on=on)
    factories.TreatmentFactory(municipality=voss, on=date(2022, 2, 2))
    factories.PlanFactory(municipality=voss, adopted_on=None)
    factories.MeasureFactory(municipality=voss, title="Kom senere", starts_on=date(2022, 3, 3))
    monkeypatch.setattr(MunicipalityTab, "day", date(2021, 1, 1))
    monkeypatch.setattr(MunicipalityTab, "in_the_past", True)

    response = sheet(adviser_client, voss)

    page = response.content.decode()
    assert "Slik det sto 1. januar 2021" in page
    assert "Vedtatt" in page
    assert "Evaluert" not in page
    assert "Kom senere" not in page
    assert {standing for _label, standing in response.context["chain"]} == {"ikke registrert"}


def test_it_is_about_the_reform_that_began_last(adviser_client, voss):
    factories.ReformFactory(code="bo-trygt", name_nb="Bo trygt hjemme", valid_from=date(2024, 1, 1), valid_to=None)
    factories.MeasureFactory(municipality=voss, title="Fra den forrige")

    page = sheet(adviser_client, voss).content.decode()

    assert "Bo trygt hjemme – konkret" in page
    assert "Fra den forrige" not in page


def test_another_regions_sheet_does_not_exist(adviser_client):
    factories.ReformFactory()

    assert sheet(adviser_client, factories.MunicipalityFactory()).status_code == 404


def test_it_costs_the_same_for_three_and_for_thirty(
    adviser_client, voss, django_assert_max_num_queries, django_assert_num_queries
):
    def add(count):
        area = factories.FocusAreaFactory()
        for solution in factories.SolutionFactory.create_batch(count, area=area):
            factories.StatusEntryFactory(municipality=voss, solution=solution)
        factories.MeasureFactory.create_batch(count, municipality=voss)

    add(3)
    sheet(adviser_client, voss)
    with django_assert_max_num_queries(35) as few:
        sheet(adviser_client, voss)
    add(27)
    with django_assert_num_queries(len(few)):
        sheet(adviser_client, voss)
