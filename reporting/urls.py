"""Addresses of figures, rounds and reports."""

from django.urls import path

from reporting import views

app_name = "reporting"
urlpatterns = [
    path("tall/", views.Figures.as_view(), name="figures"),
    path("tall/struktur/", views.Structure.as_view(), name="structure"),
    path("tall/eksterne/", views.ExternalList.as_view(), name="external_list"),
    path("tall/eksterne/ny/", views.ExternalCreate.as_view(), name="external_create"),
    path("tall/eksterne/<int:pk>/endre/", views.ExternalUpdate.as_view(), name="external_update"),
    path("tall/eksterne/<int:pk>/slett/", views.ExternalDelete.as_view(), name="external_delete"),
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
    path("rapporter/rapport/<int:pk>/nasjonal/bygg/", views.NationalBuild.as_view(), name="national_build"),
    path("rapporter/rapport/<int:pk>/nasjonal/klar/", views.NationalReady.as_view(), name="national_ready"),
    path("rapporter/rapport/<int:pk>/nasjonal/utkast/", views.NationalReopen.as_view(), name="national_reopen"),
    path("rapporter/rapport/<int:pk>/nasjonal/fastsett/", views.NationalAccept.as_view(), name="national_accept"),
    path("rapporter/rapport/<int:pk>/nasjonal/rett/", views.NationalCorrect.as_view(), name="national_correct"),
    path("rapporter/<int:pk>/nasjonalt/<slug:code>/", views.NationalFigure.as_view(), name="national_figure"),
    path("rapporter/<int:pk>/alle/", views.RoundPdfs.as_view(), name="round_pdfs"),
    path("rapporter/kontroll/", views.Verify.as_view(), name="verify"),
    path("rapporter/<int:pk>/apne/", views.RoundOpen.as_view(), name="round_open"),
    path(
        "rapporter/utgave/<int:pk>/pdf/",
        views.SnapshotPdf.as_view(),
        name="snapshot_pdf",
    ),
]
