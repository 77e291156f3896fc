"""Proposes new reference files for the register from files that Statistics Norway publishes."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, DjangoHelpFormatter
from django.utils import timezone

from lhl_portal.access.reading import Problems, RefusedFiles
from municipalities.register.records import DATA, read_register
from municipalities.register.refresh.klass import code_changes, codes_on
from municipalities.register.refresh.proposal import Division, propose, write
from municipalities.register.refresh.sources import RefusedSource, open_source
from municipalities.register.refresh.statbank import counts_in

HELP = """
Foreslår nye filer til kommuneregisteret fra filer du har lastet ned fra Statistisk sentralbyrå, og viser endringene.
Kommandoen henter ingenting selv og endrer verken databasen eller filene den leser. JSON og CSV kan brukes.

  Koder      data.ssb.no/api/klass/v1/classifications/131/codesAt.json?date=2027-01-01
  Endringer  data.ssb.no/api/klass/v1/classifications/131/changes.json?from=2026-01-02&to=2027-01-02
  Folketall  Statistikkbanken, tabell 07459: kommuner slik de var, alle aldre, ett eller flere år; JSON-stat2 eller CSV

Du godkjenner forslaget ved å se på det, skrive det med --skriv MAPPE, rette det som er merket, og kjøre
load_register --data MAPPE.
"""


class _HelpFormatter(DjangoHelpFormatter, RawDescriptionHelpFormatter):
    """Keeps the lines of the help text."""


class Command(BaseCommand):
    help = HELP.strip()

    def create_parser(self, *args: Any, **options: Any) -> Any:
        return super().create_parser(*args, formatter_class=_HelpFormatter, **options)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--koder", type=Path, metavar="FIL", help="kommunene i Klass 131 på dagen i --dato")
        parser.add_argument("--dato", type=date.fromisoformat, metavar="ÅÅÅÅ-MM-DD", help="dagen kodene gjelder")
        parser.add_argument("--endringer", type=Path, metavar="FIL", help="endringene i Klass 131 til og med dagen")
        parser.add_argument("--folketall", type=Path, metavar="FIL", help="tabell 07459")
        parser.add_argument(
            "--data", type=Path, default=DATA, metavar="MAPPE", help="filene i dag (ellers de som følger med)"
        )
        parser.add_argument("--skriv", type=Path, metavar="MAPPE", help="ny mappe for hele det foreslåtte settet")

    def handle(self, *args: Any, **options: Any) -> None:
        _refuse_odd_choices(options)
        problems = Problems()
        register = read_register(options["data"], problems)
        if problems:
            raise CommandError(str(RefusedFiles(problems)))
        try:
            counts = counts_in(open_source(options["folketall"])) if options["folketall"] else None
            proposal = propose(options["data"], register, _division(options), counts)
            lines = proposal.lines
            if lines:
                self.stdout.write("\n".join(lines).strip())
            else:
                self.stdout.write("Ingen endringer.")
            if proposal.warnings:
                self.stdout.write("\n".join(["", "Må kontrolleres", *(f"  {text}" for text in proposal.warnings)]))
            if lines:
                write(proposal, options["skriv"], timezone.localdate())
                self.stdout.write(_next_step(options["skriv"]))
        except (RefusedSource, OSError) as error:
            raise CommandError(f"{error}\nIngenting er skrevet.") from error


def _refuse_odd_choices(options: dict[str, Any]) -> None:
    if not options["koder"] and not options["folketall"]:
        raise CommandError("Gi --koder, --folketall eller begge.")
    if bool(options["koder"]) != bool(options["dato"]):
        raise CommandError("--koder og --dato hører sammen: dagen kodene gjelder.")
    if options["endringer"] and not options["koder"]:
        raise CommandError("--endringer brukes sammen med --koder, som de blir kontrollert mot.")
    target = options["skriv"]
    if target and not target.parent.is_dir():
        raise CommandError(f"Mappen {target.parent} finnes ikke.")
    if target and target.exists():
        raise CommandError(f"{target} finnes fra før. Velg en ny mappe.")


def _division(options: dict[str, Any]) -> Division | None:
    day = options["dato"]
    if not day:
        return None
    changes = code_changes(open_source(options["endringer"])) if options["endringer"] else []
    return Division(day, codes_on(open_source(options["koder"]), day), changes)


def _next_step(target: Path | None) -> str:
    if target is None:
        return "\nIngenting er skrevet. Skriv forslaget til en mappe med --skriv MAPPE."
    return f"\nForslaget er skrevet til {target}. Se over det, og godkjenn det med: load_register --data {target}"
