"""Support given outside meetings."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import CreateView, DeleteView, DetailView, ListView, UpdateView

from dialogue_meetings import presentation
from dialogue_meetings.filters import SupportFilter
from dialogue_meetings.forms.support import SupportForm
from dialogue_meetings.models import Support
from dialogue_meetings.views.section import sections, suggested, trail
from lhl_portal.access.scoping import ScopedMixin
from lhl_portal.ui.filtering import FilteredMixin
from lhl_portal.ui.fragments import FragmentMixin
from lhl_portal.ui.together import one_after_the_other
from municipalities.asof import AsOfListMixin

VIEW = "dialogue_meetings.view_support"
ADD = "dialogue_meetings.add_support"
CHANGE = "dialogue_meetings.change_support"
DELETE = "dialogue_meetings.delete_support"


class SupportList(AsOfListMixin, FilteredMixin, ScopedMixin, FragmentMixin, ListView):
    permission = VIEW
    queryset = Support.objects.select_related("municipality", "giver")
    filterset_class = SupportFilter
    paginate_by = 50
    fragment = "rows"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            title=_("Støtte"),
            breadcrumbs=trail((_("Støtte"), None)),
            sections=sections(self.request, self.as_of_query),
            add_url=self.address_to_add("dialogue_meetings:support_create", ADD),
            **kwargs,
        )
        rows = list(context["object_list"])
        names = self.names(row.municipality for row in rows)
        return context | {"rows": [(row, names[row.municipality_id]) for row in rows]}


class SupportDetail(ScopedMixin, DetailView):
    permission = VIEW
    change_permission = CHANGE
    queryset = Support.objects.select_related("municipality", "giver")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        support: Support = self.object
        facts = [
            (_("Type"), support.get_kind_display()),
            (_("Dato"), presentation.short(support.given_on)),
            (_("Gitt av"), support.giver),
        ]
        return super().get_context_data(
            title=str(support),
            breadcrumbs=trail((_("Støtte"), reverse("dialogue_meetings:support_list")), (str(support), None)),
            facts=facts,
            solutions=support.solutions.order_by("area__reform", "area__code", "code"),
            can_delete=self.may(DELETE, support),
            **kwargs,
        )


class SupportWriting(ScopedMixin):
    model = Support
    form_class = SupportForm
    request: Any
    object: Any

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        return kwargs | {"user": self.request.user, "permission": self.permission, "today": self.today}

    def form_valid(self, form: SupportForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        words = {"name": self.object.municipality.name, "year": self.object.given_on.year}
        messages.success(self.request, _("Lagret. Teller som støtte for %(name)s i %(year)s.") % words)
        return response


class SupportCreate(SupportWriting, CreateView):
    permission = ADD

    def get_initial(self) -> dict[str, Any]:
        return {"municipality": suggested(self.request)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = trail((_("Støtte"), reverse("dialogue_meetings:support_list")), (_("Ny støtte"), None))
        return super().get_context_data(
            title=_("Ny støtte og veiledning"),
            breadcrumbs=crumbs,
            cancel_url=reverse("dialogue_meetings:support_list"),
            **kwargs,
        )


class SupportUpdate(SupportWriting, UpdateView):
    permission = CHANGE
    view_permission = VIEW

    def get_queryset(self) -> Any:
        return one_after_the_other(super().get_queryset(), self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = Support.objects.select_related("municipality").get(pk=self.object.pk)  # what was typed may not be saved
        crumbs = trail(
            (_("Støtte"), reverse("dialogue_meetings:support_list")),
            (str(kept), kept.get_absolute_url()),
            (_("Endre"), None),
        )
        return super().get_context_data(
            title=_("Endre støtte"), breadcrumbs=crumbs, cancel_url=kept.get_absolute_url(), **kwargs
        )


class SupportDelete(ScopedMixin, DeleteView):
    permission = DELETE
    view_permission = VIEW
    queryset = Support.objects.select_related("municipality", "giver")

    def get_success_url(self) -> str:
        return reverse("dialogue_meetings:support_list")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, _("Støtten er slettet."))
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        support = self.object
        crumbs = trail(
            (_("Støtte"), reverse("dialogue_meetings:support_list")),
            (str(support), support.get_absolute_url()),
            (_("Slett"), None),
        )
        return super().get_context_data(title=_("Slett støtte"), breadcrumbs=crumbs, **kwargs)
