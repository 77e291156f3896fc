"""What the pages about one kind of record share."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DeleteView, ListView

from lhl_portal.access.scoping import ScopedMixin
from lhl_portal.ui.filtering import FilteredMixin
from lhl_portal.ui.fragments import FragmentMixin
from lhl_portal.ui.together import one_after_the_other
from municipalities.asof import AsOfListMixin


class Trail:
    """Title and breadcrumbs of the pages of one kind of record."""

    list_label: ClassVar[Any]
    list_url: ClassVar[Any]
    title: ClassVar[Any] = None  # the record's own name where a page has no other
    object: Any
    request: Any

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = getattr(self, "object", None)
        trail: list[tuple[Any, Any]] = [(_("Start"), reverse("start")), (self.list_label, self.list_url)]
        if row is not None and self.title:
            trail.append((str(row), row.get_absolute_url()))
        title = self.title or str(row)
        kwargs |= {"title": title, "breadcrumbs": [*trail, (title, None)]}
        return super().get_context_data(**kwargs)


class Saving:
    """Create and update: the form knows its user, its day and the permission that limits its choices."""

    permission: ClassVar[str | None]
    request: Any
    object: Model | None

    def get_form_kwargs(self) -> dict[str, Any]:
        own = {"user": self.request.user, "today": self.today, "permission": self.permission}  # type: ignore[attr-defined]
        return super().get_form_kwargs() | own

    def get_initial(self) -> dict[str, Any]:
        chosen = self.request.GET.get("kommune", "")
        initial: dict[str, Any] = super().get_initial()
        return initial | ({"municipality": chosen} if chosen.isdecimal() and self.object is None else {})

    def form_valid(self, form: ModelForm) -> HttpResponse:
        messages.success(self.request, _("Lagret."))
        response: HttpResponse = super().form_valid(form)
        return response


class Changing(Saving):
    """Update of a row that several people may have open: its form is a `TogetherForm`."""

    def get_queryset(self) -> Any:
        return one_after_the_other(super().get_queryset(), self.request)


class Deleting(DeleteView):
    """Asks before it deletes. The history keeps what was."""

    template_name = "reform_phases/confirm_delete.html"
    title = gettext_lazy("Slett")
    object: Model

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Slettet. Historikken er beholdt."))
        return super().form_valid(form)


class Listing(AsOfListMixin, FilteredMixin, ScopedMixin, FragmentMixin, ListView):
    """A list of one kind of record, with tabs to the others. `rows` are the records of the page, each with the name of
    its municipality on the day."""

    paginate_by = 50
    fragment = "rows"
    list_label: ClassVar[Any]
    add_permission: ClassVar[str]
    add_url: ClassVar[str]
    TABS = (
        ("reform_phases:treatment_list", gettext_lazy("Politisk behandling")),
        ("reform_phases:plan_list", gettext_lazy("Planer")),
        ("reform_phases:measure_list", gettext_lazy("Egne tiltak")),
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        addresses = [(reverse(name), label) for name, label in self.TABS]
        context = super().get_context_data(
            title=self.list_label,
            breadcrumbs=[(_("Start"), reverse("start")), (self.list_label, None)],
            tabs=[
                {"label": label, "url": url + self.as_of_query, "current": self.request.path == url}
                for url, label in addresses
            ],
            add_url=self.address_to_add(self.add_url, self.add_permission),
            **kwargs,
        )
        rows = list(context["object_list"])
        names = self.names(row.municipality for row in rows)
        return context | {"rows": [(row, names[row.municipality_id]) for row in rows]}
