"""Fills an empty demo database with made-up activity for all regions."""

from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lhl_portal.demo.generate import seed
from lhl_portal.demo.guard import Refused


class Command(BaseCommand):
    help = "Lager demodata for 2019-2023. Gjør ingenting om de finnes, og nekter der det er virkelige opplysninger."

    def handle(self, *args: Any, **options: Any) -> None:
        started = perf_counter()
        try:
            written = seed()
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        if not written:
            self.stdout.write("Demodata finnes allerede")
            return
        self.stdout.write(f"Demodata er laget: {written} rader på {perf_counter() - started:.1f} s")
