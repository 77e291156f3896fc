"""Import of an office's old lists: sending one, saying what its columns are, seeing what it would do, writing it."""

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

from dialogue_meetings.forms.imports import ColumnsForm, MeetingListForm
from dialogue_meetings.importing import showing, verbs
from dialogue_meetings.importing.checking import PERMISSION
from dialogue_meetings.importing.columns import TARGETS
from dialogue_meetings.models import Invitation, MeetingImport
from dialogue_meetings.views.section import trail
from lhl_portal.access.exporting import export
from lhl_portal.access.owning import holds
from lhl_portal.access.scoping import DeclaredMixin, ScopedMixin
from lhl_portal.ui.exports import CSV, XLSX, About, download
from lhl_portal.ui.spreadsheets import RefusedSheet
from lhl_portal.ui.tables import Table
from lhl_portal.ui.uploads import was_dropped
from municipalities.fields import apparatus, own_organisation
from reform_phases.importing import files
from reform_phases.importing.checking import NEW, SAME, WRONG, summary

FORMATS = {"xlsx": XLSX, "csv": CSV}
DELETE = "dialogue_meetings.delete_meeting"


class MeetingImportList(ScopedMixin, ListView):
    """The form to send a list with, and those that have come before."""

    permission = PERMISSION
    queryset = MeetingImport.objects.select_related("by", "organisation").defer("lines")
    template_name = "dialogue_meetings/import_list.html"
    paginate_by = 20

    def form(self, *args: Any) -> MeetingListForm:
        hosts = apparatus(self.user, PERMISSION, today=self.today)
        initial = {"host": own_organisation(self.user, PERMISSION, today=self.today)}
        return MeetingListForm(*args, hosts=hosts, dropped=was_dropped(self.request), initial=initial)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST, request.FILES)
        if form.is_valid():
            values = form.cleaned_data
            try:
                row = verbs.take_in(
                    values["file"], host=values["host"].pk, by=self.user, today=self.today, at=timezone.now()
                )
                return redirect(row if row.is_checked else reverse("dialogue_meetings:import_columns", args=[row.pk]))
            except RefusedSheet as refusal:
                form.add_error("file", refusal)
        self.object_list = self.get_queryset()
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form())
        return super().get_context_data(
            title=_("Importer møter fra regneark"), breadcrumbs=hanging((_("Importer fra regneark"), None)), **kwargs
        )


class MeetingImportTemplate(DeclaredMixin, View):
    """An empty list to fill in, for who has none."""

    permission = PERMISSION

    def get(self, request: HttpRequest, extension: str) -> HttpResponse:
        if extension not in FORMATS:
            raise Http404
        content = files.template(_("Møter"), TARGETS, extension)
        return download(content, FORMATS[extension], f"{_('mal')}-moter.{extension}")


class MeetingImportDetail(ScopedMixin, DetailView):
    """What each line of the list would do, or did."""

    permission = PERMISSION
    queryset = MeetingImport.objects.select_related("by", "organisation")
    template_name = "dialogue_meetings/import_detail.html"
    paginate_by = 100
    object: MeetingImport

    @cached_property
    def chosen(self) -> str:
        """Which lines are shown; at first those with errors, where there are any."""
        asked = self.request.GET.get("vis", "")
        return asked if asked in ("alle", NEW, SAME, WRONG) else WRONG if self.object.wrong else "alle"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        checked = row.lines if row.is_checked else []
        lines = [line for line in checked if self.chosen in ("alle", line["outcome"])]
        page = Paginator(lines, self.paginate_by).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            title=row.filename,
            breadcrumbs=hanging(*within(row.filename, None)),
            counts=summary({NEW: row.new, SAME: row.same, WRONG: row.wrong}) if row.is_checked else "",
            tabs=self.tabs(),
            columns=showing.columns_of(row),
            lines=showing.shown(row, page.object_list),
            page_obj=page,
            words=showing.unknown_words(row) if row.is_open else [],
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

    def before(self) -> MeetingImport | None:
        """When the very same file was written before."""
        if not self.object.is_open:
            return None
        same = self.get_queryset().filter(sha256=self.object.sha256, organisation=self.object.organisation_id)
        return same.filter(state=MeetingImport.State.WRITTEN).defer("lines").first()


