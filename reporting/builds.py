"""From a press of the button to a frozen snapshot.

The row in `Build` is the queue of record and the broker only rings. A worker claims a queued row by writing a token and
a lease, renews the lease as it works, and can only finish while its token stands. `sweep` puts right whatever was lost:
a bell that nobody heard, a worker that died.
"""

import hashlib
import logging
import uuid
from collections.abc import Callable
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from celery import current_app
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as BrokerError

from lhl_portal.pdf.manifests import canonical
from reporting.manifest import read_manifest
from reporting.models import Build, Report, Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lhl_portal.access.models import User

logger = logging.getLogger(__name__)

TASK = "reporting.tasks.build_report"


class TooEarly(Exception):
    """The round's cut-off has not come: nobody knows yet what was true on it."""


class LeaseLost(Exception):
    """Another worker has taken the build over; this one must not write any more."""


def request_build(*, report: Report, by: "User | None", at: datetime, edition: int | None = None) -> Build:
    """The report's active build: a new one, or the one somebody has already asked for. Rings after commit.

    With the number of an `edition` it is one that can be signed, else a draft. Raises TooEarly before the day of the
    cut-off.
    """
    if timezone.localdate(at) < report.round.cut_off:
        raise TooEarly
    with transaction.atomic():
        Report.objects.select_for_update().get(pk=report.pk)  # two presses at once come one after the other
        active = Build.objects.active().filter(report=report).first()
        if active:
            return active
        build = Build.objects.create(report=report, edition=edition, requested_by=by, requested_at=at, rung_at=at)
        transaction.on_commit(partial(ring, build.pk), robust=True)
    return build


def ring(build_pk: int) -> None:
    """Tells the workers that a build waits. A lost bell is rung again by `sweep`."""
    try:
        current_app.send_task(TASK, args=[build_pk])
    except BrokerError as error:
        logger.warning("No bell for build %s: %s", build_pk, error)


def sweep(*, at: datetime) -> list[int]:
    """Queues again what a dead worker left, gives up what has failed too often, and rings for what has waited."""
    expired = Build.objects.filter(state=Build.State.RUNNING, lease_until__lt=at)
    expired.filter(attempt__gte=Build.MAX_ATTEMPTS).update(
        state=Build.State.FAILED,
        token=None,
        lease_until=None,
        finished_at=at,
        error=_("Byggingen stoppet uventet %(attempts)s ganger. Driften må se på den.")
        % {"attempts": Build.MAX_ATTEMPTS},
    )
    queued = {"state": Build.State.QUEUED, "step": Build.Step.WAITING, "percent": 0}
    expired.update(**queued, token=None, lease_until=None, rung_at=at - timedelta(days=1))
    waited = timedelta(seconds=settings.BUILD_RING_AGAIN_SECONDS)
    waiting = Build.objects.filter(state=Build.State.QUEUED, rung_at__lt=at - waited).order_by("pk")
    pks = list(waiting.values_list("pk", flat=True))
    Build.objects.filter(pk__in=pks).update(rung_at=at)
    for pk in pks:
        ring(pk)
    return pks


def run_build(build_pk: int, *, clock: Callable[[], datetime]) -> Snapshot | None:
    """Builds the report of a queued build. None when somebody else has it or had it: a second bell changes nothing."""
    token = _claim(build_pk, at=clock())
    if token is None:
        return None
    build = Build.objects.select_related("report__round__reform", "report__region__office").get(pk=build_pk)
    progress = partial(_report_progress, build_pk, token, clock)
    try:
        from reporting.pdf import render  # WeasyPrint belongs in the worker, not in every process that has a button

        with _one_moment():
            manifest = read_manifest(
                build.report, built_on=timezone.localdate(clock()), final=build.edition is not None
            )
        progress(Build.Step.SNAPSHOT, 30)
        content = canonical(manifest)
        pdf = render(content, progress=progress)
        return _finish(build, token, content, pdf.data, pdf.pages, at=clock())
    except LeaseLost:
        logger.warning("Build %s was taken over by another worker", build_pk)
    except (OperationalError, InterfaceError):
        raise  # the database is away: the lease runs out and the sweep tries again
    except SoftTimeLimitExceeded:
        _fail(build_pk, token, _("Byggingen tok for lang tid og ble stoppet."), at=clock())
    except Exception as error:
        logger.exception("Build %s failed", build_pk)
        reason = _("Byggingen stoppet på en feil i portalen (%(error)s). Feilen er loggført som bygg %(number)s.")
        _fail(build_pk, token, reason % {"error": type(error).__name__, "number": build_pk}, at=clock())
    return None


def _claim(build_pk: int, *, at: datetime) -> uuid.UUID | None:
    token = uuid.uuid4()
    claimed = Build.objects.filter(pk=build_pk, state=Build.State.QUEUED).update(
        state=Build.State.RUNNING,
        step=Build.Step.FACTS,
        percent=5,
        attempt=F("attempt") + 1,
        token=token,
        lease_until=_lease(at),
    )
    return token if claimed else None


def _lease(at: datetime) -> datetime:
    return at + timedelta(seconds=settings.BUILD_LEASE_SECONDS)


def _report_progress(
    build_pk: int,
    token: uuid.UUID,
    clock: Callable[[], datetime],
    step: str,
    percent: int,
) -> None:
    """Shows how far the build is and renews the lease. Raises LeaseLost when the build is another's."""
    held = Build.objects.filter(pk=build_pk, token=token)
    if not held.update(step=step, percent=percent, lease_until=_lease(clock())):
        raise LeaseLost


@contextmanager
def _one_moment() -> "Iterator[None]":
    """Everything read inside is read from the same moment, and nothing can be written."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _finish(
    build: Build,
    token: uuid.UUID,
    content: bytes,
    pdf: bytes,
    pages: int,
    *,
    at: datetime,
) -> Snapshot:
    """Stores snapshot and state together, or neither."""
    with transaction.atomic():
        done = Build.objects.filter(pk=build.pk, token=token).update(
            state=Build.State.DONE,
            step=Build.Step.STORED,
            percent=100,
            token=None,
            lease_until=None,
            finished_at=at,
        )
        if not done:
            raise LeaseLost
        return Snapshot.objects.create(
            build=build,
            created_at=at,
            manifest=content,
            sha256=hashlib.sha256(content).hexdigest(),
            pdf=pdf,
            pdf_sha256=hashlib.sha256(pdf).hexdigest(),
            pages=pages,
        )


def _fail(build_pk: int, token: uuid.UUID, reason: str, *, at: datetime) -> None:
    Build.objects.filter(pk=build_pk, token=token).update(
        state=Build.State.FAILED,
        token=None,
        lease_until=None,
        finished_at=at,
        error=reason,
    )
