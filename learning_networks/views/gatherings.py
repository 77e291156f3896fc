"""Gatherings are written from their network's page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import UpdateView

from learning_networks.forms.gatherings import GatheringForm
from learning_networks.models import Gathering, Network
from learning_networks.views.networks import CHANGE, VIEW, trail
from lhl_portal.access.owning import holds
from lhl_portal.access.scoping import ScopedMixin


class GatheringWriting(ScopedMixin):
    permission = CHANGE
    view_permission = VIEW
    template_name = "learning_networks/gathering_form.html"
    heading: Any
    request: Any

    @property
    def network(self) -> Network:
        raise NotImplementedError

    @property
    def gathering(self) -> Gathering:
        raise NotImplementedError

    @property
    def holds_owner(self) -> bool:
        return holds(self.user, CHANGE, self.network.owner_id, today=self.today)

    def get_form(self, form_class: Any = None) -> GatheringForm:
        return GatheringForm(
            self.request.POST if self.request.method == "POST" else None,
            instance=self.gathering,
            network=self.network,
            user=self.request.user,
            permission=CHANGE,
            today=self.today,
            whole=self.holds_owner,
        )

    def form_valid(self, form: GatheringForm) -> HttpResponse:
        gathering = form.save()
        count = gathering.municipalities.count()
        said = ngettext("Lagret. %(count)d kommune var til stede.", "Lagret. %(count)d kommuner var til stede.", count)
        messages.success(self.request, said % {"count": count})
        return redirect(self.network)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        network = self.network
        return super().get_context_data(
            title=self.heading,
            breadcrumbs=trail((network.name, network.get_absolute_url()), (self.heading, None)),
            cancel_url=network.get_absolute_url(),
            **kwargs,
        )


class GatheringCreate(GatheringWriting, UpdateView):
    """The row in the address is the network. Only who reaches its owner adds to it."""

    queryset = Network.objects.all()

    def get_object(self, queryset: Any = None) -> Any:
        network: Network = super().get_object(queryset)
        if not holds(self.user, CHANGE, network.owner_id, today=self.today):
            raise PermissionDenied
        return network

    @property
    def heading(self) -> str:
        return _("Registrer samling")

    @property
    def network(self) -> Network:
        return self.object

    @property
    def gathering(self) -> Gathering:
        return Gathering()


class GatheringUpdate(GatheringWriting, UpdateView):
    pk_url_kwarg = "gathering_pk"

    @property
    def heading(self) -> str:
        return _("Endre samling")

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(network=self.kwargs["pk"]).select_related("network")

    queryset = Gathering.objects.all()

    @property
    def network(self) -> Network:
        return self.object.network

    @property
    def gathering(self) -> Gathering:
        return self.object
