"""Pages about the reform and what municipalities do with it."""

from reform_phases.views.logs import (
    MunicipalityAreaPhase,
    MunicipalityElderCouncil,
    MunicipalityOrganising,
    MunicipalityPhase,
    SolutionStatus,
)
from reform_phases.views.matrix import StatusMatrix
from reform_phases.views.municipality import MunicipalityChain
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
from reform_phases.views.reform import ReformPage, SolutionUpdate

__all__ = [
    "MunicipalityAreaPhase",
    "MunicipalityChain",
    "MunicipalityElderCouncil",
    "MunicipalityOrganising",
    "MunicipalityPhase",
    "PlanCreate",
    "PlanDelete",
    "PlanDetail",
    "PlanList",
    "PlanUpdate",
    "ReformPage",
    "SolutionStatus",
    "SolutionUpdate",
    "StatusMatrix",
    "TreatmentCreate",
    "TreatmentDelete",
    "TreatmentDetail",
    "TreatmentList",
    "TreatmentUpdate",
]