class MeetingImportColumns(ScopedMixin, DetailView):
    """What each column of the list is. Remembered for the office's next list with the same headings."""

    permission = PERMISSION
    queryset = MeetingImport.objects.all()
    template_name = "dialogue_meetings/import_columns.html"
    object: MeetingImport

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self.object = self.get_object()
        return self.render_to_response(self.get_context_data()) if row.is_open else redirect(row)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self.object = self.get_object()
        form = ColumnsForm(request.POST, row=row)
        if row.is_open and not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            if not row.is_open:
                raise verbs.Settled
            row = verbs.choose_columns(row, columns=form.columns, words=form.explained, by=self.user, today=self.today)
        except verbs.Settled:
            messages.info(request, _("Ingenting er endret: importen er allerede avgjort."))
            return redirect(row)
        words = set(showing.unknown_words(row)) - set(form.words)
        return redirect("dialogue_meetings:import_columns" if words else "dialogue_meetings:import", row.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, title = self.object, _("Kolonner")
        kwargs.setdefault("form", ColumnsForm(row=row))
        back = row.get_absolute_url() if row.is_checked else reverse("dialogue_meetings:import_list")
        crumbs = within(row.filename, row.get_absolute_url() if row.is_checked else None)
        return super().get_context_data(
            title=_("Hva kolonnene er"), breadcrumbs=hanging(*crumbs, (title, None)), cancel_url=back, **kwargs
        )


class MeetingImportErrors(ScopedMixin, SingleObjectMixin, View):
    """The lines with errors as a file, and what is wrong in a column of its own, to mend and send again."""

    permission = PERMISSION
    queryset = MeetingImport.objects.all()

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row: MeetingImport = self.get_object()
        lines = [line for line in row.lines if line.get("outcome") == WRONG]
        about = About(_("Feil i %(file)s") % {"file": row.filename}, self.today, timezone.now(), "")
        return export(request, Table(showing.with_errors(row), lines), about, kind="csv")


class MeetingImportVerb(ScopedMixin, SingleObjectMixin, View):
    """A button on the page. Pressed when somebody else has settled the import, it changes nothing."""

    permission = PERMISSION
    queryset = MeetingImport.objects.all()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row: MeetingImport = self.get_object()
        try:
            self.act(row)
        except verbs.Settled:
            messages.info(request, _("Ingenting er endret: importen er allerede avgjort."))
        return redirect(row)

    def act(self, row: MeetingImport) -> None:
        raise NotImplementedError


class MeetingImportWrite(MeetingImportVerb):
    def act(self, row: MeetingImport) -> None:
        if count := verbs.write(row, by=self.user, today=self.today, at=timezone.now()):
            said = ngettext("%(n)s møte er skrevet.", "%(n)s møter er skrevet.", count)
            messages.success(self.request, said % {"n": count})
        else:
            messages.warning(
                self.request,
                _("Ingenting er skrevet: noe er endret siden kontrollen, eller ingenting er nytt. Se over på nytt."),
            )


class MeetingImportDiscard(MeetingImportVerb):
    def act(self, row: MeetingImport) -> None:
        verbs.discard(row, at=timezone.now())
        messages.success(self.request, _("Forkastet. Ingenting fra filen er registrert."))


class MeetingImportUndo(MeetingImportVerb, DetailView):
    """Asks, and deletes the meetings that came by the list, by who may delete each of them."""

    template_name = "dialogue_meetings/import_undo.html"

    def act(self, row: MeetingImport) -> None:
        invited = Invitation.objects.filter(meeting__imported__origin=row)
        within_reach = invited.within(self.reach(DELETE), today=self.today)
        if not (
            self.user.has_perm(DELETE)
            and holds(self.user, DELETE, row.organisation_id, today=self.today)
            and within_reach.count() == invited.count()
        ):
            raise PermissionDenied
        try:
            count = verbs.delete_again(row, at=timezone.now())
        except verbs.ChangedSince:
            messages.warning(self.request, _("Ingenting er slettet: noe av det er endret siden. Slett det enkeltvis."))
        else:
            said = ngettext("Slettet %(n)s møte.", "Slettet %(n)s møter.", count)
            messages.success(self.request, said % {"n": count})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title, row = _("Slett alle fra importen"), self.object
        return super().get_context_data(
            title=title,
            breadcrumbs=hanging(*within(row.filename, row.get_absolute_url()), (title, None)),
            can_delete=verbs.can_delete(row),
            **kwargs,
        )


def hanging(*steps: tuple[Any, str | None]) -> list[tuple[Any, str | None]]:
    """Breadcrumbs of the pages of imports, which hang under the list of meetings."""
    return trail((_("Møter"), reverse("dialogue_meetings:list")), *steps)


def within(*step: Any) -> list[tuple[Any, str | None]]:
    """One import under the list of them."""
    return [(_("Importer fra regneark"), reverse("dialogue_meetings:import_list")), step]
