"""The dated logs: what holds on a day, corrections, undoing, and that nothing is ever rewritten."""

from datetime import UTC, date, datetime
from importlib import import_module

import pgtrigger
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from reform_phases.models import FreshnessLimit, PhaseEntry, StatusEntry
from reform_phases.progress import standing, statuses
from reform_phases.recording import ChangedMeanwhile, NotToUndo, confirming, correcting, newest, record, undo
from tests import factories as f

State, Kind = StatusEntry.State, StatusEntry.Kind
NOW = datetime(2021, 11, 1, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def solution():
    return f.SolutionFactory()


@pytest.fixture
def municipality():
    return f.MunicipalityFactory()


@pytest.fixture
def user():
    return f.UserFactory()


def status(municipality, solution, state, on, **kwargs):
    return f.StatusEntryFactory(municipality=municipality, solution=solution, state=state, on=on, **kwargs)


def held(solution, municipality, day):
    found = statuses(solution.area.reform, day, [municipality.pk])
    return found[municipality.pk, solution.pk] if found else None


def test_the_state_on_a_day_is_the_newest_entry_on_or_before_it(municipality, solution):
    status(municipality, solution, State.PLANNED, date(2021, 3, 1))
    status(municipality, solution, State.DECIDED, date(2020, 3, 1))

    assert held(solution, municipality, date(2020, 2, 29)) is None
    assert held(solution, municipality, date(2020, 3, 1)) == (State.DECIDED, date(2020, 3, 1))
    assert held(solution, municipality, date(2021, 2, 28)).state == State.DECIDED
    assert held(solution, municipality, date(2021, 3, 1)).state == State.PLANNED


def test_of_two_entries_on_the_same_day_the_last_written_holds(municipality, solution):
    status(municipality, solution, State.PLANNED, date(2021, 3, 1))
    status(municipality, solution, State.CONSIDERED, date(2021, 3, 1))

    assert held(solution, municipality, date(2021, 3, 1)).state == State.CONSIDERED


def test_a_confirmation_makes_what_holds_younger_and_changes_nothing_else(municipality, solution, user):
    entry = status(municipality, solution, State.PLANNED, date(2020, 3, 1))

    record([confirming(entry, date(2021, 10, 1))], by=user, at=NOW)

    assert held(solution, municipality, date(2021, 10, 1)) == (State.PLANNED, date(2021, 10, 1))
    assert StatusEntry.objects.get(on=date(2021, 10, 1)).kind == Kind.CONFIRMED


def test_a_correction_takes_the_place_of_what_it_corrects_and_both_stay_in_the_log(municipality, solution, user):
    wrong = status(municipality, solution, State.IMPLEMENTED, date(2021, 3, 1), note="Feil dato")

    record([correcting(wrong, state=State.PLANNED, on=date(2020, 3, 1))], by=user, at=NOW)

    assert held(solution, municipality, date(2021, 6, 1)) == (State.PLANNED, date(2020, 3, 1))
    assert list(StatusEntry.objects.order_by("pk").values_list("kind", "counts")) == [
        ("set", False),
        ("corrected", True),
    ]


def test_an_act_over_many_municipalities_is_undone_as_one(solution, user):
    bodies = f.MunicipalityFactory.create_batch(3)
    status(bodies[0], solution, State.DECIDED, date(2020, 1, 1))
    act = record(
        [
            StatusEntry(municipality=body, solution=solution, state=State.IN_PROGRESS, on=date(2021, 5, 1))
            for body in bodies
        ],
        by=user,
        at=NOW,
    )

    undoing = undo(act, by=user, at=NOW)

    assert held(solution, bodies[0], date(2021, 11, 1)) == (State.DECIDED, date(2020, 1, 1))
    assert held(solution, bodies[1], date(2021, 11, 1)) is None
    assert StatusEntry.objects.filter(act=undoing, kind=Kind.WITHDRAWN).count() == 3


def test_undoing_a_correction_puts_back_what_was_corrected(municipality, solution, user):
    entry = status(municipality, solution, State.PLANNED, date(2020, 3, 1), note="Plan 2020")
    act = record([correcting(entry, state=State.EVALUATED)], by=user, at=NOW)

    undo(act, by=user, at=NOW)

    assert held(solution, municipality, date(2021, 1, 1)) == (State.PLANNED, date(2020, 3, 1))
    assert StatusEntry.objects.get(counts=True).note == "Plan 2020"


def test_undoing_leaves_what_others_have_written_since(municipality, solution, user):
    act = record(
        [StatusEntry(municipality=municipality, solution=solution, state=State.PLANNED, on=date(2021, 5, 1))],
        by=user,
        at=NOW,
    )
    status(municipality, solution, State.IN_PROGRESS, date(2021, 6, 1))

    undo(act, by=user, at=NOW)

    assert held(solution, municipality, date(2021, 7, 1)).state == State.IN_PROGRESS


def test_nothing_is_undone_twice(municipality, solution, user):
    act = record(
        [StatusEntry(municipality=municipality, solution=solution, state=State.PLANNED, on=date(2021, 5, 1))],
        by=user,
        at=NOW,
    )
    undo(act, by=user, at=NOW)

    with pytest.raises(NotToUndo):
        undo(act, by=user, at=NOW)


def test_what_was_written_meanwhile_stops_the_act_and_nothing_of_it_is_written(municipality, solution, user):
    other = f.SolutionFactory()
    seen = newest(StatusEntry, [municipality.pk])
    status(municipality, solution, State.DECIDED, date(2021, 1, 1))

    with pytest.raises(ChangedMeanwhile) as stopped:
        record(
            [
                StatusEntry(municipality=municipality, solution=each, state=State.PLANNED, on=date(2021, 5, 1))
                for each in (other, solution)
            ],
            by=user,
            at=NOW,
            seen=seen,
        )

    assert stopped.value.subjects == [(municipality.pk, solution.pk)]
    assert StatusEntry.objects.count() == 1


REWRITES = {
    "update": lambda: StatusEntry.objects.update(state=State.EVALUATED),
    "count again": lambda: StatusEntry.objects.filter(counts=False).update(counts=True),
    "delete": lambda: StatusEntry.objects.all().delete(),
    "delete the act": lambda: _sql("DELETE FROM reform_phases_act"),
    "update by SQL": lambda: _sql("UPDATE reform_phases_statusentry SET note = 'x'"),
    "delete by SQL": lambda: _sql("DELETE FROM reform_phases_statusentry"),
    "truncate": lambda: _sql("TRUNCATE reform_phases_statusentry"),
    "update the act": lambda: _sql("UPDATE reform_phases_act SET by_id = by_id"),
}


@pytest.mark.parametrize("rewrite", REWRITES.values(), ids=REWRITES.keys())
def test_the_log_is_rewritten_by_no_route(municipality, solution, rewrite):
    entry = status(municipality, solution, State.PLANNED, date(2020, 3, 1))
    correcting(entry, act=entry.act).save()
    before = list(StatusEntry.objects.order_by("pk").values())

    with pytest.raises(DatabaseError), transaction.atomic():
        rewrite()

    assert list(StatusEntry.objects.order_by("pk").values()) == before


def test_an_entry_is_corrected_once(municipality, solution):
    entry = status(municipality, solution, State.PLANNED, date(2020, 3, 1))
    correcting(entry, act=entry.act).save()

    with pytest.raises(IntegrityError), transaction.atomic():
        correcting(entry, act=entry.act).save()


def test_the_phase_of_the_whole_and_of_an_area_are_two_things(municipality):
    area = f.FocusAreaFactory()
    first, second = f.PhaseFactory.create_batch(2, reform=area.reform)
    f.PhaseEntryFactory(municipality=municipality, phase=second, on=date(2021, 1, 1))
    f.PhaseEntryFactory(municipality=municipality, phase=first, on=date(2021, 2, 1))
    f.PhaseEntryFactory(municipality=municipality, phase=second, area=area, on=date(2021, 1, 1))

    found = {entry.area_id: entry.phase for entry in PhaseEntry.objects.as_of(date(2021, 3, 1))}

    assert found == {None: first, area.pk: second}


@pytest.mark.parametrize(
    ("months", "day", "oldest"),
    [
        (9, date(2021, 11, 1), date(2021, 2, 1)),
        (12, date(2021, 11, 30), date(2020, 11, 30)),
        (6, date(2021, 8, 31), date(2021, 2, 28)),
        (1, date(2020, 3, 31), date(2020, 2, 29)),
        (2, date(2021, 1, 15), date(2020, 11, 15)),
    ],
)
def test_a_limit_counts_back_whole_months(months, day, oldest):
    assert FreshnessLimit(months=months).oldest(day) == oldest


def test_a_correction_of_what_was_overtaken_the_same_day_does_not_come_before_it(municipality, solution, user):
    day = date(2021, 3, 1)
    first = status(municipality, solution, State.CONSIDERED, day)
    status(municipality, solution, State.IMPLEMENTED, day)

    record([correcting(first, state=State.DECIDED)], by=user, at=NOW)
    record([correcting(StatusEntry.objects.get(corrects=first), note="Enda en gang")], by=user, at=NOW)

    assert held(solution, municipality, day).state == State.IMPLEMENTED
    assert StatusEntry.objects.as_of(day).get().state == State.IMPLEMENTED
    assert StatusEntry.objects.filter(counts=True).first().state == State.IMPLEMENTED
    assert standing([solution.pk], day, [municipality.pk], oldest=day) == {municipality.pk: [State.IMPLEMENTED]}


def test_entries_from_before_there_were_ranks_get_theirs(municipality, solution, user):
    first = status(municipality, solution, State.CONSIDERED, date(2021, 3, 1))
    status(municipality, solution, State.IMPLEMENTED, date(2021, 3, 1))
    record([correcting(first, state=State.DECIDED)], by=user, at=NOW)
    record([correcting(StatusEntry.objects.get(corrects=first), state=State.PLANNED)], by=user, at=NOW)
    ranks = dict(StatusEntry.objects.values_list("pk", "rank"))
    _sql("SET CONSTRAINTS ALL IMMEDIATE")
    with pgtrigger.ignore():
        StatusEntry.objects.update(rank=0)

    for statement in import_module("reform_phases.migrations.0006_ranks_of_entries").ranks("reform_phases_statusentry"):
        _sql(statement)

    assert dict(StatusEntry.objects.values_list("pk", "rank")) == ranks
    with pytest.raises(DatabaseError, match="Cannot update rows"):
        StatusEntry.objects.update(rank=1)


def test_undoing_a_correction_does_not_come_before_what_others_wrote_about_the_same_day(municipality, solution, user):
    entry = status(municipality, solution, State.CONSIDERED, date(2021, 3, 1))
    act = record([correcting(entry, state=State.DECIDED)], by=user, at=NOW)
    status(municipality, solution, State.IMPLEMENTED, date(2021, 3, 1))

    undo(act, by=user, at=NOW)

    assert held(solution, municipality, date(2021, 4, 1)).state == State.IMPLEMENTED


def _sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
