"""Mounts each app under its Norwegian path."""

from allauth.account import views as account
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.i18n import set_language

from lhl_portal import views
from lhl_portal.access.views import Login
from lhl_portal.search.views import Search

handler400 = "lhl_portal.views.bad_request"
handler403 = "lhl_portal.views.permission_denied"
handler404 = "lhl_portal.views.not_found"
handler500 = "lhl_portal.views.server_error"

# allauth's pages, one by one: what is not listed does not exist.
account_patterns = [
    path("logg-inn/", Login.as_view(), name="account_login"),
    path("logg-ut/", account.logout, name="account_logout"),
    path("sperret/", account.account_inactive, name="account_inactive"),
    path("passord/bytt/", account.password_change, name="account_change_password"),
    path("passord/sett/", account.password_set, name="account_set_password"),
    path("passord/glemt/", account.password_reset, name="account_reset_password"),
    path("passord/glemt/sendt/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^passord/nytt/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("passord/nytt/ferdig/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
]

urlpatterns = [
    path("", views.Start.as_view(), name="start"),
    path("sok/", Search.as_view(), name="search"),
    path("logg/", views.LogChoose.as_view(), name="log_choose"),
    path("tilgjengelighet/", views.Accessibility.as_view(), name="accessibility"),
    path("sprak/", login_not_required(set_language), name="set_language"),
    path("livez", views.Live.as_view(), name="live"),
    path("readyz", views.Ready.as_view(), name="ready"),
    path("konto/", include(account_patterns)),
    path("", include("lhl_portal.access.urls")),
    path("", include("lhl_portal.notices.urls")),
    path("", include("lhl_portal.overview.urls")),
    path("", include("lhl_portal.calendar.urls")),
    path("", include("municipalities.urls")),
    path("", include("reform_phases.urls")),
    path("", include("dialogue_meetings.urls")),
    path("", include("learning_networks.urls")),
    path("", include("reporting.urls")),
]
