"""One subject of a log about one municipality: what holds, how old it is, everything that was said, and saying more."""

import json
from functools import cached_property
from operator import attrgetter
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from lhl_portal.ui.fragments import FragmentMixin
from lhl_portal.ui.undoing import tell_undoable
from municipalities.views import MunicipalityTab
from reform_phases.forms.entries import (
    ElderCouncilForm,
    EntryForm,
    OrganisingForm,
    PhaseForm,
    StatusForm,
)
from reform_phases.models import (
    ElderCouncilEntry,
    Entry,
    FocusArea,
    FreshnessLimit,
    OrganisingEntry,
    PhaseEntry,
    Reform,
    Solution,
    StatusEntry,
)
from reform_phases.models.log import EntryQuerySet
from reform_phases.presentation import Look, age, entry_in_words, legend, look, spoken
from reform_phases.progress import oldest_fresh
from reform_phases.recording import RECORD, ChangedMeanwhile, confirming, correcting, record, withdrawing


class LogPage(MunicipalityTab, FragmentMixin, TemplateView):
    """The page of one subject. An htmx request gets the `editor` alone, as the matrix shows it in a dialogue.

    A subclass says which `log`, what the `subject` is beside the municipality, and what it is called.
    """

    permission = "reform_phases.view_status"
    act_permission = RECORD
    template_name = "reform_phases/log.html"
    fragment = "editor"
    log: ClassVar[type[Entry]]
    form_class: ClassVar[type[EntryForm]]
    freshness: ClassVar[FreshnessLimit.Kind | None] = None

    @property
    def subject(self) -> dict[str, Any]:
        """The fields of the log's `SUBJECT` but the municipality."""
        raise NotImplementedError

    @property
    def heading(self) -> str:
        raise NotImplementedError

    @property
    def address(self) -> str:
        """Where the subject is read and written about."""
        return self.request.path

    @cached_property
    def entries(self) -> list[Entry]:
        """Everything said about the subject, newest day first, with who said it."""
        rows: EntryQuerySet = self.log.objects.filter(municipality=self.municipality, **self.subject)
        return list(rows.in_full())

    @property
    def held(self) -> Entry | None:
        return next((entry for entry in self.entries if entry.counts and entry.on <= self.day), None)

    @property
    def stale(self) -> bool:
        """Whether what holds was last said too long ago."""
        held = self.held
        return bool(held and self.freshness and held.on < oldest_fresh(self.freshness, self.day))

    @property
    def held_look(self) -> Look | None:
        """What holds as a state of a solution, where the log is about one."""
        return None

    @cached_property
    def can_record(self) -> bool:
        return self.may_write(RECORD)

    def form(self, data: Any = None, corrects: Entry | None = None) -> EntryForm:
        shown = {"on": self.today, "seen": self.seen}
        if corrects:
            shown |= {name: getattr(corrects, name) for name in ("on", "source", "link", "note")}
            shown[self.log.VALUE] = corrects.value
        instance = self.log(**self.subject)
        return self.form_class(data, instance=instance, initial=shown, municipality=self.municipality, today=self.today)

    @cached_property
    def seen(self) -> int:
        return max((entry.pk for entry in self.entries), default=0)

    @cached_property
    def corrects(self) -> Entry | None:
        """The entry that the address or the form asks to correct, unless others have done so meanwhile."""
        asked = self.request.POST.get("retter") or self.request.GET.get("rett") or ""
        entry = self._entry(asked) if asked else None
        return entry if entry and entry.counts else None

    def _entry(self, key: str) -> Entry:
        """The entry of this subject with the primary key `key`. 404 where there is none."""
        found = next((entry for entry in self.entries if str(entry.pk) == key), None)
        if found is None:
            raise Http404
        return found

    @property
    def can_confirm(self) -> bool:
        """Whether what holds can be said to hold today as well: nothing does in a municipality that has ended."""
        return self.can_record and self.held is not None and self.municipality.existed_on(self.today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = self.held
        if self.can_record:
            kwargs.setdefault("form", self.form(corrects=self.corrects))
        context = super().get_context_data(
            heading=self.heading,
            held=held,
            held_in_words=entry_in_words(held) if held else "",
            held_age=age(held.on, self.day) if held else "",
            stale=self.stale,
            entries=[{"entry": entry, "what": entry_in_words(entry)} for entry in self.entries if entry.on <= self.day],
            held_look=self.held_look,
            seen=str(self.seen),
            can_record=self.can_record,
            can_confirm=self.can_confirm and not self.corrects,
            corrects=self.corrects,
            address=self.address,
            **kwargs,
        )
        context["breadcrumbs"][-1] = (self.heading, None)
        return context | {"page": self.heading}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.can_record:
            raise PermissionDenied
        if "bekreft" in request.POST:
            return self._confirm()
        if "trekk" in request.POST:
            return self._withdraw(request.POST["trekk"])
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        entry = form.save(commit=False)
        if self.corrects:
            same = {name: getattr(entry, name) for name in ("on", "source", "link", "note", self.log.VALUE)}
            entry = correcting(self.corrects, **same)
        try:
            return self._written(entry, _("Lagret: %(what)s."), seen=form.cleaned_data["seen"] or 0)
        except ChangedMeanwhile:
            return self._changed_meanwhile(entry)

    def _changed_meanwhile(self, entry: Entry) -> HttpResponse:
        """The page again, with what another wrote beside what the user wanted to write."""
        self._read_again()
        newest = max(self.entries, key=attrgetter("pk"))
        context = self.get_context_data(
            form=self._shown_again(),
            meanwhile=newest,
            meanwhile_in_words=entry_in_words(newest),
            own_in_words=entry_in_words(entry),
        )
        return self.render_to_response(context)

    def _read_again(self) -> None:
        """Forgets what was read of the log: it has more entries now."""
        for name in ("entries", "seen"):
            self.__dict__.pop(name, None)

    def _confirm(self) -> HttpResponse:
        held = self.held
        if held is None or not self.can_confirm:
            raise Http404
        shown = self.request.POST.get("seen", "")
        seen = int(shown) if shown.isdecimal() and len(shown) < 18 else self.seen
        if held.on == self.today and held.pk <= seen:
            return self._answer(_("Allerede registrert i dag."), held)
        entry = confirming(held, self.today)
        try:
            return self._written(entry, _("Bekreftet uendret: %(what)s."), seen=seen)
        except ChangedMeanwhile:
            return self._changed_meanwhile(entry)

    def _withdraw(self, key: str) -> HttpResponse:
        entry = self._entry(key)
        if not entry.counts:
            message = _("Allerede rettet eller trukket tilbake: %(what)s.") % {"what": entry_in_words(entry)}
            return self._answer(message, entry)
        try:
            return self._written(withdrawing(entry), _("Trukket tilbake: %(what)s."), seen=self.seen)
        except ChangedMeanwhile:
            self._read_again()
            return self._withdraw(key)

    def _written(self, entry: Entry, message: str, *, seen: int | None = None) -> HttpResponse:
        asked = None if seen is None else {entry.subject: seen}
        record([entry], by=self.user, at=timezone.now(), seen=asked)
        self._read_again()
        return self._answer(message % {"what": entry_in_words(entry)}, entry, undo=entry.counts)

    def _answer(self, message: str, entry: Entry, *, undo: bool = False) -> HttpResponse:
        if not self.request.htmx:
            if undo:
                tell_undoable(self.request, message, reverse("reform_phases:act_undo", args=[entry.act_id]))
            else:
                messages.success(self.request, message)
            return redirect(self.address)
        response = HttpResponse(status=204)
        response["HX-Trigger"] = json.dumps({"entrySaved": self.saved(message, entry)})
        return response

    def saved(self, message: str, entry: Entry) -> dict[str, Any]:
        """What the script of a page that shows the subject needs to know about it now."""
        return {
            "message": message,
            "undo": self.address,
            "entry": entry.pk if entry.counts else None,
        }

    def _shown_again(self) -> EntryForm:
        """The form with the user's own values, which has now seen what others wrote meanwhile."""
        data = self.request.POST.copy()
        data["seen"] = str(self.seen)
        return self.form(data)


class SolutionStatus(LogPage):
    log = StatusEntry
    form_class = StatusForm
    freshness = FreshnessLimit.Kind.STATUS

    @cached_property
    def solution(self) -> Solution:
        return get_object_or_404(Solution.objects.select_related("area"), pk=self.kwargs["solution_pk"])

    @property
    def subject(self) -> dict[str, Any]:
        return {"solution": self.solution}

    @property
    def held_look(self) -> Look:
        return look(self.held.value if self.held else "")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(states=legend()[1:], **kwargs)

    @property
    def heading(self) -> str:
        return str(self.solution)

    def render_to_response(self, context: dict[str, Any], **response_kwargs: Any) -> HttpResponse:
        """Tells the matrix what its cell is now: others may have changed it since the page was made."""
        response = super().render_to_response(context, **response_kwargs)
        if self.request.htmx:
            response["HX-Trigger"] = json.dumps({"entryShown": self.cell(stale=context["stale"])})
        return response

    def saved(self, message: str, entry: Entry) -> dict[str, Any]:
        told = super().saved(f"{message} {self.municipality.name}, {self.solution.code}.", entry)
        return told | self.cell(stale=self.stale)

    def cell(self, *, stale: bool) -> dict[str, Any]:
        """Which cell of the matrix it is, and what that shows."""
        return {
            "row": self.municipality.pk,
            "column": self.solution.pk,
            "look": self.held_look._asdict(),
            "label": spoken(self.held_look, stale=stale),
            "stale": stale,
        }


class OfReform(LogPage):
    """A log about the reform as a whole: the one asked for by ``?reform=``, or else the one in force."""

    @cached_property
    def reform(self) -> Reform:
        asked = self.request.GET.get("reform", "")
        if asked:
            return get_object_or_404(Reform, pk=int(asked) if asked.isdecimal() and len(asked) < 10 else 0)
        reform = Reform.objects.in_force(self.day)
        if reform is None:
            raise Http404
        return reform

    @property
    def address(self) -> str:
        return f"{self.request.path}?reform={self.reform.pk}" if self.request.GET.get("reform") else super().address

    @property
    def subject(self) -> dict[str, Any]:
        return {"reform": self.reform}


class MunicipalityPhase(OfReform):
    """The phase of the reform as a whole."""

    log = PhaseEntry
    form_class = PhaseForm
    freshness = FreshnessLimit.Kind.PHASE

    @property
    def subject(self) -> dict[str, Any]:
        return {"reform": self.reform, "area": None}

    @property
    def heading(self) -> str:
        return _("Fase")


class MunicipalityAreaPhase(MunicipalityPhase):
    """The phase within one focus area."""

    @cached_property
    def area(self) -> FocusArea:
        return get_object_or_404(FocusArea.objects.select_related("reform"), pk=self.kwargs["area_pk"])

    @property
    def subject(self) -> dict[str, Any]:
        return {"reform": self.area.reform, "area": self.area}

    @property
    def heading(self) -> str:
        return _("Fase: %(area)s") % {"area": self.area}


class MunicipalityOrganising(OfReform):
    log = OrganisingEntry
    form_class = OrganisingForm

    @property
    def heading(self) -> str:
        return _("Organisering av reformen")


class MunicipalityElderCouncil(OfReform):
    log = ElderCouncilEntry
    form_class = ElderCouncilForm

    @property
    def heading(self) -> str:
        return _("Involvering av eldrerådet")
