"""Addresses."""

from django.urls import path

from learning_networks import views

app_name = "learning_networks"
urlpatterns = [
    path("nettverk/", views.NetworkList.as_view(), name="list"),
    path("nettverk/ny/", views.NetworkCreate.as_view(), name="create"),
    path("nettverk/<int:pk>/", views.NetworkDetail.as_view(), name="detail"),
    path("nettverk/<int:pk>/endre/", views.NetworkUpdate.as_view(), name="update"),
    path("nettverk/<int:pk>/inviter/", views.NetworkInvite.as_view(), name="invite"),
    path("nettverk/<int:pk>/samlinger/ny/", views.GatheringCreate.as_view(), name="gathering_create"),
    path(
        "nettverk/<int:pk>/samlinger/<int:gathering_pk>/endre/",
        views.GatheringUpdate.as_view(),
        name="gathering_update",
    ),
    path("kommuner/<int:pk>/nettverk/", views.MunicipalityNetworks.as_view(), name="municipality"),
]
