"""Views of the figures, the rounds and the reports."""

from reporting.views.editions import EditionDetail, EditionFigure
from reporting.views.external import ExternalCreate, ExternalDelete, ExternalList, ExternalUpdate
from reporting.views.figures import Figure, Figures
from reporting.views.national import NationalFigure, RoundPdfs, Structure
from reporting.views.reports import (
    NationalBuild,
    ReportAnswers,
    ReportBuild,
    ReportDetail,
    SnapshotPdf,
)
from reporting.views.rounds import RoundCreate, RoundDetail, RoundList, RoundUpdate
from reporting.views.steps import (
    NationalAccept,
    NationalCorrect,
    NationalReady,
    NationalReopen,
    ReportAccept,
    ReportCorrect,
    ReportReady,
    ReportReopen,
    ReportReturn,
    ReportSubmit,
    RoundOpen,
)
from reporting.views.verify import Verify

__all__ = [
    "EditionDetail",
    "EditionFigure",
    "ExternalCreate",
    "ExternalDelete",
    "ExternalList",
    "ExternalUpdate",
    "Figure",
    "Figures",
    "NationalAccept",
    "NationalBuild",
    "NationalCorrect",
    "NationalFigure",
    "NationalReady",
    "NationalReopen",
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
    "RoundPdfs",
    "RoundUpdate",
    "SnapshotPdf",
    "Structure",
    "Verify",
]
