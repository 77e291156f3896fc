"""The same said about many municipalities: chosen, seen in a preview, and written as one act."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from lhl_portal.access.scoping import DeclaredMixin
from lhl_portal.ui.addresses import own_address
from lhl_portal.ui.undoing import tell_undoable
from municipalities.fields import Offered
from municipalities.models import Municipality
from reform_phases import bulk
from reform_phases.forms.bulk import BulkForm, Deed
from reform_phases.models import Entry
from reform_phases.recording import ChangedMeanwhile


class Bulk(DeclaredMixin, FormView):
    """Form and preview at one address. ``save`` writes what the preview showed, ``change`` goes back to the form."""

    permission = "reform_phases.add_status"
    form_class = BulkForm
    template_name = "reform_phases/bulk.html"

    @cached_property
    def offered(self) -> Offered:
        return Offered(Municipality.objects.within(self.reach(), today=self.today))

    @property
    def back(self) -> str:
        """Where the user came from."""
        asked = self.request.POST.get("tilbake") or self.request.GET.get("tilbake") or ""
        return own_address(self.request, asked, reverse("overview:list"))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"offered": self.offered, "today": self.today}

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.getlist("kommune") if self.request.method == "GET" else []
        if not set(asked) <= {str(pk) for pk in self.offered.by_pk}:
            raise Http404
        return {"kommune": asked, "deed": Deed.STATUS, "on": self.today, "source": Entry.Source.ADVISER}

    def form_valid(self, form: BulkForm) -> HttpResponse:
        if "change" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        wish, chosen = form.wish(), form.cleaned_data["kommune"]
        if "save" not in self.request.POST:
            return self.preview(form, bulk.draft(wish, chosen, today=self.today))
        seen = bulk.opened(self.request.POST.get("seen", ""))
        draft = bulk.draft(wish, chosen, today=self.today, seen=seen)
        if seen is None or not draft.entries:
            return self.preview(form, draft)
        try:
            act = bulk.write(draft, by=self.user, at=timezone.now())
        except ChangedMeanwhile:
            return self.preview(form, bulk.draft(wish, chosen, today=self.today, seen=seen))
        tell_undoable(self.request, draft.summary, reverse("reform_phases:act_undo", args=[act.pk]))
        return redirect(self.back)

    def preview(self, form: BulkForm, draft: bulk.Draft) -> HttpResponse:
        self.template_name = "reform_phases/bulk_preview.html"
        seen = bulk.sealed(draft.seen)
        return self.render_to_response(self.get_context_data(form=form, draft=draft, seen=seen, today=self.today))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = _("Registrer for flere kommuner")
        return super().get_context_data(
            title=title,
            breadcrumbs=[
                (_("Start"), reverse("start")),
                (_("Kommuner"), reverse("overview:list")),
                (title, None),
            ],
            back=self.back,
            **kwargs,
        )
