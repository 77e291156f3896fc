"""Addresses."""

from django.urls import path

from lhl_portal.access import views

app_name = "access"
urlpatterns = [
    path("konto/demo/", views.DemoLogin.as_view(), name="demo_login"),
    path("administrasjon/brukere/", views.UserList.as_view(), name="user_list"),
    path("administrasjon/brukere/ny/", views.UserCreate.as_view(), name="user_create"),
    path("administrasjon/brukere/<int:pk>/endre/", views.UserUpdate.as_view(), name="user_update"),
    path("administrasjon/brukere/<int:pk>/anonymiser/", views.UserAnonymise.as_view(), name="user_anonymise"),
    path("visninger/", views.SavedViewList.as_view(), name="view_list"),
    path("visninger/ny/", views.SavedViewCreate.as_view(), name="view_save"),
    path("visninger/<int:pk>/endre/", views.SavedViewUpdate.as_view(), name="view_update"),
    path("visninger/<int:pk>/slett/", views.SavedViewDelete.as_view(), name="view_delete"),
]
