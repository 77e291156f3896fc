"""Pages about the reform and what municipalities do with it."""

from reform_phases.views.acts import ActDetail, ActUndo
from reform_phases.views.bulk import Bulk
from reform_phases.views.imports import (
    ImportConfirm,
    ImportDetail,
    ImportDiscard,
    ImportErrors,
    ImportList,
    ImportTemplate,
    ImportUndo,
)
from reform_phases.views.logs import (
    MunicipalityAreaPhase,
    MunicipalityElderCouncil,
    MunicipalityOrganising,
    MunicipalityPhase,
    SolutionStatus,
)
from reform_phases.views.matrix import StatusMatrix
from reform_phases.views.measures import MeasureCreate, MeasureDelete, MeasureDetail, MeasureList, MeasureUpdate
from reform_phases.views.municipality import MunicipalityChain, MunicipalityMeasures
from reform_phases.views.politics import (
    PlanCreate,
    PlanDelete,
    PlanDetail,
    PlanList,
    PlanUpdate,
    TreatmentCreate,
    TreatmentDelete,
    TreatmentDetail,
    TreatmentList,
    TreatmentUpdate,
)
from reform_phases.views.reform import FreshnessUpdate, ReformPage, SolutionUpdate
from reform_phases.views.sheet import Sheet, SheetPdf

__all__ = [
    "ActDetail",
    "ActUndo",
    "Bulk",
    "FreshnessUpdate",
    "ImportConfirm",
    "ImportDetail",
    "ImportDiscard",
    "ImportErrors",
    "ImportList",
    "ImportTemplate",
    "ImportUndo",
    "MeasureCreate",
    "MeasureDelete",
    "MeasureDetail",
    "MeasureList",
    "MeasureUpdate",
    "MunicipalityAreaPhase",
    "MunicipalityChain",
    "MunicipalityElderCouncil",
    "MunicipalityMeasures",
    "MunicipalityOrganising",
    "MunicipalityPhase",
    "PlanCreate",
    "PlanDelete",
    "PlanDetail",
    "PlanList",
    "PlanUpdate",
    "ReformPage",
    "Sheet",
    "SheetPdf",
    "SolutionStatus",
    "SolutionUpdate",
    "StatusMatrix",
    "TreatmentCreate",
    "TreatmentDelete",
    "TreatmentDetail",
    "TreatmentList",
    "TreatmentUpdate",
]
