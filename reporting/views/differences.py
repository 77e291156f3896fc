"""*Se forskjell*: what has become of a report since another edition was sent."""

import json
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from lhl_portal.access.models import User
from lhl_portal.access.scoping import ScopedMixin
from municipalities.models import Change
from reporting.differences import Body, FigureDifference, compare
from reporting.editions import comparable, edition_before
from reporting.forms.steps import DifferenceForm
from reporting.models import Edition, Report, Snapshot
from reporting.presentation import crumbs, told
from reporting.views.editions import EditionPage


class _Against:
    """The other edition, chosen in the address by ``?mot=`` among those the reader reaches."""

    template_name = "reporting/differences.html"
    request: Any
    user: User
    today: Any

    def against(self, report: Report, *, own: int | None, usual: Edition | None) -> dict[str, Any]:
        """The form, and the other edition with its manifest where there is one. `own` is left out of the choice."""
        editions = comparable(report).visible_to(self.user, "reporting.view_report", today=self.today)
        candidates = list(editions.exclude(pk=own))
        at_first = usual if usual in candidates else next(iter(candidates), None)
        asked = self.request.GET if "mot" in self.request.GET else {"mot": str(at_first.pk if at_first else "")}
        form = DifferenceForm(asked, editions=candidates)
        other = None
        if candidates and form.is_valid():
            other = next(edition for edition in candidates if str(edition.pk) == form.cleaned_data["mot"])
        return {"form": form, "candidates": candidates, "other": other, "report": report}

    def told(self, other: Edition | None, manifest: dict[str, Any], *, turned: bool) -> dict[str, Any]:
        """The differences, from `other` to the manifest or, where `turned`, the other way."""
        if other is None:
            return {"differences": None}
        stored = Edition.objects.filter(pk=other.pk).values_list("snapshot__manifest", flat=True).get()
        pair = (json.loads(bytes(stored)), manifest)
        found = compare(*(reversed(pair) if turned else pair))
        chapters = {row["code"]: row["title"] for side in pair for row in side["chapters"]}
        return {
            "differences": found,
            "chapters": [
                (title, [_shown(figure) for figure in found.figures if figure.chapter == code])
                for code, title in chapters.items()
                if any(figure.chapter == code for figure in found.figures)
            ],
            "language": manifest["language"],
            "went": [(body, became) for body, became in zip(found.went, _became(found.went), strict=True)],
        }


def _shown(figure: FigureDifference) -> dict[str, Any]:
    return {"figure": figure, "came": told(figure.came), "went": told(figure.went)}


def _became(bodies: tuple[Body, ...]) -> list[list[str]]:
    """The names of what came after each municipality, as far as the register tells. One query."""
    changes = Change.objects.filter(predecessor__in=[body.id for body in bodies if body.id], partial=False)
    pairs = list(changes.values_list("predecessor", "successor__name"))
    return [sorted({name for key, name in pairs if key == body.id}) for body in bodies]


class EditionDifferences(_Against, EditionPage):
    """Between an edition and another, the older first whichever the page is about."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        edition, report = self.object, self.object.report
        usual = edition_before(report, number=edition.number)
        context = self.against(report, own=edition.pk, usual=usual)
        other = context["other"]
        turned = other is not None and other.submitted_at > edition.submitted_at
        older, newer = (edition, other) if turned else (other, edition)
        title = _("Forskjell")
        return super().get_context_data(
            title=title,
            breadcrumbs=self.path((edition, edition.get_absolute_url()), (title, "")),
            older=older,
            newer=newer,
            **context,
            **self.told(other, self.manifest, turned=turned),
            **kwargs,
        )


class SnapshotDifferences(_Against, ScopedMixin, DetailView):
    """Between what a build has made, which may not be sent yet, and the edition before."""

    permission = "reporting.view_report"
    queryset = Snapshot.objects.select_related(
        "build__report__round__reform", "build__report__region__office", "edition"
    ).defer("pdf")

    @cached_property
    def manifest(self) -> dict[str, Any]:
        return dict(json.loads(bytes(self.object.manifest)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        snapshot, report = self.object, self.object.build.report
        sent = getattr(snapshot, "edition", None)
        usual = edition_before(report, number=sent.number if sent else None)
        context = self.against(report, own=sent.pk if sent else None, usual=usual)
        title = _("Forskjell")
        return super().get_context_data(
            title=title,
            breadcrumbs=crumbs((report, report.get_absolute_url()), (title, "")),
            older=context["other"],
            newer=sent,
            **context,
            **self.told(context["other"], self.manifest, turned=False),
            **kwargs,
        )
