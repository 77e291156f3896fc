"""Pages about networks and their gatherings."""

from learning_networks.views.gatherings import GatheringCreate, GatheringUpdate
from learning_networks.views.municipality import MunicipalityNetworks
from learning_networks.views.networks import NetworkCreate, NetworkDetail, NetworkInvite, NetworkList, NetworkUpdate

__all__ = [
    "GatheringCreate",
    "GatheringUpdate",
    "MunicipalityNetworks",
    "NetworkCreate",
    "NetworkDetail",
    "NetworkInvite",
    "NetworkList",
    "NetworkUpdate",
]
