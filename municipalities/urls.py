"""Addresses."""

from django.urls import path

from municipalities import views

app_name = "municipalities"
urlpatterns = [
    path("kommuner/<int:pk>/om/", views.MunicipalityDetail.as_view(), name="detail"),
    path("kommuner/<int:pk>/historikk/endringer/", views.MunicipalityHistory.as_view(), name="history"),
]
