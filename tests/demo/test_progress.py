"""What the demo says of statuses, phases, organising and measures: as the office could have learnt it."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db.models import Count, F, Q
from django.utils import timezone

from lhl_portal.demo.days import FIRST, LAST, YEARS
from lhl_portal.demo.ground import read_ground
from municipalities.models import Change, Municipality
from reform_phases.models import (
    Act,
    ElderCouncilEntry,
    FreshnessLimit,
    Measure,
    OrganisingEntry,
    PhaseEntry,
    Plan,
    Reform,
    StatusEntry,
    Treatment,
)
from reform_phases.progress import STARTED, STEPS, oldest_fresh, statuses

pytestmark = pytest.mark.usefixtures("demo")

Kind, State = StatusEntry.Kind, StatusEntry.State


def test_what_politicians_decided_and_planned_shows_in_the_statuses():
    held = _held(LAST)
    decided = Treatment.objects.filter(stage="decision").values_list("municipality", "solutions")
    planned = Plan.objects.exclude(adopted_on=None).values_list("municipality", "solutions")

    for cells, least in ((set(decided), State.DECIDED), (set(planned), State.PLANNED)):
        bodies = {body for body, _solution in cells} & {body for body, _solution in held}
        behind = {body for body, solution in cells if body in bodies and not _reaches(held, body, solution, least)}
        assert len(bodies) > 200
        assert len(behind) / len(bodies) < 0.03


def test_more_is_known_and_started_every_year_and_some_is_never_reported():
    held = [_held(date(year, 12, 31)) for year in YEARS]

    started = [sum(status.state in STARTED for status in statuses.values()) for statuses in held[1:]]
    assert [len(statuses) for statuses in held[1:]] == sorted(len(statuses) for statuses in held[1:])
    assert started == sorted(started)
    assert 0.55 < len(held[-1]) / (356 * 25) < 0.78
    assert {status.state for status in held[-1].values()} == set(State)


def test_every_region_has_fresh_and_stale_statuses_from_every_source():
    held, oldest = _held(LAST), oldest_fresh(FreshnessLimit.Kind.STATUS, LAST)

    for area in read_ground().areas:
        here = {body.pk for body in area.bodies[YEARS[-1]]}
        stale = Counter(status.on < oldest for (body, _solution), status in held.items() if body in here)
        sources = StatusEntry.objects.filter(municipality__in=here).values_list("source", flat=True)
        assert 0.15 < stale[True] / stale.total() < 0.75, area.region
        assert set(sources) == set(StatusEntry.Source), area.region


def test_states_go_forward_mostly_and_sometimes_back():
    before: dict[tuple[int, int], str] = {}
    moves: Counter[str] = Counter()
    for entry in StatusEntry.objects.filter(counts=True).exclude(state=State.NOT_RELEVANT).order_by("on", "pk"):
        was, before[entry.subject] = before.get(entry.subject, entry.state), entry.state
        moves["forward" if STEPS.index(entry.state) > STEPS.index(was) else "back" if entry.state != was else "no"] += 1

    assert moves["forward"] > 5 * moves["back"] > 0
    assert moves["no"] > moves["forward"] / 2


def test_a_new_municipality_begins_without_statuses_and_has_some_within_the_year():
    came_on = date(2020, 1, 1)
    new = set(Change.objects.filter(effective_on=came_on).values_list("successor", flat=True))
    new &= set(Municipality.objects.filter(valid_from=came_on).values_list("pk", flat=True))

    assert not [body for body, _solution in _held(came_on) if body in new]
    assert len({body for body, _solution in _held(date(2020, 10, 31))} & new) > 0.7 * len(new)


def test_an_adviser_of_the_region_writes_in_office_hours_soon_after_the_day():
    for area in read_ground().areas:
        about = StatusEntry.objects.filter(act__by__email=f"demo.raadgiver.{area.region.code}@example.no")
        here = {body.pk for body in area.all_bodies()}
        assert about.filter(municipality__in=here).exists(), area.region
        assert not about.exclude(municipality__in=here).exists(), area.region
    for at in Act.objects.values_list("at", flat=True):
        local = timezone.localtime(at)
        assert local.weekday() < 5
        assert 8 <= local.hour < 17
    late = Q(act__at__date__lt=F("on")) | Q(act__at__date__gt=F("on") + timedelta(days=45))
    for log in (StatusEntry, PhaseEntry, OrganisingEntry, ElderCouncilEntry):
        assert not log.objects.filter(late).exists()


def test_a_few_entries_are_corrected_and_a_few_acts_are_undone():
    corrected, withdrawn = (StatusEntry.objects.filter(kind=kind) for kind in (Kind.CORRECTED, Kind.WITHDRAWN))

    assert 20 < corrected.count() < 300
    assert 0 < Act.objects.exclude(undoes=None).count() < 20
    assert not corrected.filter(corrects__counts=True).exists()
    assert not corrected.filter(state=F("corrects__state")).exists()
    assert not withdrawn.filter(Q(corrects__counts=True) | ~Q(act__undoes=F("corrects__act"))).exists()


def test_one_act_may_be_about_many_solutions_and_many_municipalities():
    acts = StatusEntry.objects.values("act")

    assert acts.annotate(n=Count("solution", distinct=True)).filter(n__gte=5).exists()
    assert acts.annotate(n=Count("municipality", distinct=True)).filter(n__gte=5).exists()


def test_municipalities_are_in_all_phases_at_the_end_and_some_went_back():
    by_area = PhaseEntry.objects.exclude(area=None).values_list("municipality", flat=True)
    wholes = PhaseEntry.objects.filter(area=None, municipality__in=_living(LAST)).order_by("on", "pk")
    numbers: dict[int, int] = {}
    went_back = set()
    for municipality, number in wholes.values_list("municipality", "phase__number"):
        if number < numbers.get(municipality, 0):
            went_back.add(municipality)
        numbers[municipality] = number

    assert set(numbers.values()) == {1, 2, 3, 4}
    assert sum(number >= 3 for number in numbers.values()) / len(numbers) > 0.5
    assert 0.2 < len(set(by_area) & set(numbers)) / len(numbers) < 0.45
    assert 3 < len(went_back) < 60


def test_most_municipalities_that_decided_have_said_how_they_organise_it_and_whether_the_elders_are_with_them():
    decided = set(Treatment.objects.filter(stage="decision").values_list("municipality", flat=True))

    for log, values in ((OrganisingEntry, OrganisingEntry.Model), (ElderCouncilEntry, ElderCouncilEntry.Answer)):
        said = dict(log.objects.as_of(LAST).values_list("municipality", log.value_column()))
        assert 0.5 < len(decided & set(said)) / len(decided) < 0.95
        assert set(said.values()) == set(values)


def test_measures_lie_in_every_sector_inside_and_outside_the_solutions():
    for sector in Measure.Sector:
        assert Measure.objects.filter(sector=sector).exists(), sector
    assert Measure.objects.filter(solutions=None).exists()
    assert Measure.objects.filter(solutions=None).count() < Measure.objects.exclude(solutions=None).count()
    assert Measure.objects.exclude(strategies=None).exists()
    assert max(Counter(Measure.objects.values_list("municipality", flat=True)).values()) <= 8


def test_a_measure_is_where_its_dates_say():
    planned, ended = Q(state=Measure.State.PLANNED), Q(state__in=[Measure.State.DONE, Measure.State.STOPPED])
    lived = Q(starts_on__gte=F("municipality__valid_from")) & (
        Q(municipality__valid_to=None) | Q(starts_on__lt=F("municipality__valid_to"))
    )

    assert not Measure.objects.filter(planned).exclude(starts_on__gt=LAST).exists()
    assert not Measure.objects.filter(ended).exclude(ends_on__lte=LAST).exists()
    assert not Measure.objects.filter(state=Measure.State.ONGOING, ends_on__lte=LAST).exists()
    assert not Measure.objects.exclude(planned).exclude(lived, starts_on__range=(FIRST, LAST)).exists()


def _living(day: date) -> set[int]:
    return set(Municipality.objects.filter(valid_from__lte=day).exclude(valid_to__lte=day).values_list("pk", flat=True))


def _held(day: date):
    return statuses(Reform.objects.get(), day, _living(day))


def _reaches(held, body: int, solution: int, least: State) -> bool:
    status = held.get((body, solution))
    return status is not None and status.state in STEPS and STEPS.index(status.state) >= STEPS.index(least)
