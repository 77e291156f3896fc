"""Versions of definitions: what the second one counts, which a round uses, and what a rehearsal shows."""

import html
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reporting.builds import request_build
from reporting.definitions import Settled, asked_by, choose_indicators, definitions
from reporting.facts import read_facts
from reporting.indicators import BY_CODE, BY_KEY, DECLARED, INDICATORS, Share, versions
from reporting.manifest import read_manifest
from reporting.rehearsal import compare
from tests import factories as f

AS_OF = date(2021, 11, 1)
PARTICIPATION = "network_participation"


def came_to(network, *bodies, on=date(2020, 3, 15)):
    gathering = f.GatheringFactory(network=network, held_on=on)
    gathering.municipalities.set(bodies)
    return gathering


def took_part(reform, *, starts_on=f.START, as_of=AS_OF) -> Share:
    return BY_KEY[PARTICIPATION, 2].compute(read_facts(reform=reform, starts_on=starts_on, as_of=as_of))


@pytest.fixture
def reform(db):
    return f.ReformFactory()


@pytest.fixture
def member(reform):
    return f.NetworkMembershipFactory()


@pytest.fixture
def analyst_client(client, db):
    client.force_login(f.analyst())
    return client


def test_every_code_has_one_current_version_and_numbers_from_one():
    for code in {indicator.code for indicator in DECLARED}:
        every = versions(code)
        assert [indicator.version for indicator in every] == list(range(1, len(every) + 1))
        assert sum(indicator.current for indicator in every) == 1
        assert all(str(indicator.why) for indicator in every[1:])


def test_a_member_takes_part_from_the_second_gathering_on(reform, member):
    body, network = member.municipality, member.network
    came_to(network, body, on=date(2020, 3, 15))
    came_to(network, body, on=date(2020, 9, 15))

    before, after = (took_part(reform, as_of=day) for day in (date(2020, 9, 14), date(2020, 9, 15)))

    assert (before.counted, after.counted) == (set(), {body.pk})
    assert "Til stede på 1 av minst 2 samlinger" in [record.why_not for record in before.beside[body.pk]]
    assert len(after.because[body.pk]) == 3


def test_a_gathering_before_the_period_does_not_count(reform, member):
    for day in (date(2020, 3, 15), date(2020, 9, 15)):
        came_to(member.network, member.municipality, on=day)

    assert took_part(reform, starts_on=date(2020, 3, 15)).value == 1
    assert took_part(reform, starts_on=date(2020, 3, 16)).value == 0


def test_one_gathering_in_each_of_two_networks_is_not_two(reform, member):
    other = f.NetworkMembershipFactory(municipality=member.municipality)
    came_to(member.network, member.municipality)
    came_to(other.network, member.municipality)

    assert took_part(reform).value == 0


def test_two_gatherings_without_membership_do_not_count_and_say_why(reform):
    guest, network = f.MunicipalityFactory(), f.NetworkFactory()
    for month in (3, 9):
        came_to(network, guest, on=date(2020, month, 15))

    share = took_part(reform)

    assert share.value == 0
    assert {record.why_not for record in share.beside[guest.pk]} == {"Ikke medlem av nettverket på datoen"}


def test_presence_goes_over_in_a_merger_where_the_membership_does_and_counts_once(reform):
    network = f.NetworkFactory(starts_on=f.START)
    one, other = f.MunicipalityFactory(), f.MunicipalityFactory()
    for body in (one, other):
        f.NetworkMembershipFactory(network=network, municipality=body, valid_from=f.START)
    came_to(network, one, other, on=date(2019, 5, 1))
    heir = f.merge(date(2020, 1, 1), [one, other])

    assert took_part(reform).value == 0
    came_to(network, heir, on=date(2020, 5, 1))
    assert took_part(reform).counted == {heir.pk}


def test_presence_does_not_go_over_without_the_membership(reform):
    network, one = f.NetworkFactory(starts_on=f.START), f.MunicipalityFactory()
    f.NetworkMembershipFactory(network=network, municipality=one, valid_from=f.START, valid_to=date(2019, 12, 1))
    for month in (5, 6):
        came_to(network, one, on=date(2019, month, 1))
    heir = f.merge(date(2020, 1, 1), [one])
    f.NetworkMembershipFactory(network=network, municipality=heir)

    assert took_part(reform).value == 0


