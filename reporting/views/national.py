"""The country in a round: each national figure opened, all accepted reports in one file; and how it was divided."""

import io
import zipfile
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, TemplateView

from lhl_portal.access.scoping import DeclaredMixin
from lhl_portal.audit.models import AccessEvent
from reporting.areas import PERMISSION
from reporting.models import Edition, ExternalFigure, Round
from reporting.national import read_country
from reporting.national_forms import StructureForm
from reporting.national_pages import rows_now
from reporting.national_series import read_series
from reporting.presentation import crumbs
from reporting.structure import first_day, read_bridge
from reporting.views.reports import PLAIN

REVIEW = "reporting.review_report"


class NationalFigure(DeclaredMixin, DetailView):
    """A figure of the country, by region and municipality, with its series and what others have published."""

    permission = REVIEW
    queryset = Round.objects.select_related("reform")
    template_name = "reporting/national_figure.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        round = self.object
        country = read_country(round)
        figure = country.figure(self.kwargs["code"])
        if figure is None:
            raise Http404(_("Tallet finnes ikke i noen godtatt utgave."))
        external = ExternalFigure.objects.about(round.reform, until=round.cut_off)
        return super().get_context_data(
            title=figure.words["label"],
            breadcrumbs=crumbs((round, round.get_absolute_url()), (figure.words["label"], "")),
            country=country,
            figure=figure,
            rows=rows_now(country, figure),
            series=read_series(country)[figure.code],
            external=external.filter(indicator=figure.code),
            **kwargs,
        )


class RoundPdfs(DeclaredMixin, DetailView):
    """*Last ned alt*: the PDF of every accepted edition of the round, byte for byte."""

    permission = REVIEW
    queryset = Round.objects.all()

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        round: Round = context["object"]
        editions = Edition.objects.accepted().filter(report__round=round)
        rows = editions.select_related("snapshot", "report__round", "report__region").defer("snapshot__manifest")
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:  # a PDF is packed already
            for edition in rows.order_by("report__region__sort_key"):
                entry = zipfile.ZipInfo(_file_name(edition), edition.submitted_at.timetuple()[:6])
                archive.writestr(entry, bytes(edition.snapshot.pdf))
        AccessEvent.objects.create(
            kind=AccessEvent.Kind.EXPORT, user=self.user, path=self.request.path, detail=f"{len(rows)} PDF"
        )
        return HttpResponse(
            content.getvalue(),
            content_type="application/zip",
            headers={"Content-Disposition": f'attachment; filename="{_plain(round.name_nb)}.zip"'},
        )


class Structure(DeclaredMixin, TemplateView):
    """How the number of municipalities went from one day to another, with what became of which."""

    permission = PERMISSION
    template_name = "reporting/structure.html"
    extra_context = {"title": gettext_lazy("Antall kommuner over tid")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = StructureForm(self.request.GET, first=first_day(), today=self.today)
        bridge = read_bridge(form.cleaned_data["fra"], form.cleaned_data["til"]) if form.is_valid() else None
        path = [
            (_("Start"), reverse("start")),
            (_("Tall"), reverse("reporting:figures")),
            (self.extra_context["title"], ""),
        ]
        return super().get_context_data(form=form, bridge=bridge, breadcrumbs=path, **kwargs)


def _file_name(edition: Edition) -> str:
    return f"{_plain(f'{edition.report.area_name} utgave {edition.number}')}.pdf"


def _plain(name: str) -> str:
    return slugify(name.lower().translate(PLAIN))
