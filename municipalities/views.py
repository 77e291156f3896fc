"""The page of one municipality: what the register says, and what was changed. Higher apps add tabs."""

from datetime import date
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from lhl_portal.audit import history
from municipalities import profile
from municipalities.asof import AsOfMixin
from municipalities.models import Municipality
from municipalities.tabs import tabs


class MunicipalityTab(AsOfMixin):
    """A page about the municipality ``pk`` of the address, under its tabs; 404 where `permission` does not reach it.

    It describes `day`; what came later is not on it. Stands before TemplateView or ListView. Its template extends
    municipalities/base.html and fills the block ``tab``.
    """

    request: Any
    kwargs: dict[str, Any]

    @cached_property
    def municipality(self) -> Municipality:
        rows = Municipality.objects.within(self.reach(), today=self.today).prefetch_related("changes_out__successor")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def spells(self) -> list[Any]:
        """The municipality's designations, newest first."""
        return profile.spells(self.municipality)

    @property
    def name(self) -> str:
        """What it was called on the day."""
        spell = profile.spell_on(self.spells, self.day)
        return spell.name_unique if spell else self.municipality.name

    def may_write(self, permission: str) -> bool:
        """Whether the user may write about the municipality, which nobody may on a day that has passed."""
        if self.in_the_past or not self.user.has_perm(permission):
            return False
        own = Municipality.objects.filter(pk=self.municipality.pk)
        return own.within(self.reach(permission), today=self.today).exists()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        municipality = self.municipality
        shown = tabs(self.request, municipality, self.as_of_query)
        here = next((tab["label"] for tab in shown if tab["current"]), "")
        existed = profile.existed_by(municipality, self.day)
        return super().get_context_data(
            municipality=municipality,
            title=self.name,
            page=here,
            tabs=shown,
            header_facts=profile.header(municipality, self.spells, self.day) if existed else [],
            ended=profile.became(municipality) if municipality.valid_to and municipality.valid_to <= self.day else "",
            not_yet=[] if existed else profile.forerunners(municipality, self.reach(), today=self.today),
            existed=existed,
            log_url=f"{reverse('log_choose')}?kommune={municipality.pk}",
            breadcrumbs=[
                (_("Start"), reverse("start")),
                (_("Kommuner"), reverse("overview:list") + self.as_of_query),
                (self.name, municipality.get_absolute_url() + self.as_of_query),
                (here, None),
            ],
            **kwargs,
        )


class MunicipalityDetail(MunicipalityTab, TemplateView):
    permission = "municipalities.view_municipality"
    template_name = "municipalities/municipality_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = profile.described_on(self.municipality, self.day)
        spell = profile.spell_on(self.spells, day)
        return super().get_context_data(
            designations=[
                {"spell": row, "period": profile.period(row.valid_from, self._by_then(row.valid_to))}
                for row in self.spells
                if row.valid_from <= self.day
            ],
            relatives=profile.relatives(
                self.municipality, self.reach(), today=self.today, until=self.day, query=self.as_of_query
            ),
            organisations=profile.covering(spell, day) if spell else [],
            population=profile.population(self.municipality, day),
            **kwargs,
        )

    def _by_then(self, end: date | None) -> date | None:
        """The end of a period where it had come on the day."""
        return end if end and end <= self.day else None


class MunicipalityHistory(MunicipalityTab, TemplateView):
    """Changes of records about the municipality, of what they are part of and of their parts; see `history`."""

    permission = "municipalities.view_municipality"
    template_name = "municipalities/municipality_history.html"
    paginate_by = 50

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = history.entries(self.municipality.pk, until=self.day if self.in_the_past else None)
        paginator = Paginator(entries, self.paginate_by)
        page = paginator.get_page(self.request.GET.get("page"))
        context = super().get_context_data(page_obj=page, changes=history.read(page.object_list), **kwargs)
        here = _("Endringer i det som er registrert")
        timeline = reverse("overview:timeline", args=[self.municipality.pk]) + self.as_of_query
        context["breadcrumbs"][-1:] = [(_("Historikk"), timeline), (here, None)]
        return context | {"page": here}
