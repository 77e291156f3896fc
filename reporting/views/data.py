"""Data out: the files of an edition by log-in or key, the open dataset, and what describes them both."""

import json
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header, http_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from lhl_portal.access.models import User
from lhl_portal.access.scoping import DeclaredMixin, Reach, reach_of_reader
from lhl_portal.access.views import Public
from lhl_portal.audit.models import AccessEvent
from reporting.models import ApiKey, Edition
from reporting.presentation import crumbs
from reporting.publishing import catalogue, dataset, files
from reporting.publishing.addresses import ADDRESSES
from reporting.publishing.keys import find_key
from reporting.publishing.listing import MOST_ROUNDS, rounds_for, told
from reporting.publishing.openapi import openapi
from reporting.publishing.problems import problem

_JSON = "application/json"
# A reader may keep the file, but asks each time whether it still may have it.
_PRIVATE = {"Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
_PUBLIC = {"Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*"}
_INERT = {"Content-Security-Policy": "sandbox; default-src 'none'"}


@method_decorator(login_not_required, name="dispatch")
class Keyed(DeclaredMixin, View):
    """A data address for those who are logged in, and for machines with a key. Refusals are problems in JSON.

    Who has a key is nobody in particular: a log-in that comes with it is left out of account.
    """

    permission = "reporting.view_report"
    by_key = True
    http_method_names: ClassVar[list[str]] = ["get", "head"]
    key: ApiKey | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        scheme, _space, presented = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            request.user = AnonymousUser()
            self.key = find_key(presented.strip(), today=self.today)
            if self.key is None:
                text = _("Nøkkelen er ukjent, utløpt eller trukket tilbake.")
                return problem(request, 401, text, WWW_Authenticate='Bearer realm="data", error="invalid_token"')
        elif not request.user.is_authenticated:
            return _log_in(request)
        try:
            return super().dispatch(request, *args, **kwargs)
        except PermissionDenied:
            return problem(request, 403, _("Ingen av rollene dine gir tilgang til rapporter."))
        except Http404 as missing:
            return problem(request, 404, str(missing))

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return problem(request, 405, _("Adressen svarer bare på GET og HEAD."), Allow="GET, HEAD")

    def reach(self, permission: str | None = None) -> Reach:
        if self.key:
            return reach_of_reader(self.key.organisation, today=self.today)
        return super().reach(permission)

    def remember(self, detail: str) -> None:
        """That a file went out, and to whom."""
        user = self.request.user if isinstance(self.request.user, User) else None
        who = f", {self.key.prefix} {self.key.organisation.code}" if self.key else ""
        AccessEvent.objects.create(
            kind=AccessEvent.Kind.EXPORT, user=user, path=self.request.path, detail=f"{detail}{who}"[:200]
        )


class DataRounds(Keyed):
    def get(self, request: HttpRequest) -> HttpResponse:
        rounds = rounds_for(self.reach(), today=self.today)[:MOST_ROUNDS]
        return _json(request, {"rounds": [told(round) for round in rounds]}, _PRIVATE)


class DataRound(Keyed):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        round = rounds_for(self.reach(), today=self.today).filter(pk=pk).first()
        if round is None:
            raise Http404(_("Runden finnes ikke."))
        return _json(request, told(round), _PRIVATE)


class DataEdition(Keyed):
    """A file of an edition, under an address that lasts."""

    def get(self, request: HttpRequest, pk: int, number: int, name: str) -> HttpResponse:
        rows = Edition.objects.light().select_related("report__round__reform", "report__region")
        edition = rows.within(self.reach(), today=self.today).filter(report=pk, number=number).first()
        if edition is None:
            raise Http404(_("Utgaven finnes ikke, eller du har ikke tilgang til den."))
        file = files.FILES.get(name)
        if file is None:
            text = _("Filen finnes ikke. Utgaven har disse: %(names)s.")
            raise Http404(text % {"names": ", ".join(files.FILES)})

        def make() -> bytes:
            if request.method == "GET":
                self.remember(edition.snapshot.sha256)
            return file.make(edition, files.changed_at(edition, file))

        saved_as = content_disposition_header(True, files.filename(edition, file)) or "attachment"
        return _answer(
            request,
            make,
            file.media_type,
            _PRIVATE | {"Content-Disposition": saved_as},
            etag=files.etag(edition, file),
            changed_at=files.changed_at(edition, file),
        )


class DataAccepted(Public):
    """A file of the open dataset."""

    http_method_names: ClassVar[list[str]] = ["get", "head"]
    file_name = ""

    def get(self, request: HttpRequest) -> HttpResponse:
        editions = dataset.accepted()
        return _answer(
            request,
            lambda: dataset.content(self.file_name, editions),
            dataset.FILES[self.file_name].media_type,
            _PUBLIC | {"Content-Disposition": f'attachment; filename="leve-hele-livet-{self.file_name}"'},
            etag=dataset.etag(self.file_name, editions),
        )


class DataCatalogue(Public):
    """The open dataset as catalogues of data read about it."""

    http_method_names: ClassVar[list[str]] = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        about = catalogue.catalogue(span=dataset.span(dataset.accepted()), modified=dataset.last_accepted())
        return _json(request, about, _PUBLIC, media_type=catalogue.MEDIA_TYPE)


class DataOpenapi(Public):
    http_method_names: ClassVar[list[str]] = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return _json(request, openapi(), _PUBLIC)


class DataPage(Public, TemplateView):
    """*Data og API*: what there is to fetch, and how."""

    template_name = "reporting/data.html"
    http_method_names: ClassVar[list[str]] = ["get", "head"]
    extra_context = {"title": gettext_lazy("Data og API")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = self.extra_context["title"]
        public_path = [(_("Start"), reverse("start")), (title, "")]
        reader = self.request.user
        return super().get_context_data(
            breadcrumbs=crumbs((title, "")) if reader.has_perm("reporting.view_report") else public_path,
            open_addresses=[address for address in ADDRESSES if address.is_open],
            keyed_addresses=[address for address in ADDRESSES if not address.is_open],
            base=settings.PUBLIC_URL,
            licence=settings.OPEN_DATA_LICENCE,
            contact=settings.OPEN_DATA_CONTACT,
            **kwargs,
        )


def _log_in(request: HttpRequest) -> HttpResponse:
    """A browser is sent to the log-in, whose session may just have ended; a machine is told."""
    if "text/html" in request.headers.get("Accept", ""):
        return redirect_to_login(request.get_full_path())
    text = _("Send nøkkelen i hodet Authorization: Bearer.")
    return problem(request, 401, text, WWW_Authenticate='Bearer realm="data"')


def _json(request: HttpRequest, content: Any, headers: dict[str, str], *, media_type: str = _JSON) -> HttpResponse:
    made = json.dumps(content, ensure_ascii=False, indent=1).encode()
    return _answer(request, lambda: made, media_type, headers, etag=f'"{sha256(made).hexdigest()}"')


def _answer(
    request: HttpRequest,
    make: Callable[[], bytes],
    media_type: str,
    headers: dict[str, str],
    *,
    etag: str,
    changed_at: datetime | None = None,
) -> HttpResponse:
    """304 where the reader has it already, and then nothing is made."""
    stamp = int(changed_at.timestamp()) if changed_at else None
    dated = {"Last-Modified": http_date(stamp)} if stamp else {}
    response = HttpResponse(content_type=media_type, headers={"ETag": etag} | dated | headers | _INERT)
    early: HttpResponse | None = get_conditional_response(request, etag=etag, last_modified=stamp, response=response)
    if early is not response and early is not None:
        return early
    response.content = make()
    return response
