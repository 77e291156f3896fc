"""Views of the figures, the rounds and the reports."""

from reporting.views.differences import EditionDifferences, SnapshotDifferences
from reporting.views.editions import EditionDetail, EditionFigure
from reporting.views.figures import Figure, Figures
from reporting.views.reports import (
    ReportAnswers,
    ReportBuild,
    ReportDetail,
    SnapshotPdf,
)
from reporting.views.rounds import RoundCreate, RoundDetail, RoundList, RoundUpdate
from reporting.views.steps import (
    ReportAccept,
    ReportCorrect,
    ReportReady,
    ReportReopen,
    ReportReturn,
    ReportSubmit,
    RoundOpen,
)
from reporting.views.threads import (
    ThreadAnswer,
    ThreadAsk,
    ThreadClose,
    ThreadCreate,
    ThreadDetail,
    ThreadList,
    ThreadReopen,
)
from reporting.views.verify import Verify

__all__ = [
    "EditionDetail",
    "EditionDifferences",
    "EditionFigure",
    "Figure",
    "Figures",
    "ReportAccept",
    "ReportAnswers",
    "ReportBuild",
    "ReportCorrect",
    "ReportDetail",
    "ReportReady",
    "ReportReopen",
    "ReportReturn",
    "ReportSubmit",
    "RoundCreate",
    "RoundDetail",
    "RoundList",
    "RoundOpen",
    "RoundUpdate",
    "SnapshotDifferences",
    "SnapshotPdf",
    "ThreadAnswer",
    "ThreadAsk",
    "ThreadClose",
    "ThreadCreate",
    "ThreadDetail",
    "ThreadList",
    "ThreadReopen",
    "Verify",
]
