"""Every municipality and every solution on one page."""

from typing import Any

import django_filters
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import ListView

from lhl_portal.access.saved_views import SavedViewsMixin
from lhl_portal.access.scoping import ScopedMixin
from lhl_portal.ui.filtering import FilteredMixin
from lhl_portal.ui.fragments import FragmentMixin
from municipalities.asof import AsOfMixin
from municipalities.filters import MunicipalityFilter
from municipalities.models import Municipality
from municipalities.tabs import ways
from reform_phases.matrix import Matrix, matrix
from reform_phases.models import FocusArea, FreshnessLimit, Reform, Solution
from reform_phases.presentation import legend
from reform_phases.progress import STARTED, oldest_fresh, standing
from reform_phases.recording import RECORD


class MatrixFilter(MunicipalityFilter):
    """By place and day, and which reform and area the columns are."""

    omrade = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Innsatsområde"),
        queryset=FocusArea.objects.select_related("reform"),
        empty_label=gettext_lazy("Alle områder"),
        method="by_columns",
    )

    def by_columns(self, queryset: Any, name: str, value: Any) -> Any:
        return queryset  # the area chooses columns, not rows


class StatusMatrix(AsOfMixin, SavedViewsMixin, FilteredMixin, ScopedMixin, FragmentMixin, ListView):
    permission = "reform_phases.view_status"
    queryset = Municipality.objects.all()
    filterset_class = MatrixFilter
    filterset: MatrixFilter
    template_name = "reform_phases/matrix.html"
    fragment = "rows"

    def get_filterset_kwargs(self) -> dict[str, Any]:
        return {"today": self.today}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Status per løsning"),
            breadcrumbs=[
                (_("Start"), reverse("start")),
                (_("Kommuner"), reverse("overview:list") + self.as_of_query),
                (_("Matrise"), None),
            ],
            tabs=ways(self.request),
            matrix=self._matrix() if self.filterset.is_valid() else None,
            legend=legend(),
            started=sorted(STARTED),
            can_record=not self.in_the_past and self.user.has_perm(RECORD),
            **kwargs,
        )

    def _matrix(self) -> Matrix:
        day = self.day
        area = self.filterset.form.cleaned_data.get("omrade")
        reform = area.reform if area else Reform.objects.in_force(day)
        solutions = Prefetch("solutions", Solution.objects.order_by("code"))
        areas = FocusArea.objects.filter(reform=reform).order_by("code").prefetch_related(solutions)
        municipalities: Any = self.object_list
        rows = list(municipalities.values_list("pk", "name_then"))
        shown = [one for one in areas if area is None or one.pk == area.pk]
        columns = [solution.pk for one in shown for solution in one.solutions.all()]
        oldest = oldest_fresh(FreshnessLimit.Kind.STATUS, day)
        states = standing(columns, day, [pk for pk, _name in rows], oldest=oldest)
        page = reverse("overview:municipality", args=[0]) + self.as_of_query
        return matrix(rows, shown, states, url=page)
