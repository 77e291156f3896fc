"""Municipalities: the list, the page of one, and its history. Higher apps add tabs with `MunicipalityTab`."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import ListView, TemplateView

from lhl_portal.access.scoping import ScopedMixin
from lhl_portal.audit import history
from lhl_portal.ui.filtering import FilteredMixin
from lhl_portal.ui.fragments import FragmentMixin
from municipalities import profile
from municipalities.asof import AsOfMixin
from municipalities.filters import MunicipalityFilter
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
                (_("Kommuner"), reverse("municipalities:list") + self.as_of_query),
                (self.name, municipality.get_absolute_url() + self.as_of_query),
                (here, None),
            ],
            **kwargs,
        )


class MunicipalityList(FilteredMixin, ScopedMixin, FragmentMixin, ListView):
    permission = "municipalities.view_municipality"
    queryset = Municipality.objects.all()
    filterset_class = MunicipalityFilter
    filterset: MunicipalityFilter
    paginate_by = 50
    fragment = "rows"

    def get_filterset_kwargs(self) -> dict[str, Any]:
        return {"today": self.today}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filterset = self.filterset
        valid = filterset.is_valid()
        return super().get_context_data(
            title=_("Kommuner"),
            breadcrumbs=[(_("Start"), reverse("start")), (_("Kommuner"), None)],
            columns=self._columns(filterset.form.cleaned_data.get("sort") or "name"),
            day=filterset.day if valid else None,
            nationwide=self.reach().everything,
            in_the_past=valid and filterset.day != self.today,
            population_year=str(filterset.year) if valid and filterset.year else "",
            former=[(body, profile.became(body)) for body in filterset.ended()] if valid else [],
            **kwargs,
        )

    def _columns(self, sort: str) -> list[dict[str, str]]:
        """Headings that sort: ``aria`` is the present order, ``sort`` what a click asks for."""
        order = {"name": _("Navn"), "number": _("Nummer"), "population": _("Innbyggere")}
        directions = dict.fromkeys(order, "ascending") | {f"-{key}": "descending" for key in order}
        return [
            {
                "key": key,
                "label": label,
                "aria": directions[sort] if sort.lstrip("-") == key else "",
                "sort": f"-{key}" if sort == key else key,
            }
            for key, label in order.items()
        ]


class MunicipalityDetail(MunicipalityTab, TemplateView):
    permission = "municipalities.view_municipality"
    template_name = "municipalities/municipality_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = profile.described_on(self.municipality, self.day)
        spell = profile.spell_on(self.spells, day)
        return super().get_context_data(
            designations=[
                {"spell": spell, "period": profile.period(spell.valid_from, spell.valid_to)} for spell in self.spells
            ],
            relatives=profile.relatives(self.municipality, self.reach(), today=self.today),
            organisations=profile.covering(spell, day) if spell else [],
            population=profile.population(self.municipality, day),
            **kwargs,
        )


class MunicipalityHistory(MunicipalityTab, TemplateView):
    """Changes of records about the municipality, of what they are part of and of their parts; see `history`."""

    permission = "municipalities.view_municipality"
    template_name = "municipalities/municipality_history.html"
    paginate_by = 50

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = history.entries(self.municipality.pk, until=self.day if self.in_the_past else None)
        paginator = Paginator(entries, self.paginate_by)
        page = paginator.get_page(self.request.GET.get("page"))
        return super().get_context_data(page_obj=page, changes=history.read(page.object_list), **kwargs)
