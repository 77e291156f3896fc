"""Celery's doors to the notices. The clock is read here."""

from celery import shared_task
from django.utils import timezone

from lhl_portal.notices import gathering, outbox, sending


@shared_task
def gather_notices() -> None:
    gathering.gather(at=timezone.now())


@shared_task
def send_digests() -> None:
    outbox.queue(at=timezone.now())


@shared_task
def sweep_mail() -> None:
    sending.sweep(clock=timezone.now)
