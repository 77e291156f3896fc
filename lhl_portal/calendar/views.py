"""The calendar's page, files and feeds."""

from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotFound
from django.urls import reverse, reverse_lazy
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import CreateView, DeleteView, TemplateView, View
from django.views.generic.list import MultipleObjectMixin

from dialogue_meetings.models import Meeting
from dialogue_meetings.views.section import sections, trail
from learning_networks.models import Gathering
from lhl_portal.access.language import office_language
from lhl_portal.access.owning import own
from lhl_portal.access.scoping import DeclaredMixin, ScopedMixin
from lhl_portal.access.views import Public
from lhl_portal.calendar import entries, feeds, ics
from lhl_portal.calendar.entries import VIEW_MEETING, VIEW_NETWORK, Entry, Source
from lhl_portal.calendar.forms import OWN, CalendarForm, FeedForm
from lhl_portal.calendar.models import Feed
from lhl_portal.calendar.months import LIST, MONTH, WEEK, span, step, weeks
from lhl_portal.ui.dates import EARLIEST, LATEST_IN
from lhl_portal.ui.fragments import FragmentMixin

VIEWS = {LIST: gettext_lazy("Liste"), WEEK: gettext_lazy("Uke"), MONTH: gettext_lazy("Måned")}


class CalendarPage(DeclaredMixin, FragmentMixin, TemplateView):
    """``?visning=liste|uke|maned&dag=2022-03-27``. A view that does not exist is a month; without a day it is today.

    A day that cannot be read is an error beside its field, over today's month.
    """

    permission = VIEW_MEETING
    template_name = "calendar/calendar.html"
    fragment = "rows"

    @property
    def view(self) -> str:
        asked = self.request.GET.get("visning", "")
        return asked if asked in VIEWS else MONTH

    @cached_property
    def form(self) -> CalendarForm:
        form = CalendarForm(self.request.GET, area=self.reach(), today=self.today)
        form.is_valid()
        return form

    @property
    def day(self) -> date:
        return self.form.cleaned_data.get("dag") or self.today

    @cached_property
    def source(self) -> Source:
        """What the filters leave; nothing where one of them cannot be read."""
        asked = self.form.cleaned_data
        source = entries.reached(self.user, today=self.today)
        if self.form.errors.keys() - {"dag"}:
            return source.only("")
        if asked.get("type"):
            source = source.only(asked["type"])
        places = self.form.places()
        if asked.get("hvem") == OWN:
            places.append(own(self.user, VIEW_MEETING, today=self.today))
        for place in places:
            source = source.within(place, today=self.today)
        return source

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        view, day = self.view, self.day
        first, last = span(view, day)
        found = self.source.read(first, last, today=self.today)
        begins, ends = step(view, day, 0), step(view, day, 1) - timedelta(days=1)
        count = sum(begins <= entry.on <= ends for entry in found)  # a month's weeks have days of others too
        return super().get_context_data(
            title=_("Kalender"),
            breadcrumbs=trail((_("Møter"), reverse("dialogue_meetings:list")), (_("Kalender"), None)),
            sections=sections(self.request, self._place_query()),
            filter_form=self.form,
            view=view,
            views=[{"key": key, "label": label, "current": key == view} for key, label in VIEWS.items()],
            day=day,
            today=self.today,
            heading=_heading(view, day),
            previous=self._kept(step(view, day, -1)),
            next=self._kept(step(view, day, 1)),
            entries=found,
            count=count,
            weeks=weeks(view, day, found, today=self.today) if view != LIST else [],
            nearest=None if count or self.form.errors else self.source.nearest(begins, ends),
            **kwargs,
        )

    def _kept(self, day: date) -> date | None:
        """A day that the page can be asked for, or None."""
        return day if day >= EARLIEST and day.year <= self.today.year + LATEST_IN else None

    def _place_query(self) -> str:
        kept = {name: self.request.GET[name] for name in ("region", "fylke") if self.request.GET.get(name)}
        return f"?{urlencode(kept)}" if kept else ""


