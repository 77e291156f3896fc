"""Views of the figures, the rounds and the reports."""

from reporting.views.definitions import (
    DefinitionDetail,
    DefinitionRehearse,
    Definitions,
    RoundIndicators,
    RoundRehearse,
)
from reporting.views.figures import Figure, Figures
from reporting.views.reports import (
    ReportAnswers,
    ReportBuild,
    ReportDetail,
    SnapshotPdf,
)
from reporting.views.rounds import RoundCreate, RoundDetail, RoundList, RoundUpdate

__all__ = [
    "DefinitionDetail",
    "DefinitionRehearse",
    "Definitions",
    "Figure",
    "Figures",
    "ReportAnswers",
    "ReportBuild",
    "ReportDetail",
    "RoundCreate",
    "RoundDetail",
    "RoundIndicators",
    "RoundList",
    "RoundRehearse",
    "RoundUpdate",
    "SnapshotPdf",
]
