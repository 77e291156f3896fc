"""What the ways to see many municipalities share: the filter in the address, and the rows of its day."""

from functools import cached_property
from typing import Any, ClassVar

from django.views.generic import TemplateView

from lhl_portal.access.saved_views import SavedViewsMixin
from lhl_portal.overview.rows import Overview, read_overview
from lhl_portal.ui.fragments import FragmentMixin
from municipalities.asof import AsOfMixin
from municipalities.filters import MunicipalityFilter
from municipalities.models import Municipality
from reform_phases.models import Reform


class OverviewPage(AsOfMixin, SavedViewsMixin, FragmentMixin, TemplateView):
    permission = "municipalities.view_municipality"
    fragment = "rows"
    filterset_class: ClassVar[type[MunicipalityFilter]]

    @cached_property
    def filterset(self) -> Any:
        rows = Municipality.objects.within(self.reach(), today=self.today)
        filterset = self.filterset_class(self.request.GET, queryset=rows, request=self.request, today=self.today)
        self.offer(filterset.form)
        return filterset

    def offer(self, form: Any) -> None:
        """Gives the form the choices that are data."""

    @cached_property
    def reform(self) -> Reform | None:
        """The one in force on the day."""
        return Reform.objects.in_force(self.day)

    @cached_property
    def overview(self) -> Overview | None:
        """None where the address cannot be read, or there is no reform to tell of."""
        if not self.filterset.is_valid() or self.reform is None:
            return None
        municipalities = list(self.filterset.qs.values_list("pk", flat=True))
        return read_overview(self.reform, self.filterset.day, municipalities)
