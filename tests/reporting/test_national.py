"""The national roll-up: sums of sets of accepted editions, on generated countries, and nothing from live tables."""

import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reform_phases.models import Treatment
from reporting.board import read_board
from reporting.editions import next_number
from reporting.manifest import read_manifest
from reporting.models import Edition, Report, Round, State, Transition
from reporting.national import read_country
from reporting.national_series import DEFINITION, REGIONS, STRUCTURE, read_series
from reporting.services import add_reports
from reporting.verifying import findings
from reporting.workflow import Refused, open_round, perform
from tests import factories as f
from tests.reporting.worlds import make_world

AT = datetime(2023, 6, 1, 9, tzinfo=UTC)
BUILT = AT.date()


def opened(reform, **dates) -> Round:
    round = f.RoundFactory(reform=reform, **dates)
    open_round(round=round, by=None, at=AT)
    return round


def accept(report: Report, **changes) -> dict:
    """`report` sent and accepted with what it really says, and `changes`. Answers with the manifest."""
    said = manifest_of(report) | changes
    f.accepted(report, AT, said=said)
    return said


def national(round: Round) -> Report:
    return round.reports.get(region=None)


def manifest_of(report: Report) -> dict:
    """What it says as it stands, all but which edition it is."""
    said = read_manifest(Report.objects.get(pk=report.pk), built_on=BUILT, final=True)
    return {key: value for key, value in said.items() if key != "edition"}


def settle(round: Round, by) -> Edition:
    """The round's national report, made ready, built and settled."""
    report = national(round)
    perform(report, "ready", by=by, at=AT)
    report.builds.active().delete()
    f.snapshot(report, AT, edition=next_number(report), said=manifest_of(report))
    perform(report, "accept", by=by, at=AT)
    return report.editions.get(state=State.ACCEPTED)


def numbers(rows) -> set[str]:
    return {row["municipality"] for row in rows}


@pytest.fixture
def analyst(db):
    return f.analyst()


@pytest.fixture
def page(client, analyst):
    client.force_login(analyst)
    return lambda address: client.get(address)


@pytest.fixture
def two(db):
    """A round in a country of two regions with three and two municipalities, two of which have made a decision."""
    reform = f.ReformFactory()
    places = []
    for size in (3, 2):
        county = f.CountyFactory(region=f.RegionFactory())
        places.append([f.MunicipalityFactory(county=county) for _ in range(size)])
        f.TreatmentFactory(
            municipality=places[-1][0], reform=reform, stage=Treatment.Stage.DECISION, on=date(2021, 3, 1)
        )
    return opened(reform)


def regional(round: Round) -> list[Report]:
    return list(round.reports.filter(region__isnull=False).order_by("region__sort_key"))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_the_country_is_the_union_of_what_is_accepted(seed):
    draw = Random(seed)
    world = make_world(seed, regions=4, municipalities=18, mergers=3)
    round = opened(world.reform)
    reports = regional(round)
    chosen = draw.sample(reports, draw.randrange(1, len(reports) + 1))
    said = [accept(report) for report in chosen]

    manifest = read_manifest(national(round), built_on=BUILT)

    assert manifest["preliminary"] is (len(chosen) < len(reports))
    assert set(manifest["missing_regions"]) == {
        row["name"] for row in manifest["regions"] if row["code"] in {r.region.code for r in reports if r not in chosen}
    }
    for figure in manifest["figures"]:
        theirs = [next(row for row in one["figures"] if row["code"] == figure["code"]) for one in said]
        for side in ("counted", "missing"):
            ours = [number for part in figure[side].values() for number in part]
            assert sorted(ours) == sorted(number for row in theirs for number in numbers(row[side]))
            assert len(ours) == len(set(ours))
        assert figure["value"] == sum(row["value"] for row in figure["regions"]) == sum(r["value"] for r in theirs)
        assert figure["base"] == sum(row["base"] for row in figure["regions"]) == sum(r["base"] for r in theirs)
    check = read_country(round).check
    assert check.adds_up
    assert check.included == sum(len(one["municipalities"]) for one in said)
    assert check.expected == len(world.living) == check.included + sum(n for _name, n in check.absent)


def test_what_is_registered_after_acceptance_does_not_reach_the_national_figures(two):
    reports = regional(two)
    for report in reports:
        accept(report)
    before = read_manifest(national(two), built_on=BUILT)

    Treatment.objects.all().delete()
    body = reports[0].region.counties.get().county.spells.first().municipality
    body.spells.update(name="Nytt navn", name_unique="Nytt navn")
    reports[0].region.office.names.all().delete()
    type(reports[0].region).objects.filter(pk=reports[0].region_id).update(name="Ny region")

    assert read_manifest(national(two), built_on=BUILT) == before
    assert next(row for row in before["figures"] if row["code"] == "decision_made")["value"] == 2


