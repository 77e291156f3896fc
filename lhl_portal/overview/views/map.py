"""*Kart*: each municipality of a day as a square, coloured by what is known about it."""

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lhl_portal.overview.colouring import DEFAULT, Colouring, choices, colourings
from lhl_portal.overview.filters import MapFilter
from lhl_portal.overview.map import Map, read_map
from lhl_portal.overview.rows import areas_of
from lhl_portal.overview.views.page import OverviewPage
from municipalities.tabs import kept, ways
from reform_phases.models import Phase

LONG = 100  # rows of a table that is folded from the start


class MunicipalityMap(OverviewPage):
    filterset_class = MapFilter
    filterset: MapFilter
    template_name = "overview/map.html"

    @cached_property
    def colourings(self) -> dict[str, Colouring]:
        areas = areas_of(self.reform) if self.reform else []
        return colourings(areas, Phase.objects.filter(reform=self.reform).order_by("number"))

    def offer(self, form: Any) -> None:
        form.offer(choices(self.colourings.values()), DEFAULT)

    @property
    def map(self) -> Map | None:
        if self.overview is None or not self.overview.rows:
            return None
        colouring = self.colourings[self.filterset.form.colour]
        return read_map(self.overview, colouring, query=self.as_of_query, narrowed=kept(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filterset = self.filterset
        valid = filterset.is_valid()
        return super().get_context_data(
            title=_("Kart over kommunene"),
            breadcrumbs=[
                (_("Start"), reverse("start")),
                (_("Kommuner"), reverse("overview:list") + self.as_of_query),
                (_("Kart"), None),
            ],
            tabs=ways(self.request),
            filter_form=filterset.form,
            map=self.map,
            place=self._place() if valid else "",
            long=LONG,
            **kwargs,
        )

    def _place(self) -> str:
        """What the map is narrowed to, in words; on paper there is no form to tell."""
        asked = self.filterset.form.cleaned_data
        text = _("«%(text)s»") % {"text": asked["tekst"]} if asked.get("tekst") else ""
        return ", ".join(str(part) for part in (asked.get("fylke"), asked.get("region"), text) if part)
