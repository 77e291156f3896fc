"""Import from spreadsheets: sending a file, seeing what it would do, confirming it or not."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import DetailView, ListView, View
from django.views.generic.detail import SingleObjectMixin

from lhl_portal.access.exporting import export
from lhl_portal.access.scoping import DeclaredMixin, ScopedMixin
from lhl_portal.ui.exports import CSV, XLSX, About, download
from lhl_portal.ui.spreadsheets import RefusedSheet
from lhl_portal.ui.tables import Table
from lhl_portal.ui.uploads import was_dropped
from municipalities.fields import own_organisation
from reform_phases.forms.imports import ImportForm
from reform_phases.importing import files, showing, verbs
from reform_phases.importing.checking import NEW, SAME, WRONG, summary
from reform_phases.importing.kinds import KINDS
from reform_phases.models import Import
from reform_phases.recording import RECORD

PERMISSION = RECORD
FORMATS = {"xlsx": XLSX, "csv": CSV}


class ImportList(ScopedMixin, ListView):
    """The form to send a file with, and what the organisation has imported before."""

    permission = PERMISSION
    queryset = Import.objects.select_related("by", "act__undone_by__by").defer("lines", "written")
    paginate_by = 20

    def form(self, *args: Any) -> ImportForm:
        kinds = [kind.key for kind in KINDS.values() if self.user.has_perm(kind.permission)]
        return ImportForm(*args, kinds=kinds, dropped=was_dropped(self.request))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST, request.FILES)
        organisation = own_organisation(self.user, PERMISSION, today=self.today)
        if organisation is None:
            raise Http404
        if form.is_valid():
            try:
                row = verbs.take_in(
                    form.cleaned_data["file"],
                    KINDS[form.cleaned_data["kind"]],
                    by=self.user,
                    organisation=organisation,
                    today=self.today,
                    at=timezone.now(),
                )
                return redirect(row)
            except RefusedSheet as refusal:
                form.add_error("file", refusal)
        self.object_list = self.get_queryset()
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form())
        return super().get_context_data(
            title=_("Importer fra regneark"),
            breadcrumbs=[(_("Start"), reverse("start")), (_("Importer fra regneark"), None)],
            templates=[
                (
                    kind.label,
                    [(ext.upper(), reverse("reform_phases:import_template", args=[key, ext])) for ext in FORMATS],
                )
                for key, kind in KINDS.items()
                if self.user.has_perm(kind.permission)
            ],
            **kwargs,
        )


class ImportTemplate(DeclaredMixin, View):
    """An empty list to fill in."""

    permission = PERMISSION

    def get(self, request: HttpRequest, kind: str, extension: str) -> HttpResponse:
        if kind not in KINDS or extension not in FORMATS:
            raise Http404
        content = files.template(str(KINDS[kind].label), KINDS[kind].columns, extension)
        name = _("mal")  # the first word of the file's name
        return download(content, FORMATS[extension], f"{name}-{kind}.{extension}")


class ImportDetail(ScopedMixin, DetailView):
    """What each line of the file would do, or did."""

    permission = PERMISSION
    queryset = Import.objects.select_related("by", "act__undone_by__by")
    paginate_by = 100
    object: Import

    @cached_property
    def chosen(self) -> str:
        """Which lines are shown; at first those with errors, where there are any."""
        asked = self.request.GET.get("vis", "")
        return asked if asked in ("alle", NEW, SAME, WRONG) else WRONG if self.object.wrong else "alle"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        lines = [line for line in row.lines if self.chosen in ("alle", line["outcome"])]
        page = Paginator(lines, self.paginate_by).get_page(self.request.GET.get("page"))
        columns = showing.columns_of(row)
        return super().get_context_data(
            title=row.filename,
            breadcrumbs=[*trail(), (row.filename, None)],
            counts=summary({NEW: row.new, SAME: row.same, WRONG: row.wrong}),
            tabs=self.tabs(),
            columns=columns,
            lines=showing.shown(page.object_list, columns),
            page_obj=page,
            before=self.before(),
            can_delete=verbs.can_delete(row),
            **kwargs,
        )

    def tabs(self) -> list[dict[str, Any]]:
        row = self.object
        shown = (
            ("alle", _("Alle rader"), len(row.lines)),
            (WRONG, _("Feil"), row.wrong),
            (NEW, _("Nye"), row.new),
            (SAME, _("Finnes fra før"), row.same),
        )
        return [
            {"label": f"{label} ({count})", "url": f"?vis={key}", "current": key == self.chosen}
            for key, label, count in shown
            if count
        ]

    def before(self) -> Import | None:
        """When the very same file was imported before."""
        if not self.object.is_open:
            return None
        same = self.get_queryset().filter(kind=self.object.kind, sha256=self.object.sha256)
        return same.filter(state=Import.State.CONFIRMED).defer("lines", "written").first()


class ImportErrors(ScopedMixin, SingleObjectMixin, View):
    """The file with what is wrong in a column of its own, to mend and send again."""

    permission = PERMISSION
    queryset = Import.objects.all()

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row: Import = self.get_object()
        about = About(_("Feil i %(file)s") % {"file": row.filename}, self.today, timezone.now(), "")
        return export(request, Table(showing.with_errors(row), row.lines), about, kind="csv")


class ImportVerb(ScopedMixin, SingleObjectMixin, View):
    """A button on the page. Pressed when somebody else has settled the import, it changes nothing."""

    permission = PERMISSION
    queryset = Import.objects.all()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row: Import = self.get_object()
        try:
            self.act(row)
        except verbs.Settled:
            messages.info(request, _("Ingenting er endret: importen er allerede avgjort."))
        return redirect(row)

    def act(self, row: Import) -> None:
        raise NotImplementedError


class ImportConfirm(ImportVerb):
    def act(self, row: Import) -> None:
        shown = row.lines
        if verbs.confirm(row, by=self.user, today=self.today, at=timezone.now()):
            said = ngettext("Importert: %(n)s rad er registrert.", "Importert: %(n)s rader er registrert.", row.new)
            messages.success(self.request, said % {"n": row.new})
        else:
            messages.warning(
                self.request,
                _("Ingenting er importert. Filen har feil, eller noe er endret siden kontrollen. Se over på nytt."),
            )
            row.refresh_from_db(fields=["lines"])
            if overtaken := showing.overtaken(shown, row.lines):
                said = ngettext(
                    "%(n)s rad er registrert av andre siden kontrollen.",
                    "%(n)s rader er registrert av andre siden kontrollen.",
                    len(overtaken),
                )
                messages.info(self.request, said % {"n": len(overtaken)})


class ImportDiscard(ImportVerb):
    def act(self, row: Import) -> None:
        verbs.discard(row, at=timezone.now())
        messages.success(self.request, _("Forkastet. Ingenting fra filen er registrert."))


class ImportUndo(ImportVerb, DetailView):
    """Asks, and deletes the political treatment or the plans that came by the file.

    Statuses are undone as other acts are.
    """

    template_name = "reform_phases/import_undo.html"

    def act(self, row: Import) -> None:
        kind = KINDS[row.kind]
        written = kind.model.objects.filter(pk__in=row.written)
        permission = kind.permission.replace(".add_", ".delete_")
        within = written.within(self.reach(permission), today=self.today)
        if row.written and (not self.user.has_perm(permission) or within.count() != written.count()):
            raise PermissionDenied
        try:
            count = verbs.delete_again(row, at=timezone.now())
        except verbs.ChangedSince:
            messages.warning(self.request, _("Ingenting er slettet: noe av det er endret siden. Slett det enkeltvis."))
        else:
            said = ngettext("Slettet %(n)s post.", "Slettet %(n)s poster.", count)
            messages.success(self.request, said % {"n": count})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = _("Slett alle fra importen")
        return super().get_context_data(
            title=title,
            breadcrumbs=[*trail(), (self.object.filename, self.object.get_absolute_url()), (title, None)],
            can_delete=verbs.can_delete(self.object),
            **kwargs,
        )


def trail() -> list[tuple[str, str]]:
    """Where the pages of imports hang."""
    return [(_("Start"), reverse("start")), (_("Importer fra regneark"), reverse("reform_phases:import_list"))]