def test_what_is_missing_is_named_by_the_register(two):
    first, second = regional(two)
    accept(first)

    manifest = read_manifest(national(two), built_on=BUILT)

    absent = [body for body in manifest["municipalities"] if body["region"] == second.region.code]
    assert len(absent) == 2
    assert manifest["regions"][1]["edition"] is None
    assert all(set(figure["counted"]) == {first.region.code} for figure in manifest["figures"])


def test_figures_by_different_definitions_are_not_summed(two, analyst):
    first, second = regional(two)
    accept(first)
    said = read_manifest(second, built_on=BUILT)
    accept(second, figures=[row | {"version": 2 if row["code"] == "decision_made" else 1} for row in said["figures"]])

    manifest = read_manifest(national(two), built_on=BUILT)
    with pytest.raises(Refused) as refused:
        perform(national(two), "ready", by=analyst, at=AT)

    assert "decision_made" not in {figure["code"] for figure in manifest["figures"]}
    assert [row["code"] for row in manifest["broken"]] == ["decision_made"]
    assert "versjon 1 i" in str(refused.value)
    assert "versjon 2 i" in str(refused.value)


def test_a_municipality_in_two_editions_is_counted_once_and_hinders(two, analyst):
    first, second = regional(two)
    said = accept(first)
    other = read_manifest(second, built_on=BUILT)
    bodies = [*other["municipalities"], said["municipalities"][0]]
    double = said["municipalities"][0]["number"]
    figures = [
        row | {"missing": [*row["missing"], {"municipality": double, "records": []}]} for row in other["figures"]
    ]
    accept(second, municipalities=bodies, figures=figures)

    country = read_country(two)

    assert all(figure.base == 5 for figure in country.figures)
    assert not country.check.adds_up
    with pytest.raises(Refused, match=double):
        perform(national(two), "ready", by=analyst, at=AT)


def test_the_national_report_is_settled_by_the_directorate_alone_and_verifies(two, analyst):
    with pytest.raises(Refused, match="Ingen region har en godtatt utgave"):
        perform(national(two), "ready", by=analyst, at=AT)
    for report in regional(two):
        accept(report)

    first = settle(two, analyst)
    perform(national(two), "correct", by=analyst, at=AT, comment="Feil i innledningen")
    second = settle(two, analyst)

    first.refresh_from_db()
    assert (first.number, first.state, second.number) == (1, State.SUPERSEDED, 2)
    assert second.reason == "Feil i innledningen"
    assert second.signed_by == analyst
    assert national(two).state == State.ACCEPTED
    assert not Transition.objects.filter(report=national(two), action="submit").exists()
    assert list(findings()) == []


def test_what_was_built_before_another_edition_was_accepted_is_not_settled(two, analyst):
    first, second = regional(two)
    accept(first)
    report = national(two)
    perform(report, "ready", by=analyst, at=AT)
    report.builds.active().delete()
    f.snapshot(report, AT, edition=1, said=manifest_of(report))
    accept(second)

    with pytest.raises(Refused, match=second.area_name):
        perform(report, "accept", by=analyst, at=AT)


class TestSeries:
    def point(self, round, code="decision_made"):
        return read_series(read_country(round))[code][-1]

    def next_round(self, round):
        return opened(round.reform, cut_off=round.cut_off + timedelta(days=200), due_on=date(2022, 7, 1))

    def test_rounds_that_can_be_compared_have_a_change(self, two, analyst):
        for report in regional(two):
            accept(report)
        settle(two, analyst)
        later = self.next_round(two)
        for report in regional(later):
            accept(report)

        row = self.point(later)
        manifest = read_manifest(national(later), built_on=BUILT)

        assert (row.broken, row.change) == ("", 0)
        figure = next(row for row in manifest["figures"] if row["code"] == "decision_made")
        assert figure["before"] == {"value": 2, "base": 5}
        assert [point["break"] for point in figure["series"]] == [False, False]
        assert manifest["since_edition"] == {"round": str(two), "number": 1, "as_of": "2021-11-01"}

    def test_a_renumbering_is_no_break_and_a_merger_is(self, two, analyst):
        for report in regional(two):
            accept(report)
        settle(two, analyst)
        later = self.next_round(two)
        region = regional(later)[0].region
        bodies = [spell.municipality for spell in region.counties.get().county.spells.all()]
        day = date(2022, 1, 1)
        spell = bodies[0].spells.get()
        spell.valid_to = day
        spell.save()
        bodies[0].spells.create(
            number="9998", name="Samme", name_official="Samme", name_unique="Samme", county=spell.county, valid_from=day
        )
        for report in regional(later):
            accept(report)
        assert self.point(later).broken == ""

        last = opened(two.reform, cut_off=date(2023, 5, 15), due_on=date(2023, 7, 1))
        f.merge(date(2023, 1, 1), bodies[1:])
        for report in regional(last):
            accept(report)
        row = self.point(last)
        assert (row.broken, row.change) == (STRUCTURE, None)

    def test_another_definition_or_other_regions_break_the_series(self, two, analyst):
        for report in regional(two):
            accept(report)
        later = self.next_round(two)
        first, _second = regional(later)
        said = read_manifest(first, built_on=BUILT)
        accept(first, figures=[row | {"version": 2} for row in said["figures"]])
        assert self.point(later).broken == DEFINITION
        last = opened(two.reform, cut_off=date(2023, 5, 15), due_on=date(2023, 7, 1))
        said = read_manifest(regional(last)[0], built_on=BUILT)
        for report in regional(last):
            said = read_manifest(report, built_on=BUILT)
            accept(report, figures=[row | {"version": 2} for row in said["figures"]])
        assert self.point(last).broken == REGIONS


