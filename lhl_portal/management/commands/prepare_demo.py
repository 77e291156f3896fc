"""``prepare_demo``: all that a demo needs in its database, in one process, since starting Python is what takes time."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

STEPS = ("migrate", "load_register", "load_reform", "seed_demo")


class Command(BaseCommand):
    help = "Brings the demo's database up to date: schema, reference data, demo activity. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("PORTAL_MODE is not demo; nothing was done.")
        for step in STEPS:
            call_command(step, verbosity=0, stdout=self.stdout)
