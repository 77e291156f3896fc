"""The history tab: every change of what is recorded about a municipality, with before and after."""

from datetime import date

import pytest
from django.urls import reverse

from dialogue_meetings.models import Meeting
from lhl_portal.audit import history
from municipalities.models import Municipality
from reform_phases.models import Treatment
from tests import factories


@pytest.fixture
def voss(county):
    return factories.MunicipalityFactory(county=county, name="Voss")


def page_of(client, municipality, **query):
    return client.get(reverse("municipalities:history", args=[municipality.pk]), query)


def told(municipality, record):
    """The entries about one kind of record. All of a test happens at one moment, so their order says nothing."""
    return [entry for entry in history.read(history.entries(municipality.pk)) if entry.record == record]


def last(municipality, record, kind):
    return next(entry for entry in told(municipality, record) if entry.kind == kind)


def test_a_change_made_in_a_form_tells_who_and_what_before_and_after(adviser_client, adviser, voss):
    treatment = factories.TreatmentFactory(municipality=voss, on=date(2020, 6, 1), case_number="12/20")
    form = {"municipality": voss.pk, "stage": "decision", "on": "2020-06-02", "body": "council", "case_number": "12/20"}
    address = reverse("reform_phases:treatment_update", args=[treatment.pk])

    assert adviser_client.post(address, form).status_code == 302

    page = page_of(adviser_client, voss).content.decode()
    assert adviser.name in page
    assert "<del>1.6.2020</del> → <ins>2.6.2020</ins>" in page
    entry = last(voss, "Politisk behandling", "update")
    assert entry.who == adviser.name
    assert [field.label for field in entry.fields] == ["Dato"]


def test_what_was_deleted_is_still_told(adviser_client, voss):
    plan = factories.PlanFactory(municipality=voss, title="Temaplan for mat")
    plan.delete()

    assert last(voss, "Plan", "delete").who == ""
    assert "<del>Temaplan for mat</del>" in page_of(adviser_client, voss).content.decode()


def test_solutions_of_a_plan_and_the_meeting_behind_an_invitation_belong_to_the_history(voss):
    solution = factories.SolutionFactory(name_nb="Det gode måltid")
    factories.PlanFactory(municipality=voss).solutions.add(solution)
    (link,) = told(voss, "Plan – løsning")
    assert str(solution) in [field.after for field in link.fields]

    invitation = factories.InvitationFactory(municipality=voss)
    Meeting.objects.filter(pk=invitation.meeting_id).update(place="Rådhuset")
    assert last(voss, "Møte", "update").fields == (history.Field("Sted eller lenke", "", "Rådhuset"),)


def test_choices_relations_and_empty_values_are_told_in_words(voss):
    treatment = factories.TreatmentFactory(municipality=voss, stage=Treatment.Stage.INTENTION)
    Treatment.objects.filter(pk=treatment.pk).update(stage=Treatment.Stage.DECISION)

    assert last(voss, "Politisk behandling", "update").fields == (
        history.Field("Steg", "Dokumentert intensjon om vedtak", "Vedtak"),
    )


def test_another_municipalitys_records_are_not_told(voss, county):
    factories.PlanFactory(municipality=factories.MunicipalityFactory(county=county))

    assert {entry.record for entry in history.read(history.entries(voss.pk))} == {
        "Kommune",
        "Betegnelse",
        "Ansvar for kommunens opplysninger",
    }


def test_the_history_of_a_municipality_that_has_ended_stays_visible(adviser_client, voss, county):
    factories.PlanFactory(municipality=voss, title="Samfunnsdelen")
    factories.merge(date(2020, 1, 1), [voss, factories.MunicipalityFactory(county=county)])

    response = page_of(adviser_client, Municipality.objects.get(pk=voss.pk))

    assert "Samfunnsdelen" in response.content.decode()
    assert "Ble del av" in response.content.decode()


def test_the_history_is_paged_and_costs_the_same_however_long_it_is(
    adviser_client, voss, django_assert_max_num_queries
):
    for _number in range(60):
        factories.InvitationFactory(municipality=voss)

    with django_assert_max_num_queries(26):
        first = page_of(adviser_client, voss)

    assert len(first.context["changes"]) == 50
    assert len(page_of(adviser_client, voss, page=3).context["changes"]) == 23
