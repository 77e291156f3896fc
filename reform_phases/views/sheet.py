"""The municipality's sheet for the reform: what it has decided, how far it is and what it does, on one page."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from lhl_portal.audit.models import AccessEvent
from municipalities.inheritance import predecessors
from municipalities.views import MunicipalityTab
from reform_phases import sheet
from reform_phases.chain import Link, chain
from reform_phases.measures import RANKS, Shown, by_sector, sentence, told
from reform_phases.models import ElderCouncilEntry, Measure, OrganisingEntry, Plan, Reform, Treatment
from reform_phases.progress import statuses

_PLAIN = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


class Sheet(MunicipalityTab, TemplateView):
    """Of the reform that began last. Made to be printed."""

    permission = "reform_phases.view_measure"
    template_name = "reform_phases/sheet.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        municipality, day = self.municipality, self.day
        self.reform = _reform_on(day)
        self.before = predecessors(municipality)
        held = {solution: state for (_body, solution), state in statuses(self.reform, day, [municipality.pk]).items()}
        areas = sheet.areas(self.reform.areas.prefetch_related("solutions"), held)
        rows = self._measures()
        told_of = [row for row in rows if row.rank < RANKS[Measure.State.STOPPED]]
        listed = sheet.fitting(told_of, areas)
        context = super().get_context_data(
            spell=next((spell for spell in self.spells if spell.valid_from <= day), None),
            day=day,
            in_the_past=self.in_the_past,
            reform=self.reform,
            chain=sheet.in_one_line(self._chain()),
            organising=self._said(OrganisingEntry),
            elder_council=self._said(ElderCouncilEntry),
            areas=areas,
            sectors=by_sector(listed)[0],
            empty_sectors=sentence(by_sector(rows)[1]),
            more=len(told_of) - len(listed),
            stopped=len(rows) - len(told_of),
            pdf_url=reverse("reform_phases:sheet_pdf", args=[municipality.pk]) + self.as_of_query,
            measures_url=reverse("reform_phases:measures", args=[municipality.pk]) + self.as_of_query,
            **kwargs,
        )
        page = _("%(reform)s – konkret") % {"reform": self.reform.name}
        trail = [*context["breadcrumbs"][:-1], (_("Tiltak"), context["measures_url"]), (page, None)]
        return context | {"page": page, "breadcrumbs": trail}

    def _measures(self) -> list[Shown]:
        measures = Measure.objects.within(self.reach(), today=self.today).filter(
            municipality__in=[self.municipality.pk, *self.before], reform=self.reform
        )
        if self.in_the_past:
            measures = measures.begun(self.day)
        return told(measures, self.before, day=self.day, in_the_past=self.in_the_past)

    def _chain(self) -> list[Link]:
        known = {"municipality__in": [self.municipality.pk, *self.before], "reform": self.reform}
        treatments = Treatment.objects.within(self.reach("reform_phases.view_treatment"), today=self.today)
        plans = Plan.objects.within(self.reach("reform_phases.view_plan"), today=self.today)
        plans = plans.known_on(self.day, in_the_past=self.in_the_past)
        return chain(
            self.municipality.pk,
            treatments.treated_by(self.day).filter(**known).select_related("municipality"),
            plans.filter(**known).select_related("municipality"),
            today=self.day,
        )

    def _said(self, log: type[OrganisingEntry] | type[ElderCouncilEntry]) -> Any:
        """The entry that holds on the day, if any."""
        return log.objects.filter(municipality=self.municipality, reform=self.reform).as_of(self.day).first()


class SheetPdf(Sheet):
    """The sheet as a file for the archive, in the reader's form of the language. Made when asked for, kept nowhere."""

    http_method_names = ["get", "head"]

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        from reform_phases.sheet_pdf import render  # brings WeasyPrint along

        pdf = render(context, made_on=self.today)
        AccessEvent.objects.create(kind=AccessEvent.Kind.EXPORT, user=self.user, path=self.request.path)
        name = slugify(f"{context['page']} {self.name} {self.day.isoformat()}".lower().translate(_PLAIN))
        return HttpResponse(
            pdf.data,
            content_type="application/pdf",
            headers={
                "Content-Disposition": f'attachment; filename="{name}.pdf"',
                "Content-Security-Policy": "sandbox; default-src 'none'",
            },
        )


def _reform_on(day: date) -> Reform:
    reform = Reform.objects.in_force(day)
    if reform is None:
        raise Http404
    return reform
