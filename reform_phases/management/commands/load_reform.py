"""Loads the reform, its phases, focus areas and solutions from reference files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lhl_portal.access.reading import RefusedFiles
from reform_phases.content import DATA, load_content


class Command(BaseCommand):
    help = "Legger inn reformen fra filene. Det som er endret i portalen, blir stående, med mindre --overwrite er gitt."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--data", type=Path, default=DATA, help="mappen med filene (ellers de som følger med)")
        parser.add_argument("--overwrite", action="store_true", help="skriv over det som er endret i portalen")

    def handle(self, *args: Any, data: Path, overwrite: bool, **options: Any) -> None:
        try:
            loaded = load_content(data, overwrite=overwrite)
        except RefusedFiles as error:
            raise CommandError(str(error)) from error
        content = loaded.content
        self.stdout.write(
            f"Reforminnholdet er lastet: {len(content.reforms)} reform, {len(content.phases)} faser, "
            f"{len(content.areas)} innsatsområder, {len(content.solutions)} løsninger."
        )
        self.stdout.write(f"Rader: {loaded.created} nye, {loaded.changed} endret.")
        if loaded.kept:
            self.stdout.write(
                f"{loaded.kept} rader er endret i portalen og står som de er. Bruk --overwrite for å skrive over dem."
            )