def test_a_round_that_chose_nothing_asks_for_every_current_version(reform):
    assert asked_by(f.RoundFactory(reform=reform)) == INDICATORS


def test_a_report_counts_by_the_versions_of_its_round_and_says_so(reform, region, county):
    body = f.MunicipalityFactory(county=county)
    f.NetworkMembershipFactory(municipality=body)
    reports = [f.ReportFactory(region=region, round=f.RoundFactory(reform=reform)) for _ in range(2)]
    choose_indicators(round=reports[1].round, chosen={PARTICIPATION: 2})

    old, new = (read_manifest(report, built_on=AS_OF) for report in reports)

    assert [(x["code"], x["version"]) for x in new["figures"]] == [(PARTICIPATION, 2)]
    assert [chapter["code"] for chapter in new["chapters"]] == ["networks"]
    assert (old["figures"][0]["version"], old["figures"][0]["value"], new["figures"][0]["value"]) == (1, 1, 0)
    assert new["figures"][0]["series"][-1]["value"] == 0


def test_the_page_of_a_report_shows_the_version_of_the_round_and_links_to_it(client, reform, region, county):
    f.NetworkMembershipFactory(municipality=f.MunicipalityFactory(county=county))
    report = f.ReportFactory(region=region, round=f.RoundFactory(reform=reform))
    choose_indicators(round=report.round, chosen={PARTICIPATION: 2})
    client.force_login(f.adviser(region))

    response = client.get(report.get_absolute_url())

    assert [figure["share"].value for chapter in response.context["chapters"] for figure in chapter["figures"]] == [0]
    assert "&amp;versjon=2" in response.content.decode()


def test_a_card_of_a_report_opens_to_the_number_that_it_shows(analyst_client, reform, region, county):
    first = f.RoundFactory(reform=reform, starts_on=date(2020, 1, 1), cut_off=AS_OF)
    f.RoundFactory(reform=reform, cut_off=date(2022, 11, 1), due_on=date(2022, 12, 1))
    here, later = (f.MunicipalityFactory(county=county) for _ in range(2))
    member = f.NetworkMembershipFactory(municipality=here)
    f.NetworkMembershipFactory(municipality=f.MunicipalityFactory(), network=member.network)
    f.NetworkMembershipFactory(municipality=later, network=member.network)
    for month in (3, 9):
        came_to(member.network, here, on=date(2020, month, 15))
    f.TreatmentFactory(municipality=here, reform=reform, on=date(2020, 5, 1))
    f.TreatmentFactory(municipality=later, reform=reform, on=date(2022, 5, 1))
    f.TreatmentFactory(municipality=f.MunicipalityFactory(), reform=reform, on=date(2020, 5, 1))
    choose_indicators(round=first, chosen={PARTICIPATION: 2, "decision_made": 1})
    report = f.ReportFactory(region=region, round=first)

    response = analyst_client.get(report.get_absolute_url())
    cards = {x["indicator"]: x["share"] for chapter in response.context["chapters"] for x in chapter["figures"]}
    links = re.findall(r'href="(/tall/\w+/\?[^"]+)"', response.content.decode())

    assert [share.value for share in cards.values()] == [1, 1]
    assert len(links) == len(cards)
    for link, (indicator, share) in zip(links, cards.items(), strict=True):
        opened = analyst_client.get(html.unescape(link)).context
        assert (opened["indicator"], opened["facts"].starts_on) == (indicator, date(2020, 1, 1))
        assert (opened["share"].counted, opened["share"].base) == (share.counted, share.base)


def test_before_the_cut_off_a_card_opens_to_the_figure_as_it_is_today(adviser_client, reform, region, county):
    f.MunicipalityFactory(county=county)
    today = timezone.localdate()
    ahead = f.RoundFactory(reform=reform, cut_off=today + timedelta(days=9), due_on=today + timedelta(days=19))
    page = adviser_client.get(f.ReportFactory(region=region, round=ahead).get_absolute_url()).content.decode()

    link = re.search(r'href="(/tall/decision_made/\?[^"]+)"', page)[1]

    assert adviser_client.get(html.unescape(link)).context["facts"].as_of == today


