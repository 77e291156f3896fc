"""The queue of record: claims, leases, sweeps, and snapshots that never change."""

import hashlib
import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from reporting import builds
from reporting.models import Build, Snapshot
from tests import factories as f

NOW = datetime(2021, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def bells(monkeypatch):
    """The builds that were rung for. The broker is the edge of the machine."""
    rung = []
    monkeypatch.setattr(builds, "ring", rung.append)
    return rung


@pytest.fixture
def report(county, region):
    f.MunicipalityFactory(county=county)
    return f.ReportFactory(region=region)


def ask(report, at=NOW) -> Build:
    return builds.request_build(report=report, by=None, at=at)


def running(report, *, lease_until, attempt=1) -> Build:
    return Build.objects.create(
        report=report,
        state=Build.State.RUNNING,
        attempt=attempt,
        token=uuid.uuid4(),
        lease_until=lease_until,
        requested_at=NOW,
        rung_at=NOW,
    )


def test_the_bell_rings_after_the_press_is_committed(report, bells, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as waiting:
        build = ask(report)
        assert bells == []

    assert len(waiting) == 1
    assert bells == [build.pk]


def test_a_second_press_finds_the_first_build(report, bells):
    assert ask(report) == ask(report)
    assert Build.objects.count() == 1


def test_a_finished_report_can_be_built_again(report, bells):
    first = ask(report)
    Build.objects.update(state=Build.State.FAILED)

    assert ask(report) != first


def test_a_queued_build_that_nobody_heard_is_rung_again(report, bells):
    build = ask(report)

    assert builds.sweep(at=NOW + timedelta(seconds=10)) == []
    assert builds.sweep(at=NOW + timedelta(seconds=30)) == [build.pk]
    assert builds.sweep(at=NOW + timedelta(seconds=31)) == []


def test_a_lease_that_ran_out_puts_the_build_back_in_the_queue_and_rings(report, bells):
    build = running(report, lease_until=NOW)

    builds.sweep(at=NOW + timedelta(seconds=1))

    build.refresh_from_db()
    assert (build.state, build.token, build.attempt) == (Build.State.QUEUED, None, 1)
    assert bells == [build.pk]


def test_a_lease_that_holds_is_left_alone(report, bells):
    build = running(report, lease_until=NOW + timedelta(seconds=5))

    builds.sweep(at=NOW)

    build.refresh_from_db()
    assert build.state == Build.State.RUNNING


def test_the_third_broken_attempt_is_the_last_and_says_why(report, bells):
    build = running(report, lease_until=NOW, attempt=3)

    builds.sweep(at=NOW + timedelta(seconds=1))

    build.refresh_from_db()
    assert build.state == Build.State.FAILED
    assert "stoppet uventet 3 ganger" in build.error
    assert bells == []


@pytest.mark.parametrize("state", [Build.State.RUNNING, Build.State.DONE, Build.State.FAILED])
def test_a_bell_for_a_build_that_does_not_wait_changes_nothing(report, bells, state):
    build = running(report, lease_until=NOW)
    if state != Build.State.RUNNING:
        Build.objects.update(state=state, token=None, lease_until=None)
    before = Build.objects.values().get(pk=build.pk)

    assert builds.run_build(build.pk, clock=lambda: NOW) is None
    assert Build.objects.values().get(pk=build.pk) == before


@pytest.mark.django_db(transaction=True)
def test_a_build_leaves_a_snapshot_whose_checksum_is_of_its_bytes(report, bells):
    build = ask(report)

    snapshot = builds.run_build(build.pk, clock=lambda: NOW)

    assert snapshot is not None
    build.refresh_from_db()
    assert (build.state, build.percent, build.token) == (Build.State.DONE, 100, None)
    content = bytes(snapshot.manifest)
    assert hashlib.sha256(content).hexdigest() == snapshot.sha256
    assert builds.canonical(json.loads(content)) == content


@pytest.mark.django_db(transaction=True)
def test_a_failed_build_says_why_and_can_be_started_again(adviser_client, report, bells):
    build = ask(report)
    report.round.indicators.create(code="decision_made", version=99)  # a definition that is gone

    assert builds.run_build(build.pk, clock=lambda: NOW) is None

    build.refresh_from_db()
    assert build.state == Build.State.FAILED
    assert "Byggingen stoppet på en feil" in build.error
    assert not Snapshot.objects.exists()
    assert ask(report).pk != build.pk


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_lost_its_lease_cannot_finish(report, bells, monkeypatch):
    build = ask(report)
    taken_over = uuid.uuid4()

    def read_while_another_takes_over(manifest) -> bytes:
        Build.objects.filter(pk=build.pk).update(token=taken_over)
        return b"{}"

    monkeypatch.setattr(builds, "canonical", read_while_another_takes_over)

    assert builds.run_build(build.pk, clock=lambda: NOW) is None

    build.refresh_from_db()
    assert (build.state, build.token) == (Build.State.RUNNING, taken_over)
    assert not Snapshot.objects.exists()


def stored(build: Build) -> Snapshot:
    """A snapshot of a finished build, without having built it."""
    return Snapshot.objects.create(
        build=build,
        created_at=NOW,
        manifest=b"{}",
        sha256="a" * 64,
        pdf=b"%PDF-1.7 snapshot",
        pdf_sha256="b" * 64,
        pages=1,
    )


@pytest.fixture
def snapshot(report):
    return stored(Build.objects.create(report=report, state=Build.State.DONE, requested_at=NOW, rung_at=NOW))


def _save(snapshot):
    snapshot.pages = 2
    snapshot.save()


def _raw(statement):
    def run(snapshot):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a TRUNCATE would wait for those that are deferred
            cursor.execute(statement, [snapshot.pk] if "%s" in statement else None)

    return run


@pytest.mark.parametrize(
    "change",
    [
        _save,
        lambda s: Snapshot.objects.filter(pk=s.pk).update(pdf=b"other"),
        lambda s: Snapshot.objects.bulk_update([s], ["sha256"]),
        lambda s: s.delete(),
        lambda s: Snapshot.objects.all().delete(),
        _raw("UPDATE reporting_snapshot SET pages = 3 WHERE id = %s"),
        _raw("DELETE FROM reporting_snapshot WHERE id = %s"),
        _raw("TRUNCATE reporting_snapshot CASCADE"),
        _raw("TRUNCATE reporting_build CASCADE"),
    ],
    ids=[
        *("save", "update", "bulk_update", "delete", "queryset delete"),
        *("raw update", "raw delete", "raw truncate", "raw truncate by cascade"),
    ],
)
def test_a_snapshot_cannot_be_changed_by_any_route(snapshot, change):
    with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
        change(snapshot)

    assert bytes(Snapshot.objects.get(pk=snapshot.pk).pdf) == b"%PDF-1.7 snapshot"


def test_the_pdf_is_fetched_as_it_was_stored(adviser_client, snapshot):
    response = adviser_client.get(snapshot.get_absolute_url())

    assert response.content == b"%PDF-1.7 snapshot"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")


def test_the_pdf_of_another_region_does_not_exist(client, snapshot):
    client.force_login(f.adviser())

    assert client.get(snapshot.get_absolute_url()).status_code == 404


def test_pressing_the_button_queues_and_leads_back_to_the_report(adviser_client, report, bells):
    response = adviser_client.post(reverse("reporting:build", args=[report.pk]))

    assert response.url.startswith(report.get_absolute_url())
    assert Build.objects.get().requested_by is not None


def test_the_directorate_cannot_build_an_offices_report(client, report):
    client.force_login(f.analyst())

    assert client.post(reverse("reporting:build", args=[report.pk])).status_code == 403
    assert not Build.objects.exists()