class RecordFile(ScopedMixin, MultipleObjectMixin, View):
    """One record as a file for a calendar. Opened again after a change, it changes what is there."""

    def entries(self, rows: Any) -> list[Entry]:
        raise NotImplementedError

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.entries(entries.with_day(self.get_queryset().filter(pk=pk)))
        if not found:
            raise Http404
        content = ics.write(found, entries.revisions(found), public_url=settings.PUBLIC_URL, written_at=timezone.now())
        disposition = f'attachment; filename="{found[0].key}.ics"'
        return HttpResponse(content, content_type=ics.CONTENT_TYPE, headers={"Content-Disposition": disposition})


class MeetingFile(RecordFile):
    permission = VIEW_MEETING
    queryset = Meeting.objects.all()

    def entries(self, rows: Any) -> list[Entry]:
        return entries.of_meetings(rows, today=self.today)


class GatheringFile(RecordFile):
    permission = VIEW_NETWORK
    queryset = Gathering.objects.all()

    def entries(self, rows: Any) -> list[Entry]:
        return entries.of_gatherings(rows, today=self.today)


class FeedsOfMine(DeclaredMixin):
    """The user's own feeds. Anybody else's do not exist. Who has no role any more can still delete them."""

    any_user = True
    model = Feed
    title: Any
    success_url = reverse_lazy("calendar:feeds")

    def get_queryset(self) -> Any:
        return Feed.objects.filter(owner=self.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = trail((_("Kalender"), reverse("calendar:calendar")), (self.title, None))
        return super().get_context_data(title=self.title, breadcrumbs=crumbs, **kwargs)


class Feeds(FeedsOfMine, CreateView):
    """The answer to the form is the only page that shows the new address, so it is no redirect."""

    title = gettext_lazy("Abonner på kalenderen")
    form_class = FeedForm
    template_name = "calendar/feeds.html"
    request: Any

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"owner": self.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(feeds=self.get_queryset(), **kwargs)

    def form_valid(self, form: FeedForm) -> HttpResponse:
        token = feeds.make(form.instance, owner=self.user, today=self.today)
        address = settings.PUBLIC_URL + reverse("calendar:feed", args=[token])
        fresh = FeedForm(owner=self.user)
        return self.render_to_response(
            self.get_context_data(
                form=fresh,
                made=form.instance,
                address=address,
                subscribe_url=f"webcal{address[address.index(':') :]}",
            )
        )


class FeedDelete(FeedsOfMine, DeleteView):
    title = gettext_lazy("Slett abonnement")

    def form_valid(self, form: Any) -> HttpResponse:
        text = _("Abonnementet «%(name)s» er slettet. Adressen virker ikke lenger.")
        messages.success(self.request, text % {"name": self.object.name})
        return super().form_valid(form)


@method_decorator(csrf_exempt, name="dispatch")  # nothing can be sent here, and a refusal would log the address
class FeedFile(Public):
    """Open to whoever has the address: the secret in it is the key. What is no feed is not told from what was one."""

    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        today = timezone.localdate()
        feed = feeds.find(token, today=today)
        if feed is None:
            return HttpResponseNotFound(_("Kalenderen finnes ikke."), content_type="text/plain; charset=utf-8")
        with translation.override(office_language(feed.owner, today=today)):
            found = feeds.entries(feed, today=today)
            content = ics.write(
                found,
                entries.revisions(found),
                public_url=settings.PUBLIC_URL,
                written_at=timezone.now(),
                name=_("Leve hele livet: %(name)s") % {"name": feed.get_scope_display()},
            )
        response = HttpResponse(
            content,
            content_type=ics.CONTENT_TYPE,
            headers={
                "Cache-Control": "private, no-cache",  # kept by the reader alone, who asks each time if it still holds
                "Content-Disposition": 'inline; filename="kalender.ics"',
                "ETag": f'"{sha256(content).hexdigest()}"',
                "Referrer-Policy": "no-referrer",
                "X-Robots-Tag": "noindex",
            },
        )
        return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _heading(view: str, day: date) -> str:
    first, last = span(view, day)
    if view == MONTH:
        return date_format(day, "F Y").capitalize()
    if view == LIST:
        return f"{date_format(first, 'F Y')} – {date_format(last, 'F Y')}".capitalize()
    words = {"number": day.isocalendar().week, "first": date_format(first, "j.n."), "last": date_format(last, "j.n.Y")}
    return _("Uke %(number)s: %(first)s–%(last)s") % words