def test_choosing_again_keeps_what_stays_and_takes_away_the_rest(reform):
    round = f.RoundFactory(reform=reform)
    choose_indicators(round=round, chosen={PARTICIPATION: 1, "decision_made": 1})
    kept = round.indicators.get(code="decision_made").pk

    choose_indicators(round=round, chosen={PARTICIPATION: 2, "decision_made": 1})

    assert [indicator.key for indicator in asked_by(round)] == [(PARTICIPATION, 2), ("decision_made", 1)]
    assert round.indicators.get(code="decision_made").pk == kept


def test_once_a_report_is_being_built_nothing_can_be_chosen(reform, region):
    report = f.ReportFactory(region=region, round=f.RoundFactory(reform=reform))
    request_build(report=report, by=None, at=timezone.now())

    with pytest.raises(Settled):
        choose_indicators(round=report.round, chosen={PARTICIPATION: 2})
    assert asked_by(report.round) == INDICATORS


def test_an_analyst_chooses_on_the_page_of_the_round(analyst_client, reform):
    round = f.RoundFactory(reform=reform)
    page = reverse("reporting:round_indicators", args=[round.pk])

    response = analyst_client.post(page, {PARTICIPATION: "2", "plan_adopted": "1"}, follow=True)

    assert "Tallene i runden er lagret." in response.content.decode()
    assert [indicator.key for indicator in asked_by(round)] == [(PARTICIPATION, 2), ("plan_adopted", 1)]


@pytest.mark.parametrize(
    ("posted", "message"), [({}, "Velg minst ett tall."), ({PARTICIPATION: "9"}, "Velg et gyldig valg")]
)
def test_a_round_asks_for_something_that_exists(analyst_client, reform, posted, message):
    round = f.RoundFactory(reform=reform)

    response = analyst_client.post(reverse("reporting:round_indicators", args=[round.pk]), posted)

    assert message in response.content.decode()
    assert not round.indicators.exists()


def test_the_page_of_a_settled_round_says_why_and_a_post_changes_nothing(analyst_client, reform, region):
    report = f.ReportFactory(region=region, round=f.RoundFactory(reform=reform))
    request_build(report=report, by=None, at=timezone.now())
    page = reverse("reporting:round_indicators", args=[report.round_id])

    shown = analyst_client.get(page).content.decode()
    analyst_client.post(page, {PARTICIPATION: "2"})

    assert "Tallene kan ikke endres: det er bygget rapporter i runden." in shown
    assert "Lagre" not in shown
    assert not report.round.indicators.exists()


def test_a_series_breaks_where_the_version_changes_and_only_within_a_reform(reform):
    years = [
        f.RoundFactory(reform=reform, cut_off=date(year, 11, 1), due_on=date(2023, 1, 1)) for year in (2020, 2021, 2022)
    ]
    elsewhere = f.RoundFactory(reform=f.ReformFactory(code="annen"))
    choose_indicators(round=years[1], chosen={PARTICIPATION: 2})

    found = definitions([PARTICIPATION, "decision_made"])

    breaks = {use.round: use.breaks for use in found[0].uses}
    assert breaks == {years[0]: False, years[1]: True, years[2]: True, elsewhere: False}
    assert years[1] not in [use.round for use in found[1].uses]
    assert [row["state"] for row in found[0].rows()] == ["I bruk", "Gjeldende"]


def test_a_version_that_no_round_uses_is_a_draft(reform):
    assert [row["state"] for row in definitions([PARTICIPATION])[0].rows()] == ["Utkast", "Gjeldende"]


def test_the_definitions_say_what_changed_and_why(adviser_client, reform):
    page = adviser_client.get(reverse("reporting:definition", args=[PARTICIPATION])).content.decode()

    assert str(BY_KEY[PARTICIPATION, 2].why) in page
    assert str(BY_KEY[PARTICIPATION, 1].definition) in page
    assert "Prøv" not in page  # an adviser keeps no rounds


def test_the_definitions_cost_the_same_whatever_the_number_of_rounds(adviser_client, reform):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            adviser_client.get(reverse("reporting:definitions"))
        return len(captured)

    f.RoundFactory(reform=reform)
    few = queries()
    for _ in range(5):
        choose_indicators(round=f.RoundFactory(reform=reform), chosen={PARTICIPATION: 2})

    assert queries() == few


