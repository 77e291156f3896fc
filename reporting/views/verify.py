"""*Kontroll*: anybody may ask which edition a file or a code is, and whether it still holds."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from lhl_portal.access.views import Public
from reporting.forms.steps import VerifyForm
from reporting.models import Edition, Snapshot, Transition
from reporting.national import preliminary
from reporting.verifying import known


@method_decorator(never_cache, name="dispatch")
class Verify(Public, TemplateView):
    """A code may stand in the address, as the footer of a report has it; a file is posted and is not kept."""

    template_name = "reporting/verify.html"
    extra_context = {"title": gettext_lazy("Kontroller en rapport")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or VerifyForm(self.request.GET if "kode" in self.request.GET else None)
        context = super().get_context_data(form=form, **kwargs)
        if form.is_bound and form.is_valid():
            snapshot = known(form.checksum)
            context |= {"asked": True, "snapshot": snapshot, **_told(snapshot)}
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=VerifyForm(request.POST, request.FILES)))


def _told(snapshot: Snapshot | None) -> dict[str, Any]:
    """The edition the snapshot became, the step that settled it, and the edition that took its place."""
    edition = Edition.objects.filter(snapshot=snapshot).first() if snapshot else None
    if edition is None:
        return {}
    steps = edition.report.transitions.filter(edition=edition.number)
    settled = steps.filter(action__in=[Transition.Step.ACCEPT, Transition.Step.RETURN]).last()
    # What is under way, or was sent back, is between the office and the directorate.
    newer = edition.report.editions.accepted().filter(number__gt=edition.number)
    return {"edition": edition, "settled": settled, "newer": newer.first(), "preliminary": _preliminary(edition)}


def _preliminary(edition: Edition) -> str:
    """Of a national edition without all regions, which it has; else empty. Only a national manifest is read."""
    if edition.report.region_id:
        return ""
    manifest = json.loads(bytes(edition.snapshot.manifest))
    if not manifest.get("preliminary"):
        return ""
    have = sum(region["edition"] is not None for region in manifest["regions"])
    return preliminary(have, len(manifest["regions"]), ", ".join(manifest["missing_regions"]))
