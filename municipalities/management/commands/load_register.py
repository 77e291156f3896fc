"""Loads the register of municipalities from its reference files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lhl_portal.access.reading import RefusedFiles
from lhl_portal.access.writing import StillReferenced
from municipalities.register.loading import load_register
from municipalities.register.records import DATA


class Command(BaseCommand):
    help = "Laster kommuneregisteret fra filene: regioner, fylker, organisasjoner, kommuner, kartplass og folketall."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--data", type=Path, default=DATA, help="mappen med filene (ellers de som følger med)")

    def handle(self, *args: Any, data: Path, **options: Any) -> None:
        try:
            loaded = load_register(data)
        except (RefusedFiles, StillReferenced) as error:
            raise CommandError(str(error)) from error
        today, register = timezone.localdate(), loaded.register
        now = sum(
            row.valid_from <= today and (not row.valid_to or today < row.valid_to) for row in register.municipalities
        )
        years = sorted({row.year for row in register.population})
        self.stdout.write(
            f"Kommuneregisteret er lastet: {len(register.municipalities)} kommuner ({now} i dag), "
            f"{len(register.regions)} regioner, {len(register.counties)} fylker, "
            f"{len(register.organisations)} organisasjoner i støtteapparatet, folketall "
            + (f"{years[0]}–{years[-1]}." if years else "mangler.")
        )
        self.stdout.write(f"Rader: {loaded.created} nye, {loaded.changed} endret, {loaded.deleted} slettet.")
