"""What a round asks, one section or question on each page. Nothing is changed once a report has been built of it."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DeleteView, UpdateView, View
from django.views.generic.detail import SingleObjectMixin

from lhl_portal.access.scoping import DeclaredMixin
from lhl_portal.ui.together import one_after_the_other
from reporting.forms import QuestionForm, SectionForm
from reporting.forms.questions import TASK_MATRIX
from reporting.models import Question, Round, Section
from reporting.presentation import crumbs
from reporting.services import (
    InUse,
    Settled,
    delete_question,
    delete_section,
    is_settled,
    is_used,
    move,
    save_question,
    save_section,
)

PERMISSION = "reporting.change_round"


class _OfRound(DeclaredMixin):
    """A page about a part of a round. `title` heads it; a settled round shows why there is nothing to change."""

    permission = PERMISSION
    title: Any = ""
    saved: ClassVar[Any] = ""
    request: HttpRequest
    object: Any

    @property
    def round(self) -> Round:
        return self.object.round

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        round = self.round
        path = crumbs((round, round.get_absolute_url()), (self.title, ""))
        return super().get_context_data(
            title=self.title, breadcrumbs=path, round=round, settled=is_settled(round), **kwargs
        )

    def settled(self) -> HttpResponse:
        messages.error(self.request, _("Rundens spørsmål kan ikke endres: det er bygget rapporter i runden."))
        return redirect(self.round)


class _Create(_OfRound, CreateView):
    @property
    def round(self) -> Round:
        return self.asking

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.asking = get_object_or_404(Round, pk=self.kwargs["pk"])


class _Update(_OfRound, UpdateView):
    def get_queryset(self) -> Any:
        return one_after_the_other(super().get_queryset().select_related("round"), self.request)


class _Section(_OfRound):
    model: type[models.Model] = Section
    form_class: Any = SectionForm
    template_name = "reporting/section_form.html"

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            save_section(section=form.instance)
        except Settled:
            return self.settled()
        messages.success(self.request, _("Delen er lagret."))
        return redirect(self.round)


class SectionCreate(_Section, _Create):
    title = gettext_lazy("Ny del")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Section(round=self.round)}


class SectionUpdate(_Section, _Update):
    title = gettext_lazy("Endre delen")


class _Question(_OfRound):
    model: type[models.Model] = Question
    form_class: Any = QuestionForm
    template_name = "reporting/question_form.html"

    def form_valid(self, form: QuestionForm) -> HttpResponse:
        try:
            save_question(question=form.instance)
        except Settled:
            return self.settled()
        except InUse as used:
            form.refuse(used.lines)
            return self.form_invalid(form)  # type: ignore[attr-defined]
        messages.success(self.request, _("Spørsmålet er lagret."))
        return redirect(self.round)


class QuestionCreate(_Question, _Create):
    """First which kind (``?type=``), then the question. ``type=oppgavematrise`` is a table that is filled in."""

    title = gettext_lazy("Nytt spørsmål")

    @property
    def kind(self) -> str:
        asked = self.request.GET.get("type", "")
        return Question.Kind.TABLE if asked == "oppgavematrise" else asked if asked in Question.Kind.values else ""

    def get_initial(self) -> dict[str, Any]:
        matrix = self.request.GET.get("type") == "oppgavematrise"
        section = self.request.GET.get("del", "")
        return {"section": section if section.isdecimal() else None} | (TASK_MATRIX if matrix else {})

    def get_form_kwargs(self) -> dict[str, Any]:
        kind = self.kind or Question.Kind.TEXT
        return super().get_form_kwargs() | {"instance": Question(round=self.round, kind=kind)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = Question.Kind(self.kind) if self.kind else None
        return super().get_context_data(
            kinds=[] if chosen else _kinds(self.request.GET.get("del", "")), chosen=chosen, **kwargs
        )


class QuestionUpdate(_Question, _Update):
    title = gettext_lazy("Endre spørsmålet")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        question: Question = self.object
        return super().get_context_data(chosen=Question.Kind(question.kind), used=is_used(question), **kwargs)


class _Delete(_OfRound, DeleteView):
    template_name = "reporting/question_confirm_delete.html"
    title = gettext_lazy("Slett")

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("round")


class SectionDelete(_Delete):
    model = Section

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            delete_section(section=self.object)
        except Settled:
            return self.settled()
        messages.success(self.request, _("Delen er slettet. Spørsmålene i den står nå utenfor delene."))
        return redirect(self.round)


class QuestionDelete(_Delete):
    model = Question

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(used=is_used(self.object), is_question=True, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            delete_question(question=self.object)
        except Settled:
            return self.settled()
        except InUse:
            messages.error(self.request, _("Spørsmålet kan ikke slettes: et embete har svart på det."))
            return redirect(self.round)
        messages.success(self.request, _("Spørsmålet er slettet."))
        return redirect(self.round)


class _Move(DeclaredMixin, SingleObjectMixin, View):
    """POST only: one step up, or down where ``retning`` is ``ned``."""

    permission = PERMISSION
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row: Any = self.get_object()
        try:
            move(row=row, up=request.POST.get("retning") != "ned")
        except Settled:
            messages.error(request, _("Rundens spørsmål kan ikke endres: det er bygget rapporter i runden."))
        return redirect(row.round.get_absolute_url() + f"#{self.anchor(row)}")

    def anchor(self, row: Any) -> str:
        """Where the reader goes on: at what was moved."""
        return f"{row._meta.model_name}-{row.pk}"


class SectionMove(_Move):
    queryset = Section.objects.select_related("round")


class QuestionMove(_Move):
    queryset = Question.objects.select_related("round")


def _kinds(section: str) -> list[dict[str, str]]:
    """What one can choose among, with what it is for and its address."""
    described = (
        (Question.Kind.TEXT.value, Question.Kind.TEXT.label, _("Embetet skriver svaret med egne ord.")),
        (Question.Kind.CHOICE.value, Question.Kind.CHOICE.label, _("Ett eller flere av valgene du setter opp.")),
        (Question.Kind.GRADED.value, Question.Kind.GRADED.label, _("Én vurdering på en skala for hver påstand.")),
        (Question.Kind.NUMBER.value, Question.Kind.NUMBER.label, _("Et tall med enhet, og grenser om du vil.")),
        (Question.Kind.TABLE.value, Question.Kind.TABLE.label, _("Kolonner du setter opp. Embetet legger til rader.")),
        (
            "oppgavematrise",
            _("Oppgavematrise"),
            _("Tabellen med dato, oppgave, risikovurdering og formål, status og neste steg, klar til bruk."),
        ),
    )
    more = f"&del={section}" if section.isdecimal() else ""
    return [{"label": str(label), "text": text, "url": f"?type={code}{more}"} for code, label, text in described]
