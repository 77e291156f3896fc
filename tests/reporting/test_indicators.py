"""The figures: what counts, what does not, and that the parts make the whole."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporting.facts import Body, Evidence, Facts, read_facts
from reporting.indicators import (
    BY_CODE,
    INDICATORS,
    Share,
    compute_all,
    municipalities_with,
)
from tests import factories as f
from tests.reporting.worlds import LAST, MERGER, make_world

AS_OF = date(2021, 11, 1)


def body(pk: int, region: int = 1) -> Body:
    return Body(
        pk=pk,
        number=f"{pk:04d}",
        name=f"Kommune {pk}",
        county="Fylke",
        region=region,
        population=None,
    )


def record(municipality: int, why_not: str = "") -> Evidence:
    return Evidence(
        "decision",
        municipality,
        AS_OF,
        "Vedtak",
        "sak",
        "reform_phases:treatment_detail",
        1,
        why_not,
    )


def facts(*municipalities: int, records: tuple[Evidence, ...] = ()) -> Facts:
    return Facts(f.START, AS_OF, {pk: body(pk) for pk in municipalities}, {"decision": records})


def test_a_region_without_municipalities_has_no_percentage():
    assert municipalities_with("decision")(facts()).percent is None


def test_nobody_counted_of_somebody_is_zero_per_cent():
    assert municipalities_with("decision")(facts(1, 2)).percent == 0


def test_a_figure_keeps_both_sets_and_the_records_behind():
    counting, late = record(1), record(2, "Etter skjæringsdatoen")

    share = municipalities_with("decision")(facts(1, 2, 3, records=(counting, late)))

    assert (share.counted, share.base, share.missing) == ({1}, {1, 2, 3}, {2, 3})
    assert share.because == {1: [counting]}
    assert share.beside == {2: [late]}


def test_a_part_follows_the_same_rule_as_the_whole():
    share = municipalities_with("decision")(facts(1, 2, 3, records=(record(1), record(3)))).within({2, 3})

    assert (share.counted, share.base) == ({3}, {2, 3})


def test_every_indicator_says_what_it_is_in_words():
    for indicator in INDICATORS:
        assert all(
            map(
                str,
                (
                    indicator.label,
                    indicator.definition,
                    indicator.numerator,
                    indicator.source,
                ),
            )
        )


def test_the_three_central_indicators_are_there_with_intention_and_decision_apart():
    assert {i.code for i in INDICATORS if i.central} == {
        "network_participation",
        "support_given",
        "decision_made",
        "intention_documented",
        "plan_adopted",
    }


def figure(code: str, *, reform, as_of: date = AS_OF, starts_on: date = f.START) -> Share:
    return BY_CODE[code].compute(read_facts(reform=reform, starts_on=starts_on, as_of=as_of))


@pytest.fixture
def reform(db):
    return f.ReformFactory()


@pytest.fixture
def municipality(db):
    return f.MunicipalityFactory()


@pytest.mark.parametrize(("days", "counts"), [(-1, True), (0, True), (1, False)])
def test_the_cut_off_day_itself_counts_and_the_next_does_not(reform, municipality, days, counts):
    f.TreatmentFactory(municipality=municipality, reform=reform, on=AS_OF + timedelta(days=days))

    assert (municipality.pk in figure("decision_made", reform=reform).counted) is counts


def test_an_intention_is_not_a_decision(reform, municipality):
    f.TreatmentFactory(municipality=municipality, reform=reform, stage="intention")

    assert figure("intention_documented", reform=reform).value == 1
    assert figure("decision_made", reform=reform).value == 0


def test_a_decision_about_another_reform_does_not_count(reform, municipality):
    f.TreatmentFactory(municipality=municipality, reform=f.ReformFactory(code="en-annen"))

    assert figure("decision_made", reform=reform).value == 0


def test_a_plan_counts_from_adoption_until_it_runs_out(reform, municipality):
    f.PlanFactory(
        municipality=municipality,
        reform=reform,
        adopted_on=date(2020, 1, 1),
        ends_on=date(2020, 12, 31),
    )

    values = [
        figure("plan_adopted", reform=reform, as_of=day).value
        for day in (
            date(2019, 12, 31),
            date(2020, 1, 1),
            date(2020, 12, 31),
            date(2021, 1, 1),
        )
    ]
    assert values == [0, 1, 1, 0]


def test_a_plan_under_work_does_not_count(reform, municipality):
    f.PlanFactory(municipality=municipality, reform=reform, adopted_on=None)

    assert figure("plan_adopted", reform=reform).value == 0


def test_an_absent_municipality_is_offered_but_neither_met_nor_supported(reform, municipality):
    f.InvitationFactory(municipality=municipality, present=False)

    assert figure("meeting_offered", reform=reform).value == 1
    assert figure("meeting_held", reform=reform).value == 0
    assert figure("support_given", reform=reform).value == 0


def test_a_webinar_is_support_but_no_dialogue_meeting(reform, municipality):
    f.InvitationFactory(municipality=municipality, meeting=f.MeetingFactory(kind="webinar"))

    assert figure("support_given", reform=reform).value == 1
    assert figure("meeting_held", reform=reform).value == 0


def test_support_before_the_period_does_not_count(reform, municipality):
    f.support(municipality, date(2020, 4, 1))

    assert figure("support_given", reform=reform, starts_on=date(2020, 4, 1)).value == 1
    assert figure("support_given", reform=reform, starts_on=date(2020, 4, 2)).value == 0


def test_a_municipality_takes_part_until_the_day_it_left(reform, municipality):
    f.NetworkMembershipFactory(municipality=municipality, valid_to=date(2021, 11, 2))

    assert figure("network_participation", reform=reform).value == 1
    assert figure("network_participation", reform=reform, as_of=date(2021, 11, 2)).value == 0


def test_nobody_takes_part_in_a_network_that_has_ended(reform, municipality):
    f.NetworkMembershipFactory(
        municipality=municipality,
        network=f.NetworkFactory(ends_on=AS_OF - timedelta(days=1)),
    )

    assert figure("network_participation", reform=reform).value == 0
    assert figure("network_participation", reform=reform, as_of=AS_OF - timedelta(days=1)).value == 1


def test_open_membership_goes_over_in_a_merger_and_a_closed_one_does_not(reform, municipality):
    closed = f.MunicipalityFactory()
    f.NetworkMembershipFactory(municipality=municipality, valid_from=date(2019, 3, 1))
    f.NetworkMembershipFactory(municipality=closed, valid_from=date(2019, 3, 1), valid_to=date(2019, 9, 1))
    heir = f.merge(MERGER, [municipality])
    other = f.merge(MERGER, [closed])

    share = figure("network_participation", reform=reform)

    assert share.counted == {heir.pk}
    assert other.pk in share.base


def test_the_invitation_goes_over_with_the_membership_and_not_without_it(reform, municipality):
    other = f.MunicipalityFactory()
    f.NetworkMembershipFactory(municipality=municipality, valid_from=date(2019, 3, 1))
    f.NetworkInvitationFactory(municipality=other, invited_on=date(2019, 3, 1))
    heir, uninvited = f.merge(MERGER, [municipality]), f.merge(MERGER, [other])

    share = figure("network_invited", reform=reform)

    assert share.counted == {heir.pk}
    assert [record.why_not for record in share.beside[uninvited.pk]] == [f"Gjaldt {other.name}, før sammenslåingen"]


def test_a_merged_municipality_is_in_the_base_of_its_own_time_only(reform, municipality):
    heir = f.merge(MERGER, [municipality])

    assert figure("decision_made", reform=reform, as_of=date(2019, 12, 31)).base == {municipality.pk}
    assert figure("decision_made", reform=reform, as_of=MERGER).base == {heir.pk}


def test_reading_costs_the_same_for_many_municipalities(reform, django_assert_max_num_queries):
    for _ in range(12):
        f.TreatmentFactory(reform=reform)

    with django_assert_max_num_queries(12):
        compute_all(read_facts(reform=reform, starts_on=f.START, as_of=AS_OF))


@pytest.mark.django_db
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    seed=st.integers(0, 10_000),
    regions=st.integers(1, 4),
    municipalities=st.integers(1, 10),
    mergers=st.integers(0, 3),
    as_of=st.dates(f.START, LAST),
)
def test_the_regions_sum_to_the_nation_on_any_date(django_db_blocker, seed, regions, municipalities, mergers, as_of):
    with transaction.atomic():
        world = make_world(seed, regions=regions, municipalities=municipalities, mergers=mergers)
        there = {b.pk for b in world.living + world.ended if b.existed_on(as_of)}
        read = read_facts(reform=world.reform, starts_on=f.START, as_of=as_of)
        for share in compute_all(read).values():
            parts = [
                share.within(pk for pk, b in read.municipalities.items() if b.region == region.pk)
                for region in world.regions
            ]
            assert share.base == there
            assert share.counted <= share.base
            assert sum(part.value for part in parts) == share.value
            assert sum(len(part.base) for part in parts) == len(share.base)
            assert frozenset().union(*(part.counted for part in parts)) == share.counted
        transaction.set_rollback(True)