def test_a_rehearsal_names_those_who_change_sides(reform):
    stays, goes = (f.NetworkMembershipFactory() for _ in range(2))
    for month in (3, 9):
        came_to(stays.network, stays.municipality, on=date(2020, month, 15))
    facts = read_facts(reform=reform, starts_on=f.START, as_of=AS_OF)

    found = compare(
        facts, [BY_CODE[PARTICIPATION], BY_CODE["plan_adopted"]], [BY_KEY[PARTICIPATION, 2], BY_CODE["decision_made"]]
    )

    assert [comparison.change for comparison in found] == ["version", "added", "removed"]
    assert (found[0].went, found[0].came) == ({goes.municipality.pk}, set())
    assert (found[1].whole.before, found[1].whole.after, found[1].switching) == (None, 0, set())


def test_a_definition_is_tried_on_the_two_last_rounds_region_by_region(analyst_client, region, county, reform):
    body = f.MunicipalityFactory(county=county, name="Gåsvik")
    f.NetworkMembershipFactory(municipality=body, valid_from=date(2019, 3, 1))
    rounds = [
        f.RoundFactory(reform=reform, cut_off=date(year, 11, 1), due_on=date(2023, 1, 1)) for year in (2019, 2020, 2021)
    ]

    response = analyst_client.get(reverse("reporting:definition_rehearse", args=[PARTICIPATION]), {"versjon": "2"})

    assert [trial["round"] for trial in response.context["trials"]] == rounds[:0:-1]
    part = response.context["trials"][0]["parts"][0]
    assert (part.region, part.before, part.after, [b.pk for b in part.went]) == (region, 1, 0, [body.pk])
    assert reverse("municipalities:detail", args=[body.pk]) in response.content.decode()


@pytest.mark.parametrize(("code", "asked"), [("lykke", {}), (PARTICIPATION, {"versjon": "7"})])
def test_what_is_not_declared_cannot_be_tried(analyst_client, reform, code, asked):
    assert analyst_client.get(reverse("reporting:definition_rehearse", args=[code]), asked).status_code == 404


def test_a_figure_without_another_version_says_so(analyst_client, reform):
    page = analyst_client.get(reverse("reporting:definition_rehearse", args=["plan_adopted"])).content.decode()

    assert "Det er ingen annen versjon å prøve." in page


def test_a_round_is_tried_on_the_one_before_it(analyst_client, county, reform):
    body = f.MunicipalityFactory(county=county, name="Gåsvik")
    f.NetworkMembershipFactory(municipality=body)
    before = f.RoundFactory(reform=reform)
    coming = f.RoundFactory(reform=reform, cut_off=date(2022, 11, 1), due_on=date(2022, 12, 1))
    f.RoundFactory(reform=f.ReformFactory(code="annen"), cut_off=date(2022, 1, 1), due_on=date(2022, 12, 1))
    choose_indicators(round=coming, chosen={PARTICIPATION: 2, "decision_made": 1})

    response = analyst_client.get(reverse("reporting:round_rehearse", args=[coming.pk]))

    assert response.context["before"] == before
    changes = {c.indicator.code: c.change for c in response.context["comparisons"]}
    assert (changes[PARTICIPATION], changes["decision_made"], changes["plan_adopted"]) == ("version", "same", "removed")
    assert "Gåsvik" in response.content.decode()


def test_a_first_round_has_nothing_to_be_tried_on(analyst_client, reform):
    page = reverse("reporting:round_rehearse", args=[f.RoundFactory(reform=reform).pk])

    assert "Det er ingen tidligere runde å prøve på." in analyst_client.get(page).content.decode()


def test_a_figure_opens_in_the_version_asked_for_and_keeps_it(adviser_client, county, reform):
    f.NetworkMembershipFactory(municipality=f.MunicipalityFactory(county=county))
    page = reverse("reporting:figure", args=[PARTICIPATION])
    period = {"fra": "2019-01-01", "dato": "2021-11-01"}

    old, new = (adviser_client.get(page, period | asked) for asked in ({}, {"versjon": "2"}))

    assert (old.context["share"].value, new.context["share"].value) == (1, 0)
    assert '<input type="hidden" name="versjon" value="2"' in new.content.decode()
    assert adviser_client.get(page, {"versjon": "3"}).status_code == 404
