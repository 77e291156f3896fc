"""Addresses."""

from django.urls import path

from lhl_portal.overview import views

app_name = "overview"
urlpatterns = [
    path("kommuner/", views.MunicipalityList.as_view(), name="list"),
    path("kommuner/kart/", views.MunicipalityMap.as_view(), name="map"),
    path("dekning/", views.Coverage.as_view(), name="coverage"),
    path("kommuner/<int:pk>/", views.MunicipalityStatus.as_view(), name="municipality"),
    path("kommuner/<int:pk>/historikk/", views.MunicipalityTimeline.as_view(), name="timeline"),
]
