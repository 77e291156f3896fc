"""The same said about many municipalities: chosen, seen in a preview, and written as one act."""

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
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

LINES_ON_PAGE = 100
DRAFTS = 5  # that a user may have before them at once, as in several windows
DRAFTS_KEY = "reform_phases.bulk"


class Bulk(DeclaredMixin, FormView):
    """Form and preview at one address. What was asked for is kept in the session, so that ``?utkast=…`` shows the
    preview of it, ``&endre=1`` the form again; ``save`` writes what the preview showed.
    """

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

    @cached_property
    def sent(self) -> QueryDict | None:
        """What the form is to be filled with, if anything."""
        key = self.request.GET.get("utkast")
        if self.request.method == "POST":
            return self.request.POST
        return QueryDict(self.drafts[key]["sent"]) if key in self.drafts else None

    @property
    def drafts(self) -> dict[Any, dict[str, str]]:
        """``sent`` and, once the first page was shown, what was ``seen``; by key, the newest last."""
        drafts: dict[Any, dict[str, str]] = self.request.session.get(DRAFTS_KEY, {})
        return drafts

    @cached_property
    def chosen(self) -> tuple[list[str], int]:
        """Those chosen within reach, and how many were chosen beside them. 404 where all were.

        One that does not exist and one out of reach are told alike.
        """
        asked = set((self.request.GET if self.sent is None else self.sent).getlist("kommune"))
        known = sorted(asked & {str(pk) for pk in self.offered.by_pk})
        if asked and not known:
            raise Http404
        return known, len(asked) - len(known)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs() | {"offered": self.offered, "today": self.today}
        if self.sent is not None:
            data = self.sent.copy()
            data.setlist("kommune", self.chosen[0])
            kwargs["data"] = data
        return kwargs

    def get_initial(self) -> dict[str, Any]:
        return {"kommune": self.chosen[0], "deed": Deed.STATUS, "on": self.today, "source": Entry.Source.ADVISER}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "utkast" not in request.GET:
            return super().get(request, *args, **kwargs)
        key = request.GET["utkast"]
        if self.sent is None:
            messages.info(request, _("Det du så over, er lagret allerede eller for gammelt."))
            return redirect(self.back)
        form = self.get_form()
        if "endre" in request.GET or not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        seen = bulk.opened(self.drafts[key].get("seen", ""))
        draft = bulk.draft(form.wish(), form.cleaned_data["kommune"], today=self.today, seen=seen)
        return self.preview(form, draft, key)

    def form_valid(self, form: BulkForm) -> HttpResponse:
        asked = self.request.POST
        seen = bulk.opened(asked.get("seen", "")) if "save" in asked else None
        draft = bulk.draft(form.wish(), form.cleaned_data["kommune"], today=self.today, seen=seen)
        act = None
        if seen is not None and draft.entries and not self.chosen[1]:
            with suppress(ChangedMeanwhile):
                act = bulk.write(draft, by=self.user, at=timezone.now())
        if act is None:
            return redirect(self.address(self.keep(form)))
        self.forget(asked.get("utkast", ""))
        tell_undoable(self.request, draft.summary, reverse("reform_phases:act_undo", args=[act.pk]))
        return redirect(self.back)

    def address(self, key: str) -> str:
        return f"{self.request.path}?{urlencode({'utkast': key, 'tilbake': self.back})}"

    def keep(self, form: BulkForm) -> str:
        """Puts by what was sent and what its sender had seen, and gives the key to it."""
        sent, posted = QueryDict(mutable=True), self.request.POST
        for name in form.fields:
            sent.setlist(name, posted.getlist(name))
        key = get_random_string(12)
        kept = list(self.drafts.items())[1 - DRAFTS :]
        draft = {"sent": sent.urlencode(), "seen": posted.get("seen", "")}
        self.request.session[DRAFTS_KEY] = dict([*kept, (key, draft)])
        return key

    def forget(self, key: str) -> None:
        self.request.session[DRAFTS_KEY] = {kept: draft for kept, draft in self.drafts.items() if kept != key}

    def preview(self, form: BulkForm, draft: bulk.Draft, key: str) -> HttpResponse:
        """One page of it. What others changed since the user first saw it comes first: seen on the first page only."""
        self.template_name = "reform_phases/bulk_preview.html"
        page = Paginator(draft.lines, LINES_ON_PAGE).get_page(self.request.GET.get("page"))
        if page.number == 1:
            self.drafts[key]["seen"] = bulk.sealed(draft.seen)
            self.request.session.modified = True
        context = self.get_context_data(
            form=form,
            draft=draft,
            lines=page.object_list,
            page_obj=page,
            seen=self.drafts[key].get("seen", ""),
            key=key,
            change_url=self.address(key) + "&endre=1",
            today=self.today,
        )
        return self.render_to_response(context)

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
            left_out=self.chosen[1],
            **kwargs,
        )
