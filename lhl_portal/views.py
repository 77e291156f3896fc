"""The front page, the choice of what to log, health checks and error pages."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError, ProgrammingError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from lhl_portal.access.scoping import DeclaredMixin
from lhl_portal.access.views import Public
from lhl_portal.navigation import LOG, places
from lhl_portal.start import SEE_MUNICIPALITIES, has_turns, overview
from municipalities.models import Municipality


class Start(DeclaredMixin, TemplateView):
    any_user = True
    template_name = "start.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        return super().get_context_data(
            title=_("Start"),
            overview=overview(user, today=self.today),
            roles=user.memberships_on(self.today),
            today=self.today,
            has_turns=has_turns(user),
            can_see_meetings=user.has_perm("dialogue_meetings.view_meeting"),
            can_see_figures=user.has_perm("reporting.view_figure"),
            **kwargs,
        )


class LogChoose(DeclaredMixin, TemplateView):
    """What to log, from *+ Logg* on every page; ``?kommune=`` is carried on to the form."""

    any_user = True
    template_name = "log_choose.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        municipality = self._municipality()
        suffix = f"?kommune={municipality.pk}" if municipality else ""
        title = _("Logg for %(name)s") % {"name": municipality.name} if municipality else _("Logg")
        return super().get_context_data(
            choices=[place | {"url": place["url"] + suffix} for place in places(self.request, LOG)],
            title=title,
            breadcrumbs=[(_("Start"), reverse("start")), (title, None)],
            **kwargs,
        )

    def _municipality(self) -> Municipality | None:
        """The municipality of the address, where the user reaches it."""
        chosen = self.request.GET.get("kommune", "")
        if not chosen.isdecimal() or len(chosen) > 18:
            return None
        return Municipality.objects.within(self.reach(SEE_MUNICIPALITIES), today=self.today).filter(pk=chosen).first()


class Accessibility(DeclaredMixin, TemplateView):
    any_user = True
    template_name = "accessibility.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Tilgjengelighet"),
            breadcrumbs=[(_("Start"), reverse("start")), (_("Tilgjengelighet"), None)],
            contact=settings.DEFAULT_FROM_EMAIL,
            **kwargs,
        )


@method_decorator(transaction.non_atomic_requests, name="dispatch")
class Live(Public):
    """The process answers. Touches nothing else."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok", content_type="text/plain")


@method_decorator(transaction.non_atomic_requests, name="dispatch")  # so that it can say that the database is away
class Ready(Public):
    """The database answers and has every migration and the table of the cache: the portal can take users."""

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            executor = MigrationExecutor(connection)
            missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
            cache.get("ready")
        except OperationalError:
            return HttpResponse("database away", status=503, content_type="text/plain")
        except ProgrammingError:
            return HttpResponse("cache table missing", status=503, content_type="text/plain")
        if missing:
            return HttpResponse("migrations missing", status=503, content_type="text/plain")
        return HttpResponse("ok", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the request: whatever broke, its user and menu may be what broke it."""
    return HttpResponse(render_to_string("500.html", {"DEMO": settings.DEMO}), status=500)
