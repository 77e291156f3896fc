"""What one user wrote to the logs in one go, and its undoing."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import DetailView

from lhl_portal.access.scoping import ScopedMixin
from lhl_portal.ui.addresses import own_address
from reform_phases.models import Act
from reform_phases.recording import NotToUndo, entries_of, undo
from reform_phases.undoing import undoing


class ActPage(ScopedMixin, DetailView):
    """A page about one act, under the municipalities."""

    queryset = Act.objects.select_related("by", "undoes", "undone_by__by")
    object: Act

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = date_format(timezone.localtime(self.object.at), "j.n.Y H:i")
        name = _("Registrering %(day)s") % {"day": day}
        return super().get_context_data(
            **{"title": name, "what": name} | kwargs,
            breadcrumbs=[(_("Start"), reverse("start")), (_("Kommuner"), reverse("overview:list")), (name, None)],
        )


class ActDetail(ActPage):
    permission = "reform_phases.view_status"
    change_permission = "reform_phases.add_status"
    paginate_by = 100

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = entries_of(self.object)
        undone = bool(self.object.undoes_id) or self.object.is_undone
        counting = any(entry.counts for entry in entries)
        page = Paginator(entries, self.paginate_by).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            entries=page.object_list, page_obj=page, to_undo=counting and not undone, **kwargs
        )


class ActUndo(ActPage):
    """Asks on GET, undoes on POST. The button of a message posts at once."""

    permission = "reform_phases.add_status"
    view_permission = "reform_phases.view_status"
    template_name = "reform_phases/act_undo.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        act: Act = self.get_object()
        try:
            made = undo(act, by=self.user, at=timezone.now())
        except NotToUndo:
            messages.warning(request, _("Det er ingenting å angre: alt er angret eller rettet allerede."))
            return redirect(act)
        messages.success(request, _told(withdrawn=len(entries_of(made)), of=len(entries_of(act))))
        return redirect(own_address(request, request.POST.get("tilbake", ""), act.get_absolute_url()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        steps, standing = undoing(self.object, self.today)
        asked = self.request.GET.get("tilbake", "")
        return super().get_context_data(
            title=_("Angre registrering"),
            steps=steps,
            standing=standing,
            back=own_address(self.request, asked, self.object.get_absolute_url()),
            **kwargs,
        )


def _told(*, withdrawn: int, of: int) -> str:
    told = ngettext(
        "Angret. %(n)s registrering er trukket tilbake.", "Angret. %(n)s registreringer er trukket tilbake.", withdrawn
    )
    standing = ngettext(
        "%(n)s står, fordi den er rettet siden.", "%(n)s står, fordi de er rettet siden.", of - withdrawn
    )
    parts = [told % {"n": withdrawn}, standing % {"n": of - withdrawn} if of > withdrawn else ""]
    return " ".join(filter(None, parts))
