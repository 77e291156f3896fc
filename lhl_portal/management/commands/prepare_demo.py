"""``prepare_demo``: all that a demo needs in its database, in one process, since starting Python is what takes time."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from lhl_portal.demo.guard import Refused, demo_is_there_already

STEPS = ("migrate", "createcachetable", "load_register", "load_reform", "seed_demo")


class Command(BaseCommand):
    help = "Brings the demo's database up to date: schema, reference data, demo activity. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Kommandoen hører til demoen (PORTAL_MODE=demo). Ingenting er gjort.")
        try:
            demo_is_there_already()  # before the schema is touched, too
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        for step in STEPS:
            call_command(step, verbosity=0, stdout=self.stdout)
