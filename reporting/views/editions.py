"""An edition as it was sent: read from its manifest, never from today's tables, each figure open to its evidence."""

import json
from datetime import date
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from lhl_portal.access.scoping import ScopedMixin
from reporting.evidence import municipalities_of, reachable
from reporting.models import Edition, OpenReport, State, Thread
from reporting.national_pages import rows_of_edition, sources_of_edition
from reporting.presentation import by_place, crumbs
from reporting.publishing.files import files_of


class EditionPage(ScopedMixin, DetailView):
    """What the pages of one edition share. Addressed by report and number."""

    permission = "reporting.view_report"
    queryset = Edition.objects.select_related("report__round__reform", "report__region__office", "signed_by").defer(
        "snapshot__pdf"
    )
    context_object_name = "edition"

    def get_object(self, queryset: Any = None) -> Edition:
        found = (
            self.get_queryset()
            .select_related("snapshot")
            .filter(report=self.kwargs["pk"], number=self.kwargs["number"])
        )
        edition: Edition | None = found.first()
        if edition is None:
            raise Http404(_("Utgaven finnes ikke."))
        return edition

    @cached_property
    def manifest(self) -> dict[str, Any]:
        return dict(json.loads(bytes(self.object.snapshot.manifest)))

    def dates(self) -> dict[str, date]:
        """Those that the manifest has as texts."""
        return {
            "as_of": date.fromisoformat(self.manifest["period"]["as_of"]),
            "built_on": date.fromisoformat(self.manifest["built_on"]),
        }

    @cached_property
    def threads(self) -> dict[str, list[Thread]]:
        """What is said of the report, by where."""
        return by_place(self.object.report.threads.all())

    def review(self) -> dict[str, Any]:
        """Whether the reader may say something of this very edition, and what is said of all of it."""
        report = self.object.report
        waiting = report.state == State.SUBMITTED and self.object.state == State.SUBMITTED
        may = waiting and self.may("reporting.review_report", report)
        return {
            "comment_url": reverse("reporting:thread_create", args=[report.pk, self.object.number]) if may else "",
            "general_threads": self.threads.get("general:", []),
            "unsettled": sum(not thread.is_closed for found in self.threads.values() for thread in found),
        }

    def threads_of_figure(self, code: str) -> list[Thread]:
        """Those of its rows as well."""
        rows = [found for place, found in self.threads.items() if place.startswith(f"row:{code}:")]
        return [*self.threads.get(f"figure:{code}", []), *(thread for found in rows for thread in found)]

    def path(self, *steps: tuple[Any, str]) -> list[tuple[Any, str]]:
        report = self.object.report
        return crumbs((report, report.get_absolute_url()), *steps)


class EditionDetail(EditionPage):
    template_name = "reporting/edition_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        edition = self.object
        chapters = [
            chapter
            | {
                "figures": [
                    figure | {"threads": self.threads_of_figure(figure["code"])}
                    for figure in self.manifest["figures"]
                    if figure["chapter"] == chapter["code"]
                ]
            }
            for chapter in self.manifest["chapters"]
        ]
        return super().get_context_data(
            title=f"{edition}: {edition.report}",
            breadcrumbs=self.path((edition, "")),
            report=edition.report,
            manifest=self.manifest,
            chapters=chapters,
            answers=[
                row | {"threads": self.threads.get(f"answer:{row['number']}", []), "query": f"?svar={row['number']}"}
                for row in self.manifest.get("answers", [])
            ],
            regions=sources_of_edition(edition, self.manifest),
            steps=edition.report.transitions.filter(edition=edition.number).select_related("by"),
            **self.dates(),
            files=files_of(edition),
            opened=OpenReport.objects.filter(report=edition.report).exists(),
            may_open=self.may("reporting.change_report", edition.report),
            newer=edition.report.editions.filter(number__gt=edition.number).light().first(),
            **self.review(),
            **kwargs,
        )


class EditionFigure(EditionPage):
    """Which municipalities counted in the edition and which did not, with the records as they were told then.

    A record that still stands, and that the reader reaches, is a link. A national figure leads to the regions'.
    """

    def get_template_names(self) -> list[str]:
        national = self.manifest.get("kind") == "national"
        return ["reporting/national_edition_figure.html" if national else "reporting/edition_figure.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figure = next((row for row in self.manifest["figures"] if row["code"] == self.kwargs["code"]), None)
        if figure is None:
            raise Http404(_("Tallet finnes ikke."))
        common = {
            "title": figure["label"],
            "breadcrumbs": self.path((self.object, self.object.get_absolute_url()), (figure["label"], "")),
            "report": self.object.report,
            "manifest": self.manifest,
            "figure": figure,
            **self.dates(),
        }
        if self.manifest.get("kind") == "national":
            rows = rows_of_edition(self.object, self.manifest, figure)
            return super().get_context_data(rows=rows, **common, **kwargs)
        records = [r for side in ("counted", "missing") for row in figure[side] for r in row["records"]]
        links = reachable((r["ref"] for r in records), user=self.user, today=self.today)
        bodies = municipalities_of(self.manifest, user=self.user, today=self.today)
        return super().get_context_data(
            **common,
            threads=self.threads.get(f"figure:{figure['code']}", []),
            **{
                side: [
                    bodies[row["municipality"]].told(row, links)
                    | {
                        "threads": self.threads.get(f"row:{figure['code']}:{row['municipality']}", []),
                        "query": f"?tall={figure['code']}&kommune={row['municipality']}",
                    }
                    for row in figure[side]
                ]
                for side in ("counted", "missing")
            },
            **self.review(),
            **kwargs,
        )
