"""Views of the figures, the rounds and the reports."""

from reporting.views.figures import Figure, Figures
from reporting.views.reports import (
    ReportAnswers,
    ReportBuild,
    ReportDetail,
    SnapshotPdf,
)
from reporting.views.rounds import RoundCreate, RoundDetail, RoundList, RoundUpdate
from reporting.views.since import Numbers, Since

__all__ = [
    "Figure",
    "Figures",
    "Numbers",
    "ReportAnswers",
    "ReportBuild",
    "ReportDetail",
    "RoundCreate",
    "RoundDetail",
    "RoundList",
    "RoundUpdate",
    "Since",
    "SnapshotPdf",
]
