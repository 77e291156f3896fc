"""Figures that others have published, and the bridge between the municipalities of two days."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.manifest import read_manifest
from reporting.models import ExternalFigure
from reporting.structure import read_bridge
from tests import factories as f
from tests.pages import shown

NEW = "/tall/eksterne/ny/"


@pytest.fixture
def analyst_client(client, db):
    client.force_login(f.analyst())
    return client


def data(client) -> dict:
    return shown(client, NEW) | {
        "reform": f.ReformFactory().pk,
        "label_nb": "Kommuner som har behandlet reformen",
        "label_nn": "Kommunar som har handsama reforma",
        "value": "228",
        "base": "356",
        "as_of": "2021-06-01",
        "source": "Helsedirektoratet, statusrapport 2021",
    }


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"value": "400"}, "Antallet kan ikke være større enn det er av."),
        ({"source": ""}, "Feltet er påkrevet"),
        ({"value": "", "base": ""}, "Oppgi antall eller prosent."),
        ({"percent": "64"}, "Oppgi enten antall eller prosent, ikke begge."),
        ({"value": "", "percent": "101"}, "Andelen er fra 0 til 100 prosent."),
        ({"together": "on"}, "Si hvilke tilstander tallet dekker."),
        ({"covers": "vedtak og intensjon"}, "Kryss av når tallet dekker flere tilstander"),
        ({"as_of": (timezone.localdate() + timedelta(days=2)).isoformat()}, "Datoen kan ikke være fram i tid."),
    ],
)
def test_what_does_not_fit_is_said_beside_the_field(analyst_client, changes, message):
    response = analyst_client.post(NEW, data(analyst_client) | changes)

    assert message in response.text
    assert not ExternalFigure.objects.exists()


def test_a_share_of_several_states_is_kept_and_told(analyst_client):
    said = {"value": "", "base": "", "percent": "64,5", "together": "on", "covers": "vedtak og intensjon"}

    listed = analyst_client.post(NEW, data(analyst_client) | said, follow=True).text

    assert ExternalFigure.objects.get().percent == Decimal("64.5")
    assert "Dekker samlet: vedtak og intensjon. Fordelingen er ikke kjent." in listed
    assert "64,5 %" in listed


def test_it_is_changed_and_deleted_after_a_question(analyst_client):
    row = f.ExternalFigureFactory()
    address = reverse("reporting:external_update", args=[row.pk])
    analyst_client.post(address, shown(analyst_client, address) | {"value": "229"})
    row.refresh_from_db()
    assert row.value == 229
    delete = reverse("reporting:external_delete", args=[row.pk])
    assert "Vil du slette" in analyst_client.get(delete).text
    analyst_client.post(delete)
    assert not ExternalFigure.objects.exists()


def test_it_is_told_in_the_national_report_and_added_to_nothing(db):
    report = f.ReportFactory(region=None)
    before = read_manifest(report, built_on=date(2021, 12, 1))
    f.ExternalFigureFactory(reform=report.round.reform, value=None, base=None, percent=Decimal("64.5"))
    f.ExternalFigureFactory(reform=report.round.reform, as_of=report.round.cut_off + timedelta(days=1))

    manifest = read_manifest(report, built_on=date(2021, 12, 1))

    assert [(row["value"], row["percent"], row["note"]) for row in manifest["external"]] == [
        (None, "64,5", "Publisert som 64,5 prosent.")
    ]
    assert manifest | {"external": []} == before


def test_the_bridge_reconciles_over_a_merger_and_tells_of_what_it_cannot_explain(db):
    bodies = [f.MunicipalityFactory() for _ in range(4)]
    f.merge(date(2020, 1, 1), bodies[:3])

    bridge = read_bridge(date(2019, 6, 1), date(2021, 1, 1))

    assert (bridge.start, bridge.end, bridge.reconciles) == (4, 2, True)
    assert [(s.before, s.ended, s.begun, s.after) for s in bridge.steps] == [(4, 3, 1, 2)]
    bodies[3].valid_to = date(2020, 6, 1)
    bodies[3].save()
    again = read_bridge(date(2019, 6, 1), date(2021, 1, 1))
    assert not again.reconciles
    assert again.steps[-1].unexplained == (bodies[3].name,)


def test_the_page_of_the_bridge_refuses_days_before_the_register(analyst_client):
    f.MunicipalityFactory()

    assert analyst_client.get("/tall/struktur/").status_code == 200
    assert "Registeret begynner" in analyst_client.get("/tall/struktur/", {"fra": "2001-01-01"}).text
