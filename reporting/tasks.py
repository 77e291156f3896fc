"""Celery's doors to the builds: load by id, one call. The clock is read here."""

import logging

from celery import shared_task
from django.utils import timezone

from reporting import builds, verifying

logger = logging.getLogger(__name__)


@shared_task
def build_report(build_pk: int) -> None:
    builds.run_build(build_pk, clock=timezone.now)


@shared_task
def sweep_builds() -> None:
    builds.sweep(at=timezone.now())


@shared_task
def verify_editions() -> None:
    """Each night: what is frozen is as it was, or the log says what is not."""
    for finding in verifying.findings():
        logger.critical("%s: %s", finding.where, finding.what)
