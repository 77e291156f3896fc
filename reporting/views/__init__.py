"""Views of the figures, the rounds and the reports."""

from reporting.views.answers import ContributionUpdate, ReportAnswers
from reporting.views.data import (
    DataAccepted,
    DataCatalogue,
    DataEdition,
    DataOpenapi,
    DataPage,
    DataRound,
    DataRounds,
)
from reporting.views.definitions import (
    DefinitionDetail,
    DefinitionRehearse,
    Definitions,
    RoundIndicators,
    RoundRehearse,
)
from reporting.views.differences import EditionDifferences, SnapshotDifferences
from reporting.views.editions import EditionDetail, EditionFigure
from reporting.views.figures import Figure, Figures
from reporting.views.keys import KeyList, KeyRevoke, ReportOpenData
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
from reporting.views.rounds import (
    ExtensionUpdate,
    RoundCopy,
    RoundCreate,
    RoundDetail,
    RoundList,
    RoundUpdate,
)
from reporting.views.since import Numbers, Since
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
    "ContributionUpdate",
    "DataAccepted",
    "DataCatalogue",
    "DataEdition",
    "DataOpenapi",
    "DataPage",
    "DataRound",
    "DataRounds",
    "DefinitionDetail",
    "DefinitionRehearse",
    "Definitions",
    "EditionDetail",
    "EditionDifferences",
    "EditionFigure",
    "ExtensionUpdate",
    "Figure",
    "Figures",
    "KeyList",
    "KeyRevoke",
    "Numbers",
    "QuestionCreate",
    "QuestionDelete",
    "QuestionMove",
    "QuestionUpdate",
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
    "RoundCopy",
    "RoundCreate",
    "RoundDetail",
    "RoundIndicators",
    "RoundList",
    "RoundOpen",
    "RoundRehearse",
    "RoundUpdate",
    "SectionCreate",
    "SectionDelete",
    "SectionMove",
    "SectionUpdate",
    "Since",
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
