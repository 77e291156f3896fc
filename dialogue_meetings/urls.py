"""Addresses."""

from django.urls import path

from dialogue_meetings import views

app_name = "dialogue_meetings"
urlpatterns = [
    path("dialogmoter/", views.MeetingList.as_view(), name="list"),
    path("dialogmoter/ny/", views.MeetingCreate.as_view(), name="create"),
    path("dialogmoter/slettet/", views.DeletedMeetings.as_view(), name="deleted"),
    path("dialogmoter/<int:pk>/", views.MeetingDetail.as_view(), name="detail"),
    path("dialogmoter/<int:pk>/endre/", views.MeetingUpdate.as_view(), name="update"),
    path("dialogmoter/<int:pk>/holdt/", views.MeetingHeld.as_view(), name="held"),
    path("dialogmoter/<int:pk>/slett/", views.MeetingDelete.as_view(), name="delete"),
    path("dialogmoter/<int:pk>/vedlegg/ny/", views.AttachmentCreate.as_view(), name="attachment_create"),
    path("vedlegg/<uuid:key>/", views.AttachmentDownload.as_view(), name="attachment"),
    path("vedlegg/<uuid:key>/slett/", views.AttachmentDelete.as_view(), name="attachment_delete"),
    path("stotte/<int:pk>/", views.SupportMoved.as_view(), name="support_detail"),
    path("oppfolging/", views.FollowUpList.as_view(), name="follow_up_list"),
    path("oppfolging/<int:pk>/gjort/", views.FollowUpDone.as_view(), name="follow_up_done"),
    path("oppfolging/<int:pk>/apne/", views.FollowUpReopen.as_view(), name="follow_up_reopen"),
    path("kommuner/<int:pk>/moter/", views.MunicipalityMeetings.as_view(), name="municipality"),
]
