"""Views of the figures, the rounds and the reports."""

from reporting.views.data import (
    DataAccepted,
    DataCatalogue,
    DataEdition,
    DataOpenapi,
    DataPage,
    DataRound,
    DataRounds,
)
from reporting.views.editions import EditionDetail, EditionFigure
from reporting.views.figures import Figure, Figures
from reporting.views.keys import KeyList, KeyRevoke, ReportOpenData
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
from reporting.views.verify import Verify

__all__ = [
    "DataAccepted",
    "DataCatalogue",
    "DataEdition",
    "DataOpenapi",
    "DataPage",
    "DataRound",
    "DataRounds",
    "EditionDetail",
    "EditionFigure",
    "Figure",
    "Figures",
    "KeyList",
    "KeyRevoke",
    "ReportAccept",
    "ReportAnswers",
    "ReportBuild",
    "ReportCorrect",
    "ReportDetail",
    "ReportOpenData",
    "ReportReady",
    "ReportReopen",
    "ReportReturn",
    "ReportSubmit",
    "RoundCreate",
    "RoundDetail",
    "RoundList",
    "RoundOpen",
    "RoundUpdate",
    "SnapshotPdf",
    "Verify",
]