class TestPages:
    def test_three_clicks_from_a_national_figure_to_a_record(self, two, page):
        for report in regional(two):
            accept(report)
        figure = reverse("reporting:national_figure", args=[two.pk, "decision_made"])
        assert figure in page(two.get_absolute_url()).text
        opened_figure = page(figure).text
        edition = Edition.objects.accepted().first()
        region = reverse("reporting:edition_figure", args=[edition.report_id, edition.number, "decision_made"])
        assert f'href="{region}"' in opened_figure
        treatment = json.loads(bytes(edition.snapshot.manifest))["figures"]
        ref = next(row for row in treatment if row["code"] == "decision_made")["counted"][0]["records"][0]["ref"]
        assert reverse(ref["page"], args=[ref["pk"]]) in page(region).text

    def test_the_board_tells_what_is_missing_and_how_it_adds_up(self, two, page):
        first, second = regional(two)
        accept(first)

        text = page(two.get_absolute_url()).text

        assert f"Foreløpig, 1 av 2 regioner. Mangler: {second.area_name}." in text
        assert "3 av 5 kommuner er med" in text
        assert "Last ned alt (1 PDF)" in text

    def test_the_board_costs_the_same_for_many_regions(self, two, page):
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                page(two.get_absolute_url())
                page(reverse("reporting:national_figure", args=[two.pk, "decision_made"]))
                page(national(two).get_absolute_url())
            return len(captured)

        for report in regional(two):
            accept(report)
        queries()
        few = queries()
        for _ in range(4):
            f.MunicipalityFactory(county=f.CountyFactory(region=f.RegionFactory()))
        open_round(round=two, by=None, at=AT)
        for report in two.reports.filter(region__isnull=False, state=State.DRAFT):
            accept(report)

        assert len(regional(two)) == 6
        assert queries() == few

    def test_sums_of_the_board(self, two):
        first, _second = regional(two)
        f.edition(first, datetime(2021, 12, 4, 9, tzinfo=UTC))
        board = read_board(two, today=date(2021, 12, 10))

        assert (board.delivered, board.delivered_late, board.with_us, board.overdue) == (1, 1, 1, 1)
        assert [row.timeliness for row in board.rows] == ["3 dager etter fristen", "9 dager over fristen"]
        assert read_board(two, today=date(2021, 11, 30)).waited_for == 1

    def test_a_report_that_is_not_opened_is_neither_waited_for_nor_overdue(self, two):
        f.MunicipalityFactory(county=f.CountyFactory(region=f.RegionFactory()))
        add_reports(round=two)  # a third region, not opened

        for day in (date(2021, 11, 30), date(2021, 12, 10)):
            board = read_board(two, today=day)
            assert board.waited_for + board.overdue == 2
            assert [(row.is_late, row.timeliness) for row in board.rows if not row.is_asked_for] == [(False, "")]

    def test_the_zip_has_the_pdf_of_every_accepted_edition_byte_for_byte(self, two, page):
        for report in regional(two):
            accept(report)

        archive = zipfile.ZipFile(io.BytesIO(page(reverse("reporting:round_pdfs", args=[two.pk])).content))

        theirs = {bytes(edition.snapshot.pdf) for edition in Edition.objects.accepted()}
        assert {archive.read(name) for name in archive.namelist()} == theirs
        assert len(theirs) == 2

    def test_a_national_edition_opens_to_the_editions_it_was_made_of(self, two, page, analyst):
        for report in regional(two):
            accept(report)
        edition = settle(two, analyst)

        text = page(reverse("reporting:edition_figure", args=[edition.report_id, 1, "decision_made"])).text

        for source in Edition.objects.accepted().filter(report__region__isnull=False):
            assert reverse("reporting:edition_figure", args=[source.report_id, 1, "decision_made"]) in text
        assert page(edition.get_absolute_url()).status_code == 200

    def test_an_adviser_does_not_reach_the_national_report(self, two, client):
        client.force_login(f.adviser(regional(two)[0].region))

        assert client.get(national(two).get_absolute_url()).status_code == 404
        assert "Oversikt over runden" not in client.get(two.get_absolute_url()).text


def test_every_round_has_one_national_report(two):
    add_reports(round=two)

    assert two.reports.filter(region=None).count() == 1
