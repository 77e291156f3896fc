"""*Kommuner*: one row for each municipality of a day."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lhl_portal.access.exporting import FORMATS, export
from lhl_portal.overview.columns import columns, solution_key
from lhl_portal.overview.filters import OverviewFilter
from lhl_portal.overview.rows import Row, areas_of
from lhl_portal.overview.views.page import OverviewPage
from lhl_portal.ui.exports import About
from lhl_portal.ui.tables import Table
from municipalities.profile import became
from municipalities.tabs import ways
from reform_phases.recording import RECORD

PAGE_SIZES = (50, 100, 500)


class MunicipalityList(OverviewPage):
    """``?format=csv`` and ``?format=xlsx`` give exactly the rows and columns chosen, as a file."""

    filterset_class = OverviewFilter
    filterset: OverviewFilter
    template_name = "overview/list.html"

    def offer(self, form: Any) -> None:
        form.offer(columns(areas_of(self.reform) if self.reform else []), sort="navn")
        # The rows are about one reform, and so are the questions.
        for name, path in (("omrade", "reform"), ("losning", "area__reform")):
            form.fields[name].queryset = form.fields[name].queryset.filter(**{path: self.reform})

    @property
    def can_record(self) -> bool:
        return not self.in_the_past and self.user.has_perm(RECORD)

    @cached_property
    def table(self) -> Table[Row]:
        overview = self.overview
        if overview is None:
            return Table([], [])
        form = self.filterset.form
        rows = self.filterset.narrow(overview)
        return Table(
            columns(overview.areas, self.as_of_query, pick=self.can_record), rows, form.chosen, form.order
        ).sorted()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = request.GET.get("format", "")
        if kind in FORMATS and self.overview is not None:
            return export(request, self.table, self._about(), kind=kind)
        return super().get(request, *args, **kwargs)

    def _about(self) -> About:
        return About(
            title=_("Kommuner"),
            as_of=self.filterset.day,
            made_at=timezone.now(),
            source=_("Registrert i portalen; folketall fra Statistisk sentralbyrå"),
            filters=self.filterset.in_words(),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filterset = self.filterset
        valid = filterset.is_valid()
        asked = self.request.GET.get("antall", "")
        size = int(asked) if asked in {str(number) for number in PAGE_SIZES} else PAGE_SIZES[0]
        page = Paginator(self.table.rows, size).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            title=_("Kommuner"),
            breadcrumbs=[(_("Start"), reverse("start")), (_("Kommuner"), None)],
            tabs=ways(self.request),
            filterset=filterset,
            filter_form=filterset.form,
            table=self.table.part(list(page.object_list)),
            page_obj=page,
            page_sizes=[str(number) for number in PAGE_SIZES] if page.paginator.count > PAGE_SIZES[0] else [],
            page_size=str(size),
            depth=self._depth(),
            nationwide=self.reach().everything,
            can_record=self.can_record,
            population_years=self._population_years(),
            former=[(body, became(body)) for body in filterset.ended()] if valid else [],
            **kwargs,
        )

    def _depth(self) -> list[dict[str, Any]]:
        """One step deeper: each area's solutions as columns."""
        if self.overview is None:
            return []
        return [
            {"area": area, "columns": [solution_key(solution) for solution in area.solutions.all()]}
            for area in self.overview.areas
        ]

    def _population_years(self) -> str:
        """The years that the numbers of inhabitants are counted on 1 January of."""
        years = {row.body.population["year"] for row in self.table.rows if row.body.population}
        return ", ".join(str(year) for year in sorted(years))
