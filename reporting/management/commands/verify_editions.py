"""Finds out whether anything that is frozen has been changed, and what files from elsewhere are."""

import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reporting.models import Snapshot
from reporting.verifying import findings, known


class Command(BaseCommand):
    help = (
        "Checks every snapshot, edition and step against checksums and seals. With FILE: only which snapshot each file "
        "is, byte for byte. Ends with 1 when something does not hold."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        wrong = [self._file(path) for path in files].count(False) if files else self._all()
        if wrong:
            raise CommandError(f"{wrong} avvik.", returncode=1)

    def _all(self) -> int:
        found = list(findings())
        for finding in found:
            self.stdout.write(f"{finding.where}: {finding.what}")
        if not found:
            self.stdout.write(f"Alt er som det var: {Snapshot.objects.count()} bygde rapporter.")
        return len(found)

    def _file(self, path: Path) -> bool:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        snapshot = known(hashlib.sha256(content).hexdigest())
        if snapshot is None:
            self.stdout.write(f"{path}: ikke en fil portalen har laget, eller endret siden.")
            return False
        edition = getattr(snapshot, "edition", None)
        what = f"{edition}, {edition.get_state_display().lower()}" if edition else "utkast, ikke sendt inn"
        self.stdout.write(f"{path}: {snapshot.build.report}, {what}.")
        return True
