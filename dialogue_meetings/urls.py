"""Addresses."""

from django.urls import path

from dialogue_meetings import views

app_name = "dialogue_meetings"
urlpatterns = [
    path("dialogmoter/", views.MeetingList.as_view(), name="list"),
    path("dialogmoter/ny/", views.MeetingCreate.as_view(), name="create"),
    path("dialogmoter/importer/", views.MeetingImportList.as_view(), name="import_list"),
    path("dialogmoter/importer/mal.<slug:extension>", views.MeetingImportTemplate.as_view(), name="import_template"),
    path("dialogmoter/importer/<int:pk>/", views.MeetingImportDetail.as_view(), name="import"),
    path("dialogmoter/importer/<int:pk>/kolonner/", views.MeetingImportColumns.as_view(), name="import_columns"),
    path("dialogmoter/importer/<int:pk>/feil/", views.MeetingImportErrors.as_view(), name="import_errors"),
    path("dialogmoter/importer/<int:pk>/skriv/", views.MeetingImportWrite.as_view(), name="import_write"),
    path("dialogmoter/importer/<int:pk>/forkast/", views.MeetingImportDiscard.as_view(), name="import_discard"),
    path("dialogmoter/importer/<int:pk>/angre/", views.MeetingImportUndo.as_view(), name="import_undo"),
    path("dialogmoter/slettet/", views.DeletedMeetings.as_view(), name="deleted"),
    path("dialogmoter/<int:pk>/", views.MeetingDetail.as_view(), name="detail"),
    path("dialogmoter/<int:pk>/endre/", views.MeetingUpdate.as_view(), name="update"),
    path("dialogmoter/<int:pk>/holdt/", views.MeetingHeld.as_view(), name="held"),
    path("dialogmoter/<int:pk>/slett/", views.MeetingDelete.as_view(), name="delete"),
    path("tilbud/", views.OfferList.as_view(), name="offer_list"),
    path("tilbud/nytt/", views.OfferCreate.as_view(), name="offer_create"),
    path("tilbud/flere/", views.OffersTogether.as_view(), name="offers_together"),
    path("tilbud/<int:pk>/svar/", views.OfferAnswer.as_view(), name="offer_answer"),
    path("behov/", views.NeedOverview.as_view(), name="needs"),
    path("behov/liste/", views.NeedList.as_view(), name="need_list"),
    path("behov/<int:pk>/svar/", views.NeedAnswer.as_view(), name="need_answer"),
    path("behov/<int:pk>/slett/", views.NeedDelete.as_view(), name="need_delete"),
    path("behov/tema/", views.TopicList.as_view(), name="topic_list"),
    path("behov/tema/nytt/", views.TopicCreate.as_view(), name="topic_create"),
    path("behov/tema/<int:pk>/endre/", views.TopicUpdate.as_view(), name="topic_update"),
    path("dialogmoter/<int:pk>/behov/", views.NeedRaise.as_view(), name="need_raise"),
    path("dialogmoter/<int:pk>/vedlegg/ny/", views.AttachmentCreate.as_view(), name="attachment_create"),
    path("vedlegg/<uuid:key>/", views.AttachmentDownload.as_view(), name="attachment"),
    path("vedlegg/<uuid:key>/slett/", views.AttachmentDelete.as_view(), name="attachment_delete"),
    path("stotte/<int:pk>/", views.SupportMoved.as_view(), name="support_detail"),
    path("oppfolging/", views.FollowUpList.as_view(), name="follow_up_list"),
    path("oppfolging/flere/", views.FollowUpsTogether.as_view(), name="follow_ups_together"),
    path("oppfolging/<int:pk>/endre/", views.FollowUpUpdate.as_view(), name="follow_up_update"),
    path("oppfolging/<int:pk>/bekreft/", views.FollowUpVerify.as_view(), name="follow_up_verify"),
    path("oppfolging/<int:pk>/gjort/", views.FollowUpDone.as_view(), name="follow_up_done"),
    path("oppfolging/<int:pk>/apne/", views.FollowUpReopen.as_view(), name="follow_up_reopen"),
    path("kommuner/<int:pk>/moter/", views.MunicipalityMeetings.as_view(), name="municipality"),
]
