"""An edition opens as it was sent, whatever has become of what it tells of."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from municipalities.models import Municipality
from reporting.manifest import read_manifest
from reporting.models import Snapshot
from reporting.workflow import perform
from tests import factories as f

NOW = datetime(2021, 11, 20, 9, tzinfo=UTC)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def sent(county, region):
    """An edition with two municipalities, of which one has decided."""
    report = f.ReportFactory(region=region)
    voss = f.MunicipalityFactory(county=county, name="Voss")
    f.MunicipalityFactory(county=county, name="Kvam")
    f.TreatmentFactory(municipality=voss, reform=report.round.reform, stage="decision", on=date(2020, 5, 4))
    manifest = read_manifest(report, built_on=NOW.date(), final=True)
    return f.edition(report, NOW, said=manifest)


def figure(edition, code="decision_made"):
    return reverse("reporting:edition_figure", args=[edition.report_id, edition.number, code])


def test_the_manifest_says_which_edition_it_is(sent):
    said = json.loads(bytes(Snapshot.objects.get().manifest))

    assert said["edition"] == {"number": 1, "final": True, "reason": "", "replaces": ""}
    perform(sent.report, "return", by=None, at=NOW, comment="Kvam mangler.")
    assert read_manifest(sent.report, built_on=NOW.date())["edition"] == {
        "number": 2,
        "final": False,
        "reason": "Helsedirektoratet sendte tilbake utgaven før denne.",
        "replaces": sent.snapshot.sha256,
    }


def test_every_figure_opens_to_municipalities_and_the_records_behind(sent):
    client = client_of(f.adviser(sent.report.region))

    front = client.get(sent.get_absolute_url()).content.decode()
    page = client.get(figure(sent)).content.decode()

    for row in json.loads(bytes(sent.snapshot.manifest))["figures"]:
        assert figure(sent, row["code"]) in front
        assert client.get(figure(sent, row["code"])).status_code == 200
    record = sent.report.round.reform.treatments.get()
    assert record.get_absolute_url() in page
    assert "1 av 2" in page


def test_what_is_gone_is_told_as_it_was_without_a_link(sent):
    client = client_of(f.adviser(sent.report.region))
    record = sent.report.round.reform.treatments.get()
    address = record.get_absolute_url()
    record.delete()
    Municipality.objects.get(name="Voss").spells.update(name="Noe annet")

    page = client.get(figure(sent)).content.decode()

    assert "4.5.2020" in page
    assert "Voss" in page
    assert address not in page


def test_an_edition_of_another_region_does_not_exist(sent):
    client = client_of(f.adviser(f.RegionFactory()))

    assert client.get(sent.get_absolute_url()).status_code == 404
    assert client.get(figure(sent)).status_code == 404
    assert client.get(sent.snapshot.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("address", ["utgave/2/", "utgave/1/tall/finnes_ikke/"])
def test_what_is_not_in_the_report_does_not_exist(sent, address):
    client = client_of(f.adviser(sent.report.region))

    assert client.get(f"{sent.report.get_absolute_url()}{address}").status_code == 404


def test_a_figure_costs_the_same_for_few_and_for_many(sent, county, region, django_assert_max_num_queries):
    client = client_of(f.adviser(region))
    client.get(figure(sent))
    for number in range(12):
        body = f.MunicipalityFactory(county=county)
        f.TreatmentFactory(municipality=body, reform=sent.report.round.reform, on=date(2020, 5, 1 + number))
    report = f.ReportFactory(region=region, round=f.RoundFactory(reform=sent.report.round.reform))
    large = f.edition(report, NOW, said=read_manifest(report, built_on=NOW.date(), final=True))

    with django_assert_max_num_queries(16):
        client.get(figure(large))


def answered(number, kind, **said):
    return {"number": number, "section": None, "kind": kind, "question": f"Spørsmål {number}", "text": ""} | said


KINDS = {
    "text": ({"text": "Vi møttes ofte."}, "Vi møttes ofte."),
    "choice": ({"options": ["Ja", "Nei"], "chosen": ["Nei"], "several": False}, "Nei"),
    "graded": (
        {
            "scale": ["Lite", "Mye"],
            "statements": [{"text": "Forankret", "grade": "Mye"}, {"text": "Betalt", "grade": None}],
        },
        "Påstand Vurdering Forankret Mye Betalt Ikke vurdert",
    ),
    "number": ({"value": "12,5", "unit": "årsverk"}, "12,5 årsverk"),
    "table": ({"columns": ["Dato", "Oppgave"], "rows": [["1. mai", "Møte"]]}, "Dato Oppgave 1. mai Møte"),
}
EMPTY = {
    "text": {},
    "choice": {"options": ["Ja", "Nei"], "chosen": [], "several": False},
    "graded": {"scale": ["Lite"], "statements": [{"text": "Forankret", "grade": None}, {"text": "B", "grade": None}]},
    "number": {"value": None, "unit": "årsverk"},
    "table": {"columns": ["Dato", "Oppgave"], "rows": []},
}


def told(page: str, heading: str) -> str:
    """The text after the heading with the id, until the next heading."""
    after = page.split(f'id="{heading}"', 1)[1].split("</h", 1)[1].split(">", 1)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", re.split(r"<h\d|</section", after)[0]).split())


@pytest.fixture
def page_saying(county, region):
    f.MunicipalityFactory(county=county)

    def page(**said) -> str:
        report = f.ReportFactory(region=region)
        manifest = read_manifest(report, built_on=NOW.date(), final=True) | said
        edition = f.edition(report, NOW, said=manifest)
        return client_of(f.adviser(region)).get(edition.get_absolute_url()).content.decode()

    return page


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_is_shown_by_its_kind_with_its_comment(page_saying, kind):
    said, shown = KINDS[kind]
    comment = {} if kind == "text" else {"text": "Med forbehold."}

    page = page_saying(answers=[answered("1.1", kind, **EMPTY[kind]), answered("1.2", kind, **said | comment)])

    assert told(page, "svar-1.1") == "Ikke besvart"
    assert told(page, "svar-1.2") == " ".join([shown, *comment.values()])


def test_what_else_the_office_says_has_its_own_sections_where_it_is_there(page_saying):
    page = page_saying(
        since=[{"key": "a", "text": "Asker er ny.", "figure": "decision_made", "edited": False}],
        since_edition={"round": "Første runde", "number": 1, "as_of": "2020-11-01"},
        contributors=["USHT Vestland"],
        number_notes=[{"where": "Spørsmål 1", "number": "437", "text": "Talt for hånd."}],
    )

    assert told(page, "since-heading") == "Sammenlignet med Første runde. Asker er ny."
    assert told(page, "contributors-heading") == "USHT Vestland"
    assert told(page, "notes-heading").endswith("Sted Tall Forklaring Spørsmål 1 437 Talt for hånd.")
    bare = page_saying(since=[], since_edition=None, contributors=[], number_notes=[])
    assert not [part for part in ("since", "contributors", "notes") if f'id="{part}-heading"' in bare]
