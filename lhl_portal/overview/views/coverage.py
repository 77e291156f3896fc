"""*Dekning*: whom the apparatus has offered, met and supported, and whom not."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogue_meetings.views.section import sections, trail
from lhl_portal.access.exporting import FORMATS, export
from lhl_portal.overview.coverage import CoverageFilter, Covered, columns, covered
from lhl_portal.overview.views.page import OverviewPage
from lhl_portal.ui.exports import About
from lhl_portal.ui.tables import Table

NAMED = 12  # municipalities; of more, only the number is told


class Coverage(OverviewPage):
    """``?format=csv`` and ``?format=xlsx`` give exactly the rows and columns chosen, as a file."""

    permission = "dialogue_meetings.view_meeting"
    filterset_class = CoverageFilter
    template_name = "overview/coverage.html"

    def offer(self, form: Any) -> None:
        form.offer(columns(self.day.year), sort="-dager")

    @cached_property
    def rows(self) -> list[Covered]:
        """All in the place chosen, whatever they lack; none where the address cannot be read."""
        if not self.filterset.is_valid() or self.reform is None:
            return []
        return covered(self.reform, self.filterset.day, list(self.filterset.qs.values_list("pk", flat=True)))

    @cached_property
    def table(self) -> Table[Covered]:
        form = self.filterset.form
        rows = self.filterset.narrow(self.rows) if self.rows else []
        return Table(columns(self.day.year, self.as_of_query), rows, form.chosen, form.order).sorted()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = request.GET.get("format", "")
        if kind in FORMATS and self.filterset.is_valid():
            about = About(
                title=_("Dekning"),
                as_of=self.filterset.day,
                made_at=timezone.now(),
                source=_("Registrerte tilbud, møter og annen kontakt"),
                filters=self.filterset.in_words(),
            )
            return export(request, self.table, about, kind=kind)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        without = [row.body.name for row in self.rows if "kontakt" in row.missing]
        return super().get_context_data(
            title=_("Dekning"),
            breadcrumbs=trail((_("Møter"), reverse("dialogue_meetings:list")), (_("Dekning"), None)),
            sections=sections(self.request, self.as_of_query),
            filter_form=self.filterset.form,
            table=self.table,
            total=len(self.rows),
            without_contact=len(without),
            without_contact_names=without if len(without) <= NAMED else [],
            not_offered=sum("tilbud" in row.missing for row in self.rows),
            year=self.day.year,
            starts_on=self.reform.valid_from if self.reform else None,
            map_query=self._map_query(),
            **kwargs,
        )

    def _map_query(self) -> str:
        query = self.request.GET.copy()
        for name in [name for name in query if name not in {"tekst", "region", "fylke", "dato"}]:
            del query[name]
        query["vis"] = "support_given"
        return query.urlencode()
