"""*Definisjoner*: every version of every figure, which rounds use it, and what another one would change."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, TemplateView
from django.views.generic.detail import SingleObjectMixin

from lhl_portal.access.models import Region
from lhl_portal.access.scoping import DeclaredMixin
from reporting.definitions import Settled, asked_by, choose_indicators, definitions, is_settled, predecessor
from reporting.facts import Facts, read_facts
from reporting.forms.choosing import ChoosingForm
from reporting.indicators import BY_CODE, CHAPTERS, Indicator, versions
from reporting.models import Round
from reporting.presentation import crumbs
from reporting.rehearsal import compare

LAST_ROUNDS = 2  # how many a draft version is tried on


class Definitions(DeclaredMixin, TemplateView):
    permission = "reporting.view_figure"
    template_name = "reporting/definitions.html"
    extra_context = {"title": gettext_lazy("Definisjoner")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = definitions(BY_CODE)
        chapters = [
            (title, [definition for definition in found if definition.current.chapter == code])
            for code, title in CHAPTERS
        ]
        return super().get_context_data(chapters=chapters, breadcrumbs=_path((_("Definisjoner"), "")), **kwargs)


class _OneCode(DeclaredMixin, TemplateView):
    """A page about the code in the address."""

    def code(self) -> str:
        if self.kwargs["code"] not in BY_CODE:
            raise Http404(_("Tallet finnes ikke."))
        return str(self.kwargs["code"])


class DefinitionDetail(_OneCode):
    permission = "reporting.view_figure"
    template_name = "reporting/definition.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        definition = definitions([self.code()])[0]
        title = definition.current.label
        return super().get_context_data(
            title=title,
            breadcrumbs=_path((_("Definisjoner"), reverse("reporting:definitions")), (title, "")),
            definition=definition,
            **kwargs,
        )


class DefinitionRehearse(_OneCode):
    """*Prøv*: the current version and another one, on what was logged for the last rounds."""

    permission = "reporting.change_round"
    template_name = "reporting/definition_rehearse.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        current = BY_CODE[self.code()]
        others = [indicator for indicator in versions(current.code) if not indicator.current]
        tried = self._tried(others)
        rounds = Round.objects.filter(cut_off__lte=self.today).select_related("reform")[:LAST_ROUNDS] if tried else []
        regions = list(Region.objects.all())
        trials = []
        for round in rounds:
            comparison = compare(_facts_of(round), [current], [tried] if tried else [])[0]
            trials.append({"round": round, "comparison": comparison, "parts": comparison.parts(regions)})
        return super().get_context_data(
            title=_("Prøv en definisjon"),
            breadcrumbs=_path(
                (_("Definisjoner"), reverse("reporting:definitions")),
                (current.label, reverse("reporting:definition", args=[current.code])),
                (_("Prøv"), ""),
            ),
            current=current,
            tried=tried,
            others=others,
            trials=trials,
            **kwargs,
        )

    def _tried(self, others: list[Indicator]) -> Indicator | None:
        asked = self.request.GET.get("versjon", "")
        if not asked:
            return others[-1] if others else None
        for indicator in others:
            if str(indicator.version) == asked:
                return indicator
        raise Http404(_("Versjonen finnes ikke."))


class RoundIndicators(DeclaredMixin, SingleObjectMixin, FormView):
    """*Tall i runden*: what the round asks for. Settled once a report has been built."""

    permission = "reporting.change_round"
    template_name = "reporting/round_indicators.html"
    form_class = ChoosingForm
    queryset = Round.objects.all()

    def setup(self, *args: Any, **kwargs: Any) -> None:
        super().setup(*args, **kwargs)
        self.object: Any = None

    def get_form_kwargs(self) -> dict[str, Any]:
        self.object = self.object or self.get_object()
        self.locked = is_settled(self.object)
        return super().get_form_kwargs() | {"asked": asked_by(self.object), "locked": self.locked}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.get_form()
        title = _("Tall i runden")
        path = crumbs((self.object, self.object.get_absolute_url()), (title, ""))
        return super().get_context_data(
            form=form, title=title, breadcrumbs=path, round=self.object, locked=self.locked, **kwargs
        )

    def form_valid(self, form: ChoosingForm) -> HttpResponse:
        try:
            choose_indicators(round=self.object, chosen=form.chosen())
        except Settled:
            messages.error(self.request, _("Tallene kan ikke endres: det er bygget rapporter i runden."))
        else:
            messages.success(self.request, _("Tallene i runden er lagret."))
        return redirect("reporting:round_indicators", self.object.pk)


class RoundRehearse(DeclaredMixin, DetailView):
    """*Prøv runden*: what it asks for beside what its predecessor asked for, on the predecessor's data."""

    permission = "reporting.change_round"
    template_name = "reporting/round_rehearse.html"
    queryset = Round.objects.select_related("reform")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before = predecessor(self.object)
        title = _("Prøv runden")
        context = super().get_context_data(
            title=title,
            breadcrumbs=crumbs((self.object, self.object.get_absolute_url()), (title, "")),
            before=before,
            preliminary=before is not None and before.cut_off > self.today,
            **kwargs,
        )
        if before:
            regions = list(Region.objects.all())
            found = compare(_facts_of(before), asked_by(before), asked_by(self.object))
            context["comparisons"] = found
            context["switching"] = [
                {"comparison": comparison, "parts": comparison.parts(regions)}
                for comparison in found
                if comparison.change == "version"
            ]
        return context


def _facts_of(round: Round) -> Facts:
    return read_facts(reform=round.reform, starts_on=round.starts_on, as_of=round.cut_off)


def _path(*steps: tuple[Any, str]) -> list[tuple[Any, str]]:
    return [(_("Start"), reverse("start")), (_("Tall"), reverse("reporting:figures")), *steps]
