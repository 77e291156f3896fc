"""The front of one municipality's page, and everything that happened with it."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from lhl_portal.overview.summary import summary
from lhl_portal.overview.timeline import KINDS, timeline
from lhl_portal.ui.fragments import FragmentMixin
from lhl_portal.ui.widgets import CheckboxGroup
from municipalities.asof import AsOfForm
from municipalities.inheritance import predecessors
from municipalities.models import Municipality
from municipalities.nearby import like_size, nearest
from municipalities.views import MunicipalityTab
from reform_phases.models import Reform
from reform_phases.recording import RECORD


class MunicipalityStatus(MunicipalityTab, TemplateView):
    """What somebody needs to know before a call: how far it is, what is decided, when we last spoke."""

    permission = "reform_phases.view_status"
    template_name = "overview/municipality.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reform = Reform.objects.in_force(self.day)
        if reform is None:
            raise Http404(_("Ingen reform er lastet inn."))
        return super().get_context_data(
            summary=summary(self.municipality, reform, self.day, in_the_past=self.in_the_past),
            nearby=self._compared(nearest(self.municipality, self.day)),
            like_size=self._compared(like_size(self.municipality, self.day)),
            can_record=self.may_write(RECORD),
            **kwargs,
        )

    def _compared(self, others: list[Any]) -> list[dict[str, Any]]:
        """Municipalities to look at beside this one, with a way to those within reach."""
        keys = [other.pk for other in others]
        rows = Municipality.objects.filter(pk__in=keys).within(self.reach(), today=self.today)
        urls = {row.pk: row.get_absolute_url() + self.as_of_query for row in rows}
        return [{"other": other, "url": urls.get(other.pk, "")} for other in others]


class TimelineForm(AsOfForm):
    type = forms.MultipleChoiceField(
        label=gettext_lazy("Vis"), choices=list(KINDS.items()), required=False, widget=CheckboxGroup
    )
    # The place of the list, for the way back to it.
    tekst = forms.CharField(required=False, widget=forms.HiddenInput)
    region = forms.CharField(required=False, widget=forms.HiddenInput)
    fylke = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("type", "dato")


class MunicipalityTimeline(MunicipalityTab, FragmentMixin, TemplateView):
    """By date, newest first, with what the municipality was made of."""

    permission = "municipalities.view_municipality"
    template_name = "overview/timeline.html"
    fragment = "rows"
    paginate_by = 50

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = TimelineForm(self.request.GET)
        form.today = self.today
        before = predecessors(self.municipality)
        events = []
        if form.is_valid():
            events = timeline({self.municipality.pk, *before}, self.day, form.cleaned_data["type"])
        page = Paginator(events, self.paginate_by).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            filter_form=form,
            page_obj=page,
            events=[
                {"event": event, "kind": KINDS[event.kind], "origin": before.get(event.municipality, "")}
                for event in page.object_list
            ],
            changes_url=reverse("municipalities:history", args=[self.municipality.pk]) + self.as_of_query,
            **kwargs,
        )
