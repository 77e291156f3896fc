"""Addresses."""

from django.urls import path

from reform_phases import views

app_name = "reform_phases"
urlpatterns = [
    path("reformen/", views.ReformPage.as_view(), name="reform"),
    path("reformen/aldersgrenser/", views.FreshnessUpdate.as_view(), name="freshness"),
    path("reformen/losninger/<int:pk>/endre/", views.SolutionUpdate.as_view(), name="solution_update"),
    path("kommuner/matrise/", views.StatusMatrix.as_view(), name="matrix"),
    path("kommuner/<int:pk>/vedtak/", views.MunicipalityChain.as_view(), name="municipality"),
    path("kommuner/samlet/", views.Bulk.as_view(), name="bulk"),
    path("registreringer/<int:pk>/", views.ActDetail.as_view(), name="act"),
    path("registreringer/<int:pk>/angre/", views.ActUndo.as_view(), name="act_undo"),
    path("kommuner/<int:pk>/losninger/<int:solution_pk>/", views.SolutionStatus.as_view(), name="status"),
    path("kommuner/<int:pk>/fase/", views.MunicipalityPhase.as_view(), name="phase"),
    path("kommuner/<int:pk>/fase/<int:area_pk>/", views.MunicipalityAreaPhase.as_view(), name="area_phase"),
    path("kommuner/<int:pk>/organisering/", views.MunicipalityOrganising.as_view(), name="organising"),
    path("kommuner/<int:pk>/eldrerad/", views.MunicipalityElderCouncil.as_view(), name="elder_council"),
    path("kommuner/<int:pk>/tiltak/", views.MunicipalityMeasures.as_view(), name="measures"),
    path("kommuner/<int:pk>/konkret/", views.Sheet.as_view(), name="sheet"),
    path("kommuner/<int:pk>/konkret/pdf/", views.SheetPdf.as_view(), name="sheet_pdf"),
    path("import/", views.ImportList.as_view(), name="import_list"),
    path("import/mal/<slug:kind>.<slug:extension>", views.ImportTemplate.as_view(), name="import_template"),
    path("import/<int:pk>/", views.ImportDetail.as_view(), name="import"),
    path("import/<int:pk>/feil/", views.ImportErrors.as_view(), name="import_errors"),
    path("import/<int:pk>/bekreft/", views.ImportConfirm.as_view(), name="import_confirm"),
    path("import/<int:pk>/forkast/", views.ImportDiscard.as_view(), name="import_discard"),
    path("import/<int:pk>/angre/", views.ImportUndo.as_view(), name="import_undo"),
    path("politisk-behandling/", views.TreatmentList.as_view(), name="treatment_list"),
    path("politisk-behandling/ny/", views.TreatmentCreate.as_view(), name="treatment_create"),
    path("politisk-behandling/<int:pk>/", views.TreatmentDetail.as_view(), name="treatment_detail"),
    path("politisk-behandling/<int:pk>/endre/", views.TreatmentUpdate.as_view(), name="treatment_update"),
    path("politisk-behandling/<int:pk>/slett/", views.TreatmentDelete.as_view(), name="treatment_delete"),
    path("planer/", views.PlanList.as_view(), name="plan_list"),
    path("planer/ny/", views.PlanCreate.as_view(), name="plan_create"),
    path("planer/<int:pk>/", views.PlanDetail.as_view(), name="plan_detail"),
    path("planer/<int:pk>/endre/", views.PlanUpdate.as_view(), name="plan_update"),
    path("planer/<int:pk>/slett/", views.PlanDelete.as_view(), name="plan_delete"),
    path("tiltak/", views.MeasureList.as_view(), name="measure_list"),
    path("tiltak/ny/", views.MeasureCreate.as_view(), name="measure_create"),
    path("tiltak/<int:pk>/", views.MeasureDetail.as_view(), name="measure_detail"),
    path("tiltak/<int:pk>/endre/", views.MeasureUpdate.as_view(), name="measure_update"),
    path("tiltak/<int:pk>/slett/", views.MeasureDelete.as_view(), name="measure_delete"),
]
