"""Addresses of figures, rounds and reports."""

from django.urls import path

from reporting import views

app_name = "reporting"
urlpatterns = [
    path("tall/", views.Figures.as_view(), name="figures"),
    path("tall/<slug:code>/", views.Figure.as_view(), name="figure"),
    path("rapporter/", views.RoundList.as_view(), name="round_list"),
    path("rapporter/ny/", views.RoundCreate.as_view(), name="round_create"),
    path("rapporter/<int:pk>/", views.RoundDetail.as_view(), name="round"),
    path("rapporter/<int:pk>/endre/", views.RoundUpdate.as_view(), name="round_update"),
    path("rapporter/rapport/<int:pk>/", views.ReportDetail.as_view(), name="report"),
    path(
        "rapporter/rapport/<int:pk>/svar/",
        views.ReportAnswers.as_view(),
        name="answers",
    ),
    path("rapporter/rapport/<int:pk>/bygg/", views.ReportBuild.as_view(), name="build"),
    path("rapporter/rapport/<int:pk>/klar/", views.ReportReady.as_view(), name="report_ready"),
    path("rapporter/rapport/<int:pk>/utkast/", views.ReportReopen.as_view(), name="report_reopen"),
    path("rapporter/rapport/<int:pk>/signer/", views.ReportSubmit.as_view(), name="report_submit"),
    path("rapporter/rapport/<int:pk>/send-tilbake/", views.ReportReturn.as_view(), name="report_return"),
    path("rapporter/rapport/<int:pk>/godta/", views.ReportAccept.as_view(), name="report_accept"),
    path("rapporter/rapport/<int:pk>/rett/", views.ReportCorrect.as_view(), name="report_correct"),
    path("rapporter/rapport/<int:pk>/utgave/<int:number>/", views.EditionDetail.as_view(), name="edition"),
    path(
        "rapporter/rapport/<int:pk>/utgave/<int:number>/tall/<slug:code>/",
        views.EditionFigure.as_view(),
        name="edition_figure",
    ),
    path("rapporter/kontroll/", views.Verify.as_view(), name="verify"),
    path("rapporter/<int:pk>/apne/", views.RoundOpen.as_view(), name="round_open"),
    path(
        "rapporter/utgave/<int:pk>/pdf/",
        views.SnapshotPdf.as_view(),
        name="snapshot_pdf",
    ),
    path("rapporter/rapport/<int:pk>/apne-data/", views.ReportOpenData.as_view(), name="report_open_data"),
    path("administrasjon/nokler/", views.KeyList.as_view(), name="key_list"),
    path("administrasjon/nokler/<int:pk>/trekk-tilbake/", views.KeyRevoke.as_view(), name="key_revoke"),
    # What others link to and programs ask for: these addresses never change.
    path("data/", views.DataPage.as_view(), name="data"),
    path("data/openapi.json", views.DataOpenapi.as_view(), name="data_openapi"),
    path("data/datasett.jsonld", views.DataCatalogue.as_view(), name="data_catalogue"),
    path("data/godtatte.csv", views.DataAccepted.as_view(file_name="godtatte.csv"), name="data_accepted"),
    path(
        "data/godtatte-kommuner.csv",
        views.DataAccepted.as_view(file_name="godtatte-kommuner.csv"),
        name="data_accepted_municipalities",
    ),
    path("data/godtatte.json", views.DataAccepted.as_view(file_name="godtatte.json"), name="data_accepted_json"),
    path("data/runder.json", views.DataRounds.as_view(), name="data_rounds"),
    path("data/runder/<int:pk>.json", views.DataRound.as_view(), name="data_round"),
    path("data/utgaver/<int:pk>/<int:number>/<str:name>", views.DataEdition.as_view(), name="data_edition"),
]
