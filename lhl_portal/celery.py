"""The Celery app. Settings are Django's, prefixed ``CELERY_``; tasks are found in each app's ``tasks.py``."""

import os

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lhl_portal.settings")

app = Celery("lhl_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def sweep_at_start(**kwargs: object) -> None:
    """A new worker begins by putting right what the last one left, and by telling what has happened since."""
    app.send_task("reporting.tasks.sweep_builds")
    app.send_task("lhl_portal.notices.tasks.gather_notices")
