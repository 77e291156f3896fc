"""Networks: list, page, writing and inviting many at once."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import CreateView, DetailView, ListView, UpdateView

from learning_networks import presentation, services
from learning_networks.filters import NetworkFilter
from learning_networks.forms.networks import InviteForm, InviteWhen, NetworkEditor
from learning_networks.models import Network
from learning_networks.roster import counted_on, members_on, participations
from lhl_portal.access.owning import holds
from lhl_portal.access.scoping import ScopedMixin
from lhl_portal.ui.filtering import FilteredMixin
from lhl_portal.ui.fragments import FragmentMixin
from lhl_portal.ui.together import one_after_the_other
from municipalities.asof import AsOfListMixin
from municipalities.models import Municipality

VIEW = "learning_networks.view_network"
ADD = "learning_networks.add_network"
CHANGE = "learning_networks.change_network"


def trail(*steps: tuple[Any, str | None]) -> list[tuple[Any, str | None]]:
    """Breadcrumbs from the list of networks."""
    return [(_("Start"), reverse("start")), (_("Nettverk"), reverse("learning_networks:list")), *steps]


def suggested(request: Any) -> int | None:
    """The municipality that ``?kommune=`` asks the form to begin with."""
    value = request.GET.get("kommune", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None


class NetworkList(AsOfListMixin, FilteredMixin, ScopedMixin, FragmentMixin, ListView):
    permission = VIEW
    queryset = Network.objects.select_related("owner")
    filterset_class = NetworkFilter
    paginate_by = 50
    fragment = "rows"

    def get_queryset(self) -> Any:
        by_then = Q(invitations__invited_on__lte=self.day) if self.in_the_past else None
        invited = Count("invitations", distinct=True, filter=by_then)
        # A count of rows leaves the model's own order out.
        return super().get_queryset().annotate(invited=invited).order_by("-starts_on", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            title=_("Læringsnettverk"),
            breadcrumbs=[(_("Start"), reverse("start")), (_("Nettverk"), None)],
            add_url=self.address_to_add("learning_networks:create", ADD),
            **kwargs,
        )
        networks = list(context["object_list"])
        members = presentation.member_counts(networks, self.day)
        context["rows"] = [
            {
                "network": network,
                "period": presentation.network_period(network),
                "state": presentation.state(network, self.day),
                "members": members[network.pk],
            }
            for network in networks
        ]
        return context


class NetworkDetail(ScopedMixin, DetailView):
    permission = VIEW
    change_permission = CHANGE
    queryset = Network.objects.select_related("owner")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        network: Network = self.object
        day = counted_on(network, self.today)
        rows = participations([network])[network.pk]
        invitations = list(network.invitations.select_related("municipality"))
        lines = presentation.participants(invitations, rows, day)
        reached = Municipality.objects.filter(pk__in=[line.municipality.pk for line in lines])
        area = self.reach("municipalities.view_municipality")
        gatherings = network.gatherings.annotate(present=Count("municipalities")).order_by("held_on", "pk")
        return super().get_context_data(
            title=network.name,
            breadcrumbs=trail((network.name, None)),
            state=presentation.state(network, self.today),
            holds_owner=holds(self.user, CHANGE, network.owner_id, today=self.today),
            facts=_facts(network),
            solutions=network.solutions.order_by("area__reform", "area__code", "code"),
            participants=lines,
            linked=set(reached.within(area, today=self.today).values_list("pk", flat=True)),
            members=len(members_on(rows, day)),
            invited=len(invitations),
            day=day,
            gatherings=[(gathering, len(members_on(rows, gathering.held_on))) for gathering in gatherings],
            **kwargs,
        )


class NetworkWriting(ScopedMixin):
    """The one page where a network and its participants are written."""

    model = Network
    template_name = "learning_networks/network_form.html"
    request: Any
    object: Any
    permission: Any

    def get_form(self, form_class: Any = None) -> NetworkEditor:
        return NetworkEditor(
            network=self.object or Network(),
            user=self.request.user,
            permission=self.permission,
            today=self.today,
            data=self.request.POST if self.request.method == "POST" else None,
            suggested=suggested(self.request),
        )

    def form_valid(self, form: NetworkEditor) -> HttpResponse:
        network = form.save()
        members = presentation.member_counts([network], self.today)[network.pk]
        invited = network.invitations.count()
        words = {"members": members, "invited": invited}
        said = ngettext(
            "Lagret. %(members)d av %(invited)d invitert kommune er med.",
            "Lagret. %(members)d av %(invited)d inviterte kommuner er med.",
            invited,
        )
        messages.success(self.request, said % words)
        # Who took out the last municipality they reached the network through, does not see it any more.
        return redirect(network if self.may(VIEW, network) else "learning_networks:list")


class NetworkCreate(NetworkWriting, CreateView):
    permission = ADD

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Nytt læringsnettverk"),
            breadcrumbs=trail((_("Nytt nettverk"), None)),
            cancel_url=reverse("learning_networks:list"),
            **kwargs,
        )


class NetworkUpdate(NetworkWriting, UpdateView):
    permission = CHANGE
    view_permission = VIEW

    def get_queryset(self) -> Any:
        return one_after_the_other(super().get_queryset(), self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = Network.objects.select_related("owner").get(pk=self.object.pk)  # what was typed may not be saved
        return super().get_context_data(
            title=_("Endre læringsnettverk"),
            breadcrumbs=trail((kept.name, kept.get_absolute_url()), (_("Endre"), None)),
            facts=[(_("Navn"), kept.name), *_facts(kept)],
            cancel_url=kept.get_absolute_url(),
            **kwargs,
        )


class NetworkInvite(ScopedMixin, UpdateView):
    """Invites many municipalities at once. ``?dato=`` and ``?fylke=`` say which to list; the form says when."""

    permission = CHANGE
    view_permission = VIEW
    model = Network
    template_name = "learning_networks/network_invite.html"

    @cached_property
    def when(self) -> InviteWhen:
        """Day and county. Bound also without an address that says: then to today, or the network's first day."""
        ended = self.object.ends_on and self.object.ends_on < self.today
        day = self.object.starts_on if ended else self.today
        data = {"dato": self.request.GET.get("dato", day.isoformat()), "fylke": self.request.GET.get("fylke", "")}
        form = InviteWhen(data, counties=[], today=self.today)
        counties = {row.county_then: row.county_name_then for row in self._not_invited(form)}
        return InviteWhen(data, counties=sorted(counties.items(), key=lambda c: c[1]), today=self.today)

    def get_form(self, form_class: Any = None) -> InviteForm:
        rows = self._not_invited(self.when) if self.when.is_valid() else []
        county = self.when.cleaned_data.get("fylke")
        if county:
            rows = [row for row in rows if str(row.county_then) == county]
        data = self.request.POST if self.request.method == "POST" else None
        return InviteForm(data, municipalities=rows, listed=self.when.cleaned_data.get("dato"), today=self.today)

    def form_valid(self, form: InviteForm) -> HttpResponse:
        count = services.invite(network=self.object, municipalities=form.chosen, on=form.cleaned_data["invited_on"])
        said = ngettext("%(count)d kommune er invitert.", "%(count)d kommuner er invitert.", count)
        messages.success(self.request, said % {"count": count})
        return redirect(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        network = self.object
        return super().get_context_data(
            title=_("Inviter kommuner"),
            breadcrumbs=trail((network.name, network.get_absolute_url()), (_("Inviter"), None)),
            when=self.when,
            **kwargs,
        )

    def _not_invited(self, when: InviteWhen) -> list[Any]:
        """Municipalities within reach on the day, with their names and counties then."""
        when.is_valid()
        day = when.cleaned_data.get("dato")
        if not day:
            return []
        rows = Municipality.objects.within(self.reach(), today=self.today).with_designation(day)
        return list(rows.exclude(network_invitations__network=self.object).order_by("spell__sort_key", "pk"))


def _facts(network: Network) -> list[tuple[str, Any]]:
    facts = [
        (_("Ansvarlig"), network.owner),
        (_("Periode"), presentation.network_period(network)),
        (_("Bygger på"), network.builds_on),
        (_("Metode"), network.method),
    ]
    return [(term, value) for term, value in facts if value]
