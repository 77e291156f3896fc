"""No note of the logs holds an identity number, on whichever way it comes."""

import pytest
from django.urls import reverse

from reform_phases.models import Import, StatusEntry
from tests import factories
from tests.reform_phases.importing import STATUS_HEADER, said, send

REFUSAL = "Dette ser ut som et fødselsnummer. Skriv aldri personopplysninger her."


@pytest.mark.parametrize("note", ["Gjelder 01015012345.", "Kari, 010150 12345"])
def test_an_identity_number_in_the_note_of_an_entry_is_refused_beside_the_field(adviser_client, county, note):
    voss, solution = factories.MunicipalityFactory(county=county), factories.SolutionFactory()
    address = reverse("reform_phases:status", args=[voss.pk, solution.pk])
    sent = {"state": "planned", "on": "2021-06-01", "source": "adviser", "link": "", "seen": "0"}

    page = adviser_client.post(address, {**sent, "note": note})

    assert page.context["form"].errors == {"note": [REFUSAL]}
    assert REFUSAL in page.content.decode()
    assert not StatusEntry.objects.exists()


def test_an_identity_number_in_the_note_of_an_imported_status_is_wrong(adviser_client, county):
    factories.MunicipalityFactory(county=county, name="Voss")
    factories.SolutionFactory(code="3.4")

    send(adviser_client, f"{STATUS_HEADER};Merknad\nVoss;3.4;Vedtatt;1.6.2021;Gjelder 01015012345")

    assert said(Import.objects.get()) == [{"note": REFUSAL}]


@pytest.mark.parametrize(
    ("kind", "header", "line", "field"),
    [
        ("treatments", "Kommune;Steg;Dato;Merknad", "Voss;Vedtak;1.6.2021;010150 12345", "note"),
        ("plans", "Kommune;Plantype;Tittel", "Voss;Temaplan;Kari 01015012345", "title"),
    ],
)
def test_an_identity_number_in_an_imported_decision_or_plan_is_wrong(adviser_client, voss, kind, header, line, field):
    send(adviser_client, f"{header}\n{line}", kind)

    assert said(Import.objects.get()) == [{field: REFUSAL}]
