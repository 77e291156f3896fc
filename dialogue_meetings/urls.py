"""Addresses."""

from django.urls import path

from dialogue_meetings import views

app_name = "dialogue_meetings"
urlpatterns = [
    path("dialogmoter/", views.MeetingList.as_view(), name="list"),
    path("dialogmoter/ny/", views.MeetingCreate.as_view(), name="create"),
    path("dialogmoter/<int:pk>/", views.MeetingDetail.as_view(), name="detail"),
    path("dialogmoter/<int:pk>/endre/", views.MeetingUpdate.as_view(), name="update"),
    path("dialogmoter/<int:pk>/holdt/", views.MeetingHeld.as_view(), name="held"),
    path("dialogmoter/<int:pk>/slett/", views.MeetingDelete.as_view(), name="delete"),
    path("dialogmoter/<int:pk>/moteark/", views.AgendaSheet.as_view(), name="agenda"),
    path("dialogmoter/<int:pk>/moteark/forslag/", views.AgendaFill.as_view(), name="agenda_fill"),
    path("dialogmoter/<int:pk>/referat/", views.MinutesPage.as_view(), name="minutes"),
    path("dialogmoter/<int:pk>/referat/godkjenn/", views.MinutesApprove.as_view(), name="minutes_approve"),
    path("dialogmoter/<int:pk>/referat/rett/", views.MinutesCorrect.as_view(), name="minutes_correct"),
    path("referater/<int:pk>/pdf/", views.MinutesPdf.as_view(), name="minutes_pdf"),
    path("stotte/<int:pk>/", views.SupportMoved.as_view(), name="support_detail"),
    path("oppfolging/", views.FollowUpList.as_view(), name="follow_up_list"),
    path("oppfolging/<int:pk>/gjort/", views.FollowUpDone.as_view(), name="follow_up_done"),
    path("oppfolging/<int:pk>/apne/", views.FollowUpReopen.as_view(), name="follow_up_reopen"),
    path("kommuner/<int:pk>/moter/", views.MunicipalityMeetings.as_view(), name="municipality"),
]
