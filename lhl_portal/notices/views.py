"""A user's own notices and choices, and for administrators the mails that did not arrive."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, ListView, View

from lhl_portal.access.scoping import DeclaredMixin
from lhl_portal.notices.forms import ChoicesForm
from lhl_portal.notices.models import Mail, Notice, NoticeQuerySet
from lhl_portal.notices.reading import lines, notices_of
from lhl_portal.ui.addresses import own_address

UNREAD = "uleste"


class NoticeList(DeclaredMixin, ListView):
    """Unread ones first, and the newest first; ``?vis=uleste`` leaves the others out."""

    any_user = True
    paginate_by = 50
    template_name = "notices/notice_list.html"

    @property
    def only_unread(self) -> bool:
        return self.request.GET.get("vis") == UNREAD

    def get_queryset(self) -> QuerySet[Notice]:
        rows = notices_of(self.user)
        if self.only_unread:
            rows = rows.unread()
        return rows.order_by(Case(When(read_at=None, then=Value(0)), default=Value(1)), "-made_at", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            title=_("Varsler"),
            breadcrumbs=[(_("Start"), reverse("start")), (_("Varsler"), None)],
            tabs=[
                {"label": _("Alle"), "url": self.request.path, "current": not self.only_unread},
                {"label": _("Uleste"), "url": f"{self.request.path}?vis={UNREAD}", "current": self.only_unread},
            ],
            only_unread=self.only_unread,
            next=self.request.get_full_path(),
            **kwargs,
        )
        context["lines"] = lines(context["object_list"], self.user, today=self.today)
        context["any_unread"] = any(line.notice.read_at is None for line in context["lines"])
        return context


class ReadAll(DeclaredMixin, View):
    """Marks the user's own notices as read, and leads back."""

    any_user = True
    http_method_names: ClassVar[list[str]] = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.rows().unread().update(read_at=timezone.now())
        return redirect(own_address(request, request.POST.get("next", ""), reverse("notices:list")))

    def rows(self) -> NoticeQuerySet:
        return notices_of(self.user)


class ReadOne(ReadAll):
    def rows(self) -> NoticeQuerySet:
        notice = get_object_or_404(super().rows(), pk=self.kwargs["pk"])
        return super().rows().filter(pk=notice.pk)


class Choices(DeclaredMixin, FormView):
    any_user = True
    form_class = ChoicesForm
    template_name = "notices/choices.html"
    success_url = reverse_lazy("notices:choices")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.user, "today": self.today}

    def form_valid(self, form: ChoicesForm) -> HttpResponse:
        form.save()
        messages.success(self.request, _("Valgene er lagret."))
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        trail = [(_("Start"), reverse("start")), (_("Varsler"), reverse("notices:list")), (_("Valg"), None)]
        return super().get_context_data(title=_("Hva du varsles om"), breadcrumbs=trail, **kwargs)


class FailedMailList(DeclaredMixin, ListView):
    """Mails that the server refused for good, or that were tried for days."""

    permission = "access.view_user"
    paginate_by = 50
    template_name = "notices/failed_mail_list.html"
    queryset = Mail.objects.filter(state=Mail.State.FAILED).select_related("user").order_by("-made_at", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        trail = [
            (_("Start"), reverse("start")),
            (_("Brukere"), reverse("access:user_list")),
            (_("E-post som ikke kom fram"), None),
        ]
        return super().get_context_data(title=_("E-post som ikke kom fram"), breadcrumbs=trail, **kwargs)


class FailedMailRetry(DeclaredMixin, View):
    """Queues a failed mail again, for when the address has been put right."""

    permission = "access.change_user"
    http_method_names: ClassVar[list[str]] = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        failed = get_object_or_404(Mail, pk=pk, state=Mail.State.FAILED)
        now = timezone.now()
        Mail.objects.filter(pk=failed.pk, state=Mail.State.FAILED).update(
            state=Mail.State.QUEUED, made_at=now, next_try_at=now, attempts=0, error=""
        )
        messages.success(request, _("E-posten sendes på nytt."))
        return redirect("notices:failed_mail_list")
