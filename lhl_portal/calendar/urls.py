"""Addresses."""

from django.urls import path

from lhl_portal.calendar import views

app_name = "calendar"
urlpatterns = [
    path("kalender/", views.CalendarPage.as_view(), name="calendar"),
    path("kalender/abonnement/", views.Feeds.as_view(), name="feeds"),
    path("kalender/abonnement/<int:pk>/slett/", views.FeedDelete.as_view(), name="feed_delete"),
    path("kalender/abonnement/<slug:token>.ics", views.FeedFile.as_view(), name="feed"),
    path("dialogmoter/<int:pk>/kalender.ics", views.MeetingFile.as_view(), name="meeting_file"),
    path("nettverk/samlinger/<int:pk>/kalender.ics", views.GatheringFile.as_view(), name="gathering_file"),
]
