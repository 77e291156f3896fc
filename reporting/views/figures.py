"""*Tall*: the figures on a date, each opening to the municipalities and records behind it."""

from typing import Any

from django import forms
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from lhl_portal.access.scoping import DeclaredMixin
from lhl_portal.ui.fragments import FragmentMixin
from municipalities.models import Municipality
from reform_phases.models import Reform
from reporting.areas import PERMISSION, Area, areas_for
from reporting.facts import Facts, read_facts
from reporting.forms import FigureForm
from reporting.indicators import BY_CODE, Indicator, compute_all, versions
from reporting.models import ExternalFigure, Round
from reporting.presentation import chapters, late, rows
from reporting.states import looks, solution_states


class FiguresPage(DeclaredMixin, FragmentMixin, TemplateView):
    """What *Tall* and each figure's page share: the form in the address, the facts, and the area."""

    permission = PERMISSION

    def setup(self, *args: Any, **kwargs: Any) -> None:
        super().setup(*args, **kwargs)
        rounds = Round.objects.filter(cut_off__lte=self.today).select_related("reform")
        asked = self.request.GET.get("reform", "")
        reform = Reform.objects.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 10 else None
        if reform:
            rounds = rounds.filter(reform=reform)
        self.rounds = list(rounds[:6])
        self.round = self.rounds[0] if self.rounds else None
        self.reform = reform or (self.round.reform if self.round else Reform.objects.first())

    def form(self, areas: list[Area]) -> FigureForm:
        """Bound to the address; what it leaves out comes from the newest round, or from the reform until today."""
        starting = {
            "fra": self.round.starts_on if self.round else self.reform and self.reform.valid_from,
            "dato": self.round.cut_off if self.round else self.today,
            "omrade": areas[0].code,
            "reform": self.reform,
        }
        return FigureForm(self.request.GET, areas=areas, starting=starting, today=self.today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        areas = areas_for(self.user, today=self.today)
        form = self.form(areas)
        context = super().get_context_data(form=form, rounds=self.rounds, **kwargs)
        if form.is_valid():
            asked = form.cleaned_data
            area = next(area for area in areas if area.code == asked["omrade"])
            facts = read_facts(reform=asked["reform"], starts_on=asked["fra"], as_of=asked["dato"])
            context |= {
                "facts": facts,
                "area": area,
                **self.figures(facts, asked["reform"], area, areas),
            }
        return context

    def figures(self, facts: Facts, reform: Reform, area: Area, areas: list[Area]) -> dict[str, Any]:
        raise NotImplementedError


class Figures(FiguresPage):
    template_name = "reporting/figures.html"
    fragment = "figures"
    extra_context = {"title": gettext_lazy("Tall")}

    def figures(self, facts: Facts, reform: Reform, area: Area, areas: list[Area]) -> dict[str, Any]:
        shares = compute_all(facts)
        members = area.members(facts)
        by_region = area.code == "landet"
        return {
            "chapters": chapters({code: share.within(members) for code, share in shares.items()}),
            "base": len(members),
            "regions": [
                {
                    "area": part,
                    "shares": [share.within(part.members(facts)) for share in shares.values()],
                }
                for part in areas
                if by_region and part.region
            ],
            "country": list(shares.values()) if by_region else [],
            "indicators": [BY_CODE[code] for code in shares],
            "states": looks(),
            "solutions": solution_states(reform, facts.as_of, members, area),
        }


class Figure(FiguresPage):
    """One figure. `versjon` in the address asks for another version of the definition than the current one."""

    template_name = "reporting/figure.html"
    fragment = "figure"
    indicator: Indicator

    def setup(self, *args: Any, **kwargs: Any) -> None:
        super().setup(*args, **kwargs)
        self.versions = versions(self.kwargs["code"])
        asked = self.request.GET.get("versjon", "")
        for indicator in self.versions:
            if indicator.current if not asked else asked == str(indicator.version):
                self.indicator = indicator

    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not hasattr(self, "indicator"):
            raise Http404(_("Tallet finnes ikke."))
        return super().dispatch(*args, **kwargs)

    def form(self, areas: list[Area]) -> FigureForm:
        form = super().form(areas)
        if not self.indicator.current:  # so that narrowing the page keeps the version
            form.fields["versjon"] = forms.CharField(widget=forms.HiddenInput)
            form.data = {**form.data, "versjon": str(self.indicator.version)}
        return form

    def figures(self, facts: Facts, reform: Reform, area: Area, areas: list[Area]) -> dict[str, Any]:
        members = area.members(facts)
        share = self.indicator.compute(facts).within(members)
        visible = Municipality.objects.visible_to(self.user, PERMISSION, today=self.today)
        reachable = set(visible.values_list("pk", flat=True))
        return {
            "share": share,
            "counted": rows(facts, share, members, reachable, counted=True),
            "missing": rows(facts, share, members, reachable, counted=False),
            "late": late([share], facts.as_of)["all"],
            "external": ExternalFigure.objects.about(reform, until=facts.as_of).filter(indicator=self.indicator.code),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.copy()
        asked.pop("versjon", None)
        crumbs = [
            (_("Start"), reverse("start")),
            (_("Tall"), f"{reverse('reporting:figures')}?{asked.urlencode()}"),
            (self.indicator.label, ""),
        ]
        return super().get_context_data(
            indicator=self.indicator,
            others=[found for found in self.versions if found.version != self.indicator.version],
            asked=asked.urlencode(),
            title=self.indicator.label,
            breadcrumbs=crumbs,
            **kwargs,
        )
