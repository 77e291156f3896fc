"""Addresses."""

from django.urls import path

from lhl_portal.notices import views

app_name = "notices"
urlpatterns = [
    path("varsler/", views.NoticeList.as_view(), name="list"),
    path("varsler/lest/", views.ReadAll.as_view(), name="read_all"),
    path("varsler/<int:pk>/lest/", views.ReadOne.as_view(), name="read"),
    path("varsler/valg/", views.Choices.as_view(), name="choices"),
    path("administrasjon/e-post/", views.FailedMailList.as_view(), name="failed_mail_list"),
    path("administrasjon/e-post/<int:pk>/igjen/", views.FailedMailRetry.as_view(), name="failed_mail_retry"),
]
