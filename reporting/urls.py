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
    path(
        "rapporter/rapport/<int:pk>/utgave/<int:number>/forskjell/",
        views.EditionDifferences.as_view(),
        name="edition_differences",
    ),
    path("rapporter/rapport/<int:pk>/utgave/<int:number>/merknad/", views.ThreadCreate.as_view(), name="thread_create"),
    path("rapporter/rapport/<int:pk>/merknader/", views.ThreadList.as_view(), name="thread_list"),
    path("rapporter/merknad/<int:pk>/", views.ThreadDetail.as_view(), name="thread"),
    path("rapporter/merknad/<int:pk>/svar/", views.ThreadAnswer.as_view(), name="thread_answer"),
    path("rapporter/merknad/<int:pk>/sporsmal/", views.ThreadAsk.as_view(), name="thread_ask"),
    path("rapporter/merknad/<int:pk>/lukk/", views.ThreadClose.as_view(), name="thread_close"),
    path("rapporter/merknad/<int:pk>/apne/", views.ThreadReopen.as_view(), name="thread_reopen"),
    path("rapporter/kontroll/", views.Verify.as_view(), name="verify"),
    path("rapporter/<int:pk>/apne/", views.RoundOpen.as_view(), name="round_open"),
    path(
        "rapporter/utgave/<int:pk>/pdf/",
        views.SnapshotPdf.as_view(),
        name="snapshot_pdf",
    ),
    path(
        "rapporter/utgave/<int:pk>/forskjell/",
        views.SnapshotDifferences.as_view(),
        name="snapshot_differences",
    ),
]
