"""Builds the first report of the demo through the real queue, and stores its PDF beside the demo."""

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Count, Q
from django.utils import timezone

from reporting.builds import request_build
from reporting.models import Build, Report


class Command(BaseCommand):
    help = "Presses *Bygg rapport* for the demo's largest region, waits for the worker, and writes the PDF to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--output", type=Path, required=True, help="Where the PDF goes.")
        parser.add_argument("--timeout", type=float, default=180, help="Seconds to wait for the worker.")

    def handle(self, *args: Any, output: Path, timeout: float, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Kommandoen hører til demoen og kjøres bare der.")
        build = self.finished() or self.build(timeout)
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(bytes(build.snapshot.pdf))
        self.stdout.write(str(output))

    def finished(self) -> Build | None:
        return Build.objects.filter(state=Build.State.DONE).select_related("snapshot").order_by("pk").first()

    def build(self, timeout: float) -> Build:
        size = Count("region__counties__county__spells", filter=Q(region__counties__county__spells__valid_to=None))
        report = Report.objects.annotate(size=size).order_by("-size", "round__cut_off", "pk").first()
        if report is None:
            raise CommandError("Demoen har ingen rapport å bygge.")
        build = request_build(report=report, by=None, at=timezone.now())
        give_up = time.monotonic() + timeout
        while build.is_active:
            if time.monotonic() > give_up:
                raise CommandError(f"Rapporten ble ikke ferdig på {timeout:.0f} sekunder ({build.step}).")
            time.sleep(0.3)
            build.refresh_from_db()
        if build.state == Build.State.FAILED:
            raise CommandError(build.error)
        return build
