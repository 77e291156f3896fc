"""Addresses of figures, rounds and reports."""

from django.urls import path

from reporting import views

app_name = "reporting"
urlpatterns = [
    path("tall/", views.Figures.as_view(), name="figures"),
    path("tall/definisjoner/", views.Definitions.as_view(), name="definitions"),
    path("tall/definisjoner/<slug:code>/", views.DefinitionDetail.as_view(), name="definition"),
    path("tall/definisjoner/<slug:code>/prov/", views.DefinitionRehearse.as_view(), name="definition_rehearse"),
    path("tall/<slug:code>/", views.Figure.as_view(), name="figure"),
    path("rapporter/", views.RoundList.as_view(), name="round_list"),
    path("rapporter/ny/", views.RoundCreate.as_view(), name="round_create"),
    path("rapporter/<int:pk>/", views.RoundDetail.as_view(), name="round"),
    path("rapporter/<int:pk>/endre/", views.RoundUpdate.as_view(), name="round_update"),
    path("rapporter/<int:pk>/tall/", views.RoundIndicators.as_view(), name="round_indicators"),
    path("rapporter/<int:pk>/prov/", views.RoundRehearse.as_view(), name="round_rehearse"),
    path("rapporter/<int:pk>/kopi/", views.RoundCopy.as_view(), name="round_copy"),
    path("rapporter/<int:pk>/sporsmal/ny/", views.QuestionCreate.as_view(), name="question_create"),
    path("rapporter/<int:pk>/deler/ny/", views.SectionCreate.as_view(), name="section_create"),
    path("rapporter/sporsmal/<int:pk>/endre/", views.QuestionUpdate.as_view(), name="question_update"),
    path("rapporter/sporsmal/<int:pk>/slett/", views.QuestionDelete.as_view(), name="question_delete"),
    path("rapporter/sporsmal/<int:pk>/flytt/", views.QuestionMove.as_view(), name="question_move"),
    path("rapporter/deler/<int:pk>/endre/", views.SectionUpdate.as_view(), name="section_update"),
    path("rapporter/deler/<int:pk>/slett/", views.SectionDelete.as_view(), name="section_delete"),
    path("rapporter/deler/<int:pk>/flytt/", views.SectionMove.as_view(), name="section_move"),
    path("rapporter/rapport/<int:pk>/", views.ReportDetail.as_view(), name="report"),
    path("rapporter/rapport/<int:pk>/svar/", views.ReportAnswers.as_view(), name="answers"),
    path("rapporter/rapport/<int:pk>/bidrag/", views.ContributionUpdate.as_view(), name="contribution_update"),
    path("rapporter/rapport/<int:pk>/frist/", views.ExtensionUpdate.as_view(), name="extension_update"),
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
    path("rapporter/<int:pk>/siden-sist/", views.Since.as_view(), name="since"),
    path("rapporter/<int:pk>/tall-i-teksten/", views.Numbers.as_view(), name="numbers"),
    path(
        "rapporter/utgave/<int:pk>/pdf/",
        views.SnapshotPdf.as_view(),
        name="snapshot_pdf",
    ),
]
