"""Views of the figures, the rounds and the reports."""

from reporting.views.answers import ContributionUpdate, ReportAnswers
from reporting.views.figures import Figure, Figures
from reporting.views.questions import (
    QuestionCreate,
    QuestionDelete,
    QuestionMove,
    QuestionUpdate,
    SectionCreate,
    SectionDelete,
    SectionMove,
    SectionUpdate,
)
from reporting.views.reports import ReportBuild, ReportDetail, SnapshotPdf
from reporting.views.rounds import ExtensionUpdate, RoundCopy, RoundCreate, RoundDetail, RoundList, RoundUpdate

__all__ = [
    "ContributionUpdate",
    "ExtensionUpdate",
    "Figure",
    "Figures",
    "QuestionCreate",
    "QuestionDelete",
    "QuestionMove",
    "QuestionUpdate",
    "ReportAnswers",
    "ReportBuild",
    "ReportDetail",
    "RoundCopy",
    "RoundCreate",
    "RoundDetail",
    "RoundList",
    "RoundUpdate",
    "SectionCreate",
    "SectionDelete",
    "SectionMove",
    "SectionUpdate",
    "SnapshotPdf",
]
