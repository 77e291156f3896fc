"""Addresses."""

from django.urls import path

from municipalities import views

app_name = "municipalities"
urlpatterns = [
    path("kommuner/", views.MunicipalityList.as_view(), name="list"),
    path("kommuner/<int:pk>/", views.MunicipalityDetail.as_view(), name="detail"),
    path("kommuner/<int:pk>/historikk/", views.MunicipalityHistory.as_view(), name="history"),
]
