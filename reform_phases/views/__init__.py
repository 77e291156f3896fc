"""Pages about the reform and what municipalities do with it."""

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
    "MunicipalityChain",
    "PlanCreate",
    "PlanDelete",
    "PlanDetail",
    "PlanList",
    "PlanUpdate",
    "ReformPage",
    "SolutionUpdate",
    "TreatmentCreate",
    "TreatmentDelete",
    "TreatmentDetail",
    "TreatmentList",
    "TreatmentUpdate",
]
