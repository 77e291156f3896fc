"""Celery's doors to the builds: load by id, one call. The clock is read here."""

from celery import shared_task
from django.utils import timezone

from reporting import builds


@shared_task
def build_report(build_pk: int) -> None:
    builds.run_build(build_pk, clock=timezone.now)


@shared_task
def sweep_builds() -> None:
    builds.sweep(at=timezone.now())
