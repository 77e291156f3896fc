"""Lists that the address narrows."""

from typing import Any

from django.db.models import QuerySet
from django_filters import FilterSet


class FilteredMixin:
    """A ListView narrowed by `filterset_class`, from the query string.

    What cannot be read is an error beside its field and gives no rows, never more rows than asked for. The form is
    `filter_form` in the context. Stands before ScopedMixin, so that the filterset only ever knows rows within reach.
    """

    filterset_class: type[FilterSet]
    request: Any

    def get_queryset(self) -> QuerySet[Any]:
        queryset: QuerySet[Any] = super().get_queryset()  # type: ignore[misc]
        self.filterset = self.filterset_class(
            self.request.GET, queryset=queryset, request=self.request, **self.get_filterset_kwargs()
        )
        return self.filterset.qs if self.filterset.is_valid() else queryset.none()

    def get_filterset_kwargs(self) -> dict[str, Any]:
        """What the filterset needs beside the request."""
        return {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {"filter_form": self.filterset.form}
